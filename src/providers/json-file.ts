import { crsNamed } from '../data/crs.js'
import { DgeError } from '../data/errors.js'
import { parseExactJson } from '../data/exact-json.js'
import { readGeometry } from '../data/geojson.js'
import { checkTypes } from '../data/check-types.js'
import { inferColumns } from '../data/infer-table.js'
import { columnsOfRows } from '../data/json-columns.js'
import { jsonFault } from '../data/json-error.js'
import { isObject, rowsOfJson } from '../data/json-rows.js'
import { once } from '../data/once.js'
import { mayHaveTotals } from '../data/total-row.js'
import { decodeText } from '../data/decode-text.js'
import { freeName, locate } from './geometry-columns.js'
import { excerpt } from './read-text.js'
import { authorCrs, toLonLat } from './projection.js'
import type { Geometry } from 'geojson'
import type { SourceConfig } from '../data/dataset.js'
import type { TypedColumn } from '../data/infer.js'
import type { Pacer } from '../data/pacer.js'
import type { JsonColumn } from '../data/json-columns.js'
import type { JsonObject } from '../data/json-rows.js'
import type { LonLat } from './projection.js'

/** What a file of JSON holds: rows, in GeoJSON with a geometry each, and what was assumed. */
interface Content {
  readonly rows: readonly JsonObject[]
  readonly total: number
  readonly geometries?: readonly (Geometry | null)[]
  /** CRS that the file names. */
  readonly crs?: string | undefined
  readonly titles: readonly string[]
  readonly notes: readonly string[]
}

/** A file of JSON with its columns typed. */
export interface JsonFile {
  readonly columns: readonly TypedColumn[]
  readonly numRows: number
  /** Rows of the file, those beyond `maxRows` included. */
  readonly total: number
  readonly titles: readonly string[]
  readonly notes: readonly string[]
  /** It holds features. */
  readonly isGeoJson: boolean
}

/**
 * Reads a file of JSON, NDJSON or GeoJSON, typed by the rules of all files.
 * @throws DgeError `format` for what is no JSON (with line and column) or holds no rows
 */
export async function readJsonFile(bytes: Uint8Array, config: SourceConfig, contentType: string | null, pacer: Pacer): Promise<JsonFile> {
  const text = decodeText(bytes, { encoding: config.encoding, contentType })
  const content = contentOf(parseJson(text, config.src), config)
  await pacer.turn()
  const typed = await typedColumns(content, config, pacer)
  const { rows, total, titles } = content
  const isGeoJson = content.geometries !== undefined
  const { columns, left, notes } = isGeoJson || rows.length < total ? { ...typed, left: 0 } : await withoutTotals(typed, rows.length)
  return { columns, numRows: rows.length - left, total: total - left, titles, notes: [...content.notes, ...notes], isGeoJson }
}

/** The columns without rows of totals, as those of other files. */
async function withoutTotals({ columns, notes }: { columns: readonly TypedColumn[]; notes: readonly string[] }, numRows: number) {
  const readable = columns.map(({ field, values }) => ({ field, read: (row: number) => values[row] ?? null }))
  if (!mayHaveTotals(readable, numRows)) return { columns, left: 0, notes }
  const { repeatedTotals, totalRows, totalsNote } = await loadTotals()
  const left = totalRows(readable, numRows)
  if (left.length === 0) return { columns, left: 0, notes: [...notes, ...repeatedTotals(readable, numRows)] }
  const gone = new Set(left)
  return {
    columns: columns.map(({ field, values }) => ({ field, values: Array.from(values).filter((_, row) => !gone.has(row)) })),
    left: left.length,
    notes: [...notes, totalsNote(left.map((row) => row + 1), 'Row')],
  }
}

const loadTotals = once(() => import('../data/total-rows.js'))

