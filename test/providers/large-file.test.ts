import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, it, test } from 'node:test'
import csv from '../../src/providers/csv.js'
import geojson from '../../src/providers/geojson.js'
import jsonProvider from '../../src/providers/json.js'
import { FileClient } from '../../src/providers/file-client.js'
import { ArrivingBody } from '../../src/providers/arriving-body.js'
import { FileHost } from '../../src/providers/file-host.js'
import { readChunks } from '../../src/providers/http-body.js'
import { fileStream } from '../../src/providers/file-stream.js'
import { openLargeFile } from '../../src/providers/large-file.js'
import { Pacer } from '../../src/data/pacer.js'
import { execute } from '../../src/data/engine.js'
import { DgeError, isAbort } from '../../src/data/errors.js'
import { parseFilter } from '../../src/data/cql2.js'
import { executeStored } from '../../src/data/stored-engine.js'
import { EncodingMismatch } from '../../src/data/text-encoding.js'
import { Queries } from '../equivalence/queries.js'
import { largeCsv } from './large-csv.js'
import { noShared, sharedBytes } from './open-file.js'
import type { SourceConfig } from '../../src/data/dataset.js'
import type { Query } from '../../src/data/query.js'
import type { Table } from '../../src/data/table.js'
import type { Port } from '../../src/providers/file-port.js'
import type { FromWorker, ToWorker } from '../../src/providers/file-messages.js'
import type { FileHints, StoredFile } from '../../src/providers/file-stream.js'

const config: SourceConfig = { src: 'https://example.org/grand.csv' }
const bytesOf = (text: string) => new TextEncoder().encode(text)

/** The file as a small one is read: the reference. */
async function small(bytes: Uint8Array, settings: Partial<SourceConfig> = {}): Promise<{ table: Table; notes: readonly string[] }> {
  const dataset = await csv.open({ ...config, ...settings }, { response: new Response(bytes as BodyInit) })
  return { table: await dataset.execute({}), notes: dataset.metadata.notes ?? [] }
}

/** The same file as a large one, in pieces of any size. */
async function large(bytes: Uint8Array, size: number, settings: Partial<SourceConfig> = {}): Promise<StoredFile> {
  const hints: FileHints = { format: 'csv', config: { ...config, ...settings }, contentType: null }
  const read = async (again: FileHints) => {
    const stream = await fileStream(again)
    for (let at = 0; at < bytes.length; at += size) stream.push(bytes.slice(at, at + size))
    return stream.finish(new Pacer())
  }
  try {
    return await read(hints)
  } catch (error) {
    if (!(error instanceof EncodingMismatch)) throw error
    return read({ ...hints, encoding: error.fallback })
  }
}

function assertSameTable(found: Table, expected: Table): void {
  assert.deepEqual(found.schema, expected.schema)
  assert.deepEqual([found.numRows, found.complete, found.total], [expected.numRows, expected.complete, expected.total])
  for (const { name } of expected.schema) {
    const [left, right] = [Array.from(found.columns.get(name) ?? []), Array.from(expected.columns.get(name) ?? [])]
    const at = left.findIndex((value, row) => !Object.is(value, right[row]) && JSON.stringify(value) !== JSON.stringify(right[row]))
    assert.ok(at < 0 && left.length === right.length, `${name}, row ${at}: ${JSON.stringify(left[at])} and not ${JSON.stringify(right[at])}`)
  }
}

async function assertSame(bytes: Uint8Array, size: number, settings: Partial<SourceConfig> = {}): Promise<{ file: StoredFile; table: Table }> {
  const expected = await small(bytes, settings)
  const file = await large(bytes, size, settings)
  assertSameTable(await executeStored({}, file.table, new Pacer()), expected.table)
  assert.deepEqual(file.notes, expected.notes)
  return { file, table: expected.table }
}

