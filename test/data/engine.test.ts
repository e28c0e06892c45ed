import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseFilter } from '../../src/data/cql2.js'
import { execute, outputSchema } from '../../src/data/engine.js'
import { DgeError } from '../../src/data/errors.js'
import { columnOf, tableFromRows } from '../../src/data/table.js'
import type { Query } from '../../src/data/query.js'
import type { Schema } from '../../src/data/schema.js'
import type { Column, Table } from '../../src/data/table.js'

const schema: Schema = [
  { name: 'code', type: 'string' },
  { name: 'nom', type: 'string' },
  { name: 'dep', type: 'string' },
  { name: 'pop', type: 'number', unit: 'hab.' },
  { name: 'date', type: 'date', precision: 'day' },
  { name: 'lieu', type: 'geometry' },
]
const point = (x: number, y: number) => ({ type: 'Point' as const, coordinates: [x, y] })
const table = tableFromRows(schema, [
  { code: '67482', nom: 'Strasbourg', dep: '67', pop: 300, date: Date.UTC(2023, 0, 1), lieu: point(7.75, 48.58) },
  { code: '01001', nom: "L'Abergement", dep: '01', pop: 10, date: Date.UTC(2024, 11, 30), lieu: point(5, 46) },
  { code: '57463', nom: 'Metz', dep: '57', pop: 120, date: Date.UTC(2024, 5, 15), lieu: point(6.18, 49.12) },
  { code: '67218', nom: 'Illkirch', dep: '67', pop: null, date: null, lieu: null },
  { code: '67447', nom: 'Schiltigheim', dep: '67', pop: 30, date: Date.UTC(2024, 0, 1), lieu: point(7.73, 48.6) },
  { code: '2A004', nom: 'Ajaccio', dep: null, pop: 70, date: Date.UTC(2023, 6, 14), lieu: point(8.74, 41.92) },
])

const run = (query: Query) => execute(query, table)
const bins = (name: string): Query => ({ groupBy: [{ as: 'b', expr: { op: 'bin', args: [{ property: name }, 10] } }], aggregate: [{ as: 'n', op: 'count' }] })

it('bins are of numbers: those of text would all be missing', () => {
  assert.throws(() => run(bins('nom')), /bin\(\) needs numbers, and "?nom"? is of type string/)
  assert.equal(run(bins('pop')).numRows, 6)
})

const column = (result: Table, name: string) => Array.from(columnOf(result, name))
const codes = (where: string) => column(run({ where: parseFilter(where, schema) }), 'code')
const dep = { as: 'dep', expr: { property: 'dep' } } as const
const pop = { property: 'pop' } as const

