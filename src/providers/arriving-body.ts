import { Pacer } from '../data/pacer.js'
import { request } from './http.js'
import { joinedBytes, readChunks } from './http-body.js'
import { largeFile, saysLarge } from './large-ahead.js'
import type { OpenOptions, SourceConfig } from '../data/dataset.js'

/** An answer whose body is read, as far as it has come. */
export interface Arriving {
  readonly response: Response
  /** The chunks to come. */
  readonly arriving: AsyncGenerator<Uint8Array>
  /** Those that came. */
  readonly begun: readonly Uint8Array[]
}

/** The body of a file, which may be read from its beginning again as long as it is not known to be large. */
export class ArrivingBody {
  readonly response: Response
  readonly #config: SourceConfig
  readonly #signal: AbortSignal | undefined
  readonly #arriving: AsyncGenerator<Uint8Array>
  readonly #limit: number
  #kept: Uint8Array[] = []
  #length = 0

  /** @param limit bytes from which on it is large */
  constructor({ response, arriving, begun }: Arriving, config: SourceConfig, { signal }: OpenOptions, limit = largeFile) {
    this.response = response
    this.#limit = limit
    this.#config = config
    this.#signal = signal
    this.#arriving = arriving
    for (const chunk of begun) this.#keep(chunk)
  }

  /** True once it is known to be too large for the page to read alone. */
  get isLarge(): boolean {
    return this.#length > this.#limit || saysLarge(this.response, this.#limit)
  }

  /** The first bytes: at least `length`, when there are so many. */
  async head(length: number): Promise<Uint8Array> {
    while (this.#length < length && (await this.#next()));
    const head = new Uint8Array(Math.min(this.#length, length))
    let at = 0
    for (const chunk of this.#kept) {
      head.set(chunk.subarray(0, Math.max(0, head.length - at)), at)
      at += chunk.length
      if (at >= head.length) break
    }
    return head
  }

  /** All bytes from the beginning, which are kept. Stopping early leaves the rest to come. */
  async *chunks(): AsyncGenerator<Uint8Array> {
    for (let index = 0; ; index++) {
      const chunk = this.#kept[index] ?? (await this.#next())
      if (!chunk) return
      yield chunk
    }
  }

  /** All bytes; undefined as soon as it is a large file. */
  async whole(): Promise<Uint8Array | undefined> {
    while (!this.isLarge) if (!(await this.#next())) return joinedBytes(this.#kept)
    return undefined
  }

  /** Reads on until `ready`, `most` bytes at most: the network does not wait. */
  async ahead(most: number, ready: Promise<unknown>): Promise<void> {
    let waits = true
    const stop = () => (waits = false)
    ready.then(stop, stop)
    while (waits && this.#length < most && (await this.#next()));
  }

  /** All bytes from the beginning, for a last time: none is kept, unless the answer cannot be asked for again. */
  async *last(): AsyncGenerator<Uint8Array> {
    if (this.response.url === '') {
      for await (const chunk of this.chunks()) yield chunk.slice()
      return
    }
    // Those that came while a worker started are many: the page is not held up by handing all over at once.
    const pacer = new Pacer(this.#signal)
    for (let chunk = this.#kept.shift(); chunk; chunk = this.#kept.shift()) {
      yield chunk
      await pacer.turn()
    }
    yield* this.#arriving
  }

  /** The bytes once more after `last`. @throws DgeError of the request */
  async again(): Promise<AsyncIterable<Uint8Array>> {
    if (this.response.url === '') return this.last()
    await this.close()
    const options = { signal: this.#signal, timeout: this.#config.timeout }
    return readChunks(await request(this.#config.src, options), options)
  }

  /** Ends the download, should it still go on. */
  async close(): Promise<void> {
    await this.#arriving.return(undefined)
  }

  async #next(): Promise<Uint8Array | undefined> {
    const { done, value } = await this.#arriving.next()
    if (done) return undefined
    this.#keep(value)
    return value
  }

  #keep(chunk: Uint8Array): void {
    this.#length += chunk.length
    this.#kept.push(chunk)
  }
}

/** The options with a progress that never goes back, though a file may be read again from its beginning. */
export function risingProgress(options: OpenOptions): OpenOptions {
  const { onProgress } = options
  if (!onProgress) return options
  let most = -1
  return {
    ...options,
    onProgress: (rows, total) => {
      if (rows <= most) return
      most = rows
      onProgress(rows, total)
    },
  }
}