describe('a large CSV file is the table that a small one is', () => {
  it('generated: whatever is in the columns, between the rows, and wherever a piece ends', async () => {
    for (let seed = 1; seed <= 24; seed++) {
      const { text } = largeCsv(seed, 3000)
      await assertSame(bytesOf(text), [65_536, 4099, 1_000_000][seed % 3] ?? 65_536).catch((error: unknown) => {
        throw new Error(`seed ${seed}`, { cause: error })
      })
    }
  })

  it('published ones, whole and in pieces of 997 bytes', { skip: noShared, timeout: 120_000 }, async () => {
    const folder = fileURLToPath(new URL('../../../shared/data/', import.meta.url))
    let compared = 0
    for (const path of ['csv', 'nasty'].flatMap((name) => readdirSync(folder + name).map((file) => `${name}/${file}`))) {
      if (!/\.(csv|tsv)$/.test(path)) continue
      const bytes = sharedBytes(path)
      const expected = await small(bytes).catch((error: unknown) => error)
      for (const size of bytes.length < 200_000 ? [1_000_000, 997] : [60_000]) {
        if (expected instanceof DgeError) {
          // What is no table at all is refused before it is read.
          if (!/in place of CSV/.test(expected.message)) await assert.rejects(large(bytes, size), { message: expected.message }, path)
        } else await assertSame(bytes, size).catch((cause: unknown) => { throw new Error(`${path} ${size}: ${String(cause)}`, { cause }) })
        compared++
      }
    }
    assert.ok(compared > 40)
  })

  it('a number in an order asks for the numbers that a column of text says', async () => {
    for (const most of [300, 70_000]) {
      const numbers = Array.from({ length: 20_000 }, (_, row) => (row % 1000 === 7 ? undefined : row % most))
      const { table } = await large(bytesOf(`id;v\n${numbers.map((value, row) => `${row};${value ?? 'voir note'}`).join('\n')}\n`), 65_536)
      const schema = [...table.columns.values()].map(({ field }) => field)
      const kept = async (condition: string) => (await executeStored({ where: parseFilter(condition, schema), aggregate: [{ as: 'n', op: 'count' }] }, table, new Pacer())).columns.get('n')?.[0]
      const expected = (test: (value: number) => boolean) => numbers.filter((value) => value !== undefined && test(value)).length
      assert.equal(await kept('v >= 20'), expected((value) => value >= 20))
      assert.equal(await kept('v < 10'), expected((value) => value < 10))
      assert.equal(await kept('NOT v BETWEEN 5 AND 50'), expected((value) => value < 5 || value > 50))
    }
  })

  it('in windows-1252, found out at the first accent or after others in UTF-8', async () => {
    const { text } = largeCsv(3, 3000)
    const latin = Uint8Array.from(Array.from(text.replace(/[^\x00-\xff]/gu, 'é')), (letter) => letter.charCodeAt(0))
    await assertSame(latin, 65_536)
    await assertSame(Uint8Array.from([...bytesOf('nom;été\n'), ...Array.from({ length: 9000 }, () => bytesOf('Épinal;1\n')).flatMap((line) => [...line]), 0xe9, 59, 50, 10]), 5000)
  })

  it('in UTF-16 and with a byte order mark', async () => {
    const { text } = largeCsv(5, 1000)
    const wide = new Uint8Array(2 + text.length * 2)
    wide.set([0xff, 0xfe])
    for (let at = 0; at < text.length; at++) wide.set([text.charCodeAt(at) & 255, text.charCodeAt(at) >> 8], 2 + at * 2)
    await assertSame(wide, 4097)
    await assertSame(Uint8Array.from([0xef, 0xbb, 0xbf, ...bytesOf(text)]), 4097)
  })

  it('when a column has more different cells than a dictionary holds, and changes its mind late', { timeout: 120_000 }, async () => {
    const lines = Array.from({ length: 90_000 }, (_, row) => [
      `texte ${row}`, row * 7, (row / 100).toFixed(2), row < 80_000 ? row : `${row} (provisoire)`, `0${row}`, `${row % 28 + 1}/0${row % 9 + 1}/2024 ${row % 24}:${10 + row % 50}:${10 + (row * 7) % 50}`,
      row === 70_000 ? '1,5' : `${row}.5`, `${row} €`,
    ].join(';'))
    const { file } = await assertSame(bytesOf(['texte;n;x;devenu_texte;suivi;moment;deux_marques;prix', ...lines].join('\n')), 65_536)
    assert.deepEqual(file.table.schema.map(({ type }) => type), ['string', 'number', 'number', 'string', 'string', 'date', 'string', 'number'])
  })

  it('when cells are runs of digits that differ by their zeros alone, or numbers outgrow 32 bits within a segment', { timeout: 120_000 }, async () => {
    const runs = ['1', '01', '001', '0001', '00001', '000001', '0', '00', '00000', '99999', '9999', '100000', '9', '']
    const lines = Array.from({ length: 140_000 }, (_, row) => [
      runs[row % runs.length], row % 9973, 1000 + row * 3, row === 66_000 ? 3_000_000_000 : -row, row < 65_600 ? `${row}.25` : `${row}.5`, row === 131_000 ? 'NC' : row,
    ].join(';'))
    const { table } = await assertSame(bytesOf(['suite;repete;n;grand;echelles;manque', ...lines].join('\n')), 65_536)
    const first = Array.from({ length: runs.length }, (_, row) => table.columns.get('suite')?.[row] ?? '')
    assert.deepEqual(first, runs)
    assert.deepEqual([65_999, 66_000, 131_072].map((row) => table.columns.get('grand')?.[row]), [-65_999, 3_000_000_000, -131_072])
    assert.deepEqual([65_599, 65_600].map((row) => table.columns.get('echelles')?.[row]), [65_599.25, 65_600.5])
  })

  it('with the author’s types, max-rows and places', async () => {
    const lines = Array.from({ length: 5000 }, (_, row) => `${row};${(48 + row / 10_000).toFixed(5)};${(7 + row / 10_000).toFixed(5)};0${row};${row % 3}`)
    const bytes = bytesOf(['id;latitude;longitude;code;oui', ...lines].join('\n'))
    await assertSame(bytes, 65_536)
    await assertSame(bytes, 65_536, { types: { code: 'number', id: 'string', oui: 'string' } })
    await assertSame(bytes, 65_536, { maxRows: 3333 })
    const wrong = { types: { oui: 'boolean' } } as const
    const said = await small(bytes, wrong).catch((error: unknown) => error)
    assert.ok(said instanceof DgeError && /^Line 4: “2”/.test(said.message))
    await assert.rejects(large(bytes, 65_536, wrong), { message: said.message })
  })

  it('a bad line late in the file is told with its number, an open quote too', async () => {
    const good = Array.from({ length: 20_000 }, (_, row) => `${row};nom ${row};x`)
    for (const bad of ['20001;a;b;c', '20001;"jamais fermé;x']) {
      const bytes = bytesOf(['id;nom;reste', ...good, bad, '1;2;3'].join('\n'))
      const said = await small(bytes).catch((error: unknown) => error)
      assert.ok(said instanceof DgeError && /^Line 20002/.test(said.message), String(said))
      await assert.rejects(large(bytes, 65_536), { message: said.message })
    }
  })
})

