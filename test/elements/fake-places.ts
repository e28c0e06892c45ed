import { fakeSource } from './fake-source.js'
import type { Fake } from './fake-source.js'
import type { Metadata } from '../../src/data/dataset.js'
import type { Schema } from '../../src/data/schema.js'
import type { Row, Value } from '../../src/data/table.js'
import type { Geometry } from 'geojson'

export const placeSchema: Schema = [
  { name: 'nom', type: 'string', title: 'Nom' },
  { name: 'pop', type: 'number', title: 'Population', unit: 'hab.' },
  { name: 'surface', type: 'number', title: 'Surface', unit: 'km²' },
  { name: 'genre', type: 'string', title: 'Genre' },
  { name: 'forme', type: 'geometry' },
]

/** A square of one degree. */
function square(west: number, south: number): Geometry {
  return {
    type: 'Polygon',
    coordinates: [[[west, south], [west + 1, south], [west + 1, south + 1], [west, south + 1], [west, south]]],
  }
}

/** Six squares in two rows of three; the last has no population, and a name that would be mischief as HTML. */
export const squares: readonly Row[] = (
  [
    ['Alpha', 100, 10, 'ville', square(0, 46)],
    ['Beta', 200, 10, 'ville', square(1, 46)],
    ['Gamma', 300, 20, 'village', square(2, 46)],
    ['Delta', 400, 20, 'village', square(0, 47)],
    ['Epsilon', 500, 50, 'ville', square(1, 47)],
    ['<img src=x onerror=alert(1)>', null, 50, 'hameau', square(2, 47)],
  ] as const
).map(([nom, pop, surface, genre, forme]) => ({ nom, pop, surface, genre, forme }) as Readonly<Record<string, Value>>)

/** The squares' centres as points. */
export const points: readonly Row[] = squares.map((row, index) => ({
  ...row,
  forme: { type: 'Point', coordinates: [0.5 + (index % 3), 46.5 + Math.floor(index / 3)] },
}))

const about: Metadata = { title: 'Carrés', publisher: 'Essai', licence: 'Licence Ouverte 2.0' }

export function placesSource(rows: readonly Row[] = squares, metadata = about): Fake {
  return fakeSource(rows, placeSchema, metadata)
}
