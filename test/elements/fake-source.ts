import { noCapabilities } from '../../src/data/capabilities.js'
import { DataSource } from '../../src/data/source.js'
import { tableFromRows } from '../../src/data/table.js'
import type { Dataset, ExecuteOptions, Metadata } from '../../src/data/dataset.js'
import type { Schema } from '../../src/data/schema.js'
import type { Row } from '../../src/data/table.js'

export interface Fake extends DataSource {
  /** Downloads asked for so far. */
  asked: number
  aborted: number
  /** Milliseconds before the next answers. */
  delay: number
  /** The next downloads fail with this. */
  failure: Error | undefined
  rows: readonly Row[]
  partial: number | undefined
}

export const communes: Schema = [
  { name: 'commune', type: 'string', title: 'Commune' },
  { name: 'annee', type: 'number' },
  { name: 'montant', type: 'number', unit: '€' },
  { name: 'lien', type: 'string' },
]

export const rows: readonly Row[] = [
  { commune: 'Strasbourg', annee: 2021, montant: 1000, lien: 'https://example.org/a' },
  { commune: 'Strasbourg', annee: 2022, montant: 1250.5, lien: 'javascript:alert(1)' },
  { commune: 'Metz', annee: 2021, montant: 400, lien: null },
  { commune: 'Metz', annee: 2022, montant: 300, lien: null },
  { commune: '<img src=x onerror=alert(1)>', annee: 2022, montant: null, lien: null },
]

export const metadata: Metadata = {
  title: 'Budget des communes',
  publisher: 'Région Grand Est',
  licence: 'Licence Ouverte 2.0',
  licenceUrl: 'https://www.etalab.gouv.fr/licence-ouverte-open-licence/',
  modified: '2024-03-05T10:00:00Z',
  page: 'https://data.example.org/budget',
}

/** A source in memory that answers like a file: everything at once, after a delay, or not at all. */
export function fakeSource(data: readonly Row[] = rows, schema: Schema = communes, about: Metadata = metadata, known: Pick<Dataset, 'geometryType' | 'total'> = {}): Fake {
  const execute = (_query: unknown, { signal, onProgress }: ExecuteOptions = {}) => {
    source.asked++
    if (source.failure) return Promise.reject(source.failure)
    return new Promise<ReturnType<typeof tableFromRows>>((resolve, reject) => {
      onProgress?.(2, source.rows.length)
      const extra = source.partial === undefined ? {} : { complete: false, total: source.partial }
      const timer = setTimeout(() => resolve(tableFromRows(schema, source.rows, extra)), source.delay)
      signal?.addEventListener('abort', () => {
        source.aborted++
        clearTimeout(timer)
        reject(new DOMException('Aborted', 'AbortError'))
      })
    })
  }
  const dataset: Dataset = { schema, metadata: about, capabilities: noCapabilities, downloads: [], execute, ...known }
  const source: Fake = Object.assign(new DataSource({ src: 'https://example.org/x' }, async () => dataset), {
    asked: 0,
    aborted: 0,
    delay: 0,
    failure: undefined as Error | undefined,
    rows: data,
    partial: undefined as number | undefined,
  })
  return source
}
