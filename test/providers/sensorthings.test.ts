import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { execute } from '../../src/data/engine.js'
import { DgeError } from '../../src/data/errors.js'
import { plan } from '../../src/data/plan.js'
import { openDataset, entryOf } from '../../src/providers/index.js'
import { thingsPlaceOf } from '../../src/providers/sensorthings.js'
import { rowsOf, tableFromRows } from '../../src/data/table.js'
import { difference } from '../equivalence/compare.js'
import { startFaultServer } from '../servers/fault-server.js'
import { startThings } from '../servers/sensorthings.js'
import type { Dataset } from '../../src/data/dataset.js'
import type { Query } from '../../src/data/query.js'
import type { Row } from '../../src/data/table.js'
import type { FaultServer } from '../servers/fault-server.js'
import type { ThingsOptions } from '../servers/sensorthings.js'

const p = (property: string) => ({ property })
const count = { as: 'n', op: 'count' } as const
const hour = 3_600_000

/** Six hundred hours of winter: French clocks are one hour ahead. */
const start = Date.UTC(2024, 0, 1)
const observations = Array.from({ length: 600 }, (_, at) => ({ '@iot.id': at + 1, phenomenonTime: new Date(start + at * hour).toISOString(), resultTime: null, result: at % 50 === 7 ? null : (at * 7) % 60, parameters: { ok: at % 2 === 0 } }))
const stream = {
  '@iot.id': 5, name: 'NO2 horaire', description: 'Dioxyde d’azote', unitOfMeasurement: { name: 'microgramme', symbol: 'µg/m³' }, observationType: 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement',
  observedArea: { type: 'Point', coordinates: [7.75, 48.58] }, ObservedProperty: { name: 'NO2' }, Thing: { name: 'Strasbourg Danube' },
}
const at = 'Datastreams(5)/Observations'
const service = { [at]: observations, 'Datastreams(5)': [stream] }
const expected = tableFromRows(
  [{ name: 'id', type: 'string' }, { name: 'phenomenonTime', type: 'date' }, { name: 'resultTime', type: 'date' }, { name: 'result', type: 'number' }, { name: 'parameters.ok', type: 'boolean' }],
  observations.map((one): Row => ({ id: String(one['@iot.id']), phenomenonTime: Date.parse(one.phenomenonTime) + hour, resultTime: null, result: one.result, 'parameters.ok': one.parameters.ok }))
)

let server: FaultServer | undefined
afterEach(async () => {
  await server?.stop()
  server = undefined
})

async function open(collections: Parameters<typeof startThings>[0], path: string, options: ThingsOptions = {}, more: object = {}): Promise<Dataset> {
  await server?.stop()
  server = await startThings(collections, options)
  return openDataset({ src: `${server.origin}/v1.1${path && '/'}${path}`, ...more })
}

async function ask(dataset: Dataset, query: Query) {
  const { remote, local } = plan(query, dataset.capabilities, dataset.schema)
  const table = execute(local, await dataset.execute(remote))
  return { table, rows: rowsOf(table).map((row) => ({ ...row })) }
}

const last = () => decodeURIComponent(server?.requests.at(-1) ?? '').replace('/v1.1/', '')
const failing = (kind: string, pattern: RegExp) => (error: unknown) =>
  error instanceof DgeError && error.kind === kind && pattern.test(error.message) ? true : assert.fail(String(error))

