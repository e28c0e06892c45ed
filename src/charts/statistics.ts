import { countTerm, defaultMeasure, fieldTerm, isAmount, isKey } from './defaults.js'
import { isYear } from './year.js'
import type { EncodeContext, Encoding } from './chart-type.js'
import type { Field } from '../data/schema.js'
import type { Term } from '../data/term.js'

/** Columns of words that are looked at; categories that make a legible bar chart. */
const mostColumns = 6
const mostBars = 30

/**
 * What to show of a dataset when the author says nothing, from its fields and how many values they have, in one question:
 * time with several moments, else words with few values, else two amounts. Undefined where nothing stands out.
 */
export async function encodingByStatistics(given: Encoding, { schema, ask }: EncodeContext): Promise<Encoding | undefined> {
  const time = schema.find((field) => field.type === 'date' || isYear(field))
  const words = schema.filter((field) => (field.type === 'string' && !isKey(field)) || field.type === 'boolean').slice(0, mostColumns)
  const candidates = [...(time ? [time] : []), ...words]
  const [first, second] = schema.filter((field) => isAmount(field))
  const counts = candidates.length > 0 ? await ask([countTerm, ...candidates.map(distinct)]) : {}
  const values = (field: Field) => Number(counts[distinct(field).as] ?? 0)
  const measured = { ...given, y: [defaultMeasure(schema)] }
  if (time && values(time) >= 3) return { ...measured, x: [fieldTerm(time)] }
  const legible = words.filter((field) => values(field) >= 2 && values(field) <= mostBars)
  // What puts rows together says more than what names each.
  const chosen = legible.find((field) => values(field) < Number(counts[countTerm.as] ?? Infinity)) ?? legible[0]
  if (chosen) return { ...measured, x: [fieldTerm(chosen)] }
  return first && second ? { ...given, x: [fieldTerm(first)], y: [fieldTerm(second)] } : undefined
}

function distinct({ name }: Field): Term {
  return { as: `distinct(${name})`, expr: { aggregate: 'distinct', expr: { property: name } } }
}
