import { DgeError } from './errors.js'

export type TokenKind = 'name' | 'quoted' | 'string' | 'number' | 'symbol' | 'end'

export interface Token {
  readonly kind: TokenKind
  /** Name, contents of the quotes, number as written, or symbol. */
  readonly text: string
  /** Offset of its first character in the source. */
  readonly start: number
  readonly end: number
}

/** What may stand in a bare name after its first letter. */
const nameStart = /[\p{L}_:]/u
const namePart = /[\p{L}\p{M}\p{N}_:.]/u
const number = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y
const symbol = /<=|>=|<>|!=|[-+*/%^=<>(),]/y

/** Reads the token at or after `from`, skipping white space. @throws DgeError `query` for a character that fits nowhere */
export function tokenAt(source: string, from: number): Token {
  let start = from
  while (start < source.length && /\s/.test(source.charAt(start))) start++
  const first = source.charAt(start)
  if (first === '') return { kind: 'end', text: '', start, end: start }
  if (first === '"' || first === "'") return quoted(source, start, first)
  if (nameStart.test(first)) {
    let end = start + 1
    while (end < source.length && namePart.test(source.charAt(end))) end++
    return { kind: 'name', text: source.slice(start, end), start, end }
  }
  for (const [kind, pattern] of [['number', number], ['symbol', symbol]] as const) {
    pattern.lastIndex = start
    const text = pattern.exec(source)?.[0]
    if (text) return { kind, text, start, end: start + text.length }
  }
  throw syntaxError(source, start, `unexpected character "${first}"`)
}

/** A doubled quote stands for one; there is no other escape. */
function quoted(source: string, start: number, quote: string): Token {
  let text = ''
  for (let index = start + 1; index < source.length; index++) {
    if (source.charAt(index) !== quote) text += source.charAt(index)
    else if (source.charAt(index + 1) === quote) text += source.charAt(index++)
    else return { kind: quote === '"' ? 'quoted' : 'string', text, start, end: index + 1 }
  }
  throw syntaxError(source, start, `the quote ${quote} is not closed`)
}

/** True when a name ending before `at` is a whole word there. */
export function isNameEnd(source: string, at: number): boolean {
  return at >= source.length || !namePart.test(source.charAt(at))
}

/** True when the name needs no quotes. */
export function isBareName(name: string): boolean {
  return nameStart.test(name.charAt(0)) && Array.from(name).every((letter) => namePart.test(letter)) && !reserved.has(name.toUpperCase())
}

const reserved = new Set([
  'AND', 'OR', 'NOT', 'LIKE', 'BETWEEN', 'IN', 'IS', 'NULL', 'TRUE', 'FALSE', 'DIV', 'AS',
])

/** The name as it is written in an expression. */
export function printName(name: string): string {
  return isBareName(name) ? name : `"${name.replaceAll('"', '""')}"`
}

/** A syntax error that shows where. */
export function syntaxError(source: string, position: number, what: string): DgeError {
  const from = Math.max(0, position - 40)
  const excerpt = source.slice(from, position + 40)
  return new DgeError('query', `Position ${position + 1} of ${source}: ${what}\n  ${excerpt}\n  ${' '.repeat(position - from)}^`)
}
