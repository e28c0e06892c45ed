import { formatLocale, formatSpecifier, precisionFixed, precisionPrefix, precisionRound } from 'd3-format'
import { intervalOf } from './time.js'
import { timeFormatter } from './time-format.js'
import { isObject } from './spec.js'
import { tickStep } from './scale.js'
import type { FormatLocaleDefinition, FormatLocaleObject } from 'd3-format'
import type { Config } from './config.js'
import type { Props } from './spec.js'
import type { Scale } from './scale.js'
import type { IntervalName } from './time.js'

/** Numbers and moments as text in the language of a specification, as Vega writes them. */
export class Formats {
  readonly #numbers: FormatLocaleObject
  readonly #config: Config
  #write: ReturnType<typeof timeFormatter> | undefined

  constructor(config: Config) {
    this.#config = config
    this.#numbers = formatLocale((config.words('number') ?? { decimal: '.', thousands: ',', grouping: [3], currency: ['$', ''] }) as unknown as FormatLocaleDefinition)
  }

  #times(specifier: string, utc: boolean): (date: Date) => string {
    return (this.#write ??= timeFormatter(this.#config.words('time')))(specifier, utc)
  }

  number(specifier: string): (value: number) => string {
    return this.#numbers.format(specifier)
  }

  /** Labels of about `count` steps between two numbers: as many digits as tell them apart. */
  span(from: number, to: number, count: number, given: string | undefined): (value: number) => string {
    const specifier = formatSpecifier(given ?? ',f')
    const step = tickStep(from, to, count)
    const most = Math.max(Math.abs(from), Math.abs(to))
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

  time(specifier: unknown, utc: boolean): (value: unknown) => string {
    const write = typeof specifier === 'string' ? this.#times(specifier, utc) : this.#byPrecision(isObject(specifier) ? specifier : {}, utc)
    return (value) => write(value instanceof Date ? value : new Date(Number(value)))
  }

  /** Each moment with the words of its own precision: a year at its start, else the month… */
  #byPrecision(words: Props, utc: boolean): (date: Date) => string {
    const quarter = intervalOf('month', utc).every(3) ?? intervalOf('month', utc)
    const write = (name: string, fallback: string) => this.#times(String(words[name] ?? fallback), utc)
    return (date) => {
      const after = (unit: IntervalName) => intervalOf(unit, utc).floor(date) < date
      if (after('second')) return write('milliseconds', '.%L')(date)
      if (after('minute')) return write('seconds', ':%S')(date)
      if (after('hour')) return write('minutes', '%I:%M')(date)
      if (after('day')) return write('hours', '%I %p')(date)
      if (after('month')) return after('week') ? this.#times(String(words['date'] ?? words['day'] ?? '%a %d'), utc)(date) : write('week', '%b %d')(date)
      if (after('year')) return quarter.floor(date) < date ? write('month', '%B')(date) : write('quarter', '%B')(date)
      return write('year', '%Y')(date)
    }
  }

  /** The labels of ticks. `count` is how many are wanted, NaN for an interval. */
  ticks(scale: Scale, count: number, specifier: unknown, options: { readonly base: number; readonly explicit: boolean }): (value: unknown) => string {
    if (scale.type === 'time' || scale.type === 'utc') return this.time(specifier, scale.type === 'utc')
    const text = typeof specifier === 'string' ? specifier : undefined
    const [from, to] = [Number(scale.domain[0]), Number(scale.domain.at(-1))]
    if (scale.type === 'log') {
      const write = this.float(text)
      const shown = options.explicit ? () => true : logTest(scale, count, options.base)
      return (value) => (shown(Number(value)) ? write(Number(value)) : '')
    }
    if (['linear', 'pow', 'sqrt', 'symlog'].includes(scale.type)) {
      const write = this.span(from, to, count, text)
      return (value) => write(Number(value))
    }
    if (text !== undefined) {
      const write = this.number(text)
      return (value) => write(Number(value))
    }
    return (value) => String(value)
  }
}

/** Which ticks of a logarithmic scale have room for a label. */
export function logTest(scale: Scale, count: number, base: number): (value: number) => boolean {
  const most = Math.max(1, (base * count) / scale.ticks(count).length)
  return (value) => {
    let multiple = value / base ** Math.round(Math.log(value) / Math.log(base))
    if (multiple * base < base - 0.5) multiple *= base
    return multiple <= most
  }
}

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
