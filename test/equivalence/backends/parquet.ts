import { parquetWriteBuffer } from 'hyparquet-writer'
import { columnOf } from '../../../src/data/table.js'
import { startRangeServer } from '../../servers/range-server.js'
import type { SchemaElement } from 'hyparquet'
import type { FieldType } from '../../../src/data/schema.js'
import type { Table } from '../../../src/data/table.js'
import type { Backend } from '../backend.js'

/** Small row groups, so that statistics have something to leave out; geometries as GeoParquet. */
export const parquet: Backend = {
  name: 'Parquet, by ranges',
  anyName: true,
  async start(table) {
    const server = await startRangeServer('/communes.parquet', toParquet(table))
    return { config: { src: server.src }, stop: () => server.stop() }
  },
}

export function toParquet(table: Table, rowGroupSize = 1000): Uint8Array {
  const columnData = table.schema.map(({ name, type }) => {
    const values = Array.from(columnOf(table, name))
    return { name, data: type === 'date' ? values.map((value) => (value === null ? null : new Date(Number(value)))) : values }
  })
  const elements = table.schema.map(({ name, type }): SchemaElement => ({ name, repetition_type: 'OPTIONAL', ...physical[type] }))
  const schema: SchemaElement[] = [{ name: 'root', num_children: elements.length }, ...elements]
  return new Uint8Array(parquetWriteBuffer({ columnData, schema, rowGroupSize }))
}

const physical: Readonly<Record<FieldType, Partial<SchemaElement>>> = {
  string: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  number: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
  date: { type: 'INT32', converted_type: 'DATE' },
  geometry: { type: 'BYTE_ARRAY', logical_type: { type: 'GEOMETRY' } },
}
