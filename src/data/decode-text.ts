import { EncodingMismatch, detectEncoding, textPieces } from './text-encoding.js'
import type { EncodingHints } from './text-encoding.js'

/** The text of a whole file. @throws DgeError `unsupported` for an encoding that nobody knows */
export function decodeText(bytes: Uint8Array, hints: EncodingHints = {}): string {
  const whole = (encoding: string) => {
    const pieces = textPieces(encoding, hints)
    return pieces.push(bytes) + pieces.end()
  }
  try {
    return whole(detectEncoding(bytes.subarray(0, 1024), hints))
  } catch (error) {
    if (error instanceof EncodingMismatch) return whole(error.fallback)
    throw error
  }
}
