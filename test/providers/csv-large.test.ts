import assert from 'node:assert/strict'
import { test } from 'node:test'
import csv from '../../src/providers/csv.js'
import { isAbort } from '../../src/data/errors.js'

const line = (index: number) => `${index};Commune ${index % 5000};${String(index % 96).padStart(2, '0')};${index % 1000},5;${2015 + (index % 9)};1${index % 10}/0${1 + (index % 9)}/2024;Oui\r\n`

/** A file of about `size` bytes in pieces of 64 kB, made as they are asked for. */
function body(size: number): { stream: ReadableStream<Uint8Array>; rows: () => number; cancelled: () => boolean } {
  const encoder = new TextEncoder()
  let [sent, rows, cancelled] = [0, 0, false]
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      let text = sent === 0 ? 'id;nom;dep;valeur;annee;date;actif\r\n' : ''
      while (text.length < 65_536) text += line(rows++)
      sent += text.length
      controller.enqueue(encoder.encode(text))
      if (sent >= size) controller.close()
    },
    cancel() {
      cancelled = true
    },
  })
  return { stream, rows: () => rows, cancelled: () => cancelled }
}

test('50 MB: right, in bounded memory, with turns for others', { timeout: 120_000 }, async () => {
  const file = body(50_000_000)
  const before = process.memoryUsage().rss
  let [turns, peak] = [0, 0]
  const timer = setInterval(() => {
    turns++
    peak = Math.max(peak, process.memoryUsage().rss)
  }, 1)
  const dataset = await csv.open({ src: 'https://example.org/grand.csv' }, { response: new Response(file.stream) })
  clearInterval(timer)
  const table = await dataset.execute({})
  assert.equal(table.numRows, file.rows())
  assert.deepEqual(dataset.schema.map(({ type }) => type), ['number', 'string', 'string', 'number', 'number', 'date', 'boolean'])
  assert.deepEqual(table.columns.get('valeur')?.[1234], 234.5)
  assert.equal(table.columns.get('dep')?.[97], '01')
  // No more than a megabyte between two turns of others: how long that takes is the machine's.
  assert.ok(turns > 50, `${turns} turns`)
  assert.ok(peak - before < 900e6, `${((peak - before) / 1e6).toFixed(0)} MB`)
})

test('an abort stops the download and the work', async () => {
  const file = body(50_000_000)
  const controller = new AbortController()
  setTimeout(() => controller.abort(), 30)
  await assert.rejects(csv.open({ src: 'https://example.org/grand.csv' }, { response: new Response(file.stream), signal: controller.signal }), isAbort)
  for (let waits = 0; !file.cancelled() && waits < 200; waits++) await new Promise((resolve) => setTimeout(resolve, 20))
  assert.ok(file.cancelled())
})

test('progress counts rows while they arrive', async () => {
  const seen: number[] = []
  const file = body(2_000_000)
  await csv.open({ src: 'https://example.org/grand.csv' }, { response: new Response(file.stream), onProgress: (rows) => seen.push(rows) })
  assert.ok(seen.length > 3, `${seen.length} reports`)
  assert.deepEqual(seen, [...seen].sort((a, b) => a - b))
})
