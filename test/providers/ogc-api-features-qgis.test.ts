import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openNamed } from '../../src/providers/index.js'
import { rowsOf } from '../../src/data/table.js'
import { communes } from '../equivalence/communes.js'
import { measure } from '../equivalence/measure.js'
import { qgisMissing, startQgis } from '../servers/qgis.js'
import type { Table } from '../../src/data/table.js'
import type { RunningQgis } from '../servers/qgis.js'

function geojsonOf(table: Table): object {
  return {
    type: 'FeatureCollection',
    features: rowsOf(table).map(({ geometry, ...row }) => ({
      type: 'Feature', geometry,
      properties: { ...row, releve: typeof row['releve'] === 'number' ? new Date(row['releve']).toISOString().slice(0, 10) : null },
    })),
  }
}

describe('a real QGIS Server', { skip: qgisMissing() ?? false }, () => {
  let server: RunningQgis
  let table: Table
  before(async () => {
    table = await communes()
    server = await startQgis('communes', geojsonOf(table))
  })
  after(() => server?.stop())

  it('the landing page leads to its only collection: all rows, with their types', async () => {
    const { provider, dataset } = await openNamed({ src: server.ogcApi })
    assert.deepEqual([provider, dataset.total], ['ogc-api-features', table.numRows])
    assert.deepEqual(dataset.schema.map(({ name, type }) => `${name} ${type}`).sort(), table.schema.map(({ name, type }) => `${name} ${type}`).sort())
    const all = await dataset.execute({})
    assert.deepEqual([all.numRows, all.complete], [table.numRows, true])
    assert.deepEqual(Array.from(all.columns.get('code') ?? []), Array.from(table.columns.get('code') ?? []))
  })

  it('answers random queries as the engine does', async () => {
    const backend = { name: 'QGIS Server', start: async () => ({ config: { src: `${server.ogcApi}/collections/communes` }, stop: async () => {} }) }
    const { differences, refused, partly } = await measure(backend, { table, unique: 'code', queries: 40, seed: Number(process.env['SEED'] ?? 7) })
    assert.deepEqual(differences, [])
    assert.equal(refused, 0)
    assert.ok(partly > 0)
  })
})
