import { createTable } from './table.js'
import type { Evaluate, Readers } from './evaluate.js'
import type { Pacer } from './pacer.js'
import type { Schema } from './schema.js'
import type { StoredColumn } from './stored-column.js'
import type { Column, Table, Value } from './table.js'

/** Rows between two looks at the clock. */
export const stride = 4096

/** A whole table in little memory, for questions: `stored-engine.ts` answers them. */
export class StoredTable implements Readers {
  readonly schema: Schema
  readonly columns: ReadonlyMap<string, StoredColumn>
  readonly numRows: number
  readonly complete: boolean
  readonly total: number | undefined

  constructor(columns: readonly StoredColumn[], extra: { readonly numRows: number; readonly complete?: boolean; readonly total?: number | undefined }) {
    this.schema = columns.map(({ field }) => field)
    this.columns = new Map(columns.map((column) => [column.field.name, column]))
    this.numRows = extra.numRows
    this.complete = extra.complete ?? true
    this.total = extra.total
  }

  reader(name: string): Evaluate | undefined {
    return this.columns.get(name)?.read
  }

  /** The given rows (all when undefined) as a table of the given columns. */
  async rows(rows: ArrayLike<number> | undefined, names: readonly string[], pacer: Pacer, total?: number): Promise<Table> {
    const schema = this.schema.filter(({ name }) => names.includes(name))
    const columns = new Map<string, Column>()
    for (const { name } of schema) {
      const read = this.reader(name)
      if (read) columns.set(name, await valuesOf(read, rows ?? this.numRows, pacer))
    }
    return createTable(schema, columns, { numRows: rows?.length ?? this.numRows, complete: this.complete, ...(total === undefined ? {} : { total }) })
  }
}

/** Values of rows: the given ones, or the first so many. */
export async function valuesOf(read: Evaluate, rows: ArrayLike<number> | number, pacer: Pacer): Promise<Value[]> {
  const length = typeof rows === 'number' ? rows : rows.length
  const values: Value[] = []
  for (let from = 0; from < length; from += stride) {
    const to = Math.min(length, from + stride)
    if (typeof rows === 'number') for (let row = from; row < to; row++) values.push(read(row))
    else for (let index = from; index < to; index++) values.push(read(rows[index] as number))
    if (pacer.due) await pacer.turn()
  }
  return values
}
