import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { execute } from '../../src/data/engine.js'
import { DgeError } from '../../src/data/errors.js'
import { plan } from '../../src/data/plan.js'
import { openDataset, entryOf } from '../../src/providers/index.js'
import { melodiPlaceOf } from '../../src/providers/melodi.js'
import { rowsOf, tableFromRows } from '../../src/data/table.js'
import { startFaultServer } from '../servers/fault-server.js'
import { melodiPath, startMelodi } from '../servers/melodi.js'
import type { Dataset } from '../../src/data/dataset.js'
import type { Query } from '../../src/data/query.js'
import type { Row } from '../../src/data/table.js'
import type { FaultServer } from '../servers/fault-server.js'
import type { MelodiOptions, Observation } from '../servers/melodi.js'

const p = (property: string) => ({ property })
const count = { as: 'n', op: 'count' } as const

/** Populations of communes: three figures for each, one of them secret. */
const few: Observation[] = ['67482', '54395', '2A004'].flatMap((code) => ['PMUN', 'PTOT', 'PCAP'].map((measure, at) => ({
  dimensions: { GEO: `2025-COM-${code}`, FREQ: 'A', TIME_PERIOD: '2023', POPREF_MEASURE: measure },
  measures: { OBS_VALUE_NIVEAU: at === 2 && code === '2A004' ? {} : { value: 1000 * (at + 1) } },
  attributes: { OBS_STATUS: 'A' },
})))

/** Two thousand and more, by year, sex and department, with totals. */
const many: Observation[] = Array.from({ length: 2400 }, (_, at) => ({
  dimensions: { GEO: `2025-DEP-${String(10 + (at % 40))}`, FREQ: 'A', TIME_PERIOD: String(2000 + (Math.floor(at / 40) % 20)), SEX: ['_T', 'M', 'F'][Math.floor(at / 800)] ?? '' },
  measures: { OBS_VALUE_NIVEAU: { value: at / 4 } },
}))
const expected = tableFromRows(
  [{ name: 'GEO', type: 'string' }, { name: 'GEO_OBJECT', type: 'string' }, { name: 'GEO_REF', type: 'string' }, { name: 'FREQ', type: 'string' }, { name: 'TIME_PERIOD', type: 'number' }, { name: 'SEX', type: 'string' }, { name: 'OBS_VALUE', type: 'number' }],
  many.map(({ dimensions, measures }): Row => ({ GEO: dimensions['GEO']?.slice(9) ?? null, GEO_OBJECT: 'DEP', GEO_REF: '2025', FREQ: 'A', TIME_PERIOD: Number(dimensions['TIME_PERIOD']), SEX: dimensions['SEX'] ?? null, OBS_VALUE: measures['OBS_VALUE_NIVEAU']?.value ?? null }))
)

let server: FaultServer | undefined
afterEach(async () => {
  await server?.stop()
  server = undefined
})

async function open(observations: readonly Observation[], options: MelodiOptions = {}, query = '', more: object = {}): Promise<Dataset> {
  server = await startMelodi(observations, options)
  return openDataset({ src: server.origin + melodiPath + query, ...more })
}

async function ask(dataset: Dataset, query: Query) {
  const { remote, local } = plan(query, dataset.capabilities, dataset.schema)
  const table = execute(local, await dataset.execute(remote))
  return { table, rows: rowsOf(table).map((row) => ({ ...row })) }
}

const last = () => decodeURIComponent(server?.requests.at(-1) ?? '')
const failing = (kind: string, pattern: RegExp) => (error: unknown) =>
  error instanceof DgeError && error.kind === kind && pattern.test(`${error.message} ${error.hint ?? ''}`) ? true : assert.fail(String(error))