const channels: Port[] = []
afterEach(() => {
  for (const port of channels.splice(0)) port.terminate()
})

describe('a large file of JSON is the table that a small one is', () => {
  const json = async (format: 'json' | 'geojson', bytes: Uint8Array) => {
    const src = `https://example.org/grand.${format}`
    const provider = format === 'json' ? jsonProvider : geojson
    const table = await (await provider.open({ src }, { response: new Response(bytes as BodyInit) })).execute({})
    const client = new FileClient(channel())
    const file = await client.read({ format, config: { src }, contentType: null }, chunksOf(bytes, 65_536), {})
    assert.deepEqual([file.schema, file.total, file.complete], [table.schema, table.total, table.complete])
    assertSameTable(await client.query({}), execute({}, table))
    return { client, table }
  }

  it('published ones', { skip: noShared }, async () => {
    const folder = fileURLToPath(new URL('../../../shared/data/', import.meta.url))
    let compared = 0
    for (const path of ['json', 'nasty'].flatMap((name) => readdirSync(folder + name).map((file) => `${name}/${file}`))) {
      if (!/\.(json|ndjson|geojson)$/.test(path)) continue
      const bytes = sharedBytes(path)
      const readable = await geojson.open({ src: 'https://example.org/x.geojson' }, { response: new Response(bytes as BodyInit) }).then(() => true, () => false)
      if (!readable) continue
      await json(path.endsWith('geojson') ? 'geojson' : 'json', bytes)
      compared++
    }
    assert.ok(compared > 5, `${compared} files`)
  })

  it('features with conditions, boxes and groups', async () => {
    const features = Array.from({ length: 3000 }, (_, row) => ({
      type: 'Feature', properties: { id: `f${row}`, n: row % 7, code: `0${row % 50}` }, geometry: row % 11 ? { type: 'Point', coordinates: [3.5 + (row % 400) / 100, 47.5 + (row % 200) / 100] } : null,
    }))
    const { client, table } = await json('geojson', bytesOf(JSON.stringify({ type: 'FeatureCollection', features })))
    const queries = new Queries(7, table, 'id')
    for (let count = 0; count < 60; count++) {
      const query = queries.next()
      assertSameTable(await client.query(query), execute(query, table))
    }
  })

  it('goes to it from 20 MB on; a fault is told with its line', async () => {
    const line = (row: number) => `{"id":${row},"nom":"commune ${row}","texte":"${'x'.repeat(400)}"}`
    const body = Array.from({ length: 48_000 }, (_, row) => line(row)).join('\n')
    const opened = await jsonProvider.open({ src: 'https://example.org/grand.ndjson' }, { response: new Response(body) })
    assert.equal(opened.capabilities.select, true)
    assert.equal((await opened.execute({ aggregate: [{ as: 'n', op: 'count' }] })).columns.get('n')?.[0], 48_000)
    await assert.rejects(jsonProvider.open({ src: 'https://example.org/grand.ndjson' }, { response: new Response(`${body}\n{"id":`) }), { kind: 'format', message: /^Line 48001/ })
  })
})

