import type { Field } from '../data/schema.js'

/** Names of columns of years. */
export const year = /^(ann[ée]e(?!s)|(an|year|jahr|mill[ée]sime|exercice)([_\W]|$))/i

/** A whole-number column that is called a year. */
export function isYear({ name, type, unit, timeUnit }: Field): boolean {
  if (timeUnit) return timeUnit === 'year'
  return type === 'number' && !unit && year.test(name)
}
