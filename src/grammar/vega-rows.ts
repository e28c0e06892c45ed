import { rowsOf } from '../data/table.js'
import { stringsOf } from './json-tree.js'
import type { Schema } from '../data/schema.js'
import type { Table } from '../data/table.js'

/** On which clock a specification reads moments: that of the machine unless it says UTC somewhere. */
export type Clock = 'local' | 'utc'

export function clockOf(spec: unknown): Clock {
  return [...stringsOf(spec)].some((text) => /^utc|\butc[a-zA-Z]*\(/.test(text)) ? 'utc' : 'local'
}

/** The same wall clock on the reader's machine: Vega's scales, units and formats show what was published wherever they run. */
export function onClock(wall: number, clock: Clock): number {
  if (clock === 'utc') return wall
  const date = new Date(wall)
  const local = new Date(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate(), date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds(), date.getUTCMilliseconds())
  // Years 0–99 would be read as 1900–1999.
  local.setFullYear(date.getUTCFullYear())
  return local.getTime()
}

/** Rows for a dataset of an author's specification: moments on its clock; a row with a geometry is a GeoJSON feature too. */
export function vegaRows(table: Table, clock: Clock): readonly object[] {
  const dates = table.schema.filter(({ type }) => type === 'date').map(({ name }) => name)
  const shape = featureField(table.schema)
  return rowsOf(table).map((row) => {
    const result: Record<string, unknown> = { ...row }
    for (const name of dates) {
      const value = row[name]
      if (typeof value === 'number') result[name] = onClock(value, clock)
    }
    if (shape === undefined) return result
    return { ...result, type: 'Feature', geometry: row[shape], properties: { ...result, [shape]: undefined } }
  })
}

/** The geometry of features, unless columns already are called as their parts. */
function featureField(schema: Schema): string | undefined {
  const shapes = schema.filter(({ type }) => type === 'geometry')
  const taken = schema.some(({ name, type }) => name === 'type' || name === 'properties' || (name === 'geometry' && type !== 'geometry'))
  return taken ? undefined : shapes[0]?.name
}

/**
 * Names of the columns that a specification may read: those whose name stands somewhere in it, or all when it reads rows as a
 * whole (`datum` in an expression, a tooltip of all data); geometries for shapes.
 */
export function columnsOf(spec: unknown, schema: Schema): readonly string[] {
  const text = [...stringsOf(spec)].join('\n')
  // `datum[name]` reads any column, `datum` alone hands the row on.
  const readsRows = /\bdatum\b(?!\s*(\.|\[\s*["']))/.test(text) || /"content"\s*:\s*"data"/.test(JSON.stringify(spec))
  const shapes = /\bgeoshape\b|\bshape\b|\bgeo[A-Z]|projection/.test(JSON.stringify(spec))
  return schema
    .filter(({ name, type }) => (type === 'geometry' ? shapes || text.includes(name) : readsRows || text.includes(escaped(name)) || text.includes(name)))
    .map(({ name }) => name)
}

/** Names with points or brackets are written with backslashes in Vega-Lite: `a\.b`. */
function escaped(name: string): string {
  return name.replace(/[.[\]]/g, '\\$&')
}
