import { grouped } from './grouped.js'

/** The signs with which a language writes numbers, those of Intl. */
export interface NumberSigns {
  readonly decimal: string
  readonly group: string
  readonly minus: string
}

/** Thousands, millions, 10^9 and 10^12: French counts on in "Md", for its "Bn" is read as the English "bn", a thousandth of it. */
type ShortWords = readonly string[]

/**
 * What Intl would say for the languages of nearly all pages. A browser that is asked for its first number format looks through all
 * languages that it knows, which takes a phone a tenth of a second: too long for what is always the same (`test/locale/intl-number.test.ts`
 * compares).
 */
const known: Readonly<Record<string, NumberSigns & { readonly short: ShortWords }>> = {
  'fr-FR': { decimal: ',', group: '\u202f', minus: '-', short: ['\u00a0k', '\u00a0M', '\u00a0Md'] },
  'de-DE': { decimal: ',', group: '.', minus: '-', short: ['', '\u00a0Mio.', '\u00a0Mrd.', '\u00a0Bio.'] },
  'en-GB': { decimal: '.', group: ',', minus: '-', short: ['k', 'm', 'bn', 'tn'] },
  'en-US': { decimal: '.', group: ',', minus: '-', short: ['K', 'M', 'B', 'T'] },
}

/** The signs of a language by its BCP 47 tag. */
export function numberSigns(tag: string): NumberSigns {
  const signs = known[tag]
  if (signs) return signs
  const parts = new Intl.NumberFormat(tag, { useGrouping: true }).formatToParts(-1_234_567.8)
  const part = (type: string, usual: string) => parts.find((each) => each.type === type)?.value ?? usual
  return { decimal: part('decimal', ','), group: part('group', '\u202f'), minus: part('minusSign', '−') }
}

/** What stands behind a number that is to be multiplied by a power of ten: " × 10⁻⁹". */
export function timesPower(power: number | string): string {
  return `\u00a0×\u00a010${String(power).replace(/./g, (sign) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(sign)] ?? '⁻')}`
}

/** The powers of ten that have a short word, from the largest. */
export function shortSteps(tag: string): readonly number[] {
  return [...(tag.startsWith('fr') ? [] : [1e12]), 1e9, 1e6, 1e3]
}

/** What stands behind so many thousands, millions… in a language's short form: " M", " Mrd.", "bn"; powers of ten but 10^3, 10^6, 10^9 and 10^12 have none. */
export function shortWord(tag: string, step: number): string {
  const power = Math.round(Math.log10(step))
  if (power < 0 || power > 12) return timesPower(power)
  const word = known[tag]?.short[power / 3 - 1]
  if (word !== undefined) return word
  const parts = new Intl.NumberFormat(tag, { notation: 'compact' }).formatToParts(2 * step)
  return parts.filter(({ type }) => type === 'literal' || type === 'compact').map(({ value }) => value).join('')
}

/**
 * A number as Intl writes it with at most, and at least, so many decimals; undefined where Intl itself must be asked: for other
 * languages, and more digits than a sum of two integers keeps.
 */
export function intlNumber(value: number, tag: string, most: number, least = 0, inGroups = true): string | undefined {
  const signs = known[tag]
  const [whole = '', decimals = ''] = String(Math.abs(value)).split('.')
  if (!signs || !/^\d+$/.test(whole + decimals) || whole.length + most > 15) return undefined
  // Intl rounds the digits that are written, halves up; the number that they stand for may be a little less.
  const rounded = Number(whole + decimals.slice(0, most).padEnd(most, '0')) + (decimals.charAt(most) >= '5' ? 1 : 0)
  const digits = String(rounded).padStart(most + 1, '0')
  const end = digits.length - most
  const shown = digits.slice(end).replace(/0+$/, '').padEnd(least, '0')
  const integer = digits.slice(0, end)
  return (value < 0 || Object.is(value, -0) ? signs.minus : '') + (inGroups ? grouped(integer, signs.group) : integer) + (shown && signs.decimal + shown)
}

/** A number of a thousand or more in its language's short form, with three digits ("1,23 M"), as Intl writes it; undefined where Intl itself must be asked. */
export function shortNumber(value: number, tag: string): string | undefined {
  const signs = known[tag]
  const written = String(Math.abs(value))
  const whole = written.replace(/\..*/, '')
  if (!signs || whole.length < 4 || !/^[\d.]+$/.test(written)) return undefined
  const rounded = String(Number(whole.slice(0, 3)) + (whole.charAt(3) >= '5' ? 1 : 0))
  // 999,500 is a million.
  const power = whole.length - 1 + (rounded.length - 3)
  const word = signs.short[Math.floor(power / 3) - 1]
  if (!word) return undefined
  const end = (power % 3) + 1
  const decimals = rounded.slice(end, 3).replace(/0+$/, '')
  return (value < 0 ? signs.minus : '') + rounded.slice(0, end) + (decimals && signs.decimal + decimals) + word
}
