import { DgeError, isAbort } from '../data/errors.js'
import { abortOf, defaultTimeout, endings, timeouts } from './http.js'

export interface ReadOptions {
  readonly signal?: AbortSignal | undefined
  /** Called with the bytes read so far and the announced length, when there is one. */
  readonly onProgress?: (bytes: number, total?: number) => void
  /** More bytes than this is a `too-large` error. */
  readonly maxBytes?: number
  /** Milliseconds without a byte before giving up; the request's `timeout` when absent. */
  readonly idleTimeout?: number | undefined
}

/** The body as bytes. @throws DgeError `timeout`, `network` (broken off), `too-large` */
export async function readBytes(response: Response, options: ReadOptions = {}): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of readChunks(response, options)) chunks.push(chunk)
  return joinedBytes(chunks)
}

/** The chunks as one. */
export function joinedBytes(chunks: readonly Uint8Array[]): Uint8Array {
  if (chunks.length === 1 && chunks[0]) return chunks[0]
  const bytes = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0))
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

/** The body piece by piece, as it arrives; leaving the loop early cancels the download. Errors as `readBytes`. */
export async function* readChunks(response: Response, options: ReadOptions = {}): AsyncGenerator<Uint8Array> {
  const { signal, onProgress, maxBytes = Infinity } = options
  const idle = options.idleTimeout ?? timeouts.get(response) ?? defaultTimeout
  const url = response.url
  // The announced length is the compressed one when the body is compressed: no use then.
  const announced = response.headers.get('content-encoding') ? 0 : Number(response.headers.get('content-length'))
  const tooLarge = () => new DgeError('too-large', `More than ${maxBytes} bytes at ${url}`, { url })
  const reader = response.body?.getReader()
  if (!reader) return endings.get(response)?.()
  let bytes = 0
  let interruption: Error | undefined
  const interrupt = (error: Error) => {
    interruption = error
    // What is waited for ends.
    reader.cancel().catch(() => {})
  }
  // Large files come in thousands of chunks: a timer and a listener for each would take longer than to read it.
  let since = Infinity
  const timer = setInterval(() => {
    if (performance.now() - since >= idle) interrupt(new DgeError('timeout', `The answer stalled after ${bytes} bytes at ${url}`, { url }))
  }, idle / 4)
  const onAbort = () => interrupt(abortOf(signal))
  if (signal?.aborted) onAbort()
  signal?.addEventListener('abort', onAbort)
  try {
    if (announced > maxBytes) throw tooLarge()
    for (;;) {
      since = performance.now()
      const { done, value } = await reader.read()
      since = Infinity
      if (interruption) throw interruption
      if (done) return
      bytes += value.length
      if (bytes > maxBytes) throw tooLarge()
      onProgress?.(bytes, announced > 0 ? announced : undefined)
      yield value
    }
  } catch (error) {
    if (error instanceof DgeError || isAbort(error)) throw error
    throw new DgeError('network', `The answer broke off after ${bytes} bytes at ${url}`, { cause: error, url })
  } finally {
    clearInterval(timer)
    signal?.removeEventListener('abort', onAbort)
    endings.get(response)?.()
    reader.cancel().catch(() => {})
  }
}
