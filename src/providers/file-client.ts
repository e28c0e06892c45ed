import { DgeError } from '../data/errors.js'
import { ReadWhole } from '../data/read-whole.js'
import { EncodingMismatch } from '../data/text-encoding.js'
import { createTable } from '../data/table.js'
import type { ExecuteOptions } from '../data/dataset.js'
import type { Query } from '../data/query.js'
import type { Column, Table, Value } from '../data/table.js'
import type { AnswerEnd, FromWorker, OpenedFile, Thrown } from './file-messages.js'
import type { Port } from './file-port.js'
import type { FileHints } from './file-stream.js'

/** Bytes on their way to the worker that it has not read: no more are asked of the network then. */
export const mostAhead = 4_000_000

/** Milliseconds between two words of progress at least. */
const between = 300

interface Asked {
  readonly columns: (Value[] | Float64Array)[][]
  readonly resolve: (table: Table) => void
  readonly reject: (error: unknown) => void
}

/** The page's side of a worker that reads a file. */
export class FileClient {
  readonly #port: Port
  readonly #asked = new Map<number, Asked>()
  #nextId = 0
  #ahead = 0
  #wake: (() => void) | undefined
  #opened: { resolve: (file: OpenedFile) => void; reject: (error: unknown) => void } | undefined
  #failure: Error | undefined
  #toldAt = -Infinity
  #onProgress: ExecuteOptions['onProgress']

  constructor(port: Port) {
    this.#port = port
    port.onmessage = ({ data }) => this.#receive(data)
  }

  /**
   * Hands the bytes over as they arrive, as fast as the worker reads them.
   * @throws what the bytes throw, DgeError, EncodingMismatch, ReadWhole, the abort; the worker is ended then
   */
  async read(hints: FileHints, chunks: AsyncIterable<Uint8Array>, { signal, onProgress }: ExecuteOptions): Promise<OpenedFile> {
    this.#onProgress = onProgress
    const opened = new Promise<OpenedFile>((resolve, reject) => (this.#opened = { resolve, reject }))
    opened.catch(() => {})
    const stop = () => this.#fail(new DOMException('Aborted', 'AbortError'))
    signal?.addEventListener('abort', stop)
    try {
      this.#port.postMessage({ type: 'open', hints }, [])
      for await (const chunk of chunks) {
        if (this.#failure) break
        const bytes = transferable(chunk)
        this.#ahead += bytes.length
        this.#port.postMessage({ type: 'bytes', bytes }, [bytes.buffer])
        while (this.#ahead > mostAhead && !this.#failure) await new Promise<void>((resolve) => (this.#wake = resolve))
      }
      this.#port.postMessage({ type: 'end' }, [])
      return await opened
    } catch (error) {
      this.#port.terminate()
      throw error
    } finally {
      signal?.removeEventListener('abort', stop)
    }
  }

  /** The answer to a query. @throws DgeError, the abort */
  query(query: Query, { signal }: ExecuteOptions = {}): Promise<Table> {
    if (signal?.aborted) return Promise.reject(new DOMException('Aborted', 'AbortError'))
    const id = this.#nextId++
    const answer = new Promise<Table>((resolve, reject) => this.#asked.set(id, { columns: [], resolve, reject }))
    const stop = () => this.#port.postMessage({ type: 'abort', id }, [])
    signal?.addEventListener('abort', stop)
    this.#port.postMessage({ type: 'query', id, query }, [])
    return answer.finally(() => {
      signal?.removeEventListener('abort', stop)
      this.#asked.delete(id)
    })
  }

  #receive(message: FromWorker): void {
    switch (message.type) {
      case 'taken':
        this.#ahead -= message.bytes
        this.#tell(message.rows)
        this.#wake?.()
        return
      case 'opened':
        this.#onProgress?.(message.total, message.total)
        return this.#opened?.resolve(message)
      case 'rows': {
        const asked = this.#asked.get(message.id)
        for (const [index, column] of message.columns.entries()) if (asked) (asked.columns[index] ??= []).push(column as Value[] | Float64Array)
        return
      }
      case 'answer': {
        const asked = this.#asked.get(message.id)
        return asked?.resolve(tableOf(message, asked.columns))
      }
      case 'error': {
        const error = errorOf(message.error)
        if (message.id === undefined) this.#fail(error)
        else this.#asked.get(message.id)?.reject(error)
      }
    }
  }

  /** The page draws each time: not more often than readers can see. */
  #tell(rows: number): void {
    const now = performance.now()
    if (now - this.#toldAt < between) return
    this.#toldAt = now
    this.#onProgress?.(rows)
  }

  #fail(error: Error): void {
    this.#failure = error
    this.#opened?.reject(error)
    this.#wake?.()
  }
}

/** A chunk whose buffer holds nothing else. */
function transferable(chunk: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = chunk.byteOffset === 0 && chunk.byteLength === chunk.buffer.byteLength && chunk.buffer instanceof ArrayBuffer
  return whole ? (chunk as Uint8Array<ArrayBuffer>) : new Uint8Array(chunk)
}

function tableOf({ schema, numRows, complete, total }: AnswerEnd, parts: readonly (readonly (Value[] | Float64Array)[])[]): Table {
  const columns = new Map(schema.map(({ name }, index): [string, Column] => [name, joined(parts[index] ?? [], numRows)]))
  return createTable(schema, columns, { numRows, complete, ...(total === undefined ? {} : { total }) })
}

function joined(parts: readonly (Value[] | Float64Array)[], length: number): Column {
  const [first] = parts
  if (!first) return []
  if (parts.length === 1 && Array.isArray(first)) return first
  if (length <= 1000 || !parts.every((part) => part instanceof Float64Array)) return parts.flatMap((part) => Array.from<Value>(part))
  const numbers = new Float64Array(length)
  let at = 0
  for (const part of parts) {
    numbers.set(part, at)
    at += part.length
  }
  return numbers
}

function errorOf({ message, kind, options, encoding, whole, aborted }: Thrown): Error {
  if (whole) return new ReadWhole()
  if (encoding !== undefined) return new EncodingMismatch(encoding)
  if (aborted) return new DOMException('Aborted', 'AbortError')
  return new DgeError(kind ?? 'internal', message, options)
}