/** Page and worker joined by a channel: messages are cloned and transferred as between threads. */
function channel(): Port {
  const { port1, port2 } = new MessageChannel()
  const host = new FileHost((message: FromWorker, transfer) => port2.postMessage(message, transfer))
  port2.onmessage = ({ data }: MessageEvent<ToWorker>) => void host.receive(data)
  const terminate = () => (port1.close(), port2.close())
  const port = Object.assign(port1, { terminate }) as unknown as Port
  channels.push(port)
  return port
}

test('random questions: the stored table and the worker answer what the engine answers', { timeout: 240_000 }, async () => {
  for (let seed = 101; seed <= 112; seed++) {
    const { text, unique } = largeCsv(seed, 2500)
    const bytes = bytesOf(text)
    const { table } = await small(bytes)
    const stored = (await large(bytes, 65_536)).table
    const port = channel()
    const client = new FileClient(port)
    await client.read({ format: 'csv', config, contentType: null }, chunksOf(bytes, 65_536), {})
    const queries = new Queries(seed, table, unique)
    for (let count = 0; count < 50; count++) {
      const query = queries.next()
      const expected = execute(query, table)
      const why = (error: unknown) => { throw new Error(`seed ${seed}: ${JSON.stringify(query)}`, { cause: error }) }
      await executeStored(query, stored, new Pacer()).then((answer) => assertSameTable(answer, expected)).catch(why)
      if (count % 6 === 0) await client.query(query).then((answer) => assertSameTable(answer, expected)).catch(why)
    }
  }
})

function bodyOf(stream: ReadableStream<Uint8Array>): ArrivingBody {
  const response = new Response(stream)
  return new ArrivingBody({ response, arriving: readChunks(response), begun: [] }, config, {})
}

async function* chunksOf(bytes: Uint8Array, size: number, after?: () => void): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) {
    yield bytes.slice(at, at + size)
    after?.()
  }
}

