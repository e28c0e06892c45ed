import { crsDefinition, crsNamed, guessCrs, isLonLat, knownCrs } from '../data/crs.js'
import { DgeError } from '../data/errors.js'
import { envelopeOf } from '../data/geometry.js'
import { mapPositions } from '../data/geojson.js'
import type { Geometry, Position } from 'geojson'
import type { SourceConfig } from '../data/dataset.js'
import type { Extent } from '../data/filter.js'
import type { Pacer } from '../data/pacer.js'

/** Turns a position of some CRS into longitude and latitude. */
export type Unproject = (position: Position) => Position

/**
 * How positions of `crs` ("EPSG:2154") become longitude and latitude. proj4 (MIT, the reference in JavaScript, no eval) is
 * loaded only here.
 * @throws DgeError `unsupported` for a CRS that is not known, `network` when the code cannot be loaded
 */
export async function unprojection(crs: string): Promise<Unproject> {
  const definition = crsDefinition(crs)
  if (!definition) throw new DgeError('unsupported', `Coordinates in ${crs}, which is not known`, { hint: `Known: ${knownCrs}.` })
  if (isLonLat(crs)) return (position) => position
  const { default: proj4 } = await import('proj4').catch((cause: unknown) => {
    throw new DgeError('network', 'The code of projections could not be loaded', { cause })
  })
  const { inverse } = proj4(definition)
  // Ten-millionths of a degree are a centimetre: shorter numbers for the table and the exports.
  return ([x = NaN, y = NaN]) => inverse([x, y]).map((angle) => Math.round(angle * 1e8) / 1e8)
}

/** The CRS that the author names. @throws DgeError `unsupported` when it is no CRS */
export function authorCrs({ crs }: SourceConfig): string | undefined {
  if (!crs) return undefined
  const named = crsNamed(crs)
  if (named && crsDefinition(named)) return named
  throw new DgeError('unsupported', `Unknown coordinate reference system “${crs}”`, { hint: `For example crs="EPSG:2154" (known: ${knownCrs}).` })
}

/** Geometries in longitude and latitude, and the CRS that they were taken to be in. */
export interface LonLat {
  readonly geometries: readonly (Geometry | null)[]
  readonly crs: string
  /** True when nobody named the CRS: it was told from the coordinates. */
  readonly guessed: boolean
  /** Geometries left out because their coordinates are no place on Earth, among many that are. */
  readonly dropped: number
}

/** With more strays than this part, the CRS is wrong rather than the geometries. */
const fewStrays = 0.05
const earth: Extent = [-180, -90, 180, 90]

/**
 * Brings geometries into longitude and latitude: from the CRS named, else from the only one that their coordinates fit.
 * @throws DgeError `format` when nothing tells the CRS, or the coordinates do not fit the one named; `unsupported`
 */
export async function toLonLat(geometries: readonly (Geometry | null)[], named: string | undefined, pacer: Pacer): Promise<LonLat> {
  const extent = extentOf(geometries)
  if (!extent) return { geometries, crs: named ?? 'OGC:CRS84', guessed: false, dropped: 0 }
  const onEarth = named && !isLonLat(named) ? undefined : withoutStrays(geometries)
  const crs = crsOf(extent, named, onEarth !== undefined)
  if (isLonLat(crs)) return { geometries, crs, guessed: false, dropped: 0, ...onEarth }
  const unproject = await unprojection(crs)
  const turned: (Geometry | null)[] = []
  for (const geometry of geometries) {
    turned.push(geometry && mapPositions(geometry, unproject))
    await pacer.turn()
  }
  const places = withoutStrays(turned)
  if (!places) throw outside(extent, crs)
  return { ...places, crs, guessed: !named }
}

/**
 * The CRS of coordinates: the one named, else the only one that they fit.
 * @param onEarth the CRS may be degrees, and nearly all of them are
 * @throws DgeError `format` when nothing tells it, or the coordinates do not fit
 */
export function crsOf(extent: Extent, named: string | undefined, onEarth: boolean): string {
  const guess = onEarth ? 'OGC:CRS84' : guessCrs(extent)
  // Degrees in a file that claims metres (a CRS left over from an export): metres that small are nowhere in France.
  const crs = guess && isLonLat(guess) ? (named && isLonLat(named) ? named : guess) : (named ?? guess)
  if (!crs) throw notDegrees(extent, ', and nothing says in which system')
  if (isLonLat(crs) && !(guess && isLonLat(guess))) throw notDegrees(extent, ` as ${crs} would have them`)
  return crs
}

/** Coordinates that are nowhere on Earth in the CRS named. */
export function outside([x, y]: Extent, crs: string): DgeError {
  return new DgeError('format', `Coordinates (${x}, ${y}) lie outside ${crs}`)
}

/** Few of `count` geometries are no place on Earth, one of ten as well: they are wrong, rather than the CRS. */
export function areFew(strays: number, count: number): boolean {
  return strays <= Math.max(fewStrays * count, count >= 10 ? 1 : 0)
}

function notDegrees([x, y]: Extent, how: string): DgeError {
  return new DgeError('format', `Coordinates (${x}, ${y}) are not in degrees${how}`, {
    hint: `Say what they are: crs="EPSG:2154" (known: ${knownCrs}).`,
  })
}

/** The geometries with the few left out that are no place on Earth; undefined when they are not few. */
function withoutStrays(geometries: readonly (Geometry | null)[]): Pick<LonLat, 'geometries' | 'dropped'> | undefined {
  let [count, dropped] = [0, 0]
  const kept = geometries.map((geometry) => {
    if (!geometry) return null
    count++
    const box = envelopeOf(geometry)
    const inside = box && box[0] >= earth[0] && box[1] >= earth[1] && box[2] <= earth[2] && box[3] <= earth[3]
    if (!inside) dropped++
    return inside ? geometry : null
  })
  return areFew(dropped, count) ? { geometries: kept, dropped } : undefined
}

function extentOf(geometries: readonly (Geometry | null)[]): Extent | undefined {
  let box: [number, number, number, number] | undefined
  for (const geometry of geometries) {
    const part = geometry && envelopeOf(geometry)
    if (!part) continue
    box ??= [...part]
    box = [Math.min(box[0], part[0]), Math.min(box[1], part[1]), Math.max(box[2], part[2]), Math.max(box[3], part[3])]
  }
  return box
}
