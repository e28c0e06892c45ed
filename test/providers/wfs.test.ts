import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { after, before, describe, it } from 'node:test'
import provider from '../../src/providers/wfs.js'
import { DgeError } from '../../src/data/errors.js'
import { columnOf, rowsOf } from '../../src/data/table.js'
import { mapServerMissing, startMapServer } from '../servers/mapserver.js'
import type { SourceConfig } from '../../src/data/dataset.js'
import type { Query } from '../../src/data/query.js'
import type { Table } from '../../src/data/table.js'
import type { RunningMapServer } from '../servers/mapserver.js'

/** Codes with leading zeros and a letter, a null and a blank in each type, equal values, accents, quotes, markup. */
const places = [
  { code: '01001', nom: 'Alpha', pop: 10, prix: 1.5, jour: '2024-01-31', maj: '2024-01-31T10:00:00Z', note: '', at: [7.75, 48.58] },
  { code: '2A004', nom: 'Été', pop: null, prix: 2.25, jour: '2023-12-01', maj: '2023-07-01T22:30:00Z', note: null, at: [7.5, 48.1] },
  { code: '54395', nom: 'zèbre', pop: -3, prix: null, jour: null, maj: null, note: 'a%b_c\\d', at: [6.2, 48.7] },
  { code: '08490', nom: `L'Isle & "<b>"`, pop: 1_000_000, prix: 0.1, jour: '2024-02-29', maj: '2024-02-29T00:00:00Z', note: 'x', at: [4.65, 49.39] },
  { code: '00001', nom: 'alpha', pop: 10, prix: 3, jour: '2024-01-31', maj: '2024-01-31T10:00:01Z', note: 'y', at: [6, 49] },
  { code: '1001', nom: 'Beta', pop: 0, prix: -1, jour: '2022-01-01', maj: '2022-01-01T12:00:00Z', note: 'z', at: [5.1, 48] },
  { code: '67482', nom: 'Strasbourg', pop: 293_771, prix: 12.75, jour: '2024-12-31', maj: '2024-12-31T23:30:00Z', note: 'chef-lieu', at: [7.75, 48.57] },
]
const communesFile = fileURLToPath(new URL('../../../shared/data/derived/communes_ge.geojson', import.meta.url))
const communes = existsSync(communesFile)
const withCommunes = { skip: communes ? false : 'the communes of ../shared are not here' }
const missing = mapServerMissing()

