import { unitInName } from '../data/field-name.js'
import { titleOf } from './field-title.js'
import type { Locale } from './locale.js'
import type { Field } from '../data/schema.js'

/** The unit that a table writes beside the title; undefined where the title says it, or the cells do. */
export function headerUnit(field: Field, locale: Locale): string | undefined {
  const { unit } = field
  const title = titleOf(field, locale)
  return unit && unit !== '%' && !title.includes(`(${unit})`) && unitInName(title) !== unit ? unit : undefined
}
