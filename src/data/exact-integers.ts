import type { Field } from './schema.js'
import type { Column } from './table.js'

/** Whether a whole number is beyond what doubles tell apart, 2^53. */
export function isInexact(value: unknown): boolean {
  return typeof value === 'bigint' && !Number.isSafeInteger(Number(value))
}

/**
 * The cells of a column of numbers as text, with all their digits, where one of them is a whole number beyond 2^53 (a bigint): they are
 * identifiers, and 9007199254740993 would be read as …992. Undefined for any other column.
 */
export function exactIntegers(field: Field, cells: readonly unknown[]): { readonly field: Field; readonly column: Column } | undefined {
  if (field.type !== 'number' || !cells.some(isInexact)) return undefined
  return { field: { ...field, type: 'string' }, column: cells.map((cell) => (cell === null || cell === undefined ? null : String(cell))) }
}
