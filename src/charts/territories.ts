import { envelopeOf } from '../data/geometry.js'
import type { Geometry } from 'geojson'
import type { Extent } from '../data/filter.js'

interface Territory {
  readonly name: string
  readonly extent: Extent
}

/** Metropolitan France with Corsica. */
const mainland: Extent = [-5.8, 41, 10, 51.6]

/** What is French and overseas, from north to south in its ocean, by generous boxes that meet no other land of France. */
const overseas: readonly Territory[] = [
  { name: 'Saint-Pierre-et-Miquelon', extent: [-57, 46.5, -55.9, 47.4] },
  { name: 'Saint-Martin', extent: [-63.3, 17.75, -62.7, 18.3] },
  { name: 'Guadeloupe', extent: [-62, 15.7, -60.8, 16.7] },
  { name: 'Martinique', extent: [-61.4, 14.2, -60.6, 15] },
  { name: 'Guyane', extent: [-55, 1.9, -51.3, 6.2] },
  { name: 'La Réunion', extent: [55, -21.6, 56, -20.7] },
  { name: 'Mayotte', extent: [44.8, -13.2, 45.5, -12.4] },
]

/** What is drawn together: all, or metropolitan France and each of the territories overseas. */
export interface Grouped {
  readonly main: readonly Geometry[]
  readonly insets: readonly { readonly name: string; readonly geometries: readonly Geometry[] }[]
}

/**
 * Areas of France by where they lie: when some are in the metropolis and others overseas, the latter go into insets; when any
 * lies elsewhere, or spans the ocean, all are drawn together.
 */
export function territoriesOf(geometries: readonly Geometry[]): Grouped {
  const main: Geometry[] = []
  const away = new Map<string, Geometry[]>()
  for (const geometry of geometries) {
    const extent = envelopeOf(geometry)
    if (!extent) continue
    const territory = overseas.find((each) => within(extent, each.extent))
    if (!territory && !within(extent, mainland)) return { main: geometries, insets: [] }
    if (!territory) main.push(geometry)
    else away.set(territory.name, [...(away.get(territory.name) ?? []), geometry])
  }
  if (main.length === 0) return { main: geometries, insets: [] }
  return { main, insets: overseas.flatMap(({ name }) => (away.has(name) ? [{ name, geometries: away.get(name) ?? [] }] : [])) }
}

/** The least extent around all. */
export function unionExtent(geometries: readonly Geometry[]): Extent {
  const extents = geometries.map((geometry) => envelopeOf(geometry)).filter((extent) => extent !== undefined)
  const all = (at: 0 | 1 | 2 | 3, pick: (a: number, b: number) => number) => extents.reduce((best, extent) => pick(best, extent[at]), at < 2 ? Infinity : -Infinity)
  return [all(0, Math.min), all(1, Math.min), all(2, Math.max), all(3, Math.max)]
}

function within([west, south, east, north]: Extent, [left, bottom, right, top]: Extent): boolean {
  return west >= left && south >= bottom && east <= right && north <= top
}
