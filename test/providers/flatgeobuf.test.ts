import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { before, describe, it } from 'node:test'
import { DataSource } from '../../src/data/source.js'
import { rowsOf } from '../../src/data/table.js'
import { openDataset } from '../../src/providers/index.js'
import { mapServerMissing } from '../servers/mapserver.js'
import { startRangeServer } from '../servers/range-server.js'
import type { SourceConfig } from '../../src/data/dataset.js'

const folder = new URL('../../../shared/data/geo/', import.meta.url)
const missing = existsSync(folder) ? false : 'the files of ../shared are not here'
const source = (config: SourceConfig) => new DataSource(config, (settings, options) => openDataset(settings, options))

/** 200 × 200 points, a hundredth of a degree apart, written by GDAL: the JavaScript library writes no index. */
function grid(): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'dge-fgb-'))
  const features = Array.from({ length: 40_000 }, (_, index) => ({
    type: 'Feature',
    properties: { code: String(index).padStart(6, '0'), texte: 'x'.repeat(40) },
    geometry: { type: 'Point', coordinates: [5 + (index % 200) / 100, 47 + Math.floor(index / 200) / 100] },
  }))
  writeFileSync(join(folder, 'grille.geojson'), JSON.stringify({ type: 'FeatureCollection', features }))
  execFileSync('/usr/bin/ogr2ogr', ['-f', 'FlatGeobuf', join(folder, 'grille.fgb'), join(folder, 'grille.geojson')], { stdio: 'pipe' })
  const bytes = readFileSync(join(folder, 'grille.fgb'))
  rmSync(folder, { recursive: true, force: true })
  return bytes
}

describe('FlatGeobuf by ranges', { skip: mapServerMissing() ?? false }, () => {
  let body: Uint8Array
  before(() => {
    body = grid()
  })

  it('only the features of an extent travel', async () => {
    const server = await startRangeServer('/grille.fgb', body)
    try {
      const points = source({ src: server.src })
      assert.equal((await points.dataset()).total, 40_000)
      const opened = server.sent()
      assert.ok(opened < 40_000, `${opened} bytes to open`)
      // From 6.005 to 6.055 and 48.005 to 48.055 there are 5 × 5 points.
      const few = await points.query({ extent: [6.005, 48.005, 6.055, 48.055], select: ['code'] })
      assert.equal(few.numRows, 25)
      assert.ok(server.sent() - opened < body.length / 8, `${server.sent() - opened} of ${body.length} bytes`)
    } finally {
      await server.stop()
    }
  })

  it('all of them, with leading zeros', async () => {
    const server = await startRangeServer('/grille.fgb', body)
    try {
      const table = await source({ src: server.src }).query({ orderBy: [{ field: 'code' }], limit: 2, select: ['code'] })
      assert.deepEqual(rowsOf(table).map(({ code }) => code), ['000000', '000001'])
    } finally {
      await server.stop()
    }
  })

  it('whole numbers beyond 2^53 keep their digits, as text; the others of 64 bits are numbers', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dge-fgb-'))
    const feature = (id: string, n: number) => `{"type":"Feature","properties":{"nom":"a","id":${id},"n":${n},"fin":1.5},"geometry":{"type":"Point","coordinates":[5,47]}}`
    // 5e9 makes GDAL write 64 bits; of the first feature alone nobody would tell.
    writeFileSync(join(folder, 'a.geojson'), `{"type":"FeatureCollection","features":[${feature('7', 5e9)},${feature('9007199254740993', 2)},${feature('-9007199254740995', -3)}]}`)
    execFileSync('/usr/bin/ogr2ogr', ['-f', 'FlatGeobuf', join(folder, 'a.fgb'), join(folder, 'a.geojson')], { stdio: 'pipe' })
    const server = await startRangeServer('/a.fgb', readFileSync(join(folder, 'a.fgb')))
    rmSync(folder, { recursive: true, force: true })
    try {
      const table = await source({ src: server.src }).query({ orderBy: [{ field: 'n' }] })
      assert.deepEqual(rowsOf(table).map(({ id, n, fin }) => [id, n, fin]), [['-9007199254740995', -3, 1.5], ['9007199254740993', 2, 1.5], ['7', 5e9, 1.5]])
    } finally {
      await server.stop()
    }
  })

  it('a cut file and a web page are format errors', async () => {
    for (const content of [body.subarray(0, body.length - 30), new TextEncoder().encode('<!doctype html><title>Accueil</title>')]) {
      const server = await startRangeServer('/a.fgb', content)
      try {
        await assert.rejects(source({ src: server.src }).query({}), { kind: 'format' })
      } finally {
        await server.stop()
      }
    }
  })
})

describe('published FlatGeobuf files', { skip: missing }, () => {
  const opened = async (name: string) => {
    const server = await startRangeServer(`/${name}`, readFileSync(new URL(name, folder)))
    try {
      return await source({ src: server.src }).query({})
    } finally {
      await server.stop()
    }
  }

  // Counts and fields as GDAL's ogrinfo tells them.
  it('countries: 179 of them', async () => {
    const table = await opened('countries.fgb')
    assert.equal(table.numRows, 179)
    assert.deepEqual(table.schema.map(({ name, type }) => `${name} ${type}`), ['id string', 'name string', 'geometry geometry'])
    assert.ok(rowsOf(table).some(({ id, name }) => id === 'FRA' && name === 'France'))
  })
  it('an empty one has its fields and no row', async () => {
    const table = await opened('empty.fgb')
    assert.equal(table.numRows, 0)
    assert.equal(table.schema.filter(({ type }) => type === 'number').length, 5)
  })
  it('all types of data; broken JSON in a property stays text', async () => {
    const table = await opened('alldatatypes.fgb')
    assert.equal(table.numRows, 1)
    const types = new Map(table.schema.map(({ name, type }) => [name, type]))
    assert.deepEqual(['byte', 'bool', 'long', 'ulong', 'double', 'string', 'json', 'datetime'].map((name) => types.get(name)), [
      'number', 'boolean', 'number', 'string', 'number', 'string', 'string', 'date',
    ])
    assert.deepEqual([rowsOf(table)[0]?.['long'], rowsOf(table)[0]?.['ulong']], [-1, '18446744073709551615'])
    assert.equal(rowsOf(table)[0]?.['json'], 'X')
  })
  it('coordinates of an unknown system are refused, not drawn in the ocean', async () => {
    await assert.rejects(opened('poly00.fgb'), { kind: 'unsupported', message: /EPSG:27700/ })
  })
})