describe('WFS on a real MapServer', { skip: missing ? `MapServer ${missing}` : false }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'dge-wfs-'))
  const file = join(folder, 'lieux.geojson')
  let server: RunningMapServer
  let gmlOnly: RunningMapServer
  let capped: RunningMapServer
  const seen: { url: string; bytes: number }[] = []
  const realFetch = globalThis.fetch

  before(async () => {
    const features = places.map(({ at, ...properties }) => ({
      type: 'Feature', properties, geometry: { type: 'Point', coordinates: at },
    }))
    writeFileSync(file, JSON.stringify({ type: 'FeatureCollection', features }))
    const lieux = { name: 'lieux', title: 'Lieux de test', type: 'POINT', file } as const
    const all = [
      lieux,
      { name: 'lieux_texte', type: 'POINT', file, typed: false } as const,
      { name: 'lieux_degres', type: 'POINT', file, crs: 4326 } as const,
      ...(communes ? [{ name: 'communes', title: 'Communes du Grand Est', type: 'POLYGON', file: communesFile } as const] : []),
    ]
    server = await startMapServer({ layers: all })
    gmlOnly = await startMapServer({ layers: [lieux], geojson: false })
    capped = await startMapServer({ layers: [lieux], maxFeatures: 3 })
    // Watches what travels; the answers are the server's.
    globalThis.fetch = async (input, init) => {
      const response = await realFetch(input, init)
      const body = await response.clone().arrayBuffer()
      seen.push({ url: decodeURIComponent(String(input).replaceAll('+', ' ')), bytes: body.byteLength })
      return response
    }
  })
  after(async () => {
    globalThis.fetch = realFetch
    await Promise.all([server?.stop(), gmlOnly?.stop(), capped?.stop()])
    rmSync(folder, { recursive: true, force: true })
  })

  const raw = async (parameters: string) => {
    const response = await realFetch(`${server.url}&SERVICE=WFS&VERSION=2.0.0&${parameters}`)
    return { status: response.status, type: response.headers.get('content-type') ?? '', body: await response.text() }
  }
  const json = 'OUTPUTFORMAT=application/json;%20subtype=geojson'
  const open = (config: Partial<SourceConfig> = {}) => provider.open({ src: server.url, layer: 'lieux', ...config })
  const codes = (table: Table) => Array.from(columnOf(table, 'code'))
  const query = async (q: Query, config: Partial<SourceConfig> = {}) => (await open(config)).execute(q)
  const p = (property: string) => ({ property })

  describe('traps, as the server has them', () => {
    it('CQL_FILTER is silently ignored', async () => {
      const { body } = await raw(`REQUEST=GetFeature&TYPENAMES=lieux&CQL_FILTER=code='01001'&${json}`)
      assert.equal(JSON.parse(body).features.length, 7)
    })
    it('boxes in urn:…:EPSG::4326 are latitude first; longitude first finds nothing, without an error', async () => {
      const found = async (box: string) =>
        JSON.parse((await raw(`REQUEST=GetFeature&TYPENAMES=lieux&BBOX=${box}&${json}`)).body).features.length
      assert.equal(await found('47,7,49,8,urn:ogc:def:crs:EPSG::4326'), 3)
      assert.equal(await found('7,47,8,49,urn:ogc:def:crs:EPSG::4326'), 0)
    })
    it('hits in GeoJSON are an empty body (200 through CGI, 500 when lighttpd sees nothing come)', async () => {
      const { status, body } = await raw(`REQUEST=GetFeature&TYPENAMES=lieux&RESULTTYPE=hits&${json}`)
      assert.ok(status === 200 || status === 500)
      assert.doesNotMatch(body, /numberMatched/)
    })
    it('hits count no further than wfs_maxfeatures', async () => {
      const answer = await realFetch(`${capped.url}&SERVICE=WFS&VERSION=2.0.0&REQUEST=GetFeature&TYPENAMES=lieux&RESULTTYPE=hits`)
      assert.match(await answer.text(), /numberMatched="3"/)
    })
    it('hits count 0 in a layer whose reference system is not the map’s, though there are features', async () => {
      assert.match((await raw('REQUEST=GetFeature&TYPENAMES=lieux&RESULTTYPE=hits')).body, /numberMatched="7"/)
      assert.match((await raw('REQUEST=GetFeature&TYPENAMES=lieux_degres&RESULTTYPE=hits')).body, /numberMatched="0"/)
    })
    it('a cut GeoJSON answer has no numberMatched, a whole one has', async () => {
      assert.equal('numberMatched' in JSON.parse((await raw(`REQUEST=GetFeature&TYPENAMES=lieux&COUNT=2&${json}`)).body), false)
      assert.equal(JSON.parse((await raw(`REQUEST=GetFeature&TYPENAMES=lieux&${json}`)).body).numberMatched, 7)
    })
    it('feature ids lose leading zeros', async () => {
      const { body } = await raw(`REQUEST=GetFeature&TYPENAMES=lieux&COUNT=1&${json}`)
      assert.equal(JSON.parse(body).features[0].id, 1001)
      assert.equal(JSON.parse(body).features[0].properties.code, '01001')
    })
    it('without SRSNAME coordinates are metres, under the old crs member', async () => {
      const collection = JSON.parse((await raw(`REQUEST=GetFeature&TYPENAMES=lieux&COUNT=1&${json}`)).body)
      assert.equal(collection.crs.properties.name, 'urn:ogc:def:crs:EPSG::2154')
      assert.ok(collection.features[0].geometry.coordinates[0] > 1_000_000)
    })
    it('errors are XML with status 400, whatever format was asked', async () => {
      const { status, type, body } = await raw(`REQUEST=GetFeature&TYPENAMES=nulle_part&${json}`)
      assert.equal(status, 400)
      assert.match(type, /xml/)
      assert.match(body, /ExceptionReport/)
    })
    it('PROPERTYNAME without the geometry: GeoJSON brings it all the same, GML does not', async () => {
      const { body } = await raw(`REQUEST=GetFeature&TYPENAMES=lieux&COUNT=1&PROPERTYNAME=code&${json}`)
      assert.equal(JSON.parse(body).features[0].geometry.type, 'Point')
      assert.doesNotMatch((await raw('REQUEST=GetFeature&TYPENAMES=lieux&COUNT=1&PROPERTYNAME=code')).body, /<gml:Point/)
    })
    it('typed dates compare with nothing; untyped text compares as numbers', async () => {
      const is = (field: string, value: string) =>
        `<fes:Filter xmlns:fes="http://www.opengis.net/fes/2.0"><fes:PropertyIsEqualTo><fes:ValueReference>${field}</fes:ValueReference><fes:Literal>${value}</fes:Literal></fes:PropertyIsEqualTo></fes:Filter>`
      const count = async (layer: string, filter: string) =>
        JSON.parse((await raw(`REQUEST=GetFeature&TYPENAMES=${layer}&${json}&FILTER=${encodeURIComponent(filter)}`)).body).features.length
      assert.equal(await count('lieux', is('jour', '2024-01-31')), 0)
      assert.equal(await count('lieux', is('code', '1001')), 1)
      assert.equal(await count('lieux_texte', is('code', '1001')), 2)
    })
  })

  describe('opening', () => {
    it('types, title, publisher, licence, extent, total', async () => {
      const dataset = await open()
      assert.deepEqual(
        dataset.schema.map(({ name, type, precision }) => [name, type, precision ?? '']),
        [
          ['code', 'string', ''], ['nom', 'string', ''], ['pop', 'number', ''], ['prix', 'number', ''],
          ['jour', 'date', 'day'], ['maj', 'date', 'time'], ['note', 'string', ''], ['msGeometry', 'geometry', ''],
        ]
      )
      assert.equal(dataset.metadata.title, 'Lieux de test')
      assert.equal(dataset.metadata.publisher, 'Région Grand Est')
      assert.equal(dataset.metadata.licence, 'Licence Ouverte 2.0')
      assert.equal(dataset.total, 7)
      // MapServer declares the box of the projected box: a little larger than the data.
      const [west = 0, south = 0, east = 0, north = 0] = dataset.metadata.extent ?? []
      const near = (value: number, expected: number) => Math.abs(value - expected) < 0.3
      assert.ok(near(west, 4.65) && near(south, 48) && near(east, 7.75) && near(north, 49.39))
    })
    it('the download is the whole layer', async () => {
      const { downloads } = await open()
      assert.deepEqual(downloads.map(({ format }) => format), ['geojson'])
      const answer = await realFetch(downloads[0]?.url ?? '')
      assert.equal(((await answer.json()) as { features: unknown[] }).features.length, 7)
    })
    it('a GetFeature address names the layer; its paging is not the dataset’s', async () => {
      const src = `${server.url}&service=wfs&version=1.1.0&request=GetFeature&typename=lieux&maxfeatures=2&outputformat=gml`
      assert.equal((await (await provider.open({ src })).execute({})).numRows, 7)
    })
    it('a filter in the address is the dataset’s, and nothing is sent beside it', async () => {
      const filter = encodeURIComponent(
        '<fes:Filter xmlns:fes="http://www.opengis.net/fes/2.0"><fes:PropertyIsEqualTo><fes:ValueReference>pop</fes:ValueReference><fes:Literal>10</fes:Literal></fes:PropertyIsEqualTo></fes:Filter>'
      )
      const dataset = await provider.open({ src: `${server.url}&service=WFS&typenames=lieux&filter=${filter}` })
      assert.equal(dataset.total, 2)
      assert.deepEqual(codes(await dataset.execute({})), ['01001', '00001'])
      assert.equal(dataset.capabilities.where({ op: '=', args: [p('nom'), 'Alpha'] }), 'local')
    })
    it('an answer of capabilities that recognition has fetched already', async () => {
      const src = `${server.url}&SERVICE=WFS&REQUEST=GetCapabilities`
      const response = await realFetch(src)
      seen.length = 0
      await provider.open({ src, layer: 'lieux' }, { response })
      assert.equal(seen.some(({ url }) => /GetCapabilities/.test(url)), false)
    })
    it('several layers and none named: the error lists them', async () => {
      await assert.rejects(provider.open({ src: server.url }), (error) => {
        assert.ok(error instanceof DgeError)
        assert.equal(error.kind, 'query')
        assert.match(error.message, /ms:lieux \(Lieux de test\), ms:lieux_texte, ms:lieux_degres/)
        return true
      })
    })
    it('a layer that does not exist: near names', async () => {
      await assert.rejects(open({ layer: 'lieux_d' }), (error) => {
        assert.ok(error instanceof DgeError)
        assert.equal(error.kind, 'query')
        assert.match(error.message, /no layer “lieux_d”; it has ms:lieux_degres$/)
        return true
      })
    })
    it('types of the author', async () => {
      const dataset = await open({ layer: 'lieux_texte', types: { pop: 'number', jour: 'date' } })
      const table = await dataset.execute({ select: ['pop', 'jour'] })
      assert.deepEqual(Array.from(columnOf(table, 'pop')), [10, null, -3, 1_000_000, 10, 0, 293_771])
      assert.equal(columnOf(table, 'jour')[3], Date.UTC(2024, 1, 29))
    })
  })

  describe('values', () => {
    it('every row as published: codes, nulls, dates, clock times in Paris, points', async () => {
      const rows = rowsOf(await query({}))
      assert.deepEqual(rows.map(({ code }) => code), places.map(({ code }) => code))
      assert.deepEqual(rows.map(({ nom }) => nom), places.map(({ nom }) => nom))
      assert.deepEqual(rows.map(({ pop }) => pop), places.map(({ pop }) => pop))
      assert.deepEqual(rows.map(({ prix }) => prix), places.map(({ prix }) => prix))
      assert.deepEqual(rows.map(({ note }) => note), places.map(({ note }) => note || null))
      assert.equal(rows[0]?.['jour'], Date.UTC(2024, 0, 31))
      assert.equal(rows[2]?.['jour'], null)
      // 22:30 UTC in July is half past midnight of the next day; 23:30 UTC in December too.
      assert.equal(rows[1]?.['maj'], Date.UTC(2023, 6, 2, 0, 30))
      assert.equal(rows[6]?.['maj'], Date.UTC(2025, 0, 1, 0, 30))
      for (const [index, { at }] of places.entries()) {
        const point = rows[index]?.['msGeometry'] as { coordinates: number[] }
        assert.ok(Math.abs((point.coordinates[0] ?? 0) - (at[0] ?? 0)) < 1e-5)
        assert.ok(Math.abs((point.coordinates[1] ?? 0) - (at[1] ?? 0)) < 1e-5)
      }
    })
    it('a server that offers metres only: GeoJSON and GML are reprojected', async () => {
      for (const geojson of [true, false]) {
        const metres = await startMapServer({ layers: [{ name: 'lieux', type: 'POINT', file }], srs: 'EPSG:2154', geojson })
        try {
          const rows = rowsOf(await (await provider.open({ src: metres.url })).execute({ select: ['msGeometry'] }))
          for (const [index, { at }] of places.entries()) {
            const point = rows[index]?.['msGeometry'] as { coordinates: number[] }
            // A hundred-thousandth of a degree is about a metre.
            assert.ok(Math.abs((point.coordinates[0] ?? 0) - (at[0] ?? 0)) < 1e-5, `${point.coordinates[0]}`)
            assert.ok(Math.abs((point.coordinates[1] ?? 0) - (at[1] ?? 0)) < 1e-5)
          }
        } finally {
          await metres.stop()
        }
      }
    })
    it('GML alone gives the same table', async () => {
      const fromJson = await query({})
      const fromGml = await (await provider.open({ src: gmlOnly.url })).execute({})
      const rounded = (table: Table) =>
        rowsOf(table).map((row) => JSON.stringify(row, (_key, value: unknown) => (typeof value === 'number' ? Number(value.toFixed(5)) : value)))
      assert.deepEqual(fromGml.schema, fromJson.schema)
      assert.deepEqual(rounded(fromGml), rounded(fromJson))
    })
  })

  describe('conditions', () => {
    const cases: [string, Query['where'] & object, string[]][] = [
      ['text', { op: '=', args: [p('nom'), 'Alpha'] }, ['01001']],
      ['a quote and markup', { op: '=', args: [p('nom'), `L'Isle & "<b>"`] }, ['08490']],
      ['accents', { op: 'in', args: [p('nom'), ['Été', 'zèbre', 'Zebre']] }, ['2A004', '54395']],
      ['a code is not a number', { op: '=', args: [p('code'), '1001'] }, ['1001']],
      ['numbers', { op: '>=', args: [p('pop'), 10] }, ['01001', '08490', '00001', '67482']],
      ['below: null is not below', { op: '<', args: [p('pop'), 5] }, ['54395', '1001']],
      ['different: null is not different', { op: '<>', args: [p('pop'), 10] }, ['54395', '08490', '1001', '67482']],
      ['different text: neither null nor blank', { op: '<>', args: [p('note'), 'x'] }, ['54395', '00001', '1001', '67482']],
      ['not', { op: 'not', args: [{ op: '=', args: [p('pop'), 10] }] }, ['54395', '08490', '1001', '67482']],
      ['is null', { op: 'isNull', args: [p('pop')] }, ['2A004']],
      ['is null or blank', { op: 'isNull', args: [p('note')] }, ['01001', '2A004']],
      ['like, escaped', { op: 'like', args: [p('note'), 'a\\%b\\_c%'] }, ['54395']],
      ['like is sensitive to case', { op: 'like', args: [p('nom'), '_lpha'] }, ['01001', '00001']],
      ['like A%', { op: 'like', args: [p('nom'), 'A%'] }, ['01001']],
      ['a day', { op: '=', args: [p('jour'), { date: '2024-01-31' }] }, ['01001', '00001']],
      ['days before', { op: '<', args: [p('jour'), { date: '2024-01-01' }] }, ['2A004', '1001']],
      ['between', { op: 'between', args: [p('prix'), 0.1, 2.25] }, ['01001', '2A004', '08490']],
      ['a box', { op: 's_intersects', args: [p('msGeometry'), { bbox: [7.4, 48, 7.8, 48.2] }] }, ['2A004']],
      ['or of both kinds', { op: 'or', args: [{ op: '=', args: [p('pop'), 10] }, { op: 'isNull', args: [p('prix')] }] }, ['01001', '54395', '00001']],
    ]
    for (const layer of ['lieux', 'lieux_degres']) {
      for (const [name, where, expected] of cases) {
        it(`${name} (${layer})`, async () => {
          const dataset = await open({ layer })
          // What must be done here is done by the plan; the dataset must get the rest right alone.
          if (dataset.capabilities.where(where) === 'local') {
            const { execute } = await import('../../src/data/engine.js')
            assert.deepEqual(codes(execute({ where }, await dataset.execute({}))), expected)
          } else {
            assert.deepEqual(codes(await dataset.execute({ where })), expected)
          }
        })
      }
    }
    it('count by hits', async () => {
      seen.length = 0
      const table = await query({ where: { op: '>', args: [p('pop'), 5] }, aggregate: [{ as: 'n', op: 'count' }] })
      assert.deepEqual(rowsOf(table).map((row) => ({ ...row })), [{ n: 4 }])
      assert.equal(seen.filter(({ url }) => /RESULTTYPE=hits/.test(url) && /FILTER=/.test(url)).length, 1)
    })
    it('count on untyped text is not left to a server that takes 01001 for 1001', async () => {
      const table = await query({ where: { op: '=', args: [p('code'), '1001'] }, aggregate: [{ as: 'n', op: 'count' }] }, { layer: 'lieux_texte' })
      assert.equal(columnOf(table, 'n')[0], 1)
    })
    it('where hits count wrongly, counting is not offered', async () => {
      const dataset = await open({ layer: 'lieux_degres' })
      assert.equal(dataset.capabilities.aggregate({ as: 'n', op: 'count' }), false)
      assert.equal((await dataset.execute({})).complete, true)
    })
    it('a long list goes as a form', async () => {
      const values = ['01001', '67482', ...Array.from({ length: 250 }, (_, index) => `9${String(index).padStart(4, '0')}`)]
      assert.deepEqual(codes(await query({ where: { op: 'in', args: [p('code'), values] } })), ['01001', '67482'])
    })
  })

  describe('order and pages', () => {
    it('top by number: ties in the order of rows, missing last', async () => {
      assert.deepEqual(codes(await query({ orderBy: [{ field: 'pop', desc: true }], limit: 3 })), ['08490', '67482', '01001'])
      assert.deepEqual(codes(await query({ orderBy: [{ field: 'pop' }], limit: 2 })), ['54395', '1001'])
      assert.deepEqual(codes(await query({ orderBy: [{ field: 'pop' }], limit: 7 })).slice(-1), ['2A004'])
      const paged = await query({ orderBy: [{ field: 'prix', desc: true }], offset: 1, limit: 2, select: ['code'] })
      assert.deepEqual(codes(paged), ['00001', '2A004'])
      assert.equal(paged.complete, true)
    })
    it('the first rows tell how many there are', async () => {
      const table = await query({ limit: 2, select: ['code'] })
      assert.deepEqual(codes(table), ['01001', '2A004'])
      assert.equal(table.complete, true)
      assert.equal(table.total, 7)
    })
    it('a server that gives three at most is read in pages of three, with progress', async () => {
      const dataset = await provider.open({ src: capped.url })
      const progress: (number | undefined)[][] = []
      const table = await dataset.execute({}, { onProgress: (rows, total) => progress.push([rows, total]) })
      assert.deepEqual(codes(table), places.map(({ code }) => code))
      assert.equal(table.complete, true)
      assert.deepEqual(progress, [[3, undefined], [6, undefined], [7, undefined]])
    })
    it('the author’s bound makes the answer partial', async () => {
      const table = await query({ select: ['code'] }, { maxRows: 4 })
      assert.equal(table.numRows, 4)
      assert.equal(table.complete, false)
      assert.equal(table.total, 7)
    })
  })

  describe('the communes of the Grand Est', withCommunes, () => {
    const source = () =>
      (JSON.parse(readFileSync(communesFile, 'utf8')) as { features: { properties: { code: string; nom: string; departement: string; population: number | null } }[] }).features.map(({ properties }) => properties)
    it('the Bas-Rhin: 516 communes, 1 163 810 people', async () => {
      const table = await query({ where: { op: '=', args: [p('departement'), '67'] }, select: ['population'] }, { layer: 'communes' })
      assert.equal(table.numRows, 516)
      const sum = Array.from(columnOf(table, 'population')).reduce<number>((total, value) => total + Number(value), 0)
      assert.equal(sum, 1_163_810)
    })
    it('grouping 5 132 rows brings two columns and no geometry', async () => {
      seen.length = 0
      const table = await query({ select: ['departement', 'population'] }, { layer: 'communes' })
      assert.equal(table.numRows, 5132)
      assert.deepEqual(table.schema.map(({ name }) => name), ['departement', 'population'])
      assert.equal(Array.from(columnOf(table, 'population')).filter((value) => value === null).length, 17)
      const rows = seen.at(-1)
      assert.match(rows?.url ?? '', /PROPERTYNAME=departement,population(&|$)/)
      assert.ok((rows?.bytes ?? Infinity) < 1_000_000, `${rows?.bytes} bytes; with geometry it is 7.7 MB`)
    })
    it('the ten largest', async () => {
      seen.length = 0
      const table = await query({ orderBy: [{ field: 'population', desc: true }], limit: 10, select: ['nom', 'population'] }, { layer: 'communes' })
      const expected = source().sort((a, b) => (b.population ?? -1) - (a.population ?? -1)).slice(0, 10).map(({ nom }) => nom)
      assert.deepEqual(Array.from(columnOf(table, 'nom')), expected)
      assert.ok(seen.every(({ bytes }) => bytes < 40_000), 'no request brings more than a page')
    })
    it('polygons come in degrees', async () => {
      const table = await query({ where: { op: '=', args: [p('code'), '08490'] } }, { layer: 'communes' })
      assert.deepEqual(codes(table), ['08490'])
      const shape = columnOf(table, 'msGeometry')[0] as { type: string; coordinates: number[][][] }
      assert.equal(shape.type, 'Polygon')
      const [x = 0, y = 0] = shape.coordinates[0]?.[0] ?? []
      assert.ok(Math.abs(x - 4.65073) < 1e-5 && Math.abs(y - 49.39099) < 1e-5)
    })
  })
})
