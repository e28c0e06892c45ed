import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { execute } from '../../src/data/engine.js'
import { DgeError } from '../../src/data/errors.js'
import { plan } from '../../src/data/plan.js'
import { openDataset, entryOf } from '../../src/providers/index.js'
import { geoPlaceOf } from '../../src/providers/geo-api.js'
import { rowsOf } from '../../src/data/table.js'
import { startFaultServer } from '../servers/fault-server.js'
import { listOf } from '../servers/geo-api.js'
import type { Dataset } from '../../src/data/dataset.js'
import type { Query } from '../../src/data/query.js'
import type { FaultServer, Route } from '../servers/fault-server.js'

const p = (property: string) => ({ property })
const count = { as: 'n', op: 'count' } as const
const point = (x: number, y: number) => ({ type: 'Point', coordinates: [x, y] })

const communes: readonly Readonly<Record<string, unknown>>[] = [
  { code: '67482', nom: 'Strasbourg', codeDepartement: '67', codeRegion: '44', codeEpci: '246700488', codesPostaux: ['67000', '67100', '67200'], population: 291_313, surface: 7757, centre: point(7.77, 48.57), contour: { type: 'Polygon', coordinates: [[[7.6, 48.4], [7.9, 48.4], [7.9, 48.6], [7.6, 48.4]]] }, departement: { code: '67', nom: 'Bas-Rhin' } },
  { code: '54395', nom: 'Nancy', codeDepartement: '54', codeRegion: '44', codeEpci: '245400676', codesPostaux: ['54000', '54100'], population: 104_260, surface: 1501, centre: point(6.18, 48.69), departement: { code: '54', nom: 'Meurthe-et-Moselle' } },
  { code: '01001', nom: "L'Abergement-Clémenciat", codeDepartement: '01', codeRegion: '84', codesPostaux: ['01400'], population: 859, centre: point(4.92, 46.15), departement: { code: '01', nom: 'Ain' } },
]
let server: FaultServer | undefined
afterEach(async () => {
  await server?.stop()
  server = undefined
})

async function open(path: string, routes: Readonly<Record<string, Route>> = { '/communes': listOf(communes) }, more: object = {}): Promise<Dataset> {
  await server?.stop()
  server = await startFaultServer(routes)
  return openDataset({ src: server.origin + path, provider: 'geo-api', ...more })
}

async function ask(dataset: Dataset, query: Query) {
  const { remote, local } = plan(query, dataset.capabilities, dataset.schema)
  const table = execute(local, await dataset.execute(remote))
  return { table, rows: rowsOf(table).map((row) => ({ ...row })) }
}

const last = () => decodeURIComponent(server?.requests.at(-1) ?? '')
const failing = (kind: string, pattern: RegExp) => (error: unknown) =>
  error instanceof DgeError && error.kind === kind && pattern.test(error.message) ? true : assert.fail(String(error))

