import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { execute } from '../../src/data/engine.js'
import { DgeError } from '../../src/data/errors.js'
import { DataSource } from '../../src/data/source.js'
import { columnOf } from '../../src/data/table.js'
import { openDataset } from '../../src/providers/index.js'
import { startFaultProxy } from '../servers/fault-proxy.js'
import { arcgis } from './backends/arcgis.js'
import { ogcApiFeatures, wfsGml } from './backends/mapserver.js'
import { ckanPages, dataFairPages, socrataPages } from './backends/stand-ins.js'
import { startFaultServer } from '../servers/fault-server.js'
import { melodiPath, startMelodi } from '../servers/melodi.js'
import { startThings } from '../servers/sensorthings.js'
import { communes } from './communes.js'
import { difference } from './compare.js'
import type { Fault } from '../servers/fault-proxy.js'
import type { RunningBackend } from './backend.js'
import type { Query } from '../../src/data/query.js'

// Servers that give the communes in pages. From the second page on, rows of another shape come.
const query: Query = { select: ['code', 'nom', 'population'] }
const paged = [
  { backend: arcgis, later: /resultOffset=[1-9]/ },
  { backend: ogcApiFeatures, later: /offset=[1-9]/ },
  { backend: wfsGml, later: /STARTINDEX=[1-9]/ },
  { backend: ckanPages, later: /[?&]offset=[1-9]/ },
  { backend: dataFairPages, later: /[?&]after=[1-9]/ },
  { backend: socrataPages, later: /\$offset=[1-9]/ },
]
const inXml = /<ms:population>([^<]*)<\/ms:population>/g
/** Socrata writes numbers as text. */
const inJson = /"population":\s*"?(-?\d+)"?/g

/** Each page's first answer is 503: of pages asked for at the same time, counting all answers could fail one for good. */
function onceEach(later: RegExp) {
  const failed = new Set<string>()
  const fault = (page: string): Fault | undefined => (later.test(page) && failed.size < failed.add(page).size ? { status: 503, headers: { 'retry-after': '0' } } : undefined)
  return { fault, failed }
}

for (const { backend, later } of paged) {
  describe(`${backend.name}: pages that differ`, { skip: backend.missing?.() ?? false }, async () => {
    const table = await communes()
    let running: RunningBackend
    before(async () => {
      running = await backend.start(table)
    })
    after(() => running?.stop())
    const ask = async (fault: (page: string, count: number) => Fault | undefined) => {
      const { src } = running.config
      const { origin } = new URL(src)
      const proxy = await startFaultProxy(origin, (url, count) => fault(decodeURIComponent(url.search), count))
      try {
        const source = new DataSource({ ...running.config, src: src.replace(origin, proxy.origin), timeout: 5000 }, (config, options) => openDataset(config, options))
        return await source.query(query)
      } finally {
        await proxy.stop()
      }
    }
    const onLater = (edit: (body: string) => string) => (page: string) => (later.test(page) ? { edit } : undefined)
    const populations = columnOf(table, 'population')
    // In the order of the server, which need not be the file's.
    const byCode = new Map(Array.from(columnOf(table, 'code'), (code, row) => [code, populations[row] ?? null]))

    it('a field that is gone: its values are missing, no row is', async () => {
      const answer = await ask(onLater((body) => body.replace(inXml, '').replace(/"population":\s*("?-?\d+"?|null),?\s*/g, '').replace(/,(\s*\})/g, '$1')))
      const codes = columnOf(answer, 'code')
      assert.deepEqual([answer.complete, answer.numRows, new Set(Array.from(codes)).size], [true, table.numRows, table.numRows])
      const found = Array.from(columnOf(answer, 'population'))
      assert.ok(found.every((value, row) => value === null || value === byCode.get(codes[row] ?? null)))
      const kept = found.filter((value) => value !== null).length
      assert.ok(kept > 0 && kept < table.numRows / 2, `${kept} values`)
    })

    it('numbers as text are numbers; a field more does no harm', async () => {
      const answer = await ask(onLater((body) => body.replace(inXml, '<ms:population>$1</ms:population><ms:autre>x</ms:autre>').replace(inJson, '"autre": "x", "population": "$1"')))
      assert.equal(difference(answer, execute(query, table), query), undefined)
    })

    it('words where numbers were are no numbers', async () => {
      const answer = await ask(onLater((body) => body.replace(inXml, '<ms:population>beaucoup</ms:population>').replace(inJson, '"population": "beaucoup"'))).catch((error: unknown) => error)
      if (answer instanceof DgeError) return assert.equal(answer.kind, 'format')
      assert.ok(answer && typeof answer === 'object' && 'numRows' in answer)
      const found = answer as ReturnType<typeof execute>
      assert.equal(found.numRows, table.numRows)
      assert.ok(Array.from(columnOf(found, 'population')).every((value) => value === null || typeof value === 'number'))
    })

    it('a page that fails is asked for again, and no row comes twice', async () => {
      const { fault, failed } = onceEach(later)
      const answer = await ask(fault)
      assert.ok(failed.size > 0)
      assert.equal(difference(answer, execute(query, table), query), undefined)
    })

    it('a page that breaks off: an error, or all rows once', async () => {
      let cut = 0
      const answer = await ask((page) => (later.test(page) && cut++ === 0 ? { cutAfter: 5000 } : undefined)).catch((error: unknown) => error)
      assert.ok(cut > 0)
      if (answer instanceof DgeError) assert.equal(answer.kind, 'network')
      else assert.equal(difference(answer as ReturnType<typeof execute>, execute(query, table), query), undefined)
    })
  })
}

