import { gzipSync } from 'node:zlib'
import { strToU8, zipSync } from 'fflate'
import { makeXlsx, styled } from '../../providers/workbook.js'
import { serve, toGeoJson } from './files.js'
import type { Table, Value } from '../../../src/data/table.js'
import type { Cell } from '../../providers/workbook.js'
import type { Backend } from '../backend.js'

/** An Excel workbook: days as counts of days, points as "latitude, longitude". */
export const xlsx: Backend = {
  name: 'Excel workbook',
  anyName: true,
  start: (table) => serve('/communes.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', toXlsx(table)),
}

/** GeoJSON in an archive, with a notice beside it. */
export const zip: Backend = {
  name: 'ZIP archive (GeoJSON)',
  anyName: true,
  start: (table) => serve('/communes.zip', 'application/zip', zipSync({ 'lisez-moi.txt': strToU8('x'), 'communes.geojson': strToU8(JSON.stringify(toGeoJson(table))) })),
}

export const gzip: Backend = {
  name: 'gzip (GeoJSON)',
  anyName: true,
  start: (table) => serve('/communes.geojson.gz', 'application/gzip', gzipSync(JSON.stringify(toGeoJson(table)))),
}

function toXlsx({ schema, columns, numRows }: Table): Uint8Array {
  const cell = (value: Value, type: string): Cell => {
    if (value === null || value === '') return null
    if (typeof value === 'object') return value.type === 'Point' ? `${value.coordinates[1]}, ${value.coordinates[0]}` : JSON.stringify(value)
    if (typeof value === 'number') return type === 'date' ? styled(value / 86_400_000 + 25_569, 'french') : value
    return String(value)
  }
  const rows = Array.from({ length: numRows }, (_, row) => schema.map(({ name, type }) => cell(columns.get(name)?.[row] ?? null, type)))
  return makeXlsx([{ name: 'communes', rows: [schema.map(({ name }) => name), ...rows] }])
}
