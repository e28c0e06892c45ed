import { isAggregate } from '../data/term.js'
import { channelNames } from './chart-type.js'
import type { Encoding } from './chart-type.js'
import type { Field } from '../data/schema.js'
import type { Term } from '../data/term.js'

/** Every term of the encoding, in the order of the columns of its table. */
export function termsOf(encoding: Encoding): readonly Term[] {
  const terms = channelNames.flatMap((name) => encoding[name] ?? [])
  return terms.filter((term, index) => terms.findIndex((other) => other.as === term.as) === index)
}

/** Whether adding the term's values up means something: sums and counts, not means, ratios or distinct counts. */
export function isAdditive({ expr }: Term): boolean {
  return isAggregate(expr) && (expr.aggregate === 'sum' || expr.aggregate === 'count')
}

/** Whether values of the field are numbers that measure something. */
export function measures({ type, timeUnit }: Field): boolean {
  return type === 'number' && !timeUnit
}
