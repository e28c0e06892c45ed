import { parseIsoDate } from '../data/calendar.js'
import { DgeError } from '../data/errors.js'
import { isObject } from '../data/json-rows.js'
import { createTable } from '../data/table.js'
import { chosenType } from './sql-dataset.js'
import type { DatePrecision, Field, FieldType, Schema } from '../data/schema.js'
import type { JsonObject } from '../data/json-rows.js'
import type { SourceConfig } from '../data/dataset.js'
import type { Table, Value } from '../data/table.js'

/** What a column is in the cube. `place` columns are cut out of `GEO`. */
export type MelodiRole = 'dimension' | 'place' | 'attribute' | 'measure'

export interface MelodiColumn {
  readonly field: Field
  readonly role: MelodiRole
  /** Its name in the observations. */
  readonly key: string
}

/** Parts of "2025-COM-67482" under the names that the files of the INSEE give them. */
const places = [
  { name: 'GEO', title: 'Code géographique', part: 2 },
  { name: 'GEO_OBJECT', title: 'Niveau géographique', part: 1 },
  { name: 'GEO_REF', title: 'Référence géographique', part: 0 },
] as const
const titles: Readonly<Record<string, string>> = { TIME_PERIOD: 'Période', OBS_VALUE: 'Valeur' }

/**
 * Columns of observations `{dimensions, measures, attributes}`: a single measure is called OBS_VALUE, as in the files.
 * `period` is what every TIME_PERIOD is known to be; undefined = texts.
 */
export function melodiColumns(observations: readonly JsonObject[], period: Period | undefined, config: SourceConfig): MelodiColumn[] {
  const keys = (part: string) => [...new Set(observations.flatMap((one) => Object.keys(isObject(one[part]) ? one[part] : {})))]
  const measures = keys('measures')
  const column = (role: MelodiRole, key: string, name: string, type: FieldType, more: Partial<Field> = {}): MelodiColumn => {
    const title = titles[name]
    const chosen = chosenType(config, name)
    return { role, key, field: { name, ...(title ? { title } : {}), ...(chosen === undefined || chosen === type ? more : {}), type: chosen ?? type } }
  }
  const dimensions = keys('dimensions').flatMap((key) => {
    if (key === 'GEO') return places.map(({ name, title }) => column('place', key, name, 'string', { title }))
    if (key === 'TIME_PERIOD' && period) return [column('dimension', key, key, period.type, period.field)]
    return [column('dimension', key, key, 'string')]
  })
  const named = new Set(dimensions.map(({ field }) => field.name))
  const free = (name: string) => (named.has(name) ? `${name}_2` : name)
  return [
    ...dimensions,
    ...measures.map((key) => column('measure', key, free(measures.length === 1 ? 'OBS_VALUE' : key.replace(/_NIVEAU$/, '')), 'number')),
    ...keys('attributes').map((key) => column('attribute', key, free(key), 'string')),
  ]
}

/** How periods are written: all of them years, months, quarters or days. */
export interface Period {
  readonly type: FieldType
  readonly field: Partial<Field>
}

const precisions: readonly (readonly [pattern: RegExp, precision: DatePrecision])[] = [
  [/^\d{4}-\d\d-\d\d$/, 'day'], [/^\d{4}-\d\d$/, 'month'], [/^\d{4}-Q[1-4]$/, 'quarter'],
]

/** What all the periods are; undefined when they differ. */
export function periodOf(observations: readonly JsonObject[]): Period | undefined {
  const texts = observations.map(({ dimensions }) => (isObject(dimensions) ? dimensions['TIME_PERIOD'] : undefined))
  const all = (pattern: RegExp) => texts.length > 0 && texts.every((text) => typeof text === 'string' && pattern.test(text))
  if (all(/^\d{4}$/)) return { type: 'number', field: { timeUnit: 'year' } }
  const precision = precisions.find(([pattern]) => all(pattern))?.[1]
  return precision && { type: 'date', field: { precision } }
}

/**
 * A table of observations. Figures that are not published (statistical secrecy) are null.
 * @throws DgeError `format` for a value that is not of its column's type, or a measure that was not there before
 */
export function melodiTable(columns: readonly MelodiColumn[], observations: readonly JsonObject[], url: string): Table {
  const measures = new Set(columns.filter(({ role }) => role === 'measure').map(({ key }) => key))
  for (const { measures: found } of observations) {
    const strange = isObject(found) ? Object.keys(found).find((key) => !measures.has(key)) : undefined
    if (strange !== undefined) throw new DgeError('format', `The measure ${strange} was not in the first observations of ${url}`, { url, hint: 'Narrow the address to one measure.' })
  }
  const schema: Schema = columns.map(({ field }) => field)
  const cells = columns.map((column) => [column.field.name, observations.map((one) => cellOf(column, one, url))] as const)
  return createTable(schema, new Map(cells), { numRows: observations.length })
}

function cellOf({ field, role, key }: MelodiColumn, observation: JsonObject, url: string): Value {
  const part = observation[role === 'place' ? 'dimensions' : `${role}s`]
  const raw = isObject(part) && Object.hasOwn(part, key) ? part[key] : undefined
  const value = role === 'measure' && isObject(raw) ? raw['value'] : role === 'place' ? partOf(raw, field.name) : raw
  if (value === undefined || value === null || value === '') return null
  const read = typed(value, field.type)
  if (read !== null) return read
  throw new DgeError('format', `“${String(value)}” in ${field.name} is no ${field.type}: ${url}`, { url, hint: `Write types="${field.name}:string" on the element, or fix FREQ in the address.` })
}

/** "2025-COM-67482", "2025-AAV2020-256"; a code alone stands for itself. */
function partOf(raw: unknown, name: string): unknown {
  if (typeof raw !== 'string') return raw
  const match = /^(\d{4})-([^-]+)-(.+)$/.exec(raw)
  const at = places.find((place) => place.name === name)?.part
  if (match) return match[(at ?? 2) + 1]
  return name === 'GEO' ? raw : undefined
}

function typed(value: unknown, type: FieldType): Value {
  const text = String(value).trim()
  switch (type) {
    case 'number': {
      const number = typeof value === 'number' ? value : Number(text || NaN)
      return Number.isFinite(number) ? number + 0 : null
    }
    case 'date': {
      const quarter = /^(\d{4})-Q([1-4])$/.exec(text)
      const day = quarter ? `${quarter[1]}-${String(Number(quarter[2]) * 3 - 2).padStart(2, '0')}-01` : text
      return parseIsoDate(/^\d{4}$/.test(day) ? `${day}-01-01` : /^\d{4}-\d\d$/.test(day) ? `${day}-01` : day) ?? null
    }
    case 'boolean':
      return /^(true|1)$/i.test(text) ? true : /^(false|0)$/i.test(text) ? false : null
    default:
      return typeof value === 'object' ? JSON.stringify(value) : text
  }
}
