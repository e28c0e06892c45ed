import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { execute } from '../../src/data/engine.js'
import { plan } from '../../src/data/plan.js'
import { columnOf } from '../../src/data/table.js'
import { openDataset } from '../../src/providers/index.js'
import { startFaultServer } from '../servers/fault-server.js'

const id = '900719925474099301'
const json = (body: string) => ({ type: 'application/json', body })
const field = (name: string, type: string) => `{"name":"${name}","label":"${name}","type":"${type}","annotations":{}}`
const point = `{"type":"Point","coordinates":[7.75,48.58]}`
const ckan = (result: string) => json(`{"success":true,"result":${result}}`)
const columns = '[{"id":"_id","type":"int4"},{"id":"numero","type":"int8"}]'

/** An answer of each kind with a whole number that doubles do not hold, and how the column `numero` is asked for. */
const services = {
  'OGC API Features': {
    path: '/collections/a', types: undefined,
    routes: {
      '/collections/a': json('{"id":"a","links":[{"rel":"items","type":"application/geo+json","href":"/collections/a/items"}]}'),
      '/collections/a/items': json(`{"type":"FeatureCollection","numberMatched":1,"numberReturned":1,"features":[{"type":"Feature","id":1,"geometry":${point},"properties":{"numero":${id}}}]}`),
    },
  },
  SensorThings: {
    path: '/v1.1/Things', types: undefined,
    routes: { '/v1.1/Things': json(`{"value":[{"@iot.id":1,"name":"a","numero":${id}}]}`) },
  },
  Opendatasoft: {
    path: '/explore/dataset/a/', types: { numero: 'string' },
    routes: {
      '/api/explore/v2.1/catalog/datasets/a': json(`{"dataset_id":"a","has_records":true,"metas":{"default":{"records_count":1}},"fields":[${field('numero', 'int')}]}`),
      '/api/explore/v2.1/catalog/datasets/a/records': json(`{"total_count":1,"results":[{"numero":${id}}]}`),
      '/api/explore/v2.1/catalog/datasets/a/exports/jsonl': json(`{"numero":${id}}\n`),
    },
  },
  CKAN: {
    path: '/api/3/action/datastore_search?resource_id=0f2b6a1c-8d33-4b7e-9a55-1c2d3e4f5a6b', types: { numero: 'string' },
    routes: { '/api/3/action/datastore_search': ckan(`{"fields":${columns},"records":[{"_id":1,"numero":${id}}],"total":1,"limit":32000}`) },
  },
} as const

describe('whole numbers beyond 2^53 in the JSON of services', () => {
  for (const [name, { path, types, routes }] of Object.entries(services)) {
    it(`keep their digits as text: ${name}`, async () => {
      const server = await startFaultServer(routes)
      const dataset = await openDataset({ src: `${server.origin}${path}`, ...(types ? { types } : {}) })
      const { remote, local } = plan({}, dataset.capabilities, dataset.schema)
      assert.deepEqual(Array.from(columnOf(execute(local, await dataset.execute(remote)), 'numero')), [id])
      await server.stop()
    })
  }

  it('are amounts in JSON-stat', async () => {
    const server = await startFaultServer({ '/pib': json('{"version":"2.0","class":"dataset","id":["time"],"size":[2],"role":{"time":["time"]},"dimension":{"time":{"category":{"index":["2022","2023"]}}},"value":[19588446000000001,20892376700000000]}') })
    const dataset = await openDataset({ src: `${server.origin}/pib` })
    assert.deepEqual(Array.from(columnOf(await dataset.execute({}), 'value')), [19588446000000000, 20892376700000000])
    await server.stop()
  })
})
