import { unitOf } from './field-name.js'

/** Which mark separates the decimals; the other one, and spaces, may group thousands. */
export type Decimal = '.' | ','

/** What one cell tells about numbers: bits of the decimal marks it can be read with, 0 for no number. */
export const readsPoint = 1
export const readsComma = 2
/** A grouped or decimal mark was seen (without it any mark will do). */
export const hasMark = 4

const bare = /^[+\-−–]?(?:0|[1-9]\d{0,14})$/
const spaces = /[\s\u00a0\u202f\u2009'’]/g
/** Thousands apart, and a minus apart from its number, as spreadsheets write accounts: "-   1 234,50". */
const grouped = /^(?:[+\-−–]?[\s\u00a0\u202f]*[1-9]\d{0,2}(?:[\s\u00a0\u202f\u2009'’]\d{3})+|[-−–][\s\u00a0\u202f]+\d+)(?:[.,]\d+)?$/
const shapes = {
  '.': /^[+\-−–]?(?:\d*\.\d+|\d+)(?:e[+-]?\d{1,3})?$/i,
  ',': /^[+\-−–]?(?:\d*,\d+|\d+)(?:e[+-]?\d{1,3})?$/i,
}
const groups = {
  '.': /^[+\-−–]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$/,
  ',': /^[+\-−–]?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?$/,
}
/** 007, 01001: a code. 0,5 and 0 are numbers. */
const code = /^[+\-−–]?0\d/

/**
 * How a cell (unit already cut off) can be read as a number. Codes (leading zero, more digits than a double holds) cannot; "1,234" and
 * "1.234" can be read both ways.
 */
export function readings(text: string): number {
  if (bare.test(text)) return readsPoint | readsComma
  const digits = /[\s\u00a0\u202f\u2009'’]/.test(text) ? (grouped.test(text) ? text.replace(spaces, '') : '') : text
  if (digits === '' || code.test(digits) || isBeyondDoubles(digits)) return 0
  const point = shapes['.'].test(digits) || (digits === text && groups['.'].test(digits))
  const comma = shapes[','].test(digits) || (digits === text && groups[','].test(digits))
  const mark = /[.,]/.test(digits) ? hasMark : 0
  return point || comma ? (point ? readsPoint : 0) | (comma ? readsComma : 0) | mark : 0
}

/** The value of a bare whole number of up to 15 digits, as most are: nothing else need be asked of such a cell. Undefined for any other text. */
export function wholeNumber(text: string): number | undefined {
  const { length } = text
  if (length === 0 || length > 15) return undefined
  let value = 0
  for (let at = 0; at < length; at++) {
    const digit = text.charCodeAt(at) - 48
    if (digit < 0 || digit > 9 || (at === 1 && value === 0)) return undefined
    value = value * 10 + digit
  }
  return value
}

function isBeyondDoubles(digits: string): boolean {
  return digits.length > 15 && /^[+\-−–]?\d+$/.test(digits) && !Number.isSafeInteger(Number(digits.replace(/[−–]/, '-')))
}

/**
 * The number that a cell says, with the column's decimal mark; undefined when it says none. A single mark that fits the
 * decimal one is the decimal mark: "1,234" is 1.234 in a column of decimal commas, 1234 in one of points.
 */
export function parseNumber(text: string, decimal: Decimal): number | undefined {
  let digits = text.replace(spaces, '')
  if (!shapes[decimal].test(digits)) {
    if (!groups[decimal].test(digits)) return undefined
    digits = digits.replaceAll(decimal === '.' ? ',' : '.', '')
  }
  const value = Number(digits.replace(/[−–]/, '-').replace(',', '.'))
  return Number.isFinite(value) ? value + 0 : undefined
}

const suffix = /^(.*?\d)([\s\u00a0\u202f]*)([^\d\s\u00a0\u202f.,+\-−][^\d]{0,7})$/
const prefix = /^([+\-−–]?)([€$£])[\s\u00a0\u202f]*([+\-−–]?\d.*)$/

/** How spreadsheets write an account of nothing: "-   €", "$ -". Without a sign of money a dash is a missing value. */
const zero = /^(?:([€$£])[\s\u00a0\u202f]*[-−–]|[-−–][\s\u00a0\u202f]*(€|k€|M€|Md€|\$|£))$/

const isMoney = (letter: number) => letter === 36 || letter === 0xa3 || letter === 0x20ac

/** Cuts a unit off a cell: "12 %" → ["12", "%"], "1 200 €" → ["1 200", "€"], "-   €" → ["0", "€"]; no unit gives the text itself. */
export function splitUnit(text: string): readonly [number: string, unit: string | undefined] {
  const last = text.charCodeAt(text.length - 1)
  const first = text.charCodeAt(0)
  const digitLast = last >= 48 && last <= 57
  if (digitLast && first < 0xa3 && first !== 36 && !(first < 46 && isMoney(text.charCodeAt(1)))) return [text, undefined]
  if (!digitLast) {
    const [, number = '', space = '', written = ''] = suffix.exec(text) ?? []
    const unit = unitOf(written)
    // A letter glued to digits is a code (2A, 12m), a sign is a unit (12%).
    if (unit && (space !== '' || /^(%|‰|€|k€|M€|Md€|\$|£|°C)$/.test(unit))) return [number, unit]
    const [, before, after = before] = zero.exec(text) ?? []
    return after ? ['0', after] : [text, undefined]
  }
  const [, minus = '', sign, number] = prefix.exec(text) ?? []
  return sign && number ? [minus + number, sign] : [text, undefined]
}

const truths: ReadonlyMap<string, boolean> = new Map([
  ['oui', true], ['non', false], ['true', true], ['false', false], ['vrai', true], ['faux', false], ['yes', true], ['no', false],
  ['ja', true], ['nein', false],
])

/** Oui/Non, true/false, vrai/faux, yes/no, ja/nein in any case; 0 and 1 are numbers. */
export function parseBoolean(text: string): boolean | undefined {
  return text.length > 5 ? undefined : truths.get(text.toLowerCase())
}

const missing = new Set(['', 'na', 'n/a', 'nc', 'nd', 'n.d.', 'n.c.', 'ns', 'n.s.', 'null', 'none', 'nan', '-', '–', '—', 's', '.', '..', '...', '//', '///', '?', 'nr', 'so', 's.o.', '…', 'n.d', 'n.c', 'n/d', 'k.a.', 'k. a.', ':', '/', 'n. d.', 'n. c.', 'nsp'])
/** What Excel writes where it cannot compute, in any language. */
const fault = /^#(n\/?a|nv|[a-zé/0]+[!?])$/i

/**
 * What publishers write in a column of numbers, dates or Oui/Non where there is no value: NC, nd, "s" (statistical
 * secrecy), "-", "…", and Excel where it cannot compute (#DIV/0!). In a column of text these are words like others.
 */
export function isMissing(text: string): boolean {
  return text.startsWith('#') ? text.length <= 8 && fault.test(text) : text.length <= 5 && missing.has(text.toLowerCase())
}
