import { DgeError, isAbort } from '../data/errors.js'
import { ReadWhole } from '../data/read-whole.js'
import { Pacer } from '../data/pacer.js'
import { executeStored } from '../data/stored-engine.js'
import { EncodingMismatch } from '../data/text-encoding.js'
import { fileStream } from './file-stream.js'
import type { Query } from '../data/query.js'
import type { StoredTable } from '../data/stored-table.js'
import type { Column, Table, Value } from '../data/table.js'
import type { FromWorker, Thrown, ToWorker } from './file-messages.js'
import type { FileStream } from './file-stream.js'

/** Rows of an answer that travel together: a few milliseconds to unpack. Geometries may be long. */
const batchRows = 8192
const batchFeatures = 256

/** Bytes, or milliseconds, after which the page is told how far the file is read: it draws each time. */
const toldBytes = 1_000_000
const toldAfter = 200

/** The worker's side: reads a file that arrives in messages, then answers questions. One file each. */
export class FileHost {
  readonly #post: (message: FromWorker, transfer: ArrayBuffer[]) => void
  readonly #waiting = new Map<number, AbortController>()
  /** Settled when `#stream` is there, should it come. */
  #opening: Promise<void> | undefined
  #stream: FileStream | undefined
  #table: StoredTable | undefined
  #failed = false
  /** Bytes that were read since the page was told. */
  #untold = 0
  #toldAt = 0

  constructor(post: (message: FromWorker, transfer: ArrayBuffer[]) => void) {
    this.#post = post
  }

  /** Messages are dealt with in their order. */
  async receive(message: ToWorker): Promise<void> {
    switch (message.type) {
      case 'open':
        return (this.#opening = this.#guard(undefined, async () => void (this.#stream = await fileStream(message.hints))))
      case 'bytes':
        return this.#guard(undefined, () => this.#take(message.bytes))
      case 'end':
        return this.#guard(undefined, () => this.#finish())
      case 'query':
        return this.#guard(message.id, () => this.#answer(message.id, message.query))
      case 'abort':
        this.#waiting.get(message.id)?.abort()
    }
  }

  async #take(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.#opening
    const stream = this.#stream
    if (!stream || this.#failed) return
    this.#untold += bytes.length
    stream.push(bytes)
    const now = performance.now()
    if (this.#untold < toldBytes && now - this.#toldAt < toldAfter) return
    this.#post({ type: 'taken', bytes: this.#untold, rows: stream.numRows }, [])
    this.#untold = 0
    this.#toldAt = now
  }

  async #finish(): Promise<void> {
    await this.#opening
    const stream = this.#stream
    if (!stream || this.#failed) return
    const { table, titles, footnotes, notes, format } = await stream.finish(new Pacer())
    this.#stream = undefined
    this.#table = table
    this.#post({ type: 'opened', schema: table.schema, complete: table.complete, total: table.total ?? table.numRows, titles, footnotes, notes, format }, [])
  }

  async #answer(id: number, query: Query): Promise<void> {
    if (!this.#table) return
    const controller = new AbortController()
    this.#waiting.set(id, controller)
    try {
      const table = await executeStored(query, this.#table, new Pacer(controller.signal))
      const size = table.schema.some(({ type }) => type === 'geometry') ? batchFeatures : batchRows
      for (let from = 0; from < table.numRows; from += size) this.#post(...batch(table, id, from, from + size))
      const { schema, numRows, complete, total } = table
      this.#post({ type: 'answer', id, schema, numRows, complete, total }, [])
    } finally {
      this.#waiting.delete(id)
    }
  }

  async #guard(id: number | undefined, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.#failed ||= id === undefined
      this.#post({ type: 'error', id, error: thrown(error) }, [])
    }
  }
}

function batch(table: Table, id: number, from: number, to: number): [FromWorker, ArrayBuffer[]] {
  const transfer: ArrayBuffer[] = []
  const columns = table.schema.map(({ name }): Column => {
    const cells = Array.prototype.slice.call(table.columns.get(name), from, to) as Value[]
    if (!cells.every((cell) => typeof cell === 'number')) return cells
    const numbers = new Float64Array(cells)
    transfer.push(numbers.buffer)
    return numbers
  })
  return [{ type: 'rows', id, columns }, transfer]
}

function thrown(error: unknown): Thrown {
  if (error instanceof EncodingMismatch) return { message: error.message, encoding: error.fallback }
  if (error instanceof ReadWhole) return { message: error.message, whole: true }
  if (isAbort(error)) return { message: 'Aborted', aborted: true }
  const { kind, message, hint, url, status } = DgeError.from(error)
  return { message, kind, options: { ...(hint === undefined ? {} : { hint }), ...(url === undefined ? {} : { url }), ...(status === undefined ? {} : { status }) } }
}
