import { partOf } from './spec.js'
import type { Props } from './spec.js'

/** Specifiers of d3 that need none of its code: `,.2f` `,~f` `.0f`. */
export const plain = /^(,?)(?:\.(\d+))?(~?)f$/

/** Writes numbers by a plain specifier, just as d3 does. @throws Error for any other */
export function plainNumber(specifier: string, words: Props = {}, usual = 6): (value: number) => string {
  const [found, comma, precision = usual, trims] = plain.exec(specifier) ?? []
  if (found === undefined) throw new Error(`“${specifier}” needs the code of rich numbers`)
  const { decimal = '.', thousands = ',', minus = '\u2212' } = words
  return (value) => {
    const fixed = Math.abs(value).toFixed(Math.min(20, Number(precision)))
    const text = trims && fixed.includes('.') ? fixed.replace(/\.?0+$/, '') : fixed
    // Infinity and NaN have no digits.
    const [, whole = '', rest = ''] = /^(\d*)(.*)$/.exec(text) ?? []
    return (value < 0 && Number(text) !== 0 ? String(minus) : '') + (comma ? whole.replace(/\B(?=(\d{3})+$)/g, String(thousands)) : whole) + rest.replace('.', String(decimal))
  }
}

/** Numbers in the language of a configuration. */
export function plainFormats(config: Props) {
  const words = partOf(partOf(config, 'locale'), 'number')
  return {
    number: (specifier: string) => plainNumber(specifier, words),
    span: (step: number, specifier?: string) => plainSpan(step, specifier, words),
  }
}

/** Labels of steps by a plain specifier: as many digits as tell them apart, where it says no number. */
export function plainSpan(step: number, specifier = ',f', words?: Props): (value: number) => string {
  const exponent = Number(Math.abs(step).toExponential().split('e')[1])
  return plainNumber(specifier, words, Number.isFinite(step) && step !== 0 ? Math.max(0, -exponent) : 6)
}
