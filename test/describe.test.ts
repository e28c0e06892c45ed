import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe as suite, it } from 'node:test'
import { describe } from '../src/describe.js'
import { geojson, serve } from './equivalence/backends/files.js'
import { communes } from './equivalence/communes.js'
import { mapServerMissing, startMapServer } from './servers/mapserver.js'
import type { RunningBackend } from './equivalence/backend.js'
import type { RunningMapServer } from './servers/mapserver.js'

suite('describe(url)', () => {
  let file: RunningBackend
  before(async () => {
    file = await geojson.start(await communes())
  })
  after(() => file.stop())

  it('a file: fields, rows, kind of geometry, and that everything is done here', async () => {
    const found = await describe(file.config.src)
    assert.ok(found.kind === 'dataset')
    assert.equal(found.provider, 'geojson')
    assert.equal(found.rows, (await communes()).numRows)
    assert.equal(found.geometryType, 'Point')
    assert.deepEqual(found.schema.map(({ name, type }) => `${name} ${type}`).slice(0, 5), [
      'code string', 'nom string', 'dept string', 'epci string', 'population number',
    ])
    assert.deepEqual(found.downloads, [{ url: file.config.src, format: 'geojson' }])
    assert.deepEqual(found.server.fields['population'], {
      where: { equal: 'local', range: 'local', like: 'local', missing: 'local' },
      group: false, aggregate: [], order: false,
    })
    assert.equal(found.server.page, false)
  })

  it('an address that nobody understands says what was tried', async () => {
    const page = await serve('/page.html', 'text/html', '<!doctype html><title>Accueil</title>')
    try {
      await assert.rejects(describe(page.config.src), { kind: 'unsupported', hint: /opendatasoft.*wfs.*csv/ })
    } finally {
      await page.stop()
    }
  })

  const missing = mapServerMissing()
  suite('a service', { skip: missing ?? false }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'dge-describe-'))
    let server: RunningMapServer
    before(async () => {
      const path = join(folder, 'lieux.geojson')
      const feature = { type: 'Feature', properties: { code: '01001', nom: 'Été', n: 3 }, geometry: { type: 'Point', coordinates: [6, 48] } }
      writeFileSync(path, JSON.stringify({ type: 'FeatureCollection', features: [feature, feature] }))
      server = await startMapServer({
        layers: [
          { name: 'lieux', title: 'Lieux', type: 'POINT', file: path },
          { name: 'sites', title: 'Sites', type: 'POINT', file: path },
        ],
      })
    })
    after(async () => {
      await server?.stop()
      rmSync(folder, { recursive: true, force: true })
    })

    it('of several layers: the list', async () => {
      assert.deepEqual(await describe(`${server.url}&service=WFS`), {
        kind: 'list',
        choices: [{ layer: 'ms:lieux', title: 'Lieux' }, { layer: 'ms:sites', title: 'Sites' }],
      })
    })

    it('one layer: title, rows, extent, files, and which queries run there', async () => {
      const found = await describe(`${server.url}&service=WFS`, { layer: 'sites' })
      assert.ok(found.kind === 'dataset')
      assert.equal(found.provider, 'wfs')
      assert.equal(found.title, 'Sites')
      assert.equal(found.rows, 2)
      assert.equal(found.geometryType, 'Point')
      assert.ok(found.extent && found.extent[0] <= 6 && found.extent[2] >= 6)
      assert.ok(found.downloads.some(({ format }) => format === 'geojson'))
      assert.equal(found.server.select, true)
      assert.notEqual(found.server.fields['nom']?.where.equal, 'local')
    })
  })
})
