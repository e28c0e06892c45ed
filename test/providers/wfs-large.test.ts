import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { DataSource } from '../../src/data/source.js'
import { columnOf } from '../../src/data/table.js'
import { openDataset } from '../../src/providers/index.js'
import { Traffic } from '../equivalence/traffic.js'
import { mapServerMissing, startMapServer } from '../servers/mapserver.js'
import type { RunningMapServer } from '../servers/mapserver.js'

const missing = mapServerMissing()
const rows = 100_000

describe('a layer of 100,000 features on a real MapServer', { skip: missing ?? false }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'dge-wfs-large-'))
  let server: RunningMapServer
  before(async () => {
    const file = join(folder, 'lieux.geojson')
    const features = Array.from({ length: rows }, (_, index) => ({
      type: 'Feature',
      properties: { code: String(index).padStart(6, '0'), nom: `Lieu numéro ${index}`, dep: `D${index % 96}`, n: index % 10, texte: 'x'.repeat(40) },
      geometry: { type: 'Point', coordinates: [4 + (index % 400) / 100, 47.5 + (index % 300) / 150] },
    }))
    writeFileSync(file, JSON.stringify({ type: 'FeatureCollection', features }))
    server = await startMapServer({ layers: [{ name: 'lieux', type: 'POINT', file }] })
  })
  after(async () => {
    await server?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it('a group-by: two columns travel, and no geometry', async () => {
    const traffic = new Traffic()
    try {
      const source = new DataSource({ src: `${server.url}&service=WFS` }, (config, options) => openDataset(config, options))
      await source.dataset()
      const [opened, before] = [traffic.urls.length, traffic.bytes]
      const table = await source.query({
        groupBy: [{ as: 'dep', expr: { property: 'dep' } }],
        aggregate: [{ as: 'n', op: 'count' }, { as: 'somme', op: 'sum', expr: { property: 'n' } }],
      })
      assert.equal(table.complete, true)
      assert.equal(table.numRows, 96)
      const sum = (name: string) => Array.from(columnOf(table, name), Number).reduce((total, value) => total + value, 0)
      assert.equal(sum('n'), rows)
      // The digits 0–9 come round 10,000 times.
      assert.equal(sum('somme'), 45 * 10_000)
      const features = traffic.urls.slice(opened).filter((url) => !url.includes('RESULTTYPE=hits'))
      for (const url of features) assert.equal(new URL(url).searchParams.get('PROPERTYNAME'), 'dep,n', url)
      // GML of two short values is some 150 bytes a feature; with a point it would be more than 300.
      const bytes = (traffic.bytes - before) / rows
      assert.ok(bytes < 200, `${bytes} bytes a row`)
    } finally {
      traffic.stop()
    }
  })

  it('the first page of a table: one page', async () => {
    const traffic = new Traffic()
    try {
      const source = new DataSource({ src: `${server.url}&service=WFS` }, (config, options) => openDataset(config, options))
      await source.dataset()
      const before = traffic.bytes
      const page = await source.query({ select: ['code', 'nom'], limit: 20 })
      assert.equal(page.numRows, 20)
      assert.equal(columnOf(page, 'code')[0], '000000')
      assert.ok(traffic.bytes - before < 20_000, `${traffic.bytes - before} bytes`)
    } finally {
      traffic.stop()
    }
  })
})
