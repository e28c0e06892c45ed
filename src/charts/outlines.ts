import { unionExtent } from './territories.js'
import { projectionFor } from './projection.js'
import type { Geometry, Position } from 'geojson'

/** One area's outline: the middle of its box, and its path from there, both in units of the drawing. */
export interface Outline {
  readonly x: number
  readonly y: number
  /** An SVG path around the middle. */
  readonly path: string
}

/** Outlines of what is drawn together, in a box that is so many units wide and high. */
export interface Outlines {
  readonly width: number
  readonly height: number
  readonly of: ReadonlyMap<Geometry, Outline>
}

/** The longer side of a drawing, when nothing coarser will do: fine enough for a screen, and whole numbers make short paths. */
const finest = 2000

type Point = readonly [x: number, y: number]

/** The rings of all polygons of the geometry, outer ones first; empty for points and lines. */
export function polygonsOf(geometry: Geometry): readonly (readonly Position[])[][] {
  if (geometry.type === 'Polygon') return [geometry.coordinates]
  if (geometry.type === 'MultiPolygon') return geometry.coordinates
  return geometry.type === 'GeometryCollection' ? geometry.geometries.flatMap(polygonsOf) : []
}

/**
 * The areas projected together. Paths do not depend on the size of the drawing, so that one that is drawn again is known already
 * (engines keep what they have read).
 */
export function outlinesOf(geometries: readonly Geometry[], units = finest): Outlines {
  const project = projectionFor(unionExtent(geometries))
  const projected = geometries.map((geometry) => polygonsOf(geometry).map((rings) => rings.map((ring) => ring.map(([x = 0, y = 0]) => project(x, y)))))
  const [left, top, right, bottom] = boxOf(projected.flat(3))
  const scale = units / Math.max(right - left, bottom - top, 1e-9)
  const toUnits = ([x, y]: Point): Point => [Math.round((x - left) * scale), Math.round((y - top) * scale)]
  const of = new Map(geometries.map((geometry, at) => [geometry, outlineOf((projected[at] ?? []).map((rings) => rings.map((ring) => ring.map(toUnits))))]))
  return { width: Math.max(1, (right - left) * scale), height: Math.max(1, (bottom - top) * scale), of }
}

function outlineOf(polygons: readonly (readonly (readonly Point[])[])[]): Outline {
  const [left, top, right, bottom] = boxOf(polygons.flat(2))
  const [x, y] = [Math.round((left + right) / 2), Math.round((top + bottom) / 2)]
  const path = polygons.flatMap((rings) => rings.map((ring, rank) => ringPath(ring, rank === 0, x, y))).join('')
  // What is too small for its own shape is a dot.
  return { x, y, path: path || 'M-4,-4l8,0l0,8l-8,0Z' }
}

/** A ring from the middle; holes run the other way round than what surrounds them, whatever the file does. */
function ringPath(ring: readonly Point[], outer: boolean, x: number, y: number): string {
  const kept = ring.filter(([px, py], at) => px !== ring[at - 1]?.[0] || py !== ring[at - 1]?.[1])
  const [first, last] = [kept[0], kept[kept.length - 1]]
  if (kept.length > 1 && first?.[0] === last?.[0] && first?.[1] === last?.[1]) kept.pop()
  if (kept.length < 3) return ''
  if (areaOf(kept) > 0 !== outer) kept.reverse()
  let [fromX, fromY] = [x, y]
  return `${kept.map(([px, py], at) => {
    const step = at === 0 ? `M${px - x},${py - y}` : `l${px - fromX},${py - fromY}`
    ;[fromX, fromY] = [px, py]
    return step
  }).join('')}Z`
}

function areaOf(ring: readonly Point[]): number {
  return ring.reduce((sum, [x, y], at) => {
    const [nextX, nextY] = ring[(at + 1) % ring.length] ?? [0, 0]
    return sum + x * nextY - nextX * y
  }, 0)
}

function boxOf(points: readonly Point[]): readonly [left: number, top: number, right: number, bottom: number] {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of points) {
    if (x < left) left = x
    if (x > right) right = x
    if (y < top) top = y
    if (y > bottom) bottom = y
  }
  return [left, top, right, bottom]
}
