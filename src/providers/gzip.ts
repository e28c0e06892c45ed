import { Gunzip } from 'fflate'
import { DgeError } from '../data/errors.js'
import { Pacer } from '../data/pacer.js'
import { request } from './http.js'
import { readBytes } from './http-body.js'
import { decoded, extensionOf, innerAddress, providerByHead, providerByName } from './inner-file.js'
import { mostPackedBytes, mostUnpackedBytes, tooLarge } from './zip-archive.js'
import type { Handover, OpenOptions, Provider, SourceConfig } from '../data/dataset.js'

/** Packed bytes that are unpacked at once. */
const pieceLength = 32_768

/**
 * One file packed with gzip (`communes.csv.gz`): unpacked and handed over by its inner name, else by its first bytes. Not the
 * browser's DecompressionStream, which phones before 2023 lack and which refuses files of several parts (bgzip, pigz).
 * @see https://www.rfc-editor.org/rfc/rfc1952
 */
const provider: Provider<Handover> = {
  name: 'gzip',
  async open(config: SourceConfig, options: OpenOptions = {}): Promise<Handover> {
    const { signal } = options
    const response = options.response ?? (await request(config.src, { signal, timeout: config.timeout }))
    const packed = await readBytes(response, { signal, maxBytes: mostPackedBytes })
    const file = decoded(new URL(config.src).pathname.split('/').at(-1) ?? '')
    const name = file.replace(/\.gz$/i, '').replace(/\.tgz$/i, '.tar')
    if (extensionOf(name) === 'tar') {
      throw new DgeError('unsupported', `A tar archive at ${config.src}`, { url: config.src, hint: 'Publish the file itself, or a ZIP archive.' })
    }
    // Servers that say Content-Encoding: gzip of such a file make the browser unpack it.
    const isPacked = packed[0] === 0x1f && packed[1] === 0x8b
    const bytes = isPacked ? await gunzip(packed, config.src, new Pacer(signal)) : packed
    const kind = providerByName(name) ?? providerByHead(bytes)
    const headers: Record<string, string> = {}
    const modified = response.headers.get('last-modified')
    if (modified) headers['last-modified'] = modified
    return {
      to: { src: innerAddress(config.src, name === file ? `${file}.${kind}` : name), provider: kind },
      response: new Response(bytes as BodyInit, { headers }),
    }
  },
}
export default provider

/** @throws DgeError `format` for broken data, `too-large` */
async function gunzip(packed: Uint8Array, url: string, pacer: Pacer): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let [length, ended] = [0, false]
  const stream = new Gunzip((piece, last) => {
    pieces.push(piece)
    length += piece.length
    ended = last
  })
  try {
    for (let at = 0; at < packed.length; at += pieceLength) {
      stream.push(packed.subarray(at, at + pieceLength), at + pieceLength >= packed.length)
      if (length > mostUnpackedBytes) throw tooLarge('The file', url)
      if (pacer.due) await pacer.turn()
    }
  } catch (cause) {
    if (cause instanceof DOMException || cause instanceof DgeError) throw cause
    throw new DgeError('format', `Broken gzip data at ${url}`, { cause, url })
  }
  if (!ended || !sizeFits(packed, length)) throw new DgeError('format', `Gzip data that ends too early at ${url}`, { url })
  const bytes = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}

/** The last four bytes say how long the last part is: all of it, in a file of one part. */
function sizeFits(packed: Uint8Array, length: number): boolean {
  if (packed.length < 18) return false
  const stated = new DataView(packed.buffer, packed.byteOffset + packed.length - 4, 4).getUint32(0, true)
  return stated <= length
}
