import { tableFromRows } from '../../src/data/table.js'
import type { RunningBackend } from '../equivalence/backend.js'
import type { Point } from 'geojson'

/** One small dataset as a provider of the registry finds it. */
export interface Example {
  /** A server of the field, a file, or a stand-in written from documentation. */
  readonly answers: 'server' | 'file' | 'stand-in'
  /** Why it can't run here (a package that is not installed), undefined when it can. */
  readonly missing?: () => string | undefined
  /** Rows of the dataset; absent where there are pictures or tiles only. */
  readonly rows?: number
  /** A field that may vanish from the server's answers, and what they call it: "pop" when absent. */
  readonly vanishes?: readonly [field: string, written: string]
  /** A text that a table of it shows. */
  readonly shows?: string
  start(): Promise<RunningBackend>
}

const point = (x: number, y: number): Point => ({ type: 'Point', coordinates: [x, y] })

/** Three communes: what most examples serve. */
export const places = tableFromRows(
  [
    { name: 'code', type: 'string' }, { name: 'nom', type: 'string' }, { name: 'pop', type: 'number', title: 'Population', unit: 'hab.', description: 'Population municipale' },
    { name: 'jour', type: 'date', precision: 'day' }, { name: 'geometry', type: 'geometry' },
  ],
  [
    { code: '01001', nom: "L'Été", pop: 3, jour: Date.UTC(2024, 0, 31), geometry: point(6, 48) },
    { code: '54395', nom: 'Nancy', pop: 104_885, jour: Date.UTC(2023, 11, 1), geometry: point(6.125, 48.5) },
    { code: '67482', nom: 'Strasbourg', pop: 291_313, jour: Date.UTC(2022, 6, 14), geometry: point(7.75, 48.625) },
  ]
)
