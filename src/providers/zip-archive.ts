import { Inflate } from 'fflate'
import { DgeError } from '../data/errors.js'
import { excerpt } from './read-text.js'
import type { Pacer } from '../data/pacer.js'

/** One file of an archive, still packed. */
export interface ZipEntry {
  /** Path inside the archive, with `/`. */
  readonly name: string
  /** Bytes, unpacked, as the directory states. */
  readonly size: number
  readonly packedSize: number
  readonly method: number
  readonly encrypted: boolean
  /** Where its local header starts. */
  readonly offset: number
}

/** Packed bytes worth downloading, and unpacked ones worth having in a page: beyond them lie zip bombs. */
export const mostPackedBytes = 256 * 2 ** 20
export const mostUnpackedBytes = 512 * 2 ** 20

/** Packed bytes that are unpacked at once; a hundred times as many may come out. */
const pieceLength = 32_768

const endOfDirectory = 0x06054b50
const directoryEntry = 0x02014b50
const localHeader = 0x04034b50
const zip64End = 0x06064b50
const none = 0xffffffff

/** Letters beyond ASCII in names that are not marked as UTF-8: the code page of DOS. */
const cp437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0'

/** @throws DgeError `format` for bytes that are plainly no archive; `what` should stand there ("a workbook") */
export function checkZip(archive: Uint8Array, url: string, what: string): void {
  const head = new TextDecoder('latin1').decode(archive.subarray(0, 500))
  if (head.startsWith('PK')) return
  const found = head.trim() === '' ? 'An empty answer' : /^\s*<(!doctype|html|head|body)/i.test(head) ? 'A web page (HTML)' : `Something else (“${excerpt(head, 40)}”)`
  throw new DgeError('format', `${found} in place of ${what} at ${url}`, { url })
}

/**
 * The files of a ZIP archive, by its directory (folders left out). Own code because fflate's tells neither encrypted files
 * nor their places, which unpacking in pieces needs.
 * @throws DgeError `format` for bytes that are no whole archive
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export function zipEntries(bytes: Uint8Array, url: string): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const cut = () => new DgeError('format', `A ZIP archive that ends too early at ${url}`, { url })
  const end = endAt(view)
  if (end < 0) throw cut()
  let count = view.getUint16(end + 10, true)
  let at = view.getUint32(end + 16, true)
  if (at === none || count === 0xffff) {
    const wide = end >= 20 ? Number(view.getBigUint64(end - 12, true)) : NaN
    if (!(wide + 56 <= bytes.length) || view.getUint32(wide, true) !== zip64End) throw cut()
    count = Number(view.getBigUint64(wide + 32, true))
    at = Number(view.getBigUint64(wide + 48, true))
  }
  const entries: ZipEntry[] = []
  for (let index = 0; index < count; index++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== directoryEntry) throw cut()
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true)) as [number, number, number]
    if (at + 46 + nameLength + extraLength > bytes.length) throw cut()
    const entry = entryAt(view, bytes, at, nameLength, extraLength)
    if (!entry.name.endsWith('/')) entries.push(entry)
    at += 46 + nameLength + extraLength + commentLength
  }
  return entries
}

function endAt(view: DataView): number {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 65_557); at--) {
    if (view.getUint32(at, true) === endOfDirectory) return at
  }
  return -1
}

function entryAt(view: DataView, bytes: Uint8Array, at: number, nameLength: number, extraLength: number): ZipEntry {
  const flags = view.getUint16(at + 8, true)
  const written = bytes.subarray(at + 46, at + 46 + nameLength)
  // In this order they stand in the 64-bit extension, each only when its 32 bits do not do.
  const numbers = [view.getUint32(at + 24, true), view.getUint32(at + 20, true), view.getUint32(at + 42, true)]
  let wide = extensionAt(view, at + 46 + nameLength, extraLength)
  const [size = 0, packedSize = 0, offset = 0] = numbers.map((number) => {
    if (number !== none || wide < 0 || wide + 8 > view.byteLength) return number
    wide += 8
    return Number(view.getBigUint64(wide - 8, true))
  })
  const name = (flags & 0x800 ? new TextDecoder().decode(written) : dosName(written)).replaceAll('\\', '/')
  return { name, size, packedSize, offset, method: view.getUint16(at + 10, true), encrypted: (flags & 1) === 1 }
}

function extensionAt(view: DataView, start: number, length: number): number {
  for (let at = start; at + 4 <= start + length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) === 1) return at + 4
  }
  return -1
}

/** Many programs write UTF-8 without saying so. */
function dosName(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return Array.from(bytes, (byte) => (byte < 128 ? String.fromCharCode(byte) : (cp437[byte - 128] ?? ''))).join('')
  }
}

/**
 * One file unpacked, in slices that leave input and painting their turn.
 * @throws DgeError `too-large` beyond `mostUnpackedBytes`, `unsupported` when encrypted or packed in a rare way, `format`
 */
export async function unpack(archive: Uint8Array, entry: ZipEntry, pacer: Pacer, url: string): Promise<Uint8Array> {
  const { name, size, packedSize, method, encrypted, offset } = entry
  const fail = (what: string, cause?: unknown) => new DgeError('format', `${what}: ${name} in ${url}`, { url, cause })
  if (encrypted) throw new DgeError('unsupported', `${name} in ${url} is locked with a password`, { url })
  if (method !== 0 && method !== 8) throw new DgeError('unsupported', `${name} in ${url} is packed with method ${method}`, { url, hint: 'Pack it with the usual one (deflate).' })
  if (size > mostUnpackedBytes) throw tooLarge(name, url)
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength)
  if (offset + 30 > archive.length || view.getUint32(offset, true) !== localHeader) throw fail('A broken archive')
  const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true)
  if (start + packedSize > archive.length) throw fail('An archive that ends too early')
  const packed = archive.subarray(start, start + packedSize)
  if (method === 0) return packed
  const bytes = new Uint8Array(size)
  let length = 0
  const inflate = new Inflate((piece) => {
    if (length + piece.length <= size) bytes.set(piece, length)
    length += piece.length
  })
  try {
    for (let at = 0; at < packed.length && length <= size; at += pieceLength) {
      inflate.push(packed.subarray(at, at + pieceLength), at + pieceLength >= packed.length)
      if (pacer.due) await pacer.turn()
    }
  } catch (cause) {
    if (cause instanceof DOMException) throw cause
    throw fail('Broken data in the archive', cause)
  }
  if (length !== size) throw fail(length > size ? 'More data than the archive states' : 'An archive that ends too early')
  return bytes
}

/** @returns the error for what is too much for a page */
export function tooLarge(name: string, url: string): DgeError {
  return new DgeError('too-large', `${name} in ${url} holds more than ${mostUnpackedBytes / 2 ** 20} MB`, {
    url,
    hint: 'Publish an excerpt, or give the address of an API that filters.',
  })
}