/** JSON, or one JSON value a line. @throws DgeError `format` with line and column */
function parseJson(text: string, url: string): unknown {
  const fail = (what: string, cause?: unknown) => new DgeError('format', `${what} at ${url}`, { url, cause })
  if (text.trim() === '') throw fail('An empty answer in place of JSON')
  try {
    return parseExactJson(text.replace(/^\ufeff/, ''))
  } catch (cause) {
    if (/^\s*<(!doctype|html|head|body)/i.test(text)) throw fail(`A web page (HTML) in place of JSON (“${excerpt(text)}”)`, cause)
    if (/^\s*<\?xml/i.test(text)) throw fail(`XML in place of JSON (“${excerpt(text)}”)`, cause)
    const fault = jsonFault(text)
    const lines = text.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [{ line, number: index + 1 }]))
    if (fault && !fault.cut && lines.length > 1 && isJson(lines[0]?.line ?? '')) return parseLines(lines, fail)
    if (!fault) throw fail('JSON that cannot be read', cause)
    const around = excerpt(text.slice(Math.max(0, fault.offset - 20), fault.offset + 40), 60)
    throw fail(`Line ${fault.line}, column ${fault.column}: ${fault.cut ? 'the JSON ends too early' : 'broken JSON'} (“${around}”)`, cause)
  }
}