describe('geo.api.gouv.fr: from documentation, never seen on the wire', () => {
  it('asks for the columns that are needed, and for a place by its code', async () => {
    const dataset = await open('/communes')
    assert.equal(last(), '/communes?limit=1&fields=code,nom')
    assert.deepEqual(dataset.schema.map(({ name, type, unit }) => [name, type, unit].filter(Boolean).join(' ')), [
      'code string', 'nom string', 'codeDepartement string', 'codeRegion string', 'codeEpci string', 'siren string', 'codesPostaux string', 'population number hab.', 'surface number ha', 'centre geometry',
    ])
    assert.deepEqual((await ask(dataset, { where: { op: '=', args: [p('codeDepartement'), '67'] }, select: ['nom', 'population'] })).rows, [{ nom: 'Strasbourg', population: 291_313 }])
    assert.equal(last(), '/communes?codeDepartement=67&fields=nom,codeDepartement,population')
    assert.deepEqual((await ask(dataset, { where: { op: '=', args: [p('code'), '01001'] }, select: ['codeEpci', 'codesPostaux', 'centre'] })).rows, [{ codeEpci: null, codesPostaux: '01400', centre: point(4.92, 46.15) }])
  })

  it('knows the kind of its geometries, with the author’s types too', async () => {
    assert.equal((await open('/communes')).geometryType, 'Point')
    const typed = await open('/communes', undefined, { types: { siren: 'number' } })
    assert.equal(typed.schema.find(({ name }) => name === 'siren')?.type, 'number')
    assert.equal(typed.geometryType, 'Point')
  })

  it('leaves the rest of a query to the engine', async () => {
    const dataset = await open('/communes')
    const query: Query = { groupBy: [{ as: 'r', expr: p('codeRegion') }], aggregate: [count, { as: 's', op: 'sum', expr: p('population') }], orderBy: [{ field: 'r' }] }
    assert.deepEqual((await ask(dataset, query)).rows, [{ r: '44', n: 2, s: 395_573 }, { r: '84', n: 1, s: 859 }])
    assert.equal(last(), '/communes?fields=codeRegion,population')
    assert.deepEqual((await ask(dataset, { where: { op: '>', args: [p('population'), 200_000] }, aggregate: [count] })).rows, [{ n: 1 }])
    assert.deepEqual((await ask(dataset, { where: { op: '=', args: [p('nom'), "L'Abergement-Clémenciat"] }, select: ['code'] })).rows, [{ code: '01001' }])
  })

  it('keeps the parameters of the address: columns, outlines, conditions', async () => {
    const dataset = await open('/communes?codeRegion=44&fields=nom,departement,population&geometry=contour&format=geojson')
    assert.deepEqual(dataset.schema.map(({ name, title }) => `${name}: ${title}`), ['code: Code', 'nom: Nom', 'departement.code: Département (code)', 'departement.nom: Département', 'population: Population', 'contour: Contour'])
    const { rows } = await ask(dataset, { select: ['departement.nom', 'contour'] })
    assert.deepEqual(rows.map((row) => row['departement.nom']), ['Bas-Rhin', 'Meurthe-et-Moselle'])
    assert.equal((rows[0]?.['contour'] as { type: string }).type, 'Polygon')
    assert.equal(last(), '/communes?codeRegion=44&fields=departement,contour')
    const first = await open('/communes?limit=1')
    assert.deepEqual((await ask(first, { where: { op: '=', args: [p('code'), '54395'] }, aggregate: [count] })).rows, [{ n: 0 }])
  })

  it('reads short lists and single places at once', async () => {
    const departements = [{ code: '67', nom: 'Bas-Rhin', codeRegion: '44', zone: 'metro' }, { code: '2A', nom: 'Corse-du-Sud', codeRegion: '94', zone: 'metro' }]
    const dataset = await open('/departements', { '/departements': listOf(departements) })
    assert.deepEqual([dataset.total, dataset.schema.map(({ name }) => name)], [2, ['code', 'nom', 'codeRegion', 'zone']])
    assert.deepEqual((await ask(dataset, { orderBy: [{ field: 'code', desc: true }], limit: 1, select: ['nom'] })).rows, [{ nom: 'Bas-Rhin' }])
    const one = await open('/communes/67482', { '/communes/67482': { body: JSON.stringify(communes[0]) } })
    assert.deepEqual(rowsOf(await one.execute({ select: ['nom', 'population'] })).map((row) => ({ ...row })), [{ nom: 'Strasbourg', population: 291_313 }])
  })

  it('does not believe a server that hears no code', async () => {
    const dataset = await open('/communes', { '/communes': listOf(communes, true) })
    const query: Query = { where: { op: '=', args: [p('codeDepartement'), '54'] }, select: ['nom'] }
    assert.deepEqual((await ask(dataset, query)).rows, [{ nom: 'Nancy' }])
    assert.deepEqual(dataset.capabilities.where({ op: '=', args: [p('codeDepartement'), '54'] }), 'local')
    assert.deepEqual((await ask(dataset, query)).rows, [{ nom: 'Nancy' }])
    assert.doesNotMatch(last(), /codeDepartement=/)
  })

  it('sends no value that is no code', async () => {
    const dataset = await open('/communes')
    for (const value of ['67&limit=1', '', "'", 'a'.repeat(20)]) assert.equal(dataset.capabilities.where({ op: '=', args: [p('code'), value] }), 'local', value)
    const nested = await open('/departements/67/communes', { '/departements/67/communes': listOf(communes.slice(0, 1)) })
    assert.equal(nested.capabilities.where({ op: '=', args: [p('codeRegion'), '44'] }), 'local')
  })

  it('tells bad answers, and says what max-rows cuts', async () => {
    await assert.rejects(open('/communes', { '/communes': { status: 500, body: 'x' } }), failing('http', /500/))
    await assert.rejects(open('/communes/99999', {}), failing('http', /404/))
    await assert.rejects(open('/communes', { '/communes': { type: 'text/html', body: '<!doctype html>' } }), failing('format', /HTML/))
    await assert.rejects(open('/communes', { '/communes': { body: '[{"a":1}]' } }), failing('format', /No list of places/))
    await assert.rejects(open('/communes', { '/communes': { body: '[]', delay: 3000 } }, { timeout: 200 }), failing('timeout', /0\.2 s/))
    await assert.rejects(open('/communes', undefined, { types: { nope: 'string' } }), failing('field', /nope/))
    await assert.rejects(open('/formes'), failing('unsupported', /No list/))
    const cut = await (await open('/communes', undefined, { maxRows: 2 })).execute({ select: ['nom'] })
    assert.deepEqual([cut.numRows, cut.complete, cut.total], [2, false, 3])
  })

  it('is recognised by its addresses', () => {
    const match = (address: string) => entryOf(new URL(address))?.name
    assert.equal(match('https://geo.api.gouv.fr/departements/67/communes?geometry=contour'), 'geo-api')
    assert.deepEqual(geoPlaceOf('https://geo.api.gouv.fr/epcis/246700488/communes?boost=population&fields=nom,population'), {
      base: 'https://geo.api.gouv.fr/epcis/246700488/communes', list: 'communes', one: false, fixed: [['boost', 'population']], fields: ['nom', 'population'],
    })
  })
})
