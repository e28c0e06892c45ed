import { request } from './http.js'
import { readBytes } from './http-body.js'
import type { SourceConfig } from '../data/dataset.js'

/** A file smaller than this comes whole: one request costs less than three. */
const small = 262_144
/** Bytes of a file that is taken whole where ranges are not served. */
const mostWhole = 200_000_000

/** A remote file read by parts (HTTP Range), or whole where the server serves no parts. */
export class RangeFile {
  readonly byteLength: number
  /** Headers of the first answer. */
  readonly headers: Headers
  readonly #config: SourceConfig
  #whole: Promise<Uint8Array> | undefined

  private constructor(config: SourceConfig, byteLength: number, headers: Headers, whole?: Uint8Array) {
    this.#config = config
    this.byteLength = byteLength
    this.headers = headers
    this.#whole = whole && Promise.resolve(whole)
  }

  /**
   * HEAD tells the length (a suffix range would need a preflight, and the length in Content-Range is often not exposed).
   * @throws DgeError of the requests; `too-large` when the file must be taken whole and is too large for it
   */
  static async open(config: SourceConfig, signal?: AbortSignal): Promise<RangeFile> {
    const options = { signal, timeout: config.timeout }
    const head = await request(config.src, { ...options, method: 'HEAD', accept: [400, 403, 404, 405, 501] })
    const announced = Number(head.headers.get('content-length') ?? NaN)
    if (head.ok && announced > small && !head.headers.get('content-encoding')) return new RangeFile(config, announced, head.headers)
    const response = await request(config.src, options)
    const bytes = await readBytes(response, { signal, maxBytes: mostWhole })
    return new RangeFile(config, bytes.length, response.headers, bytes)
  }

  /** Bytes `start` (included) to `end` (excluded). Aborting is for the caller of `open`: parts are shared. */
  async slice(start: number, end: number = this.byteLength, signal?: AbortSignal): Promise<ArrayBuffer> {
    if (this.#whole) return bufferOf((await this.#whole).subarray(start, end))
    const { src, timeout } = this.#config
    const response = await request(src, { signal, timeout, headers: { range: `bytes=${start}-${end - 1}` } })
    if (response.status === 206) return bufferOf(await readBytes(response, { signal }))
    // No parts here: what has come is everything, and is kept. Others that ask meanwhile wait for it.
    this.#whole ??= readBytes(response, { signal, maxBytes: mostWhole }).catch((error: unknown) => {
      this.#whole = undefined
      throw error
    })
    return bufferOf((await this.#whole).subarray(start, end))
  }
}

function bufferOf(bytes: Uint8Array): ArrayBuffer {
  const { buffer, byteOffset, byteLength } = bytes
  return buffer instanceof ArrayBuffer && byteOffset === 0 && buffer.byteLength === byteLength ? buffer : Uint8Array.from(bytes).buffer
}
