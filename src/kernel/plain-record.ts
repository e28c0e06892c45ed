import { areSame, byteAt, colon, isBare, quote } from './bytes'

/** First letters of the words that remarks begin with: sources, notes, champ, lecture, remarque, avertissement, unité, données, mise à jour. A bit each, from "a" on. */
const remarkLetters: u32 = letter(115) | letter(110) | letter(99) | letter(108) | letter(114) | letter(97) | letter(117) | letter(100) | letter(109)

// @ts-ignore: decorator
@inline
function letter(code: i32): u32 {
  return <u32>1 << (code - 97)
}

/** Something that is neither space nor separator nor quote. */
export function holdsLetter(from: usize, to: usize, separator: i32): bool {
  for (let at = from; at < to; at++) {
    const byte = byteAt(at)
    if (isBare(byte) && byte !== separator && byte !== quote) return true
  }
  return false
}

/** A colon, and up to some signs before a word that remarks begin with. */
export function mayBeRemark(start: usize, end: usize): bool {
  let at = start
  while (at < end && !isWord(byteAt(at))) at++
  if (at >= end || !isRemarkLetter(byteAt(at) | 32)) return false
  for (; at < end; at++) if (byteAt(at) === colon) return true
  return false
}

/** False when the cell without the space around it is certainly not the name. */
export function mayBeName(start: usize, end: usize, name: usize, length: usize): bool {
  while (start < end && byteAt(start) <= 32) start++
  if (start === end) return length === 0
  if (maySpace(start)) return true
  if (end - start < length || !areSame(start, name, length)) return false
  // Behind the name there may be space, which ends in no plain letter.
  return end - start === length || !isBare(byteAt(end - 1))
}

/** The bytes may begin one of the spaces of Unicode that trimming takes away. */
function maySpace(at: usize): bool {
  const second = byteAt(at + 1)
  switch (byteAt(at)) {
    case 0xc2:
      return second === 0xa0
    case 0xe1:
      return second === 0x9a
    case 0xe2:
      return second === 0x80 || second === 0x81
    case 0xe3:
      return second === 0x80
    case 0xef:
      return second === 0xbb
    default:
      return false
  }
}

function isRemarkLetter(byte: i32): bool {
  return byte >= 97 && byte <= 122 && (remarkLetters & letter(byte)) !== 0
}

function isWord(byte: i32): bool {
  return (byte >= 48 && byte <= 57) || byte === 95 || ((byte | 32) >= 97 && (byte | 32) <= 122)
}
