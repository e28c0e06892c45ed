import { coordinateName } from '../data/field-name.js'
import { writingOf } from '../data/geometry-signs.js'
import type { SourceConfig } from '../data/dataset.js'
import type { TypedColumn } from '../data/infer.js'
import type { Column } from '../data/table.js'

/** Whether `locate` has anything to do: its code, and that of projections, is loaded only then. */
export function mayHavePlaces(columns: readonly TypedColumn[], { types = {} }: SourceConfig): boolean {
  const isWritten = (column: TypedColumn) => {
    const { name, type } = column.field
    if (type !== 'string') return false
    return (Object.hasOwn(types, name) && types[name] === 'geometry') || writingOf(column.first ?? firstText(column.values)) !== undefined
  }
  return columns.some(isWritten) || pairsOf(columns, 'lon', 'lat').length > 0 || pairsOf(columns, 'x', 'y').length > 0
}

/** Two columns of coordinates. */
export interface Pair {
  readonly x: TypedColumn
  readonly y: TypedColumn
  /** Named as degrees. */
  readonly degrees: boolean
}

/** The first cell that has text. */
export function firstText(values: Column): string {
  for (let row = 0; row < values.length; row++) {
    const value = values[row]
    if (typeof value === 'string') return value
  }
  return ''
}

/** Columns of numbers named as the two coordinates of the same places. */
export function pairsOf(columns: readonly TypedColumn[], first: 'lon' | 'x', second: 'lat' | 'y'): Pair[] {
  const named = columns
    .filter(({ field }) => field.type === 'number')
    .map((column) => ({ column, as: coordinateName(column.field.name) }))
  const pairs: Pair[] = []
  for (const { column, as } of named) {
    if (as?.axis !== first) continue
    const partner = named.find((other) => other.as?.axis === second && other.as.rest === as.rest)
    if (partner) pairs.push({ x: column, y: partner.column, degrees: first === 'lon' })
  }
  return pairs
}
