import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe as suite, it } from 'node:test'
import { describe } from '../src/describe.js'
import { geojson, serve } from './equivalence/backends/files.js'
import { communes } from './equivalence/communes.js'
import { openDataset } from '../src/providers/index.js'
import { tableFromRows } from '../src/data/table.js'
import { startCkanServer } from './servers/ckan.js'
import { dataFairPath, startDataFair } from './servers/data-fair-server.js'
import { melodiPath, startMelodi } from './servers/melodi.js'
import { startThings } from './servers/sensorthings.js'
import { socrataId, startSocrata } from './servers/socrata.js'
import { mapServerMissing, startMapServer } from './servers/mapserver.js'
import type { Point } from 'geojson'
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
    // The points of the communes lie on a grid between these corners.
    assert.ok(found.extent && found.extent[0] >= 3.4 && found.extent[0] < 3.5 && found.extent[3] > 50 && found.extent[3] <= 50.15)
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

  it('every kind of API that has a stand-in: words, rows, fields, and what its server does', async () => {
    const point: Point = { type: 'Point', coordinates: [7, 48] }
    const table = tableFromRows([{ name: 'nom', type: 'string' }, { name: 'pop', type: 'number' }, { name: 'lieu', type: 'geometry' }], [{ nom: 'Été', pop: 3, lieu: point }, { nom: 'Os', pop: 5, lieu: point }])
    const [socrata, ckan, melodi, fair, things] = await Promise.all([
      startSocrata(table),
      startCkanServer([{ id: 'r1', columns: { nom: 'text', pop: 'int4' }, records: [{ nom: 'Été', pop: 3 }] }]),
      startMelodi([{ dimensions: { GEO: '2025-COM-67482', TIME_PERIOD: '2023' }, measures: { OBS_VALUE_NIVEAU: { value: 3 } } }]),
      startDataFair(table),
      startThings({ Things: Array.from({ length: 150 }, (_, at) => ({ '@iot.id': at, name: `S${at}`, Locations: [{ location: point }] })) }),
    ])
    ckan.packages.set('essai', { name: 'essai', title: 'Essai', license_title: 'ODbL', organization: { title: 'Ville' }, resources: [{ id: 'r1', name: 'r1', format: 'CSV', datastore_active: true }] })
    try {
      const expected = [
        [`${socrata.origin}/d/${socrataId}`, 'socrata', 'Essai', 'Ville', 2, true, 'Point'], [`${ckan.origin}/dataset/essai`, 'ckan', 'Essai', 'Ville', 1, false, undefined],
        [melodi.origin + melodiPath, 'melodi', 'Essai', 'Insee', 1, false, undefined], [fair.origin + dataFairPath, 'data-fair', 'Essai', 'Région Grand Est', 2, true, 'Point'],
        [`${things.origin}/v1.1/Things`, 'sensorthings', `Things – ${new URL(things.origin).host}`, undefined, 150, false, 'Point'],
      ] as const
      for (const [src, provider, title, publisher, rows, groups, geometryType] of expected) {
        const found = await describe(src)
        assert.ok(found.kind === 'dataset')
        assert.deepEqual([found.provider, found.title, found.publisher, found.rows, found.geometryType], [provider, title, publisher, rows, geometryType])
        assert.equal(Object.values(found.server.fields).some(({ group }) => group), groups, provider)
        assert.ok(found.schema.length > 1)
      }
    } finally {
      await Promise.all([socrata, ckan, melodi, fair, things].map((one) => one.stop()))
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
        wms: true,
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

    it('a service of pictures: its layers, with legends and what is at a point; no dataset', async () => {
      const found = await describe(`${server.url}&service=WMS`)
      assert.ok(found.kind === 'map')
      assert.deepEqual([found.service, found.title, found.publisher, found.layers.map(({ name, title }) => `${name}: ${title}`)], ['WMS', 'Service de test', 'Région Grand Est', ['test: Service de test', 'lieux: Lieux', 'sites: Sites']])
      const layer = found.layers.find(({ name }) => name === 'lieux')
      assert.ok(layer?.extent && layer.infoFormats.some((format) => format.includes('json')))
      assert.equal((await fetch(layer?.legendUrl ?? '')).headers.get('content-type'), 'image/png')
      await assert.rejects(openDataset({ src: `${server.url}&service=WMS` }), { kind: 'unsupported', message: /WMS “Service de test” draws pictures/, hint: /WFS/ })
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
