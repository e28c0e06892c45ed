import { needed } from './parts.js'
import { plainNumber, plainSpan } from './plain-number.js'
import { tickStep } from './scale.js'
import { specialTicks } from './special-ticks.js'
import type { Config } from './config.js'
import type { RichNumbers } from './rich-numbers.js'
import type { Scale } from './scale.js'

export type Write<T> = (value: T) => string

/** Of a logarithm, its base; whether the author gave the ticks. */
export interface TickOptions {
  readonly base: number
  readonly explicit: boolean
}

/** Numbers and moments as text in the language of a specification, as Vega writes them. */
export class Formats {
  readonly #config: Config
  #rich: RichNumbers | undefined
  #times: ((specifier: unknown, utc: boolean) => Write<unknown>) | undefined

  constructor(config: Config) {
    this.#config = config
  }

  /** Every specifier of d3, where the specification has one that is not plain. */
  get rich(): RichNumbers | undefined {
    const { parts } = this.#config
    return (this.#rich ??= parts.numbers && parts.numbers.richNumbers(this.#config.words('number')))
  }

  number(specifier: string): Write<number> {
    return this.rich ? this.rich.number(specifier) : plainNumber(specifier, this.#config.words('number'))
  }

  time(specifier: unknown, utc: boolean): Write<unknown> {
    return (this.#times ??= needed(this.#config.parts.time).timeWriter(this.#config.words('time')))(specifier, utc)
  }

  /** The labels of ticks. `count` is how many are wanted, NaN for an interval. */
  ticks(scale: Scale, count: number, specifier: unknown, options: TickOptions): Write<unknown> {
    const special = specialTicks(this, scale, count, specifier, options)
    if (special) return special
    const text = typeof specifier === 'string' ? specifier : undefined
    const [from, to] = [Number(scale.domain[0]), Number(scale.domain.at(-1))]
    if (['linear', 'pow', 'sqrt', 'symlog'].includes(scale.type)) {
      // As many digits as tell the steps apart.
      const [step, most] = [tickStep(from, to, count), Math.max(Math.abs(from), Math.abs(to))]
      const write = this.rich ? this.rich.span(step, most, text) : plainSpan(step, text, this.#config.words('number'))
      return (value) => write(Number(value))
    }
    if (text !== undefined) {
      const write = this.number(text)
      return (value) => write(Number(value))
    }
    return (value) => String(value)
  }
}