describe('INSEE Melodi: from documentation, never seen on the wire', () => {
  it('reads a small choice whole: codes apart from levels, years, secrets as nothing', async () => {
    const dataset = await open(few)
    assert.deepEqual(dataset.schema, [
      { name: 'GEO', title: 'Code géographique', type: 'string' }, { name: 'GEO_OBJECT', title: 'Niveau géographique', type: 'string' }, { name: 'GEO_REF', title: 'Référence géographique', type: 'string' },
      { name: 'FREQ', type: 'string' }, { name: 'TIME_PERIOD', title: 'Période', timeUnit: 'year', type: 'number' }, { name: 'POPREF_MEASURE', type: 'string' },
      { name: 'OBS_VALUE', title: 'Valeur', type: 'number' }, { name: 'OBS_STATUS', type: 'string' },
    ])
    assert.deepEqual((await ask(dataset, { where: { op: '=', args: [p('GEO'), '2A004'] }, select: ['GEO_OBJECT', 'TIME_PERIOD', 'OBS_VALUE'] })).rows, [
      { GEO_OBJECT: 'COM', TIME_PERIOD: 2023, OBS_VALUE: 1000 }, { GEO_OBJECT: 'COM', TIME_PERIOD: 2023, OBS_VALUE: 2000 }, { GEO_OBJECT: 'COM', TIME_PERIOD: 2023, OBS_VALUE: null },
    ])
    assert.equal(server?.requests.length, 2)
    assert.deepEqual(dataset.metadata, {
      title: 'Essai', description: 'Un essai', publisher: 'Insee', licence: 'Licence Ouverte 2.0', licenceUrl: 'https://www.etalab.gouv.fr/licence-ouverte-open-licence/',
      modified: '2025-11-28T11:56:10', page: 'https://www.insee.fr/fr/statistiques/1',
    })
    assert.deepEqual(dataset.downloads, [{ url: 'https://api.insee.fr/melodi/file/DS_ESSAI/DS_ESSAI_CSV_FR', format: 'zip' }])
  })

  it('keeps the law on a cube of several pages', async () => {
    const dataset = await open(many, { most: 1000 })
    assert.equal(dataset.total, 2400)
    assert.match(dataset.metadata.notes?.[0] ?? '', /Totals \(_T\).*SEX/)
    const conditions: readonly Query['where'][] = [
      undefined, { op: '=', args: [p('SEX'), '_T'] }, { op: 'in', args: [p('SEX'), ['M', 'F']] }, { op: '=', args: [p('GEO'), '15'] }, { op: '>', args: [p('TIME_PERIOD'), 2015] }, { op: '=', args: [p('TIME_PERIOD'), 2003] }, { op: '=', args: [p('SEX'), "M&FREQ=Q"] },
      { op: 'and', args: [{ op: '=', args: [p('SEX'), 'F'] }, { op: '=', args: [p('TIME_PERIOD'), 2010] }] }, { op: '=', args: [p('FREQ'), 'A'] }, { op: '<', args: [p('OBS_VALUE'), 10] }, { op: '=', args: [p('SEX'), 'X'] },
      { op: 'and', args: [{ op: 'in', args: [p('GEO'), ['15', '16', '99']] }, { op: '=', args: [p('GEO_OBJECT'), 'DEP'] }] }, { op: 'and', args: [{ op: '=', args: [p('GEO'), '15'] }, { op: '=', args: [p('GEO_OBJECT'), 'COM'] }] }, { op: '=', args: [p('GEO_REF'), '2025'] },
      { op: 'and', args: [{ op: '=', args: [p('SEX'), 'F'] }, { op: 'in', args: [p('SEX'), ['F', 'M']] }] },
    ]
    const shapes: readonly Query[] = [
      {}, { limit: 5, offset: 1005 }, { limit: 3, select: ['GEO', 'OBS_VALUE'] }, { aggregate: [count] }, { orderBy: [{ field: 'OBS_VALUE', desc: true }], limit: 4 },
      { groupBy: [{ as: 'a', expr: p('TIME_PERIOD') }], aggregate: [count, { as: 's', op: 'sum', expr: p('OBS_VALUE') }], orderBy: [{ field: 'a' }] },
    ]
    for (const where of conditions) {
      for (const shape of shapes) {
        const query = where === undefined ? shape : { ...shape, where }
        const { rows, table } = await ask(dataset, query)
        assert.deepEqual(rows, rowsOf(execute(query, expected)).map((row) => ({ ...row })), JSON.stringify(query))
        assert.equal(table.complete, true)
      }
    }
  })

  it('counts there in one small answer, and pages without reading the rest', async () => {
    const dataset = await open(many)
    const start = server?.requests.length ?? 0
    assert.deepEqual((await ask(dataset, { where: { op: '=', args: [p('SEX'), 'M'] }, aggregate: [count] })).rows, [{ n: 800 }])
    assert.equal(last(), `${melodiPath}?SEX=M&maxResult=0&totalCount=TRUE`)
    const { table } = await ask(dataset, { where: { op: '=', args: [p('SEX'), 'M'] }, limit: 10 })
    assert.deepEqual([table.numRows, table.total, (server?.requests.length ?? 0) - start], [10, 800, 2])
    assert.equal(last(), `${melodiPath}?SEX=M&maxResult=10&totalCount=TRUE`)
  })

  it('asks for places by level and code together', async () => {
    const dataset = await open(many)
    const { rows } = await ask(dataset, { where: { op: 'and', args: [{ op: '=', args: [p('GEO'), '15'] }, { op: '=', args: [p('GEO_OBJECT'), 'DEP'] }] }, aggregate: [count] })
    assert.deepEqual(rows, [{ n: 60 }])
    assert.equal(last(), `${melodiPath}?GEO=DEP-15&maxResult=50000&totalCount=TRUE`)
  })

  it('does not believe a server that hears no dimension', async () => {
    const dataset = await open(many, { deaf: true })
    const where = { op: '=', args: [p('SEX'), 'M'] } as const
    assert.deepEqual((await ask(dataset, { where, aggregate: [count] })).rows, [{ n: 800 }])
    assert.equal((await ask(dataset, { where, limit: 3 })).rows.every(({ SEX }) => SEX === 'M'), true)
    await assert.rejects(open(many, { deaf: true }, '?SEX=M'), failing('unsupported', /ignores SEX=M/))
  })

  it('keeps what the address fixes, GEO of any year too', async () => {
    const dataset = await open(few, {}, '?GEO=COM-54395&POPREF_MEASURE=PMUN&POPREF_MEASURE=PTOT&maxResult=5')
    assert.deepEqual((await ask(dataset, { aggregate: [count] })).rows, [{ n: 2 }])
    assert.deepEqual(dataset.downloads, [])
  })

  it('types periods only when all are known to be alike', async () => {
    const monthly = many.map((one, at) => (at < 2000 ? one : { ...one, dimensions: { ...one.dimensions, FREQ: 'M', TIME_PERIOD: '2024-05' } }))
    const mixed = await open(monthly)
    assert.equal(mixed.schema.find(({ name }) => name === 'TIME_PERIOD')?.type, 'string')
    assert.equal((await ask(mixed, { where: { op: '=', args: [p('TIME_PERIOD'), '2024-05'] }, aggregate: [count] })).rows[0]?.['n'], 400)
    await server?.stop()
    const months = await open(few.map((one, at) => ({ ...one, dimensions: { ...one.dimensions, FREQ: 'M', TIME_PERIOD: `2024-0${at + 1}` } })))
    assert.deepEqual(months.schema.find(({ name }) => name === 'TIME_PERIOD'), { name: 'TIME_PERIOD', title: 'Période', precision: 'month', type: 'date' })
    assert.deepEqual((await ask(months, { limit: 1, select: ['TIME_PERIOD'] })).rows, [{ TIME_PERIOD: Date.UTC(2024, 0, 1) }])
    await server?.stop()
    const quarters = await open(few.map((one) => ({ ...one, dimensions: { ...one.dimensions, TIME_PERIOD: '2024-Q3' } })))
    assert.deepEqual((await ask(quarters, { limit: 1, select: ['TIME_PERIOD'] })).rows, [{ TIME_PERIOD: Date.UTC(2024, 6, 1) }])
  })

  it('says when rows are cut, and ends on a page that comes again', async () => {
    const all = await (await open(many, {}, '', { maxRows: 1500 })).execute({})
    assert.deepEqual([all.numRows, all.complete, all.total], [1500, false, 2400])
    await server?.stop()
    const stuck = await (await open(many, { stuck: true, most: 1000 })).execute({})
    assert.deepEqual([stuck.numRows, stuck.complete], [1000, false])
  })

  it('tells bad answers', async () => {
    const entry = { status: 500, type: 'text/plain', body: 'Le serveur a rencontré une erreur inattendue.' }
    const good = { body: JSON.stringify({ observations: few, paging: { count: 9 } }) }
    const at = async (answer: object, more: object = {}) => {
      await server?.stop()
      server = await startFaultServer({ '/melodi/catalog/DS_ESSAI': entry, [melodiPath]: answer })
      return openDataset({ src: server.origin + melodiPath, ...more })
    }
    assert.equal((await at(good)).metadata.publisher, 'Insee')
    await assert.rejects(at(entry), failing('http', /500.*Check the name of the dataset/))
    await assert.rejects(at({ status: 429, headers: { 'retry-after': '60' } }), failing('http', /30 requests a minute/))
    await assert.rejects(at({ type: 'text/html', body: '<!doctype html><p>Maintenance' }), failing('format', /HTML/))
    await assert.rejects(at({ body: '{"title":{}}' }), failing('format', /No observations/))
    await assert.rejects(at({ body: '{"observations":[],"paging":{"count":0}}' }), failing('empty', /No observation/))
    await assert.rejects(at({ ...good, delay: 3000 }, { timeout: 200 }), failing('timeout', /0\.2 s/))
    await assert.rejects(at(good, { types: { nope: 'string' } }), failing('field', /nope/))
    const lying = await at({ body: JSON.stringify({ observations: few, paging: { count: 20 } }) })
    await assert.doesNotReject(lying.execute({}))
    assert.equal((await lying.execute({})).complete, false)
  })

  it('is recognised by its addresses', () => {
    const match = (address: string) => entryOf(new URL(address))?.name
    assert.equal(match('https://api.insee.fr/melodi/data/DS_POPULATIONS_REFERENCE?GEO=DEP-67'), 'melodi')
    assert.equal(match('https://catalogue-donnees.insee.fr/fr/catalogue/recherche/DS_ETAT_CIVIL_NAIS_COMMUNES'), 'melodi')
    assert.notEqual(match('https://api.insee.fr/melodi/file/DS_X/DS_X_CSV_FR'), 'melodi')
    assert.deepEqual(melodiPlaceOf('https://catalogue-donnees.insee.fr/fr/explorateur/DS_RP_POPULATION_PRINC'), { root: 'https://api.insee.fr/melodi', id: 'DS_RP_POPULATION_PRINC', fixed: [] })
    assert.equal(melodiPlaceOf('https://www.insee.fr/fr/statistiques/8268843'), undefined)
  })
})
