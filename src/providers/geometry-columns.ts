import { crsNamed, isLonLat } from '../data/crs.js'
import { DgeError } from '../data/errors.js'
import { writingOf } from '../data/geometry-signs.js'
import { readGeometryText } from '../data/geometry-text.js'
import { firstText, pairsOf } from './place-signs.js'
import { authorCrs, toLonLat } from './projection.js'
import type { Geometry } from 'geojson'
import type { SourceConfig } from '../data/dataset.js'
import type { TypedColumn } from '../data/infer.js'
import type { Pair } from './place-signs.js'
import type { Pacer } from '../data/pacer.js'
import type { Field } from '../data/schema.js'
import type { Column, Value } from '../data/table.js'

/** Columns with their geometries found, and what was assumed. */
export interface Located {
  readonly columns: readonly TypedColumn[]
  readonly notes: readonly string[]
}

/** Fewer readable cells than this part, and the column stays text. */
const enough = 0.8

/**
 * Turns columns of WKT, GeoJSON or "lat, lon" text into geometries. A table without any gets a column `geometry` from its
 * columns of longitude and latitude (or x and y of a CRS that is named or plain from the values).
 * @throws DgeError `format` when a column that the author calls a geometry has none
 */
export async function locate(columns: readonly TypedColumn[], config: SourceConfig, pacer: Pacer): Promise<Located> {
  const notes: string[] = []
  const located: TypedColumn[] = []
  for (const column of columns) located.push((await geometryColumn(column, config, pacer, notes)) ?? column)
  if (located.some(({ field }) => field.type === 'geometry')) return { columns: located, notes }
  const points = await pointColumn(located, config, pacer, notes)
  return { columns: points ? [...located, points] : located, notes }
}

async function geometryColumn(
  column: TypedColumn,
  config: SourceConfig,
  pacer: Pacer,
  notes: string[]
): Promise<TypedColumn | undefined> {
  const { field } = column
  const { name } = field
  const asked = config.types && Object.hasOwn(config.types, name) ? config.types[name] : undefined
  if (field.type !== 'string' || (asked && asked !== 'geometry')) return undefined
  const writing = writingOf(column.first ?? firstText(column.values))
  if (!asked && (!writing || (writing === 'pair' && !isPointName(name)))) return undefined
  const { geometries, crs, broken, count } = await readAll(column.values, /xy|lo?ng?_?lat/i.test(name), pacer)
  if (asked && (count === 0 || broken === count)) throw new DgeError('format', `No cell of column “${name}” is a geometry, which types="${name}:geometry" asks for`)
  if (count - broken < enough * count || (writing === 'pair' && broken > 0)) return undefined
  try {
    const lonLat = await toLonLat(geometries, crs ?? crsInName(name) ?? authorCrs(config), pacer)
    const left = broken + lonLat.dropped
    if (left > 0) notes.push(`${left} geometries of column “${name}” are broken and left out`)
    if (lonLat.guessed) notes.push(`Column “${name}” is taken to be in ${lonLat.crs}, by its coordinates`)
    return { field: { name, type: 'geometry' }, values: lonLat.geometries }
  } catch (error) {
    // Numbers that may be anything stay text, unless the author says what they are.
    if (asked || config.crs || !(error instanceof DgeError) || error.kind === 'network') throw error
    notes.push(`Column “${name}” stays text: ${error.message}`)
    return undefined
  }
}

interface Read {
  readonly geometries: readonly (Geometry | null)[]
  readonly crs: string | undefined
  /** Cells that are not empty, and those of them that cannot be read. */
  readonly count: number
  readonly broken: number
}

async function readAll(values: Column, lonFirst: boolean, pacer: Pacer): Promise<Read> {
  const geometries: (Geometry | null)[] = []
  let [count, broken] = [0, 0]
  let crs: string | undefined
  for (let row = 0; row < values.length; row++) {
    await pacer.turn()
    const value = values[row]
    if (typeof value !== 'string') {
      geometries.push(null)
      continue
    }
    count++
    const written = readGeometryText(value, lonFirst || /^\s*[[(]/.test(value))
    if (!written) broken++
    crs ??= written?.crs
    geometries.push(written?.geometry ?? null)
    if (broken > 20 && broken > (1 - enough) * values.length) return { geometries: [], crs, count, broken: count }
  }
  return { geometries, crs, count, broken }
}

/** "EPSG:2154", geom_3948, x_l93. */
function crsInName(name: string): string | undefined {
  const number = /(?:^|\D)(2154|39(?:4[2-9]|50)|3857|27572|326\d\d|2972|2975|4471|5490|4326)(?:\D|$)/.exec(name)?.[1]
  if (number) return `EPSG:${number}`
  const word = /(?:^|[^a-z])(l(?:ambert)?[ _-]?93|cc4[2-9]|cc50|wgs84|crs:?84)(?:[^a-z\d]|$)/i.exec(name)?.[1]
  return word ? crsNamed(word) : undefined
}

async function pointColumn(
  columns: readonly TypedColumn[],
  config: SourceConfig,
  pacer: Pacer,
  notes: string[]
): Promise<TypedColumn | undefined> {
  const wanted = authorCrs(config)
  const metres = wanted !== undefined && !isLonLat(wanted)
  const pairs = [...pairsOf(columns, 'lon', 'lat'), ...pairsOf(columns, 'x', 'y')]
  for (const pair of metres ? pairs.reverse() : pairs) {
    const names = `${pair.x.field.name} and ${pair.y.field.name}`
    const crs = crsInName(pair.x.field.name) ?? wanted
    try {
      const lonLat = await toLonLat(points(pair), crs, pacer)
      // x and y that fit degrees may be pixels or ranks: only names of degrees make them places.
      if (!pair.degrees && !crs && isLonLat(lonLat.crs)) continue
      if (lonLat.geometries.every((geometry) => geometry === null)) continue
      notes.push(`geometry is made of ${names}${lonLat.guessed ? `, taken to be in ${lonLat.crs} by their values` : ''}`)
      if (lonLat.dropped > 0) notes.push(`${lonLat.dropped} of these places are nowhere on Earth and left out`)
      return { field: { name: freeName(columns), type: 'geometry' }, values: lonLat.geometries }
    } catch (error) {
      if (config.crs || !(error instanceof DgeError) || error.kind === 'network') throw error
      notes.push(`No geometry is made of ${names}: ${error.message}`)
    }
  }
  return undefined
}

/** Points of two columns; a missing number, or (0, 0) that stands for it, gives none. */
function points({ x, y }: Pair): (Geometry | null)[] {
  const [xs, ys] = [x.values, y.values]
  return Array.from({ length: xs.length }, (_, row) => {
    const [a, b] = [xs[row] as Value, ys[row] as Value]
    if (typeof a !== 'number' || typeof b !== 'number' || (a === 0 && b === 0)) return null
    return { type: 'Point', coordinates: [a, b] }
  })
}

/** `geometry`, unless a column is called so. */
export function freeName(columns: readonly { readonly field: Field }[]): string {
  const taken = new Set(columns.map(({ field }) => field.name))
  let name = 'geometry'
  for (let count = 2; taken.has(name); count++) name = `geometry_${count}`
  return name
}

/** True for columns whose pairs of numbers are places: geo_point_2d, coordonneesXY, geolocalisation… */
function isPointName(name: string): boolean {
  return /geo_?point|point_?geo|_point$|^point$|geoloc|lat_?_?(lon|lng)|(lon|lng)g?_?lat|coord|_xy$|^geom/i.test(name)
}
