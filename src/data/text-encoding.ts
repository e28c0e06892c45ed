import { DgeError } from './errors.js'

/** What speaks for an encoding besides the bytes themselves. */
export interface EncodingHints {
  /** The author's word: taken as it is. */
  readonly encoding?: string | undefined
  /** The answer's Content-Type header; servers often state a charset that the file does not have. */
  readonly contentType?: string | null | undefined
}

/** Bytes to text, piece by piece. */
export interface TextPieces {
  /** Text of the next piece. @throws EncodingMismatch when the file is in another encoding: start again with `fallback` */
  push(bytes: Uint8Array): string
  /** What was held back at the end. */
  end(): string
}

/** The bytes are not in the encoding that they seemed to be in: decode the whole file again with `fallback`. */
export class EncodingMismatch extends Error {
  readonly fallback: string

  constructor(fallback: string) {
    super(`Not UTF-8: ${fallback} is meant`)
    this.fallback = fallback
  }
}

/**
 * The encoding of a file, from its first bytes and the hints: byte order mark, the author's word, the zero bytes of UTF-16,
 * the server's word unless it is the Latin-1 that servers say of everything; else UTF-8, which turns out right or wrong
 * while decoding.
 * @see https://encoding.spec.whatwg.org/
 */
export function detectEncoding(head: Uint8Array, hints: EncodingHints = {}): string {
  const [a, b, c] = head
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8'
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  if (hints.encoding) return known(hints.encoding)
  const wide = wideEncoding(head)
  if (wide) return wide
  const stated = labelOf(charsetOf(hints.contentType))
  return stated === undefined || stated === 'windows-1252' ? 'utf-8' : stated
}

/** Decodes in pieces. A file taken for UTF-8 without the author's word is read strictly: it falls back to windows-1252. */
export function textPieces(encoding: string, hints: EncodingHints = {}): TextPieces {
  const strict = encoding === 'utf-8' && !hints.encoding
  const decoder = new TextDecoder(encoding, { fatal: strict })
  const decode = (bytes?: Uint8Array) => {
    try {
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode()
    } catch (cause) {
      if (strict && cause instanceof TypeError) throw new EncodingMismatch('windows-1252')
      throw cause
    }
  }
  let first = encoding.startsWith('utf-16')
  const push = (bytes: Uint8Array) => {
    const text = decode(bytes)
    if (!first || text === '') return text
    first = false
    // A line break written as two bytes before UTF-16 text reads as one character that does not exist.
    return text.replace(/^\u0a0d/, '\n')
  }
  return { push, end: () => decode() }
}

/** UTF-16 without a mark: text in Latin letters has a zero in nearly every second byte. */
function wideEncoding(head: Uint8Array): string | undefined {
  let even = 0
  let odd = 0
  head.forEach((byte, index) => {
    if (byte === 0) index % 2 ? odd++ : even++
  })
  const half = head.length / 2
  if (head.length < 4) return undefined
  if (odd > half * 0.7 && even < half * 0.1) return 'utf-16le'
  if (even > half * 0.7 && odd < half * 0.1) return 'utf-16be'
  return undefined
}

function charsetOf(contentType: string | null | undefined): string | undefined {
  return /charset=["']?([\w.:-]+)/i.exec(contentType ?? '')?.[1]
}

function labelOf(label: string | undefined): string | undefined {
  if (label === undefined) return undefined
  try {
    return new TextDecoder(label).encoding
  } catch {
    return undefined
  }
}

function known(label: string): string {
  const encoding = labelOf(label.trim())
  if (encoding) return encoding
  throw new DgeError('unsupported', `Unknown character encoding “${label}”`, {
    hint: 'For example encoding="windows-1252" or encoding="utf-8".',
  })
}