function isJson(text: string): boolean {
  return /^\s*[[{]/.test(text) && jsonFault(text) === undefined
}

function parseLines(lines: readonly { line: string; number: number }[], fail: (what: string, cause?: unknown) => DgeError): unknown[] {
  return lines.map(({ line, number }) => {
    try {
      return parseExactJson(line)
    } catch (cause) {
      const column = jsonFault(line)?.column ?? 1
      throw fail(`Line ${number}, column ${column}: broken JSON (“${excerpt(line, 60)}”)`, cause)
    }
  })
}

const geometryTypes = new Set(['Point', 'MultiPoint', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon', 'GeometryCollection'])

function contentOf(json: unknown, config: SourceConfig): Content {
  const features = config.path ? undefined : featuresOf(json)
  if (features) return geojsonContent(features, isObject(json) ? json : {}, config)
  if (isObject(json) && json['type'] === 'Topology') {
    throw new DgeError('unsupported', 'TopoJSON is not read', { hint: 'Publish it as GeoJSON.' })
  }
  const { rows, note } = located(() => rowsOfJson(json, config.path), config.src)
  // GeoJSON inside an envelope, or one feature a line.
  if (rows.length > 0 && rows.every((row) => row['type'] === 'Feature')) return geojsonContent(rows, {}, config)
  return { rows: rows.slice(0, config.maxRows), total: rows.length, titles: [], notes: note ? [note] : [] }
}

/** Features of any GeoJSON object; undefined for other JSON. */
function featuresOf(json: unknown): readonly unknown[] | undefined {
  if (!isObject(json) || typeof json['type'] !== 'string') return undefined
  if (Array.isArray(json['features']) && /^Feature/.test(json['type'])) return json['features']
  if (json['type'] === 'FeatureCollection') throw new DgeError('format', 'The GeoJSON FeatureCollection has no array of features')
  if (json['type'] === 'Feature') return [json]
  if (!geometryTypes.has(json['type']) || !('coordinates' in json || 'geometries' in json)) return undefined
  const parts = json['type'] === 'GeometryCollection' && Array.isArray(json['geometries']) ? json['geometries'] : [json]
  const features = parts.map((geometry: unknown) => ({ type: 'Feature', properties: {}, geometry }))
  if (features.length > 0 && features.every(({ geometry }) => readGeometry(geometry) === undefined)) {
    throw new DgeError('format', `No ${json['type']} can be made of these coordinates`, { hint: 'Coordinates are numbers: [longitude, latitude].' })
  }
  return features
}

function geojsonContent(features: readonly unknown[], root: JsonObject, config: SourceConfig): Content {
  const kept = features.slice(0, config.maxRows)
  let broken = 0
  const geometries = kept.map((feature) => {
    const geometry = readGeometry(isObject(feature) ? (feature['geometry'] ?? null) : undefined)
    if (geometry === undefined) broken++
    return geometry ?? null
  })
  const named = kept.some((feature) => isObject(feature) && isId(feature['id']))
  const rows = kept.map((feature) => {
    const { id, properties } = isObject(feature) ? feature : {}
    const row = isObject(properties) ? properties : {}
    return named && !('id' in row) ? { id: isId(id) ? id : null, ...row } : row
  })
  return {
    rows,
    geometries,
    total: features.length,
    crs: crsMember(root['crs']),
    titles: titlesOf(root),
    notes: brokenNote(broken, kept.length),
  }
}

/** The name of a collection of features, where it is more than that of a file. */
export function titlesOf({ name }: JsonObject): string[] {
  return typeof name === 'string' && /\s/.test(name.trim()) ? [name.trim()] : []
}

export function brokenNote(broken: number, count: number): string[] {
  return broken > 0 ? [`${broken} of ${count} geometries are broken and left out`] : []
}

/** The value of a feature's member `id` is one. */
export function isId(id: unknown): boolean {
  return typeof id === 'string' || typeof id === 'number'
}

/** The `crs` member of GeoJSON before RFC 7946 (GDAL and QGIS still write it). */
export function crsMember(member: unknown): string | undefined {
  if (!isObject(member) || !isObject(member['properties'])) return undefined
  const { name, code } = member['properties']
  if (typeof name === 'string') return crsNamed(name) ?? name
  return typeof code === 'number' || typeof code === 'string' ? crsNamed(String(code)) : undefined
}

async function typedColumns(content: Content, config: SourceConfig, pacer: Pacer): Promise<{ columns: TypedColumn[]; notes: string[] }> {
  const columns = columnsOfRows(content.rows)
  checkTypes(config.types, columns.map(({ name }) => name))
  const notes: string[] = []
  const inferred = await inferColumns(columns.filter(({ geometries }) => !geometries), { types: config.types, pacer })
  const byName = new Map(inferred.map((column) => [column.field.name, column]))
  const typed: TypedColumn[] = []
  for (const column of columns) typed.push(byName.get(column.name) ?? (await geometryColumn(column, config, pacer, notes)))
  if (content.geometries) {
    const { geometries, crs, guessed, dropped } = await toLonLat(content.geometries, authorCrs(config) ?? content.crs, pacer)
    notes.push(...placeNotes({ crs, guessed, dropped }))
    typed.push({ field: { name: freeName(typed), type: 'geometry' }, values: geometries })
    return { columns: typed, notes }
  }
  const located = await locate(typed, config, pacer)
  return { columns: [...located.columns], notes: [...notes, ...located.notes] }
}

async function geometryColumn({ name, geometries = [], broken = 0 }: JsonColumn, config: SourceConfig, pacer: Pacer, notes: string[]): Promise<TypedColumn> {
  const lonLat = await toLonLat(geometries, authorCrs(config), pacer)
  const left = broken + lonLat.dropped
  if (left > 0) notes.push(`${left} geometries of column “${name}” are broken and left out`)
  return { field: { name, type: 'geometry' }, values: lonLat.geometries }
}

/** What was assumed of the places of features. */
export function placeNotes({ crs, guessed, dropped }: Omit<LonLat, 'geometries'>): string[] {
  return [
    ...(dropped > 0 ? [`${dropped} geometries are nowhere on Earth and left out`] : []),
    ...(guessed ? [`The coordinates are taken to be in ${crs}, by their values`] : []),
  ]
}

/** The address goes with what is wrong with its JSON. */
function located<Found>(read: () => Found, url: string): Found {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof DgeError) || error.url !== undefined) throw error
    throw new DgeError(error.kind, `${error.message} at ${url}`, { cause: error, url, ...(error.hint === undefined ? {} : { hint: error.hint }) })
  }
}
