import { gzipSync } from 'node:zlib'
import { strToU8, zipSync } from 'fflate'
import { makeOds, makeXlsx, styled } from '../../providers/workbook.js'
import { serve, toGeoJson } from './files.js'
import type { Table, Value } from '../../../src/data/table.js'
import type { Cell } from '../../providers/workbook.js'
import type { Backend } from '../backend.js'

/** An Excel workbook: days as counts of days, points as "latitude, longitude". */
export const xlsx: Backend = {
  name: 'Excel workbook',
  anyName: true,
  infers: true,
  start: (table) => serve('/communes.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', toXlsx(table)),
}

/** GeoJSON in an archive, with a notice beside it. */
export const zip: Backend = {
  name: 'ZIP archive (GeoJSON)',
  anyName: true,
  infers: true,
  start: (table) => serve('/communes.zip', 'application/zip', zipSync({ 'lisez-moi.txt': strToU8('x'), 'communes.geojson': strToU8(JSON.stringify(toGeoJson(table))) })),
}

export const gzip: Backend = {
  name: 'gzip (GeoJSON)',
  variant: true,
  anyName: true,
  infers: true,
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

/** A sheet of LibreOffice: days with their value and what is shown of it. */
export const ods: Backend = {
  name: 'OpenDocument sheet',
  variant: true,
  anyName: true,
  infers: true,
  start: (table) => serve('/communes.ods', 'application/vnd.oasis.opendocument.spreadsheet', toOds(table)),
}

function toOds({ schema, columns, numRows }: Table): Uint8Array {
  const escape = (text: string) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`)
  // Runs of spaces are an element of their own.
  const shown = (text: string) => `<text:p>${escape(text).replace(/ {2,}/g, (run) => ` <text:s text:c="${run.length - 1}"/>`)}</text:p>`
  const cell = (value: Value, type: string) => {
    if (value === null || value === '') return '<table:table-cell/>'
    if (typeof value === 'number' && type === 'date') {
      const day = new Date(value).toISOString().slice(0, 10)
      return `<table:table-cell office:value-type="date" office:date-value="${day}">${shown(day.split('-').reverse().join('/'))}</table:table-cell>`
    }
    if (typeof value === 'number') return `<table:table-cell office:value-type="float" office:value="${value}">${shown(String(value).replace('.', ','))}</table:table-cell>`
    const text = typeof value === 'object' ? (value.type === 'Point' ? `${value.coordinates[1]}, ${value.coordinates[0]}` : JSON.stringify(value)) : String(value)
    return `<table:table-cell office:value-type="string">${shown(text)}</table:table-cell>`
  }
  const row = (cells: readonly string[]) => `<table:table-row>${cells.join('')}</table:table-row>`
  const rows = Array.from({ length: numRows }, (_, at) => row(schema.map(({ name, type }) => cell(columns.get(name)?.[at] ?? null, type))))
  return makeOds(`<table:table table:name="communes">${row(schema.map(({ name }) => cell(name, 'string')))}${rows.join('')}</table:table>`)
}