describe('SensorThings: from the standard, never seen on the wire', () => {
  it('takes the words of observations from their Datastream', async () => {
    const dataset = await open(service, 'Datastreams(5)')
    assert.deepEqual(dataset.schema, [
      { name: 'id', type: 'string' }, { name: 'phenomenonTime', type: 'date', title: 'Date', precision: 'time' }, { name: 'resultTime', type: 'date', title: 'Date du résultat', precision: 'time' },
      { name: 'result', type: 'number', title: 'NO2', unit: 'µg/m³' }, { name: 'parameters.ok', type: 'boolean' },
    ])
    assert.deepEqual(dataset.metadata, { title: 'NO2 horaire – Strasbourg Danube', description: 'Dioxyde d’azote', extent: [7.75, 48.58, 7.75, 48.58] })
    assert.equal(dataset.total, 600)
    assert.equal(server?.requests.length, 2)
  })

  it('keeps the law over pages, conditions and orders', async () => {
    const dataset = await open(service, at)
    const conditions: readonly Query['where'][] = [
      undefined, { op: '>', args: [p('result'), 30] }, { op: '=', args: [p('result'), 7] }, { op: '<>', args: [p('result'), 7] }, { op: 'not', args: [{ op: '>', args: [p('result'), 30] }] }, { op: 'isNull', args: [p('result')] },
      { op: '>=', args: [p('phenomenonTime'), { date: '2024-01-20' }] }, { op: 'between', args: [p('phenomenonTime'), { date: '2024-01-05' }, { timestamp: '2024-01-05T12:00:00Z' }] }, p('parameters.ok'),
      { op: 'or', args: [{ op: '<', args: [p('result'), 3] }, { op: '<', args: [p('phenomenonTime'), { date: '2024-01-02' }] }] },
      { op: 'and', args: [{ op: '>', args: [p('result'), 10] }, { op: '<', args: [p('result'), 12] }] },
    ]
    const shapes: readonly Query[] = [
      {}, { limit: 5, offset: 98 }, { orderBy: [{ field: 'phenomenonTime', desc: true }], limit: 3, select: ['phenomenonTime', 'result'] }, { orderBy: [{ field: 'result', desc: true }, { field: 'phenomenonTime' }], limit: 4 },
      { aggregate: [count] }, { limit: 0 }, { orderBy: [{ field: 'phenomenonTime' }], offset: 590, limit: 50, select: ['result'] },
      { groupBy: [{ as: 'j', expr: { op: 'yearmonthdate', args: [p('phenomenonTime')] } }], aggregate: [{ as: 'm', op: 'mean', expr: p('result') }, { as: 'k', op: 'count', expr: p('result') }], orderBy: [{ field: 'j' }] },
    ]
    for (const where of conditions) {
      for (const shape of shapes) {
        const query = where === undefined ? shape : { ...shape, where }
        assert.equal(difference((await ask(dataset, query)).table, execute(query, expected), query), undefined, JSON.stringify(query))
      }
    }
  })

  it('asks for the latest alone, for the members it needs, and counts once it is sure', async () => {
    const dataset = await open(service, at)
    await ask(dataset, { orderBy: [{ field: 'phenomenonTime', desc: true }], limit: 3, select: ['phenomenonTime', 'result'] })
    assert.equal(last(), `${at}?$select=id,phenomenonTime,result&$orderby=phenomenonTime desc,id asc&$top=3`)
    const before = server?.requests.length ?? 0
    assert.deepEqual((await ask(dataset, { aggregate: [count] })).rows, [{ n: 600 }])
    assert.deepEqual([last(), (server?.requests.length ?? 0) - before], [`${at}?$orderby=id asc&$top=2&$skip=599`, 1])
    const estimated = await open(service, at, { count: 1000 })
    assert.deepEqual((await ask(estimated, { aggregate: [count] })).rows, [{ n: 600 }])
  })

  it('does not believe a service that hears nothing', async () => {
    const dataset = await open(service, at, { deaf: true })
    const where = { op: '>', args: [p('result'), 58] } as const
    const wanted = execute({ where, aggregate: [count] }, expected)
    assert.deepEqual((await ask(dataset, { where, aggregate: [count] })).rows, rowsOf(wanted).map((row) => ({ ...row })))
    const latest: Query = { orderBy: [{ field: 'phenomenonTime', desc: true }], limit: 1, select: ['phenomenonTime'] }
    assert.deepEqual((await ask(dataset, latest)).rows, [{ phenomenonTime: start + 600 * hour }])
  })

  it('says when rows are cut, and ends on a page that comes again', async () => {
    const cut = await (await open(service, at, {}, { maxRows: 250 })).execute({})
    assert.deepEqual([cut.numRows, cut.complete], [250, false])
    const stuck = await (await open(service, at, { stuck: true })).execute({})
    assert.deepEqual([stuck.numRows, stuck.complete], [100, false])
  })

  it('shows Things where they are, and Datastreams with their latest observation', async () => {
    const things = [{ '@iot.id': 'a', name: "L'Îlot", description: 'Station', properties: { commune: '67482', altitude: 140 }, 'Datastreams@iot.navigationLink': 'http://intern/', Locations: [{ name: 'x', location: { type: 'Point', coordinates: [7.7, 48.6] } }] }]
    const dataset = await open({ Things: things }, 'Things')
    assert.deepEqual(dataset.schema.map(({ name, type }) => `${name} ${type}`), ['id string', 'name string', 'description string', 'properties.commune string', 'properties.altitude number', 'location geometry'])
    assert.deepEqual((await ask(dataset, { where: { op: '=', args: [p('name'), "L'Îlot"] }, select: ['id', 'location'] })).rows, [{ id: 'a', location: { type: 'Point', coordinates: [7.7, 48.6] } }])
    const datastreams = [{ ...stream, Thing: { name: 'Danube', Locations: [{ location: { type: 'Feature', geometry: { type: 'Point', coordinates: [7.7, 48.6] } } }] }, Observations: [{ result: 41.5, phenomenonTime: '2024-07-01T10:00:00Z/2024-07-01T11:00:00Z' }] }]
    const table = (await ask(await open({ Datastreams: datastreams }, 'Datastreams'), { select: ['name', 'unit', 'Thing.name', 'ObservedProperty.name', 'latest.result', 'latest.phenomenonTime', 'latest.phenomenonTime.end', 'location'] })).rows
    assert.deepEqual(table, [{ name: 'NO2 horaire', unit: 'µg/m³', 'Thing.name': 'Danube', 'ObservedProperty.name': 'NO2', 'latest.result': 41.5, 'latest.phenomenonTime': Date.UTC(2024, 6, 1, 12), 'latest.phenomenonTime.end': Date.UTC(2024, 6, 1, 13), location: { type: 'Point', coordinates: [7.7, 48.6] } }])
    const flat = await open({ Things: things }, 'Things', { flat: true })
    assert.ok(!flat.schema.some(({ name }) => name === 'location'))
  })

  it('pushes conditions on names, quotes in them too', async () => {
    const things = Array.from({ length: 150 }, (_, index) => ({ '@iot.id': index, name: index === 120 ? "L'Îlot' or 1 eq 1" : `S${index}`, description: '' }))
    const dataset = await open({ Things: things }, 'Things')
    assert.deepEqual((await ask(dataset, { where: { op: '=', args: [p('name'), "L'Îlot' or 1 eq 1"] }, select: ['id'] })).rows, [{ id: '120' }])
    assert.match(last(), /\$filter=name eq 'L''Îlot'' or 1 eq 1'/)
    assert.deepEqual((await ask(dataset, { where: { op: 'like', args: [p('name'), 'S14_'] }, aggregate: [count] })).rows, [{ n: 10 }])
    const fixed = await open({ Things: things }, `Things?$filter=${encodeURIComponent("startswith(name,'S14')")}`)
    assert.deepEqual((await ask(fixed, { aggregate: [count] })).rows, [{ n: 11 }])
  })

  it('lists the collections of a service', async () => {
    await assert.rejects(open({ Things: [], Datastreams: [] }, ''), (error) => error instanceof DgeError && error.kind === 'query' && error.choices.map(({ layer }) => layer).join() === 'Things,Datastreams')
  })

  it('tells bad answers', async () => {
    const openAt = async (answer: object, more: object = {}) => {
      await server?.stop()
      server = await startFaultServer({ '/v1.1/Observations': answer })
      return openDataset({ src: `${server.origin}/v1.1/Observations`, ...more })
    }
    const good = { body: JSON.stringify({ value: [{ '@iot.id': 1, result: 3, phenomenonTime: '2024-01-01T00:00:00Z' }] }) }
    assert.equal((await openAt(good)).total, 1)
    await assert.rejects(openAt({ status: 500, body: 'x' }), failing('http', /500/))
    await assert.rejects(openAt({ status: 404, body: '{"code":404,"type":"error","message":"Nothing found."}' }), failing('http', /404: Nothing found/))
    await assert.rejects(openAt({ type: 'text/html', body: '<!doctype html>' }), failing('format', /HTML/))
    await assert.rejects(openAt({ body: '{"items":[]}' }), failing('format', /No entities/))
    await assert.rejects(openAt({ body: '{"value":[]}' }), failing('empty', /No entities/))
    await assert.rejects(openAt({ ...good, delay: 3000 }, { timeout: 200 }), failing('timeout', /0\.2 s/))
    await assert.rejects(openAt(good, { types: { nope: 'string' } }), failing('field', /nope/))
    await assert.rejects(openAt({ body: JSON.stringify({ value: [{ '@iot.id': 1, result: 'haut' }] }) }, { types: { result: 'number' } }), failing('format', /“haut” in result/))
  })

  it('is recognised by its addresses', () => {
    const match = (address: string) => entryOf(new URL(address))?.name
    for (const address of ['https://x.org/FROST-Server/v1.1/Things', "https://x.org/v1.0/Datastreams('a-b')/Observations?$top=5", 'https://x.org/v1.1/Things(3)/Locations']) assert.equal(match(address), 'sensorthings', address)
    assert.notEqual(match('https://x.org/api/v1.0'), 'sensorthings')
    assert.deepEqual(thingsPlaceOf('https://x.org/v1.1/Datastreams(5)?$expand=Thing'), { base: 'https://x.org/v1.1/Datastreams(5)/Observations', set: 'Observations', expand: 'Thing', stream: 'https://x.org/v1.1/Datastreams(5)' })
  })
})
