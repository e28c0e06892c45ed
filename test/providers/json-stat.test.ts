import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { openDataset } from '../../src/providers/index.js'
import { failure } from './open-file.js'
import type { SourceConfig } from '../../src/data/dataset.js'

// Answers written by hand from the standard (https://json-stat.org/full/), in the manner of the offices that they are called after.

async function open(cube: unknown, config: Partial<SourceConfig> = {}) {
  const response = new Response(JSON.stringify(cube), { headers: { 'content-type': 'application/json' } })
  const dataset = await openDataset({ src: 'https://stat.example/data/cube?lang=fr', ...config }, { response })
  const table = await dataset.execute({})
  return {
    dataset, table,
    column: (name: string) => Array.from(table.columns.get(name) ?? []),
    types: table.schema.map(({ name, type, timeUnit, precision, unit }) => [name, type, timeUnit ?? precision, unit].filter(Boolean).join(' ')),
  }
}

const eurostat = {
  version: '2.0', class: 'dataset', label: 'PIB', source: 'ESTAT', updated: '2026-01-10T11:00:00+0100',
  id: ['freq', 'sex', 'geo', 'time'], size: [1, 3, 2, 3],
  dimension: {
    freq: { label: 'Fréquence', category: { index: { A: 0 }, label: { A: 'Annuelle' } } },
    sex: { label: 'Sexe', category: { index: { T: 0, F: 1, M: 2 }, label: { T: 'Total', F: 'Femmes', M: 'Hommes' } } },
    geo: { label: 'Pays', category: { index: { FR: 0, DE: 1 }, label: { FR: 'France', DE: 'Allemagne' } } },
    time: { label: 'Période', category: { index: { 2021: 0, 2022: 1, 2023: 2 }, label: { 2021: '2021', 2022: '2022', 2023: '2023' } } },
  },
  // Of 18 cells: France, Total 2021 and 2023; Germany, women 2022.
  value: { 0: 10.5, 2: 12, 10: 4 }, status: { 2: 'p' }, extension: { status: { label: { p: 'provisoire' } } },
}

describe('JSON-stat', () => {
  it('Eurostat: sparse values, names of categories, years, status; a series keeps the years that it has no value for', async () => {
    const { table, column, types, dataset } = await open(eurostat)
    assert.deepEqual(types, ['freq string', 'sex string', 'geo string', 'time number year', 'value number', 'status string'])
    assert.deepEqual(column('geo'), ['France', 'France', 'France', 'Allemagne', 'Allemagne', 'Allemagne'])
    assert.deepEqual(column('sex'), ['Total', 'Total', 'Total', 'Femmes', 'Femmes', 'Femmes'])
    assert.deepEqual(column('time'), [2021, 2022, 2023, 2021, 2022, 2023])
    assert.deepEqual(column('value'), [10.5, null, 12, null, 4, null])
    assert.deepEqual(column('status'), [null, null, 'provisoire', null, null, null])
    assert.deepEqual([table.complete, dataset.total, dataset.metadata.publisher, dataset.metadata.modified], [true, 6, 'ESTAT', '2026-01-10T10:00:00.000Z'])
    assert.deepEqual(dataset.metadata.notes, ['Totals stand beside their parts in sex: fix these dimensions before anything is summed'])
    const cut = await open(eurostat, { maxRows: 2 })
    assert.deepEqual([cut.table.numRows, cut.table.complete, cut.table.total], [2, false, 6])
  })

  it('Statistics Sweden: months, a metric with its unit, categories of one name, in version 1 too', async () => {
    const category = { ContentsCode: { label: 'tabellinnehåll', category: { index: ['N1'], label: { N1: 'Folkmängd' }, unit: { N1: { base: 'antal', decimals: 0 } } } } }
    const dimension = {
      Region: { label: 'region', category: { index: ['0114', '0115', '01'], label: { '0114': 'Vallentuna', '0115': 'Österåker', '01': 'Vallentuna' } } }, ...category,
      Tid: { label: 'månad', category: { index: ['2024M01', '2024M02'] } },
    }
    const [id, size, role, value] = [['Region', 'ContentsCode', 'Tid'], [3, 1, 2], { time: ['Tid'], metric: ['ContentsCode'] }, [1, 2, 3, null, 5, 6]]
    for (const cube of [{ class: 'dataset', id, size, role, dimension, value }, { dataset: { label: 'Folkmängd', dimension: { id, size, role, ...dimension }, value } }]) {
      const { types, column, table } = await open(cube)
      assert.deepEqual(types, ['Region string', 'ContentsCode string', 'Tid date month', 'value number antal'])
      assert.deepEqual(column('Region'), ['Vallentuna (0114)', 'Vallentuna (0114)', 'Österåker', 'Österåker', 'Vallentuna (01)', 'Vallentuna (01)'])
      assert.deepEqual(column('Tid').slice(0, 2), [Date.UTC(2024, 0, 1), Date.UTC(2024, 1, 1)])
      assert.deepEqual(column('value'), [1, 2, 3, null, 5, 6])
      assert.equal(table.schema.at(-1)?.title, 'Folkmängd')
    }
  })

  it('periods that are no dates stay texts, quarters are dates; the author’s types win', async () => {
    const of = (codes: readonly string[]) => ({ class: 'dataset', id: ['time'], size: [codes.length], dimension: { time: { category: { index: codes } } }, value: codes.map((_, at) => at) })
    assert.deepEqual((await open(of(['2023-S1', '2023-S2']))).types, ['time string', 'value number'])
    for (const codes of [['2023-Q1', '2023-Q2'], ['2023K1', '2023K2']]) assert.deepEqual((await open(of(codes))).column('time'), [Date.UTC(2023, 0, 1), Date.UTC(2023, 3, 1)])
    assert.deepEqual((await open(of(['2023', '2024']), { types: { time: 'string' } })).column('time'), ['2023', '2024'])
  })

  it('what does not fit together is an error, a cube that no browser holds too', async () => {
    const { value: _, ...none } = eurostat
    await assert.rejects(open(none), failure('format', /no values/))
    await assert.rejects(open({ ...eurostat, value: [1, 2] }), failure('format', /2 values where its dimensions have room for 18/))
    await assert.rejects(open({ ...eurostat, size: [1, 3, 3, 3] }), failure('format', /“geo” has 2 categories where it says 3/))
    await assert.rejects(open({ class: 'dataset', value: [] }), failure('format', /dimensions/))
    const codes = Array.from({ length: 3000 }, (_, at) => `c${at}`)
    const wide = { class: 'dataset', id: ['a', 'time'], size: [3000, 3000], dimension: { a: { category: { index: codes } }, time: { category: { index: codes } } }, value: Object.fromEntries(codes.map((_, at) => [at * 3000, 1])) }
    await assert.rejects(open(wide), failure('too-large', /9000000 cells/))
  })
})
