import { formatLocale, formatSpecifier, precisionFixed, precisionPrefix, precisionRound } from 'd3-format'
import type { FormatLocaleDefinition, FormatLocaleObject } from 'd3-format'
import type { Props } from './spec.js'

/** Numbers by every specifier of d3. */
export class RichNumbers {
  readonly #numbers: FormatLocaleObject

  constructor(words: Props | undefined) {
    this.#numbers = formatLocale((words ?? { decimal: '.', thousands: ',', grouping: [3], currency: ['$', ''] }) as unknown as FormatLocaleDefinition)
  }

  number(specifier: string): (value: number) => string {
    return this.#numbers.format(specifier)
  }

  /** Labels of steps up to `most`: as many digits as tell them apart. */
  span(step: number, most: number, given: string | undefined): (value: number) => string {
    const specifier = formatSpecifier(given ?? ',f')
    if (specifier.precision === undefined) {
      const digits = specifier.type === 's' ? precisionPrefix(step, most)
        : specifier.type === 'f' || specifier.type === '%' ? precisionFixed(step) - (specifier.type === '%' ? 2 : 0)
        : ['', 'e', 'g', 'p', 'r'].includes(specifier.type) ? precisionRound(step, most) - (specifier.type === 'e' ? 1 : 0) : NaN
      if (!Number.isNaN(digits)) specifier.precision = digits
      if (specifier.type === 's') return this.#numbers.formatPrefix(specifier.toString(), most)
    }
    return this.#numbers.format(specifier.toString())
  }

  /** At most twelve digits, without zeros at the end. */
  float(given: string | undefined): (value: number) => string {
    const specifier = formatSpecifier(given ?? ',')
    if (specifier.precision !== undefined) return this.#numbers.format(specifier.toString())
    specifier.precision = specifier.type === '%' ? 10 : specifier.type === 'e' ? 11 : 12
    const write = this.#numbers.format(specifier.toString())
    const point = this.#numbers.format('.1f')(1)[1] ?? '.'
    return (value) => trimmed(write(value), point)
  }
}

export const richNumbers = (words: Props | undefined): RichNumbers => new RichNumbers(words)

function trimmed(text: string, point: string): string {
  const at = text.indexOf(point)
  if (at < 0) return text
  const exponent = text.lastIndexOf('e')
  let end = exponent > 0 ? exponent : text.length
  if (exponent <= 0) while (end > at && !/\d/.test(text[end - 1] ?? '')) end--
  const rest = text.slice(end)
  let last = end - 1
  while (last > at && text[last] === '0') last--
  return text.slice(0, last > at ? last + 1 : at) + rest
}
