import { compareCells } from '../data/aggregate.js'
import { outputSchema } from '../data/output-schema.js'
import { createTable } from '../data/table.js'
import { objectOf } from './opendatasoft-fields.js'
import { valueOf } from './opendatasoft-values.js'
import { groupKey, quoteName } from './odsql.js'
import { refused } from './opendatasoft-api.js'
import type { Aggregate, Query } from '../data/query.js'
import type { Column, Table, Value } from '../data/table.js'
import type { Schema } from '../data/schema.js'
import type { Raw } from './opendatasoft-api.js'
import type { ServerField } from './opendatasoft-fields.js'
import type { GroupKey } from './odsql.js'

type Fields = ReadonlyMap<string, ServerField>

/** A grouped question: its two clauses, and how to read the answer. */
export interface GroupRequest {
  readonly select: string
  /** Absent: one group, of all rows. */
  readonly groupBy?: string
  readonly keys: readonly GroupKey[]
  readonly aggregates: readonly Aggregate[]
}

/** Groups as they came: cells of keys and aggregates, and the rows in each. */
export interface Groups {
  readonly keys: readonly (readonly Value[])[]
  readonly results: readonly (readonly Value[])[]
  readonly counts: readonly number[]
}

const functions: Partial<Record<Aggregate['op'], string>> = { sum: 'sum', mean: 'avg', min: 'min', max: 'max' }

/** Aggregates that the server computes exactly: its distinct counts, medians and percentiles are estimates. */
export function aggregatesThere({ op, expr }: Aggregate, fields: Fields): boolean {
  if (op === 'count' && expr === undefined) return true
  const field = fieldOf(expr, fields)
  if (!field) return false
  if (op === 'count' || op === 'distinct') return groupKey({ property: field.name }, fields) !== undefined
  if (functions[op] === undefined || !field.native || field.multivalued) return false
  if (field.kind === 'int' || field.kind === 'double') return true
  return (op === 'min' || op === 'max') && field.type === 'date'
}

function fieldOf(expr: Aggregate['expr'], fields: Fields): ServerField | undefined {
  return typeof expr === 'object' && 'property' in expr ? fields.get(expr.property) : undefined
}

/** The clauses for groups by `keys`, each with its number of rows. Names of columns are ours, so nobody's data is in them. */
export function groupRequest(keys: readonly GroupKey[], aggregates: readonly Aggregate[], fields: Fields): GroupRequest {
  const select = ['count(*) as dge_n']
  aggregates.forEach(({ op, expr }, index) => {
    const field = fieldOf(expr, fields)
    if (!field) return
    const name = quoteName(field.name)
    if (op !== 'count') select.push(`${functions[op]}(${name}) as dge_a${index}`)
    // A sum of nothing is 0 there and nothing here.
    if (op === 'count' || op === 'sum') select.push(`count(${name}) as dge_c${index}`)
  })
  const texts = keys.flatMap((key, index) => key.texts.map((text, part) => `${text} as ${alias(index, part)}`))
  return { select: select.join(', '), keys, aggregates, ...(texts.length > 0 ? { groupBy: texts.join(', ') } : {}) }
}

function alias(key: number, part: number): string {
  return `dge_k${key}_${part}`
}

/** Reads the groups of an answer. @throws DgeError status 400 when the answer is not the one asked for */
export function readGroups(rows: readonly unknown[], request: GroupRequest, fields: Fields): Groups {
  const keys: Value[][] = []
  const results: Value[][] = []
  const counts: number[] = []
  const seen = new Set<string>()
  for (const raw of rows) {
    const row = objectOf(raw)
    const cells = request.keys.map((key, index) => keyOf(row, key, index))
    const id = JSON.stringify(cells)
    if (seen.has(id)) throw refused(`Two groups of the answer have the key ${id}`)
    seen.add(id)
    keys.push(cells)
    counts.push(countOf(row['dge_n']))
    results.push(request.aggregates.map((aggregate, index) => resultOf(row, aggregate, index, fields)))
  }
  return { keys, results, counts }
}

