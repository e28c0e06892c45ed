import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { afterEach, describe, it } from 'node:test'
import provider from '../../src/providers/wfs.js'
import { rowsOf } from '../../src/data/table.js'
import { startFaultServer } from '../servers/fault-server.js'
import type { FaultServer, Reply } from '../servers/fault-server.js'

const shared = new URL('../../../shared/', import.meta.url)
const files = {
  capabilities: 'data/ogc/insee_wfs_capabilities.xml',
  description: 'recorded/wfs/insee-wfs-describe-feature-type.xml',
  hits: 'recorded/wfs/insee-wfs-hits.xml',
  page1: 'data/recorded/wfs/insee-wfs-table-data.json',
  page2: 'data/recorded/wfs/insee-wfs-table-data-page2.json',
}
const here = Object.values(files).every((path) => existsSync(new URL(path, shared)))
const text = (path: string) => readFileSync(new URL(path, shared), 'utf8')

/** Replays what geo2france's GeoServer answered for one layer; 501 for anything that was not recorded. */
function replay(parameters: URLSearchParams): Reply {
  const refused: Reply = { status: 501, type: 'text/plain', body: 'Not recorded' }
  const request = parameters.get('REQUEST')
  if (request === 'GetCapabilities') return { type: 'application/xml', body: text(files.capabilities) }
  if (request === 'DescribeFeatureType') return { type: 'application/xml', body: text(files.description) }
  if (parameters.has('FILTER') || parameters.has('CQL_FILTER') || parameters.has('SORTBY')) return refused
  if (parameters.get('RESULTTYPE') === 'hits') return { type: 'text/xml', body: text(files.hits) }
  if (parameters.get('OUTPUTFORMAT') !== 'application/json' || !parameters.get('PROPERTYNAME')?.includes('oid')) return refused
  const start = Number(parameters.get('STARTINDEX') ?? 0)
  const [one, two] = [files.page1, files.page2].map((path) => JSON.parse(text(path)) as { features: object[] })
  const features = [...(one?.features ?? []), ...(two?.features ?? [])]
  const count = Number(parameters.get('COUNT'))
  if (start + count > features.length) return refused
  return { type: 'application/json;charset=UTF-8', body: JSON.stringify({ ...one, features: features.slice(start, start + count) }) }
}

describe('recorded answers of a GeoServer (INSEE squares, geo2france)', { skip: here ? false : 'the recordings are not here' }, () => {
  let server: FaultServer | undefined
  afterEach(async () => server?.stop())

  it('opens, and gives the first rows with the count of all', async () => {
    server = await startFaultServer({ '/geoserver/insee/wfs': (_request, { searchParams }) => replay(searchParams) })
    const src = `${server.origin}/geoserver/insee/wfs?service=WFS`
    const dataset = await provider.open({ src, layer: 'rectangles_200m_menage_erbm' })
    assert.deepEqual(
      dataset.schema.map(({ name, type }) => `${name}:${type}`),
      ['oid:number', 'idk:string', 'men:number', 'men_occ5:number', 'pt_men_occ5:number', 'geometry:geometry']
    )
    assert.equal(dataset.total, 63172)
    const table = await dataset.execute({ limit: 12, select: ['oid', 'idk', 'men', 'pt_men_occ5'] })
    assert.equal(table.total, 63172)
    const rows = rowsOf(table).map((row) => ({ ...row }))
    assert.deepEqual(rows.map(({ oid }) => oid), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
    assert.deepEqual(rows[0], { oid: 1, idk: 'N14390E19203-N14394E19211', men: 19, pt_men_occ5: 63.1578947368421 })
    assert.deepEqual(rows[10], { oid: 11, idk: 'N14413E19210-N14422E19221', men: 36, pt_men_occ5: 61.111111111111114 })
  })
})
