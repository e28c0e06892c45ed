import { noCapabilities } from '../../src/data/capabilities.js'
import { DataSource } from '../../src/data/source.js'
import { tableFromRows } from '../../src/data/table.js'
import type { Dataset, Metadata } from '../../src/data/dataset.js'
import type { Schema } from '../../src/data/schema.js'
import type { Row, Value } from '../../src/data/table.js'
import type { Geometry } from 'geojson'

export const placeSchema: Schema = [
  { name: 'nom', type: 'string' },
  { name: 'pop', type: 'number', title: 'Population', unit: 'hab.' },
  { name: 'surface', type: 'number', unit: 'km²' },
  { name: 'genre', type: 'string' },
  { name: 'forme', type: 'geometry' },
]

/** A square of one degree. */
export function square(west: number, south: number): Geometry {
  return {
    type: 'Polygon',
    coordinates: [[[west, south], [west + 1, south], [west + 1, south + 1], [west, south + 1], [west, south]]],
  }
}

/** Six squares in two rows of three; the last has no population. */
export const squares: readonly Row[] = ([
  ['Alpha', 100, 10, 'ville', square(0, 46)],
  ['Beta', 200, 10, 'ville', square(1, 46)],
  ['Gamma', 300, 20, 'village', square(2, 46)],
  ['Delta', 400, 20, 'village', square(0, 47)],
  ['Epsilon', 500, 50, 'ville', square(1, 47)],
  ['<img src=x onerror=alert(1)>', null, 50, 'hameau', square(2, 47)],
] as const).map(([nom, pop, surface, genre, forme]) => ({ nom, pop, surface, genre, forme }) as Readonly<Record<string, Value>>)

/** A source in memory, without capabilities, as a file is. */
export function placesSource(rows: readonly Row[], metadata: Metadata = { title: 'Lieux', publisher: 'Essai' }, schema = placeSchema): DataSource {
  const dataset: Dataset = {
    schema,
    metadata,
    capabilities: noCapabilities,
    downloads: [],
    execute: () => Promise.resolve(tableFromRows(schema, rows)),
  }
  return new DataSource({ src: 'memory:places' }, () => Promise.resolve(dataset))
}

export const cells = () => placesSource(squares)