function keyOf(row: Raw, key: GroupKey, index: number): Value {
  const raws = key.texts.map((_, part) => {
    const name = alias(index, part)
    if (!Object.hasOwn(row, name)) throw refused(`The answer has no column ${name} for ${key.texts[part]}`)
    return row[name] ?? null
  })
  const [first] = raws
  if (raws.every((raw) => raw === null || raw === '')) return null
  const value = key.width !== undefined ? lowerBound(first, key.width) : key.unit ? partOf(raws, key) : valueOf(first, key.field)
  if (value === null) throw refused(`Not a value of ${key.texts.join(', ')}: ${JSON.stringify(raws)}`)
  return value
}

function partOf(raws: readonly unknown[], key: GroupKey): Value {
  if (key.unit === 'yearmonthdate' && raws.length === 1) return valueOf(raws[0], key.field)
  const numbers = raws.map((raw) => (typeof raw === 'number' || (typeof raw === 'string' && raw !== '') ? Number(raw) : NaN))
  if (!numbers.every(Number.isInteger)) return null
  const [year = NaN, month = 1, day = 1] = numbers
  if (key.texts.length === 1) return year
  return new Date(0).setUTCFullYear(year, month - 1, day)
}

/** "[15, 29]", "[10, 20[" or the bound itself; null when it is no bound of bins of the width. */
function lowerBound(raw: unknown, width: number): number | null {
  const text = typeof raw === 'string' ? /^[[\]]?\s*(-?\d+(?:\.0*)?)\s*(?:[,;]|$)/.exec(raw)?.[1] : raw
  const bound = text === undefined || text === null ? NaN : Number(text)
  return Number.isInteger(bound) && bound % width === 0 ? bound + 0 : null
}

function countOf(raw: unknown): number {
  if (typeof raw !== 'number' || !Number.isInteger(raw) || raw < 0) throw refused(`Not a count: ${JSON.stringify(raw)}`)
  return raw
}

function resultOf(row: Raw, { op, expr }: Aggregate, index: number, fields: Fields): Value {
  const field = fieldOf(expr, fields)
  if (!field) return countOf(row['dge_n'])
  if (op === 'count') return countOf(row[`dge_c${index}`])
  if (op === 'sum' && countOf(row[`dge_c${index}`]) === 0) return null
  const name = `dge_a${index}`
  if (!Object.hasOwn(row, name)) throw refused(`The answer has no column ${name}`)
  const raw = row[name] ?? null
  if (raw === null && op !== 'sum') return null
  const value = field.type === 'number' ? (typeof raw === 'number' ? raw : null) : valueOf(raw, field)
  if (value === null) throw refused(`Not a result of ${op}(${field.name}): ${JSON.stringify(raw)}`)
  return value
}

/** The groups as a table with the columns of the query, in the order of their keys (the server's order says nothing). */
export function tableOfGroups(query: Query, groups: Groups, schema: Schema): Table {
  const output = outputSchema({ ...(query.groupBy ? { groupBy: query.groupBy } : {}), ...(query.aggregate ? { aggregate: query.aggregate } : {}) }, schema)
  const order = groups.keys
    .map((_, index) => index)
    .sort((a, b) => {
      const left = groups.keys[a] ?? []
      const right = groups.keys[b] ?? []
      for (let at = 0; at < left.length; at++) {
        const sign = compareCells(left[at] ?? null, right[at] ?? null, false)
        if (sign !== 0) return sign
      }
      return 0
    })
  const columns = new Map<string, Column>()
  const width = query.groupBy?.length ?? 0
  output.forEach(({ name }, at) => {
    const source = at < width ? groups.keys : groups.results
    columns.set(name, order.map((index) => source[index]?.[at < width ? at : at - width] ?? null))
  })
  return createTable(output, columns, { numRows: order.length })
}
