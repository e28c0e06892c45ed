import { fieldOf } from '../data/schema.js'
import { onClock } from './vega-rows.js'
import type { TimeUnit } from '../data/expression.js'
import type { Aggregate, AggregateOp, Derived } from '../data/query.js'
import type { Schema } from '../data/schema.js'
import type { Clock } from './vega-rows.js'

/** Makes a row of the answer what Vega's transform would have made. */
export type Finish = (row: Record<string, unknown>) => Record<string, unknown>

type Json = Readonly<Record<string, unknown>>

/** Operations of Vega that mean the same as ours on columns of the right type. */
const operations: Readonly<Record<string, { readonly op: AggregateOp; readonly p?: number; readonly types?: readonly string[] }>> = {
  count: { op: 'count' },
  valid: { op: 'count' },
  sum: { op: 'sum', types: ['number'] },
  mean: { op: 'mean', types: ['number'] },
  average: { op: 'mean', types: ['number'] },
  median: { op: 'median', types: ['number'] },
  q1: { op: 'quantile', p: 0.25, types: ['number'] },
  q3: { op: 'quantile', p: 0.75, types: ['number'] },
  min: { op: 'min', types: ['number', 'date'] },
  max: { op: 'max', types: ['number', 'date'] },
  stdev: { op: 'stdev', types: ['number'] },
}

/** One operation of Vega's `aggregate` as a query's; undefined when it would not be equal. */
export function aggregateOf(op: string | undefined, of: unknown, as: string | undefined, schema: Schema): { readonly aggregate: Aggregate; readonly finish: Finish } | undefined {
  const known = op === undefined ? undefined : operations[op]
  const name = typeof of === 'string' ? of : undefined
  const field = name === undefined ? undefined : fieldOf(schema, name)
  if (!known || op === undefined) return undefined
  const alias = as ?? (name === undefined ? op : `${op}_${name}`)
  if (op === 'count') return { aggregate: { as: alias, op: 'count' }, finish: (row) => row }
  if (!field || field.type === 'geometry' || (known.types && !known.types.includes(field.type))) return undefined
  // An empty text is a missing value to Vega.
  if (field.type === 'string') return undefined
  const { p } = known
  const aggregate: Aggregate = { as: alias, op: known.op, expr: { property: field.name }, ...(p === undefined ? {} : { p }) }
  // Of no value Vega makes undefined, which scales leave out; null would be drawn at 0.
  return { aggregate, finish: (row) => (row[alias] === null ? { ...row, [alias]: undefined } : row) }
}

/** Units of Vega's `timeunit` that are one of ours: by the longest, its year, and what comes next. */
const units: Readonly<Record<string, { readonly op: TimeUnit; readonly start?: (value: number) => Parts; readonly step: Parts }>> = {
  year: { op: 'year', start: (year) => [year, 0, 1, 0], step: [1, 0, 0, 0] },
  quarter: { op: 'quarter', start: (quarter) => [anyYear, 3 * (quarter - 1), 1, 0], step: [0, 3, 0, 0] },
  month: { op: 'month', start: (month) => [anyYear, month - 1, 1, 0], step: [0, 1, 0, 0] },
  date: { op: 'date', start: (date) => [anyYear, 0, date, 0], step: [0, 0, 1, 0] },
  day: { op: 'day', start: (day) => [anyYear, 0, 1 + (day % 7), 0], step: [0, 0, 1, 0] },
  hours: { op: 'hour', start: (hour) => [anyYear, 0, 1, hour], step: [0, 0, 0, 1] },
  'year,quarter': { op: 'yearquarter', step: [0, 3, 0, 0] },
  'year,month': { op: 'yearmonth', step: [0, 1, 0, 0] },
  'year,month,date': { op: 'yearmonthdate', step: [0, 0, 1, 0] },
}

/** The year in which Vega places units without one; it began on a Sunday. */
const anyYear = 2012
type Parts = readonly [year: number, month: number, day: number, hour: number]

/** A step of Vega's `timeunit` as a group key, and how its value becomes Vega's; undefined for units that we count otherwise. */
export function timeKey(step: Json, schema: Schema, clock: Clock): { readonly key: Derived; readonly finish: Finish } | undefined {
  const { field: name, as, units: given, timezone, step: width, maxbins, extent } = step
  const field = typeof name === 'string' ? fieldOf(schema, name) : undefined
  const unit = Array.isArray(given) ? units[given.join(',')] : undefined
  const [start, end] = Array.isArray(as) ? (as as readonly unknown[]) : []
  const zone = timezone === 'utc' ? 'utc' : 'local'
  if (field?.type !== 'date' || !unit || typeof start !== 'string' || width !== undefined || maxbins !== undefined || extent !== undefined || zone !== clock) return undefined
  const finish: Finish = (row) => {
    const value = row[start]
    const moment = typeof value !== 'number' ? undefined : unit.start ? atParts(unit.start(value), [0, 0, 0, 0], clock) : new Date(value)
    if (!moment) return { ...row, [start]: null, ...(typeof end === 'string' ? { [end]: null } : {}) }
    const next = atParts(partsOf(moment, clock), unit.step, clock)
    return { ...row, [start]: moment, ...(typeof end === 'string' ? { [end]: next } : {}) }
  }
  return { key: { as: start, expr: { op: unit.op, args: [{ property: field.name }] } }, finish }
}

function partsOf(date: Date, clock: Clock): Parts {
  return clock === 'utc'
    ? [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate(), date.getUTCHours()]
    : [date.getFullYear(), date.getMonth(), date.getDate(), date.getHours()]
}

function atParts(start: Parts, step: Parts, clock: Clock): Date {
  const [year, month, day, hour] = start.map((part, at) => part + (step[at] ?? 0)) as unknown as Parts
  const wall = new Date(0)
  wall.setUTCFullYear(year, month, day)
  wall.setUTCHours(hour)
  return new Date(onClock(wall.getTime(), clock))
}
