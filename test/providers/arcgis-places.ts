import { createTable } from '../../src/data/table.js'
import type { Schema } from '../../src/data/schema.js'
import type { Column, Table, Value } from '../../src/data/table.js'

/** Columns of the places that the tests of ArcGIS publish on koop: one of each type. */
export const placesSchema: Schema = [
  { name: 'code', type: 'string' },
  { name: 'nom', type: 'string' },
  { name: 'pop', type: 'number' },
  { name: 'prix', type: 'number' },
  { name: 'jour', type: 'date', precision: 'day' },
  { name: 'geometry', type: 'geometry' },
]

/** A table of these cells, in the order of the schema. */
export function tableOf(schema: Schema, rows: readonly (readonly Value[])[]): Table {
  const columns = new Map<string, Column>(schema.map(({ name }, at) => [name, rows.map((row) => row[at] ?? null)]))
  return createTable(schema, columns, { numRows: rows.length })
}