const point = { type: 'Point', coordinates: [7, 48] } as const
/** Services with rows of their own, in pages. */
const others = [
  {
    name: 'SensorThings (stand-in)', path: '/v1.1/Things', later: /\$skip=[1-9]/, rows: 250, unique: 'name',
    start: () => startThings({ Things: Array.from({ length: 250 }, (_, at) => ({ '@iot.id': at, name: `S${at}`, Locations: [{ location: point }] })) }),
  },
  {
    name: 'Melodi (stand-in)', path: melodiPath, later: /[?&]page=[2-9]/, rows: 2400, unique: 'OBS_VALUE',
    start: () => startMelodi(Array.from({ length: 2400 }, (_, at) => ({ dimensions: { GEO: `2025-DEP-${10 + (at % 40)}`, TIME_PERIOD: String(2000 + (at % 60)) }, measures: { OBS_VALUE_NIVEAU: { value: at } } })), { most: 1000 }),
  },
  {
    name: 'Data4Citizen (stand-in)', path: '/d4c/api/records/1.0/search/?dataset=essai', later: /[?&]start=[1-9]/, rows: 2500, unique: 'n',
    start: () => startFaultServer({
      '/d4c/api/datasets/1.0/essai/': { body: JSON.stringify({ datasetid: 'essai', metas: { title: 'Essai' }, fields: [{ name: 'n', label: 'n', type: 'int' }] }) },
      '/d4c/api/records/1.0/search/': (_request, { searchParams }) => {
        const [start, rows] = [Number(searchParams.get('start') ?? 0), Math.min(1000, Number(searchParams.get('rows') ?? 10))]
        return { body: JSON.stringify({ nhits: 2500, records: Array.from({ length: Math.min(rows, 2500 - start) }, (_, at) => ({ recordid: `r${start + at}`, fields: { n: start + at } })) }) }
      },
    }),
  },
]

for (const { name, path, later, rows, unique, start } of others) {
  const ask = async (fault: (page: string) => Fault | undefined) => {
    const server = await start()
    const proxy = await startFaultProxy(server.origin, (url) => fault(decodeURIComponent(url.search)))
    try {
      const table = await new DataSource({ src: proxy.origin + path, timeout: 5000 }, openDataset).query({})
      return { complete: table.complete, rows: table.numRows, different: new Set(Array.from(columnOf(table, unique))).size }
    } finally {
      await proxy.stop()
      await server.stop()
    }
  }
  const right = { complete: true, rows, different: rows }
  describe(`${name}: pages that fail`, () => {
    it('a page that fails is asked for again, and no row comes twice', async () => {
      const { fault, failed } = onceEach(later)
      assert.deepEqual(await ask(fault), right)
      assert.ok(failed.size > 0)
    })

    it('a page that breaks off, or another page in its place: an error, or all rows once', async () => {
      for (const fault of [{ cutAfter: 200 }, { status: 200, type: 'text/html', body: '<!doctype html>' }]) {
        let spoiled = 0
        const answer = await ask((page) => (later.test(page) && spoiled++ === 0 ? fault : undefined)).catch((error: unknown) => error)
        assert.ok(spoiled > 0)
        if (answer instanceof DgeError) assert.ok(['network', 'format'].includes(answer.kind), answer.message)
        else assert.deepEqual(answer, right)
      }
    })
  })
}