describe('engine', () => {
  it('compares as SQL does: null is neither equal nor different', () => {
    assert.deepEqual(codes('pop > 100'), ['67482', '57463'])
    assert.deepEqual(codes('pop <> 300'), ['01001', '57463', '67447', '2A004'])
    assert.deepEqual(codes('NOT pop > 100'), ['01001', '67447', '2A004'])
    assert.deepEqual(codes('pop > 100 OR dep IS NULL'), ['67482', '57463', '2A004'])
    assert.deepEqual(codes("dep NOT IN ('67', '57')"), ['01001'])
    assert.deepEqual(codes('pop BETWEEN 30 AND 120'), ['57463', '67447', '2A004'])
  })

  it('keeps the rows of its last conditions, of each table its own', () => {
    const big = { where: parseFilter('pop > 100', schema) }
    const first = run({ ...big, select: ['code'] })
    assert.deepEqual(column(first, 'code'), ['67482', '57463'])
    for (const other of ['pop > 10', 'pop > 20', 'pop > 30', 'pop > 40']) codes(other)
    const sums = run({ ...big, aggregate: [{ op: 'sum', expr: pop, as: 's' }] })
    assert.deepEqual(column(sums, 's'), [420])
    assert.deepEqual(column(run({ ...big, search: 'metz' }), 'code'), ['57463'])
    assert.deepEqual(column(run({ ...big, extent: [6, 49, 7, 50] }), 'code'), ['57463'])
    const one = tableFromRows(schema, [{ code: 'x', nom: 'x', dep: '1', pop: 101, date: null, lieu: null }])
    assert.deepEqual(column(execute(big, one), 'code'), ['x'])
    assert.equal(run(big), run(big), 'the same rows are not chosen twice')
  })

  it('sorts text by code point, however letters are stored', () => {
    let state = 7
    const random = (below: number) => (state = (state * 48271) % 2147483647) % below
    const letters = ['a', 'b', 'é', '\u07ff', '\ud7ff', '\ue000', '\uffff', '\u{10000}', '\u{1f600}', '\u{10ffff}']
    const words = Array.from({ length: 400 }, () => Array.from({ length: random(5) }, () => letters[random(10)] ?? '').join(''))
    const points = (word: string) => [...word].map((letter) => (letter.codePointAt(0) ?? 0).toString(16).padStart(6, '0')).join('')
    const sorted = execute({ orderBy: [{ field: 'nom' }] }, tableFromRows([{ name: 'nom', type: 'string' }], words.map((nom) => ({ nom }))))
    const keys = column(sorted, 'nom').map((word) => points(String(word)))
    assert.deepEqual(keys, words.map(points).sort())
  })

  it('LIKE minds case unless folded; accents likewise', () => {
    assert.deepEqual(codes("nom LIKE 'S%'"), ['67482', '67447'])
    assert.deepEqual(codes("nom LIKE '_etz'"), ['57463'])
    assert.deepEqual(codes("nom LIKE 's%'"), [])
    assert.deepEqual(codes("CASEI(nom) LIKE CASEI('S%G')"), ['67482'])
    assert.deepEqual(codes("ACCENTI(nom) = ACCENTI('Métz')"), ['57463'])
  })

  it('dates, time units and boxes', () => {
    assert.deepEqual(codes("date >= DATE('2024-01-01')"), ['01001', '57463', '67447'])
    assert.deepEqual(codes('year(date) = 2023'), ['67482', '2A004'])
    // 2024-12-30 is a Monday of week 1 of 2025.
    assert.deepEqual(codes('week(date) = 1'), ['01001', '67447'])
    assert.deepEqual(codes('S_INTERSECTS(lieu, BBOX(7, 48, 8, 49))'), ['67482', '67447'])
    assert.deepEqual(codes('S_INTERSECTS(lieu, POLYGON((5 48, 7 48, 7 50, 5 50, 5 48)))'), ['57463'])
  })

  it('groups in the order of first rows, nulls being a group', () => {
    const result = run({
      groupBy: [dep],
      aggregate: [
        { as: 'n', op: 'count' }, { as: 'known', op: 'count', expr: pop }, { as: 'sum', op: 'sum', expr: pop }, { as: 'mean', op: 'mean', expr: pop },
        { as: 'min', op: 'min', expr: { property: 'nom' } },
      ],
    })
    assert.deepEqual(column(result, 'dep'), ['67', '01', '57', null])
    assert.deepEqual(column(result, 'n'), [3, 1, 1, 1])
    assert.deepEqual(column(result, 'known'), [2, 1, 1, 1])
    assert.deepEqual(column(result, 'sum'), [330, 10, 120, 70])
    assert.deepEqual(column(result, 'mean'), [165, 10, 120, 70])
    assert.deepEqual(column(result, 'min'), ['Illkirch', "L'Abergement", 'Metz', 'Ajaccio'])
  })

  it('groups by two keys, asked again for another measure under other names', () => {
    const groupBy = (year: string, size: string): NonNullable<Query['groupBy']> => [
      { as: year, expr: { op: 'year', args: [{ property: 'date' }] } }, { as: size, expr: { op: 'bin', args: [pop, 100] } },
    ]
    const counts = run({ groupBy: groupBy('an', 'taille'), aggregate: [{ as: 'n', op: 'count' }] })
    const sums = run({ groupBy: groupBy('y', 's'), aggregate: [{ as: 'sum', op: 'sum', expr: pop }] })
    assert.deepEqual([column(counts, 'an'), column(counts, 'taille'), column(counts, 'n')], [[2023, 2024, 2024, null, 2023], [300, 0, 100, null, 0], [1, 2, 1, 1, 1]])
    assert.deepEqual([column(sums, 'y'), column(sums, 's'), column(sums, 'sum')], [[2023, 2024, 2024, null, 2023], [300, 0, 100, null, 0], [300, 40, 120, null, 70]])
  })

  it('totals of all rows; of none', () => {
    const aggregate: Query['aggregate'] = [
      { as: 'n', op: 'count' }, { as: 'sum', op: 'sum', expr: pop }, { as: 'median', op: 'median', expr: pop },
      { as: 'q', op: 'quantile', expr: pop, p: 0.25 }, { as: 'd', op: 'distinct', expr: { property: 'dep' } }, { as: 's', op: 'stdev', expr: pop },
    ]
    const all = run({ aggregate })
    assert.deepEqual(['n', 'sum', 'median', 'q', 'd'].map((name) => column(all, name)[0]), [6, 530, 70, 30, 3])
    // Deviations from 106: 194, −96, 14, −76, −36; squares sum to 54,120; divided by 4.
    assert.ok(Math.abs(Number(column(all, 's')[0]) - Math.sqrt(54_120 / 4)) < 1e-9)
    const none = run({ where: false, aggregate })
    assert.deepEqual(['n', 'sum', 'median', 'q', 'd', 's'].map((name) => column(none, name)[0]), [0, null, null, null, 0, null])
  })

  it('having, computed columns, order with nulls last, offset, limit, select', () => {
    const result = run({
      groupBy: [dep],
      aggregate: [{ as: 'n', op: 'count' }, { as: 'sum', op: 'sum', expr: pop }],
      having: { op: '>', args: [{ property: 'sum' }, 10] },
      compute: [{ as: 'each', expr: { op: '/', args: [{ property: 'sum' }, { property: 'n' }] } }],
      orderBy: [{ field: 'dep', desc: true }],
      select: ['each', 'dep'],
    })
    assert.deepEqual(result.schema.map(({ name }) => name), ['each', 'dep'])
    assert.deepEqual(column(result, 'dep'), ['67', '57', null])
    assert.deepEqual(column(result, 'each'), [110, 120, 70])
    const page = run({ orderBy: [{ field: 'pop' }], offset: 1, limit: 2 })
    assert.deepEqual(column(page, 'code'), ['67447', '2A004'])
    assert.equal(page.total, 6)
    assert.equal(column(run({ orderBy: [{ field: 'pop', desc: true }] }), 'code').at(-1), '67218')
  })

  it('searches every word in any text, whatever case and accents', () => {
    assert.deepEqual(column(run({ search: 'STRASBOURG 67' }), 'code'), ['67482'])
    assert.deepEqual(column(run({ search: 'métz' }), 'code'), ['57463'])
  })

  it('sums do not depend on the order of rows', () => {
    const values = [1e16, 1, -1e16, 0.1, 0.2]
    const sum = (numbers: number[]) =>
      column(execute({ aggregate: [{ as: 's', op: 'sum', expr: { property: 'v' } }] },
        tableFromRows([{ name: 'v', type: 'number' }], numbers.map((v) => ({ v })))), 's')[0]
    assert.equal(sum(values), sum([...values].reverse()))
    assert.ok(Math.abs(Number(sum(values)) - 1.3) < 1e-12)
  })

  it('bins have round bounds, and division by zero is missing', () => {
    const numbers = tableFromRows([{ name: 'v', type: 'number' }], [0.1, 0.25, 0.3, 0.7, -0.05, 0].map((v) => ({ v })))
    const binned = execute({ compute: [{ as: 'b', expr: { op: 'bin', args: [{ property: 'v' }, 0.1] } }, { as: 'q', expr: { op: '/', args: [1, { property: 'v' }] } }] }, numbers)
    assert.deepEqual(column(binned, 'b'), [0.1, 0.2, 0.3, 0.7, -0.1, 0])
    assert.equal(column(binned, 'q').at(-1), null)
  })

  it('a cut table stays marked through every stage', () => {
    const cut: Table = { ...table, complete: false, total: 5000 }
    assert.equal(execute({ groupBy: [dep], aggregate: [{ as: 'n', op: 'count' }] }, cut).complete, false)
    assert.equal(execute({ orderBy: [{ field: 'pop' }], limit: 2 }, cut).complete, false)
  })

  it('the answer’s fields have types, units and labels', () => {
    const fields = outputSchema({ groupBy: [{ as: 'an', expr: { op: 'year', args: [{ property: 'date' }] } }, { as: 'mois', expr: { op: 'yearmonth', args: [{ property: 'date' }] } }],
      aggregate: [{ as: 't', op: 'sum', expr: pop, title: 'Total' }, { as: 'n', op: 'count' }] }, schema)
    assert.deepEqual(fields, [
      { name: 'an', type: 'number', timeUnit: 'year' }, { name: 'mois', type: 'date', precision: 'month' },
      { name: 't', type: 'number', unit: 'hab.', title: 'Total' }, { name: 'n', type: 'number' },
    ])
  })

  it('refuses what makes no sense', () => {
    const kind = (query: Query) => {
      try {
        run(query)
      } catch (error) {
        return error instanceof DgeError ? error.kind : error
      }
    }
    assert.equal(kind({ select: ['popp'] }), 'field')
    assert.equal(kind({ aggregate: [{ as: 's', op: 'sum', expr: { property: 'nom' } }] }), 'query')
    assert.equal(kind({ groupBy: [{ as: 'y', expr: { op: 'year', args: [pop] } }] }), 'query')
  })

  it('a million rows by category in well under two seconds', () => {
    const rows = 1_000_000
    const big: Table = {
      schema: [{ name: 'k', type: 'string' }, { name: 'v', type: 'number' }], numRows: rows, complete: true,
      columns: new Map<string, Column>([['k', Array.from({ length: rows }, (_, row) => `k${row % 12}`)], ['v', Float64Array.from({ length: rows }, (_, row) => row % 100)]]),
    }
    const result = execute({ groupBy: [{ as: 'k', expr: { property: 'k' } }], aggregate: [{ as: 's', op: 'sum', expr: { property: 'v' } }] }, big)
    const total = column(result, 's').reduce<number>((sum, value) => sum + Number(value), 0)
    assert.equal(total, 49_500_000)
  })
})
