import { segmentBits, segmentRows } from './segments.js'
import type { Geometry, Position } from 'geojson'
import type { Extent } from './filter.js'

const types = ['Point', 'MultiPoint', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon', 'GeometryCollection'] as const
/** Depth of the arrays of positions that each type's coordinates are. */
const depths = [0, 1, 1, 2, 2, 3]

/** Numbers of a page: a megabyte. */
const pageLength = 131_072

/** Where the geometries of a segment's rows begin: the page, counted from 1 (0 for no geometry), and the place in it. */
interface Segment {
  readonly pages: Uint32Array
  readonly places: Uint32Array
}

/**
 * The geometries of a large file as plain numbers, a tenth to a quarter of what they take as objects: made again when they are read.
 * Keeps what has to be known of them all to tell their CRS.
 */
export class GeometryCells {
  length = 0
  /** Geometries that are not null. */
  count = 0
  readonly #pages: Float64Array[] = []
  readonly #segments: Segment[] = []
  #used = pageLength
  #extent: [number, number, number, number] | undefined
  readonly #box = [0, 0, 0, 0] as [number, number, number, number]
  /** Rows whose geometries leave the Earth, taken as degrees. */
  readonly #strays: number[] = []

  /** The box around all. */
  get extent(): Extent | undefined {
    return this.#extent
  }

  /** Geometries that are no place on Earth, taken as degrees. */
  get strays(): number {
    return this.#strays.length
  }

  /** Takes the geometry of the next row. */
  push(geometry: Geometry | null): void {
    const row = this.length++
    const segment = (this.#segments[row >>> segmentBits] ??= { pages: new Uint32Array(segmentRows), places: new Uint32Array(segmentRows) })
    if (!geometry) return
    this.count++
    const numbers: number[] = []
    const box = this.#box
    box[0] = box[1] = Infinity
    box[2] = box[3] = -Infinity
    write(geometry, numbers, box)
    this.#widen(row)
    const page = this.#pageFor(numbers.length)
    page.set(numbers, this.#used)
    segment.pages[row & (segmentRows - 1)] = this.#pages.length
    segment.places[row & (segmentRows - 1)] = this.#used
    this.#used += numbers.length
  }

  /** The geometry of a row. */
  read(row: number): Geometry | null {
    const segment = this.#segments[row >>> segmentBits]
    const page = this.#pages[(segment?.pages[row & (segmentRows - 1)] ?? 0) - 1]
    return page && segment ? new Reading(page, segment.places[row & (segmentRows - 1)] as number).geometry() : null
  }

  /** Leaves out the geometries that are no place on Earth. */
  dropStrays(): void {
    for (const row of this.#strays) (this.#segments[row >>> segmentBits] as Segment).pages[row & (segmentRows - 1)] = 0
  }

  #widen(row: number): void {
    const [west, south, east, north] = this.#box
    const inside = west <= east && west >= -180 && south >= -90 && east <= 180 && north <= 90
    if (!inside) this.#strays.push(row)
    if (!(west <= east && south <= north)) return
    const all = (this.#extent ??= [west, south, east, north])
    all[0] = Math.min(all[0], west)
    all[1] = Math.min(all[1], south)
    all[2] = Math.max(all[2], east)
    all[3] = Math.max(all[3], north)
  }

  /** A page with room for so many numbers from `#used` on. */
  #pageFor(length: number): Float64Array {
    const last = this.#pages.at(-1)
    if (last && this.#used + length <= last.length) return last
    const page = new Float64Array(Math.max(pageLength, length))
    this.#pages.push(page)
    this.#used = 0
    return page
  }
}

type Nested = Position | Nested[]

/** Appends the numbers of a geometry: its type, then lists, each after its length; positions after what they all are long, 0 for several. */
function write(geometry: Geometry, numbers: number[], box: [number, number, number, number]): void {
  const type = types.indexOf(geometry.type)
  numbers.push(type)
  if (geometry.type === 'GeometryCollection') {
    numbers.push(geometry.geometries.length)
    for (const part of geometry.geometries) write(part, numbers, box)
  } else writeNested(geometry.coordinates, depths[type] as number, numbers, box)
}

function writeNested(value: Nested, depth: number, numbers: number[], box: [number, number, number, number]): void {
  if (depth === 0) return writePositions([value as Position], numbers, box)
  if (depth === 1) return writePositions(value as Position[], numbers, box)
  numbers.push(value.length)
  for (const part of value) writeNested(part as Nested, depth - 1, numbers, box)
}

function writePositions(positions: readonly Position[], numbers: number[], box: [number, number, number, number]): void {
  const size = positions[0]?.length ?? 0
  const equal = positions.every(({ length }) => length === size)
  numbers.push(positions.length, equal ? size : 0)
  for (const position of positions) {
    if (!equal) numbers.push(position.length)
    for (const number of position) numbers.push(number)
    const [x, y] = position as [number, number]
    if (x < box[0]) box[0] = x
    if (y < box[1]) box[1] = y
    if (x > box[2]) box[2] = x
    if (y > box[3]) box[3] = y
  }
}

/** Reads a geometry back from its numbers. */
class Reading {
  readonly #numbers: Float64Array
  #at: number

  constructor(numbers: Float64Array, at: number) {
    this.#numbers = numbers
    this.#at = at
  }

  geometry(): Geometry {
    const index = this.#next()
    const type = types[index]
    if (type === 'GeometryCollection') return { type, geometries: Array.from({ length: this.#next() }, () => this.geometry()) }
    return { type, coordinates: this.#nested(depths[index] as number) } as Geometry
  }

  #nested(depth: number): unknown {
    if (depth > 1) return Array.from({ length: this.#next() }, () => this.#nested(depth - 1))
    const positions = this.#positions()
    return depth === 0 ? positions[0] : positions
  }

  #positions(): Position[] {
    const count = this.#next()
    const size = this.#next()
    const positions: Position[] = []
    for (let index = 0; index < count; index++) {
      const length = size || this.#next()
      const position: Position = []
      for (let part = 0; part < length; part++) position.push(this.#next())
      positions.push(position)
    }
    return positions
  }

  #next(): number {
    return this.#numbers[this.#at++] as number
  }
}
