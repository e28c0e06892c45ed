import type { TimeUnit } from './expression.js'

/** What a column holds. Dates and geometries have their own types; everything else is JSON's. */
export type FieldType = 'string' | 'number' | 'boolean' | 'date' | 'geometry'

/** How finely a date is known: `year` for "2024", `time` when a clock time is given. */
export type DatePrecision = 'year' | 'quarter' | 'month' | 'week' | 'day' | 'time'

/** One column of a dataset or of a query's answer. */
export interface Field {
  /** The key in the data; unique in its schema. */
  readonly name: string
  readonly type: FieldType
  /** What readers see; the name when absent. */
  readonly title?: string
  /** Unit of measure as published: "€", "hab.", "km²", "%". */
  readonly unit?: string
  /** For dates: the finest part that is known. */
  readonly precision?: DatePrecision
  /** For numbers cut out of a date (month 1–12, year…): lets formats show "mars" or "2024". */
  readonly timeUnit?: TimeUnit
  readonly description?: string
  /** No row of the file has a value: it may be of any type. */
  readonly unfilled?: true
}

/** Ordered fields. */
export type Schema = readonly Field[]

/** The field called `name`, or undefined. */
export function fieldOf(schema: Schema, name: string): Field | undefined {
  return schema.find((field) => field.name === name)
}