describe('the worker', () => {
  const rows = 100_000
  const bytes = bytesOf(['id;nom;x', ...Array.from({ length: rows }, (_, row) => `${row};nom ${row % 100};${row / 2}`)].join('\n'))
  const hints: FileHints = { format: 'csv', config, contentType: null }
  const total: Query = { groupBy: [{ as: 'nom', expr: { property: 'nom' } }], aggregate: [{ as: 'somme', op: 'sum', expr: { property: 'x' } }] }

  it('sends large answers in parts, tells progress, and answers while another question is open', async () => {
    const port = channel()
    const client = new FileClient(port)
    const seen: number[] = []
    const started = performance.now()
    const file = await client.read(hints, chunksOf(bytes, 65_536), { onProgress: (count) => seen.push(count) })
    assert.equal(file.total, rows)
    // At once, not more often than every 150 ms, and at the end: the page draws each time.
    assert.ok(seen.length >= 2 && seen.length <= 2 + (performance.now() - started) / 150 && seen.at(-1) === rows, String(seen))
    assert.deepEqual(seen, seen.toSorted((left, right) => left - right))
    const [whole, sums] = await Promise.all([client.query({}), client.query(total)])
    assert.deepEqual([whole.numRows, whole.columns.get('x')?.[99_999], whole.columns.get('nom')?.[123]], [rows, 49_999.5, 'nom 23'])
    assert.deepEqual([sums.numRows, sums.columns.get('somme')?.[1]], [100, 24_975_500])
  })

  it('asks the network for no more than it can read', async () => {
    let [given, taken, most] = [0, 0, 0]
    const port = channel()
    const client = new FileClient(port)
    const receive = port.onmessage
    port.onmessage = (event) => {
      if (event.data.type === 'taken') taken += event.data.bytes
      receive?.call(port, event)
    }
    const file = async function* () {
      for (let count = 0; count < 200; count++) {
        given += 131_072
        most = Math.max(most, given - taken)
        yield bytes.slice(0, 131_072)
      }
    }
    await client.read(hints, file(), {}).catch(() => {})
    assert.ok(most <= 4_000_000 + 2 * 131_072, `${most} bytes ahead`)
  })

  it('stops when nobody waits any more, for the file or for an answer', async () => {
    const controller = new AbortController()
    let pieces = 0
    const port = channel()
    const endless = async function* () {
      for (;;) {
        yield bytes.slice(0, 65_536)
        if (++pieces === 20) controller.abort()
        await new Promise((resolve) => setTimeout(resolve, 1))
      }
    }
    await assert.rejects(new FileClient(port).read(hints, endless(), { signal: controller.signal }), isAbort)
    assert.ok(pieces <= 22)

    const other = channel()
    const client = new FileClient(other)
    await client.read(hints, chunksOf(bytes, 65_536), {})
    const soon = new AbortController()
    const answer = client.query({ orderBy: [{ field: 'x' }], where: { op: '>', args: [{ property: 'x' }, -1] } }, { signal: soon.signal })
    soon.abort()
    await assert.rejects(answer, isAbort)
    assert.equal((await client.query(total)).numRows, 100)
  })

  it('gets what arrived while it started, in its order; is ended when the download broke off meanwhile', async () => {
    const soon = (port: Port) => new Promise<Port>((resolve) => setTimeout(() => resolve(port), 30))
    const body = (end: (controller: ReadableStreamDefaultController) => void) => {
      const start = (controller: ReadableStreamDefaultController<Uint8Array>) => {
        for (let at = 0; at < bytes.length; at += 65_536) controller.enqueue(bytes.slice(at, at + 65_536))
        end(controller)
      }
      return bodyOf(new ReadableStream({ start }))
    }
    const dataset = await openLargeFile('csv', body((controller) => controller.close()), config, {}, soon(channel()))
    assert.equal((await dataset.execute({ ...total, where: { op: '<', args: [{ property: 'id' }, 300] } })).columns.get('somme')?.[1], 0.5 + 50.5 + 100.5)
    const port = channel()
    const end = port.terminate.bind(port)
    const ended = new Promise<void>((resolve) => (port.terminate = () => resolve(end())))
    const broken = bodyOf(new ReadableStream({ pull: (controller) => controller.error(new TypeError('reset')) }))
    await assert.rejects(openLargeFile('csv', broken, config, {}, soon(port)), { kind: 'network' })
    await ended
  })

  it('passes on what breaks the file: a cut body, a bad line, another encoding', async () => {
    const cut = async function* () {
      yield bytes.slice(0, 100_000)
      throw new DgeError('network', 'The answer broke off')
    }
    await assert.rejects(new FileClient(channel()).read(hints, cut(), {}), { kind: 'network' })
    const bad = bytesOf(`a;b\n${'1;2\n'.repeat(50_000)}1;2;3\n`)
    await assert.rejects(new FileClient(channel()).read(hints, chunksOf(bad, 65_536), {}), { kind: 'format', message: /^Line 50002: 3 cells/ })
    const mixed = Uint8Array.from([...bytesOf(`é;b\n${'1;2\n'.repeat(50_000)}`), 0xe9, 59, 49])
    await assert.rejects(new FileClient(channel()).read(hints, chunksOf(mixed, 65_536), {}), EncodingMismatch)
  })
})
