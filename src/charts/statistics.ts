import { countTerm, defaultMeasure, fieldTerm, isAmount, isKey } from './defaults.js'
import { isYear } from './year.js'
import type { EncodeContext, Encoding } from './chart-type.js'
import type { Field } from '../data/schema.js'
import type { Expr } from '../data/expression.js'
import type { Term } from '../data/term.js'

/** Columns of words that are looked at; categories that make a legible bar chart. */
const mostColumns = 6
const mostBars = 30

/** Fewer rows are read one by one: their months say no more than they do. */
const fewestRows = 12

/**
 * What to show of a dataset when the author says nothing, from its fields and how many values they have, in one question (in two where each
 * row has a moment of its own): time with several moments, else words with few values, else codes with few values, else two amounts, else how
 * many rows there are. Undefined where an amount, or words that several rows share, are left, or no row.
 */
export async function encodingByStatistics(given: Encoding, { schema, ask }: EncodeContext): Promise<Encoding | undefined> {
  const time = schema.find((field) => field.type === 'date' || isYear(field))
  const words = schema.filter((field) => (field.type === 'string' && !isKey(field)) || field.type === 'boolean').slice(0, mostColumns)
  const codes = schema.filter((field) => field.type === 'string' && isKey(field)).slice(0, mostColumns)
  const candidates = [...(time ? [time] : []), ...words, ...codes]
  const [first, second] = schema.filter((field) => isAmount(field))
  const counts = candidates.length > 0 ? await ask([countTerm, ...candidates.map(distinct)]) : {}
  const values = (field: Field) => Number(counts[distinct(field).as] ?? 0)
  const rows = Number(counts[countTerm.as] ?? Infinity)
  const measured = { ...given, y: [defaultMeasure(schema)] }
  // Where nothing is measured rows are counted: one by one, they are 1 each.
  const gathers = (field: Field) => values(field) < rows
  const says = (field: Field) => first !== undefined || gathers(field)
  if (time && values(time) >= 3 && says(time)) return { ...measured, x: [fieldTerm(time)] }
  const isLegible = (field: Field) => values(field) >= 2 && values(field) <= mostBars && says(field)
  const legible = words.filter(isLegible)
  // What puts rows together says more than what names each.
  const chosen = legible.find(gathers) ?? legible[0]
  if (chosen) return { ...measured, x: [fieldTerm(chosen)] }
  const period = time?.type === 'date' && !first && rows >= fewestRows ? await periodOf(time, rows, ask) : undefined
  if (period) return { ...measured, x: [period] }
  if (first && second) return { ...given, x: [fieldTerm(first)], y: [fieldTerm(second)] }
  if (first) return undefined
  const code = codes.find(isLegible)
  if (code) return { ...measured, x: [fieldTerm(code)] }
  return rows === 0 || words.some((field) => values(field) > mostBars && values(field) <= rows / 2) ? undefined : { ...given, y: [countTerm] }
}

/** The months, else the years of a date, where there are several with several rows each. */
async function periodOf({ name }: Field, rows: number, ask: EncodeContext['ask']): Promise<Term | undefined> {
  const periods = (['yearmonth', 'year'] as const).map((op): Term => ({ as: `${op}(${name})`, expr: { op, args: [{ property: name }] } }))
  const counts = await ask(periods.map(({ as, expr }) => ({ as, expr: { aggregate: 'distinct', expr: expr as Expr } })))
  return periods.find(({ as }) => Number(counts[as]) >= 3 && Number(counts[as]) <= rows / 2)
}

function distinct({ name }: Field): Term {
  return { as: `distinct(${name})`, expr: { aggregate: 'distinct', expr: { property: name } } }
}
