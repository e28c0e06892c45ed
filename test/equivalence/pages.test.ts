import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { execute } from '../../src/data/engine.js'
import { DgeError } from '../../src/data/errors.js'
import { DataSource } from '../../src/data/source.js'
import { columnOf } from '../../src/data/table.js'
import { openDataset } from '../../src/providers/index.js'
import { startFaultProxy } from '../servers/fault-proxy.js'
import { arcgis } from './backends/arcgis.js'
import { ogcApiFeatures, wfsGml } from './backends/mapserver.js'
import { communes } from './communes.js'
import { difference } from './compare.js'
import type { Fault } from '../servers/fault-proxy.js'
import type { Query } from '../../src/data/query.js'

// Servers that give the communes in pages. From the second page on, rows of another shape come.
const paged = [
  { backend: arcgis, later: /resultOffset=[1-9]/ },
  { backend: ogcApiFeatures, later: /offset=[1-9]/ },
  { backend: wfsGml, later: /STARTINDEX=[1-9]/ },
]
const query: Query = { select: ['code', 'nom', 'population'] }
const inXml = /<ms:population>([^<]*)<\/ms:population>/g
const inJson = /"population":\s*(-?\d+)/g

for (const { backend, later } of paged) {
  describe(`${backend.name}: pages that differ`, { skip: backend.missing?.() ?? false }, async () => {
    const table = await communes()
    const ask = async (fault: (page: string, count: number) => Fault | undefined) => {
      const running = await backend.start(table)
      const { src } = running.config
      const { origin } = new URL(src)
      const proxy = await startFaultProxy(origin, (url, count) => fault(decodeURIComponent(url.search), count))
      try {
        const source = new DataSource({ ...running.config, src: src.replace(origin, proxy.origin), timeout: 5000 }, (config, options) => openDataset(config, options))
        return await source.query(query)
      } finally {
        await proxy.stop()
        await running.stop()
      }
    }
    const onLater = (edit: (body: string) => string) => (page: string) => (later.test(page) ? { edit } : undefined)
    const populations = columnOf(table, 'population')
    // In the order of the server, which need not be the file's.
    const byCode = new Map(Array.from(columnOf(table, 'code'), (code, row) => [code, populations[row] ?? null]))

    it('a field that is gone: its values are missing, no row is', async () => {
      const answer = await ask(onLater((body) => body.replace(inXml, '').replace(/"population":\s*(-?\d+|null),?\s*/g, '').replace(/,(\s*\})/g, '$1')))
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
      let failed = 0
      const answer = await ask((page) => (later.test(page) && failed++ % 2 === 0 ? { status: 503, headers: { 'retry-after': '0' } } : undefined))
      assert.ok(failed > 1)
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
