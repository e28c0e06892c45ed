import type { Geometry, Position } from 'geojson'
import type { Value } from './table.js'

/**
 * How many rows are hidden by another one of the same outline that holds another value: rows of several years of one place, say. Outlines are told
 * apart by where they begin and how long they are. Points lie where they lie: an address may have several things.
 */
export function hiddenOutlines(shapes: ArrayLike<Value | undefined>, values: ArrayLike<Value>): number {
  const seen = new Map<string, Set<Value>>()
  let hidden = 0
  for (let row = 0; row < shapes.length; row++) {
    const shape = shapes[row]
    const sign = typeof shape === 'object' && shape !== null ? signOf(shape) : undefined
    if (sign === undefined) continue
    const known = seen.get(sign) ?? new Set()
    seen.set(sign, known)
    if (known.size > 0 && !known.has(values[row] ?? null)) hidden++
    known.add(values[row] ?? null)
  }
  return hidden
}

function signOf(shape: Geometry): string | undefined {
  if (shape.type !== 'Polygon' && shape.type !== 'MultiPolygon') return undefined
  const rings: readonly (readonly Position[])[] = shape.type === 'Polygon' ? shape.coordinates : shape.coordinates.flat()
  return rings.map((ring) => [ring.length, ...(ring[0] ?? []), ...(ring[ring.length >> 1] ?? [])].join()).join(';')
}

/** What the author of a map should know of them, in English. */
export const hiddenHint = 'Rows have the outline of another row and another value: only one of each place is seen. Choose with where="…", such as where="annee = 2024"'
