/** Reads a file of JSON as the worker does and prints what it took: `path format whole`. */
import { open } from 'node:fs/promises'
import { Pacer } from '../../src/data/pacer.js'
import { executeStored } from '../../src/data/stored-engine.js'
import { fileStream } from '../../src/providers/file-stream.js'
import type { FileHints } from '../../src/providers/file-stream.js'

const [path = '', format = 'json', whole] = process.argv.slice(2)
const hints: FileHints = { format: format as FileHints['format'], config: { src: 'https://example.org/grand.json' }, contentType: null, whole: whole === 'true' }
const started = performance.now()
const stream = await fileStream(hints)
const file = await open(path)
for (;;) {
  const { buffer, bytesRead } = await file.read(new Uint8Array(262_144))
  if (bytesRead === 0) break
  stream.push(buffer.subarray(0, bytesRead))
}
await file.close()
const { table } = await stream.finish(new Pacer())
const seconds = (performance.now() - started) / 1000
const asked = performance.now()
await executeStored({ groupBy: [{ as: 'k', expr: { property: 'code' } }], aggregate: [{ as: 'v', op: 'sum', expr: { property: 'n' } }] }, table, new Pacer())
const question = performance.now() - asked
console.log(JSON.stringify({ rows: table.numRows, seconds, peak: process.resourceUsage().maxRSS / 1024, question }))
