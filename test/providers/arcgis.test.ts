import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, before, beforeEach, describe, it, mock } from 'node:test'
import { execute } from '../../src/data/engine.js'
import { DgeError } from '../../src/data/errors.js'
import { plan } from '../../src/data/plan.js'
import { columnOf, rowsOf } from '../../src/data/table.js'
import { openDataset, openNamed } from '../../src/providers/index.js'
import type { AddressInfo } from 'node:net'
import type { Dataset } from '../../src/data/dataset.js'
import type { Query } from '../../src/data/query.js'
import type { Table } from '../../src/data/table.js'

/**
 * Servers that can't be run here: answers written from Esri's documentation, never seen on the wire. What koop answers for
 * real is tested in arcgis-koop.test.ts.
 */
type Params = Readonly<Record<string, string>>
type Answer = object | { readonly status: number; readonly text: string }

const fields = [
  { name: 'OBJECTID', type: 'esriFieldTypeOID', alias: 'OBJECTID' },
  { name: 'NOM', type: 'esriFieldTypeString', alias: 'Nom de la commune', length: 50 },
  { name: 'POP', type: 'esriFieldTypeInteger', alias: 'POP' },
]
const layer = {
  id: 3, name: 'Communes', type: 'Feature Layer', description: '<p>Limites &amp; noms</p>', copyrightText: 'Région Grand Est', geometryType: 'esriGeometryPolygon',
  objectIdField: 'OBJECTID', fields, maxRecordCount: 2, supportedQueryFormats: 'JSON', capabilities: 'Map,Query,Data',
  extent: { xmin: 0, ymin: 0, xmax: 20037508.342789244, ymax: 6446275.841017161, spatialReference: { wkid: 102100, latestWkid: 3857 } },
  editingInfo: { lastEditDate: 1704067200000 },
  advancedQueryCapabilities: { supportsPagination: true, supportsOrderBy: true, supportsStatistics: true },
}
const rows = [
  { OBJECTID: 4, NOM: 'Metz', POP: 10 },
  { OBJECTID: 7, NOM: 'METZ', POP: 20 },
  { OBJECTID: 9, NOM: 'Nancy', POP: null },
]
const features = rows.map((attributes) => ({ attributes }))

interface Opening {
  /** Upper and lower case count in the database. */
  readonly cased?: boolean
  readonly total?: number
  readonly sample?: readonly object[]
}

/** What a layer's query answers to the questions of an opening (a count, some rows, a probe); then `data` is asked. */
function query(params: Params, data: (params: Params) => Answer, { cased = false, total = rows.length, sample = features }: Opening = {}): Answer {
  const { where = '' } = params
  const counts = params['returnCountOnly'] === 'true'
  if (counts && where === '1=1') return { count: total }
  // Of the row with id 7, and of Metz where case doesn't count.
  if (counts && where === "OBJECTID = 7 OR NOM = 'mETZ'") return { count: cased ? 1 : 2 }
  if (!counts && params['outFields'] === '*' && params['resultRecordCount'] === '50') return { features: sample }
  return data(params)
}

/** Rows by page, as `resultOffset` and `resultRecordCount` say. */
function paged(params: Params): Answer {
  const start = Number(params['resultOffset'] ?? 0)
  const count = Math.min(Number(params['resultRecordCount'] ?? 2), 2)
  return { features: features.slice(start, start + count), exceededTransferLimit: start + count < rows.length }
}

describe('ArcGIS, from documentation', () => {
  let routes: Readonly<Record<string, (params: Params) => Answer>> = {}
  let asked: (readonly [path: string, params: Params])[] = []
  let origin = ''
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      const params = Object.fromEntries([...url.searchParams, ...new URLSearchParams(body)])
      asked.push([`${request.method} ${url.pathname}`, params])
      const answer = routes[url.pathname]?.(params) ?? { error: { code: 404, message: 'Service not found', details: [] } }
      response.setHeader('access-control-allow-origin', '*')
      if ('status' in answer && 'text' in answer) response.writeHead(answer.status, { 'content-type': 'text/html' }).end(answer.text)
      else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
    })
  })
  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  beforeEach(() => {
    asked = []
    routes = {}
  })
  after(() => {
    server.closeAllConnections()
    server.close()
  })

  const path = '/arcgis/rest/services/a/MapServer'
  const open = (data: (params: Params) => Answer, more: object = {}, options: Opening = {}) => {
    routes = { [`${path}/3`]: () => ({ ...layer, ...more }), [`${path}/3/query`]: (params) => query(params, data, options) }
    return openDataset({ src: `${origin}${path}/3` })
  }
  const answer = async (wanted: Query, dataset: Dataset): Promise<Table> => {
    const { remote, local } = plan(wanted, dataset.capabilities, dataset.schema)
    return execute(local, await dataset.execute(remote))
  }
  const metz: Query = { where: { op: '=', args: [{ property: 'NOM' }, 'Metz'] }, aggregate: [{ as: 'n', op: 'count' }] }

  it('aliases, metadata, extent of Web Mercator, date of the last change', async () => {
    const dataset = await open(paged)
    assert.deepEqual(dataset.schema, [
      { name: 'OBJECTID', type: 'number' }, { name: 'NOM', type: 'string', title: 'Nom de la commune' }, { name: 'POP', type: 'number' },
      { name: 'geometry', type: 'geometry' },
    ])
    const { extent = [0, 0, 0, 0], ...words } = dataset.metadata
    assert.deepEqual(words, { title: 'Communes', description: 'Limites & noms', publisher: 'Région Grand Est', modified: '2024-01-01T00:00:00.000Z' })
    // 6 446 275.84 m is 50° north.
    assert.deepEqual(extent.map((value) => Math.round(value * 1e6) / 1e6), [0, 0, 180, 50])
  })

  it('pages by offset in the order of ids, without geometry unless it is selected', async () => {
    const dataset = await open(paged)
    asked = []
    const table = await dataset.execute({ select: ['NOM'] })
    assert.deepEqual([Array.from(columnOf(table, 'NOM')), table.complete, table.total], [['Metz', 'METZ', 'Nancy'], true, 3])
    assert.ok(asked.every(([, params]) => params['returnGeometry'] === 'false' && params['orderByFields'] === 'OBJECTID' && params['outFields'] === 'NOM,OBJECTID'))
  })

  it('a server that ignores the offset gives an incomplete answer and no row twice', async () => {
    const dataset = await open(() => ({ features: features.slice(0, 2), exceededTransferLimit: true }))
    const table = await dataset.execute({ select: ['NOM'] })
    assert.deepEqual([Array.from(columnOf(table, 'NOM')), table.complete, table.total], [['Metz', 'METZ'], false, 3])
  })

  it('pages cut by their bytes are filled up', async () => {
    const many = Array.from({ length: 20 }, (_, index) => ({ attributes: { OBJECTID: index, NOM: `n${index}`, POP: index } }))
    const sizes = [8, 3, 2, 5]
    let page = 0
    const dataset = await open((params) => {
      const start = Number(params['resultOffset'] ?? 0)
      return { features: many.slice(start, start + Math.min(Number(params['resultRecordCount']), sizes[page++ % 4] ?? 1)), exceededTransferLimit: true }
    }, { maxRecordCount: 8 }, { total: 20 })
    const table = await dataset.execute({ select: ['POP'] })
    assert.deepEqual([Array.from(columnOf(table, 'POP')), table.complete], [Array.from({ length: 20 }, (_, index) => index), true])
  })

  it('no paging (10.0): ids first, then ranges of ids', async () => {
    const dataset = await open((params) => {
      if (params['returnIdsOnly'] === 'true') return { objectIdFieldName: 'OBJECTID', objectIds: [9, 4, 7] }
      const [, low = 0, high = 0] = /OBJECTID >= (\d+) AND OBJECTID <= (\d+)/.exec(params['where'] ?? '') ?? []
      return { features: features.filter(({ attributes: { OBJECTID: id } }) => id >= Number(low) && id <= Number(high)).reverse() }
    }, { advancedQueryCapabilities: {} })
    const table = await dataset.execute({ select: ['NOM'] })
    assert.deepEqual([Array.from(columnOf(table, 'NOM')), table.complete], [['Metz', 'METZ', 'Nancy'], true])
    assert.ok(!asked.some(([, params]) => 'resultOffset' in params || 'orderByFields' in params))
  })

  it('where letters’ case does not count (SQL Server), text is checked and counted here', async () => {
    const counted = (params: Params): Answer => (params['returnCountOnly'] === 'true' ? { count: 2 } : { features: features.slice(0, 2) })
    const careless = await open(counted, {}, { cased: false })
    assert.equal(columnOf(await answer(metz, careless), 'n')[0], 1)
    assert.equal(careless.capabilities.group({ property: 'NOM' }), false)
    const not: Query = { where: { op: '<>', args: [{ property: 'NOM' }, 'Metz'] } }
    assert.equal(plan(not, careless.capabilities, careless.schema).remote.where, undefined)
    // Codes have no case.
    assert.equal(careless.capabilities.where({ op: '=', args: [{ property: 'NOM' }, '67'] }), 'exact')
    const exact = await open((params) => (params['returnCountOnly'] === 'true' ? { count: 1 } : { features: features.slice(0, 1) }), {}, { cased: true })
    asked = []
    assert.equal(columnOf(await answer(metz, exact), 'n')[0], 1)
    assert.deepEqual(asked.map(([, { where, returnCountOnly }]) => [where, returnCountOnly]), [["NOM = 'Metz'", 'true']])
  })

  it('a server that ignores conditions is not asked for them', async () => {
    routes = {
      [`${path}/3`]: () => layer,
      [`${path}/3/query`]: (params) => (params['returnCountOnly'] === 'true' ? { count: 3 } : paged(params)),
    }
    const dataset = await openDataset({ src: `${origin}${path}/3` })
    assert.equal(columnOf(await answer(metz, dataset), 'n')[0], 1)
    const top: Query = { where: { op: '>', args: [{ property: 'POP' }, 5] }, orderBy: [{ field: 'POP', desc: true }], limit: 1, select: ['NOM'] }
    assert.deepEqual(rowsOf(await answer(top, dataset)).map(({ NOM }) => NOM), ['METZ'])
  })

  it('rows that a condition should have kept out: everything is read, and the condition not sent again', async () => {
    const wanted: Query = { where: { op: '>', args: [{ property: 'POP' }, 15] }, select: ['NOM'] }
    const lying = await open((params) => (params['returnCountOnly'] === 'true' ? { count: 3 } : paged(params)), {}, { cased: true })
    assert.deepEqual(Array.from(columnOf(await answer(wanted, lying), 'NOM')), ['METZ'])
    asked = []
    assert.deepEqual(Array.from(columnOf(await answer(wanted, lying), 'NOM')), ['METZ'])
    assert.ok(asked.every(([, { where }]) => where === '1=1'))
  })

  it('rows out of order, or more than asked for, are sorted here', async () => {
    const dataset = await open((params) => {
      if (params['returnCountOnly'] === 'true') return { count: params['where']?.includes('NOT NULL') ? 2 : 1 }
      return paged({ ...params, where: '1=1' })
    })
    const top: Query = { orderBy: [{ field: 'POP', desc: true }], limit: 2, select: ['NOM'] }
    assert.deepEqual(Array.from(columnOf(await answer(top, dataset), 'NOM')), ['METZ', 'Metz'])
  })

  const groups: Query = {
    groupBy: [{ as: 'p', expr: { property: 'POP' } }],
    aggregate: [{ as: 'n', op: 'count' }, { as: 's', op: 'sum', expr: { property: 'POP' } }],
  }
  it('groups: names in another case, groups in the order of their first row', async () => {
    const dataset = await open((params) => {
      assert.deepEqual(JSON.parse(params['outStatistics'] ?? ''), [
        { statisticType: 'count', onStatisticField: 'OBJECTID', outStatisticFieldName: 'dge_0' },
        { statisticType: 'min', onStatisticField: 'OBJECTID', outStatisticFieldName: 'dge_1' },
        { statisticType: 'count', onStatisticField: 'POP', outStatisticFieldName: 'dge_2' },
        { statisticType: 'sum', onStatisticField: 'POP', outStatisticFieldName: 'dge_3' },
      ])
      return {
        features: [
          { attributes: { DGE_0: 1, DGE_1: 9, DGE_2: 0, DGE_3: null, POP: null } },
          { attributes: { DGE_0: 2, DGE_1: 4, DGE_2: 2, DGE_3: 30, POP: 15 } },
        ],
      }
    })
    assert.deepEqual(rowsOf(await answer(groups, dataset)).map((row) => ({ ...row })), [{ p: 15, n: 2, s: 30 }, { p: null, n: 1, s: null }])
  })

  it('groups that were cut, and statistics that are refused, are done here', async () => {
    const wanted = [{ p: 10, n: 1, s: 10 }, { p: 20, n: 1, s: 20 }, { p: null, n: 1, s: null }]
    const cut = { features: [{ attributes: { dge_0: 1, dge_1: 4, dge_2: 1, dge_3: 10, POP: 10 } }], exceededTransferLimit: true }
    const error = { error: { code: 400, message: 'Unable to perform query.', details: ['Invalid query parameters'] } }
    for (const statistics of [cut, error, { status: 500, text: '<html>Error</html>' }, { features }]) {
      const dataset = await open((params) => ('outStatistics' in params ? statistics : paged(params)))
      assert.deepEqual(rowsOf(await answer(groups, dataset)).map((row) => ({ ...row })), wanted, JSON.stringify(statistics))
    }
  })

  it('pages of groups, where the server has them', async () => {
    const all = [10, 20, null].map((POP, index) => ({ attributes: { dge_0: 1, dge_1: index, dge_2: POP === null ? 0 : 1, dge_3: POP, POP } }))
    const dataset = await open((params) => {
      if (!('outStatistics' in params)) throw new Error('rows')
      const start = Number(params['resultOffset'] ?? 0)
      return { features: all.slice(start, start + 2), exceededTransferLimit: start + 2 < all.length }
    }, { advancedQueryCapabilities: { ...layer.advancedQueryCapabilities, supportsPaginationOnAggregatedQueries: true } })
    assert.deepEqual(Array.from(columnOf(await answer(groups, dataset), 'p')), [10, 20, null])
  })

  it('rings without GeoJSON: holes find their shells, parts are parts', async () => {
    const outer = [[0, 0], [0, 10], [10, 10], [10, 0], [0, 0]]
    const hole = [[2, 2], [4, 2], [4, 4], [2, 4], [2, 2]]
    const other = [[20, 20], [20, 21], [21, 21], [20, 20]]
    const shapes = [{ rings: [hole, outer] }, { rings: [outer, other, hole] }, null]
    const dataset = await open((params) => {
      assert.equal(params['outSR'], '4326')
      return { features: features.map((feature, index) => ({ ...feature, geometry: shapes[index] })) }
    }, { maxRecordCount: 1000 })
    const table = await dataset.execute({ select: ['geometry'] })
    const turned = (ring: number[][]) => [...ring].reverse()
    assert.deepEqual(Array.from(columnOf(table, 'geometry')), [
      { type: 'Polygon', coordinates: [turned(outer), turned(hole)] },
      { type: 'MultiPolygon', coordinates: [[turned(outer), turned(hole)], [turned(other)]] },
      null,
    ])
  })

  it('GeoJSON where it is offered, and its flag of a cut answer', async () => {
    const geometry = { type: 'Point', coordinates: [6.17, 49.12] }
    const dataset = await open((params) => {
      assert.equal(params['f'], 'geojson')
      const start = Number(params['resultOffset'] ?? 0)
      const page = rows.slice(start, start + 2).map((properties) => ({ type: 'Feature', id: properties.OBJECTID, properties, geometry }))
      return { type: 'FeatureCollection', properties: { exceededTransferLimit: start < 2 }, features: page }
    }, { supportedQueryFormats: 'JSON, geoJSON, PBF' })
    const table = await dataset.execute({})
    assert.deepEqual([Array.from(columnOf(table, 'geometry')), Array.from(columnOf(table, 'POP'))], [[geometry, geometry, geometry], [10, 20, null]])
  })

  it('dates: in another time zone literals are widened by a day, and checked here', async () => {
    const dates = [Date.UTC(2024, 0, 30, 23), Date.UTC(2024, 0, 31, 23), null]
    const dataset = await open((params) => {
      if (params['returnCountOnly'] === 'true') return { count: 3 }
      return { features: rows.map((attributes, index) => ({ attributes: { ...attributes, JOUR: dates[index] } })) }
    }, {
      maxRecordCount: 1000,
      fields: [...fields, { name: 'JOUR', type: 'esriFieldTypeDate' }],
      dateFieldsTimeReference: { timeZone: 'Romance Standard Time', respectsDaylightSaving: true },
    }, { sample: rows.map((attributes, index) => ({ attributes: { ...attributes, JOUR: dates[index] } })) })
    assert.equal(dataset.schema.find(({ name }) => name === 'JOUR')?.precision, 'day')
    asked = []
    const wanted: Query = { where: { op: '=', args: [{ property: 'JOUR' }, { date: '2024-01-31' }] }, select: ['NOM', 'JOUR'] }
    assert.deepEqual(rowsOf(await answer(wanted, dataset)).map((row) => ({ ...row })), [{ NOM: 'Metz', JOUR: Date.UTC(2024, 0, 31) }])
    assert.equal(asked[0]?.[1]['where'], "(JOUR >= TIMESTAMP '2024-01-29 23:00:00') AND (JOUR <= TIMESTAMP '2024-01-31 23:00:00')")
  })

  it('long conditions travel as a form', async () => {
    const dataset = await open((params) => (params['returnCountOnly'] === 'true' ? { count: 0 } : { features: [] }))
    asked = []
    const codes = Array.from({ length: 300 }, (_, index) => String(67000 + index))
    const wanted: Query = { where: { op: 'in', args: [{ property: 'NOM' }, codes] }, select: ['NOM'] }
    const table = await answer(wanted, dataset)
    assert.deepEqual([table.numRows, table.complete], [0, true])
    assert.ok(asked.length > 0 && asked.every(([request, params]) => request.startsWith('POST ') && params['where']?.includes("NOM = '67299'")))
  })

  it('errors: inside HTTP 200, restricted, HTML, nothing to query', async () => {
    const fails = async (answered: Answer, kind: string, status?: number) => {
      routes = { [`${path}/3`]: () => answered }
      await assert.rejects(openDataset({ src: `${origin}${path}/3` }), (error: unknown) => {
        assert.ok(error instanceof DgeError)
        assert.deepEqual([error.kind, error.status], [kind, status], error.message)
        return true
      })
    }
    await fails({ error: { code: 499, message: 'Token Required', details: [] } }, 'http', 499)
    await fails({ error: { code: 404, message: 'Layer not found' } }, 'http', 404)
    await fails({ error: {} }, 'http', 500)
    await fails({ status: 500, text: '<html><body>Error</body></html>' }, 'http', 500)
    await fails({ status: 200, text: '<!DOCTYPE html><title>ArcGIS REST Services Directory</title>' }, 'format')
    await fails({ status: 200, text: '[1]' }, 'format', 400)
    await fails({ id: 3, name: 'Orthophoto', type: 'Raster Layer' }, 'unsupported')
    await fails({ ...layer, capabilities: 'Map' }, 'unsupported')
    const dataset = await open(() => ({ error: { code: 500, message: 'Error performing query operation' } }))
    await assert.rejects(dataset.execute({}), { kind: 'http', status: 500 })
    await assert.rejects(answer({ select: ['ABSENT'] }, dataset), { kind: 'field' })
  })

  it('a service: groups of layers are no choice, tables are', async () => {
    routes = {
      [path]: () => ({
        layers: [{ id: 0, name: 'Groupe', type: 'Group Layer', subLayerIds: [3] }, { id: 3, name: 'Communes', type: 'Feature Layer', subLayerIds: null }],
        tables: [{ id: 5, name: 'Élections' }],
      }),
      [`${path}/3`]: () => layer,
      [`${path}/3/query`]: (params) => query(params, paged),
    }
    const choices = [{ layer: '3', title: 'Communes' }, { layer: '5', title: 'Élections' }]
    await assert.rejects(openDataset({ src: `${origin}${path}` }), (error: unknown) => {
      assert.deepEqual((error as DgeError).choices, choices)
      return true
    })
    assert.equal((await openDataset({ src: `${origin}${path}/`, layer: 'communes' })).total, 3)
  })

  it('the page of an item leads to its service, under the words of the page', async () => {
    const id = '0123456789abcdef0123456789abcdef'
    routes = {
      [`/portal/sharing/rest/content/items/${id}`]: () => ({
        id, type: 'Feature Service', url: `${origin}${path}/`, title: 'Les communes', snippet: 'Toutes', accessInformation: 'DataGrandEst',
        licenseInfo: '<a href="https://www.etalab.gouv.fr/licence">Licence Ouverte</a>', modified: 1704067200000,
      }),
      [`${path}/3`]: () => layer,
      [`${path}/3/query`]: (params) => query(params, paged),
    }
    const src = `${origin}/portal/home/item.html?id=${id}&sublayer=3`
    const { provider, dataset } = await openNamed({ src })
    assert.equal(provider, 'arcgis')
    assert.equal(dataset.total, 3)
    const { extent: _extent, ...words } = dataset.metadata
    assert.deepEqual(words, {
      title: 'Les communes', description: 'Toutes', publisher: 'DataGrandEst', licence: 'Licence Ouverte',
      licenceUrl: 'https://www.etalab.gouv.fr/licence', modified: '2024-01-01T00:00:00.000Z', page: src,
    })
    routes = { [`/portal/sharing/rest/content/items/${id}`]: () => ({ type: 'Dashboard', title: 'Tableau' }) }
    await assert.rejects(openDataset({ src }), { kind: 'unsupported', message: /Dashboard/ })
  })

  it('pages of ArcGIS Hub: by id and layer, by name, a file', async () => {
    const id = '0123456789abcdef0123456789abcdef'
    const real = globalThis.fetch
    const seen: string[] = []
    const online: Record<string, object> = {
      '/api/v3/datasets': { data: [{ id: `${id}_3` }] },
      [`/sharing/rest/content/items/${id}`]: { type: 'Map Service', url: `${origin}${path}`, title: 'Communes' },
    }
    mock.method(globalThis, 'fetch', (input: string | URL, init?: RequestInit) => {
      const url = new URL(String(input))
      if (!url.hostname.endsWith('arcgis.com')) return real(input, init)
      seen.push(url.href)
      return Promise.resolve(Response.json(online[url.pathname] ?? { error: { code: 404, message: 'absent' } }))
    })
    try {
      routes = { [`${path}/3`]: () => layer, [`${path}/3/query`]: (params) => query(params, paged) }
      for (const page of [`https://data-ge.hub.arcgis.com/datasets/${id}_3/explore`, 'https://data-ge.opendata.arcgis.com/datasets/ge::les-communes/about']) {
        assert.equal((await openDataset({ src: page })).metadata.page, page)
      }
      assert.ok(seen.includes('https://hub.arcgis.com/api/v3/datasets?filter%5Bslug%5D=ge%3A%3Ales-communes'))
      online[`/sharing/rest/content/items/${id}`] = { type: 'CSV', title: 'Liste' }
      online[`/sharing/rest/content/items/${id}/data`] = [{ a: 1 }, { a: 2 }]
      const file = await openNamed({ src: `https://data-ge.hub.arcgis.com/datasets/${id}` })
      assert.deepEqual([file.provider, (await file.dataset.execute({})).numRows, file.dataset.metadata.title], ['json', 2, 'Liste'])
      online['/api/v3/datasets'] = { data: [] }
      await assert.rejects(openDataset({ src: 'https://x.hub.arcgis.com/datasets/ge::absent' }), { kind: 'http', status: 404 })
    } finally {
      mock.restoreAll()
    }
  })
})
