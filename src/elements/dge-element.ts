import { LitElement } from 'lit'
import { property } from 'lit/decorators.js'
import { DgeError } from '../data/errors.js'
import type { SourceConfig } from '../data/dataset.js'
import type { FieldType } from '../data/schema.js'

type Writable<T> = { -readonly [K in keyof T]: T[K] }

const fieldTypes: readonly FieldType[] = ['string', 'number', 'boolean', 'date', 'geometry']

/** The attributes that say where data are: shared by `dge-source` and by every display with a `src` of its own. */
export abstract class DgeElement extends LitElement {
  /** Address of the data: the dataset's page on a portal, its API, or a file. Relative to the page. */
  @property() src: string | undefined
  /** Name of the provider, when it is not recognised from the address or the answer. */
  @property() provider: string | undefined
  /** Types that correct the recognised ones: `insee:string, montant:number`. */
  @property() types: string | undefined
  /** JSON: dotted path to the array of rows (`data.items`). */
  @property() path: string | undefined
  /** Which layer, when the service has several (WFS type name, dataset id, sheet). */
  @property() layer: string | undefined
  /** Coordinate reference system, when the file does not say (`EPSG:2154`). */
  @property() crs: string | undefined
  /** Character encoding, when the file does not say (`windows-1252`). */
  @property() encoding: string | undefined
  /** Most rows to fetch; beyond it the result is partial. */
  @property({ type: Number, attribute: 'max-rows' }) maxRows: number | undefined
  /** Milliseconds without an answer before giving up; 30,000 when absent. */
  @property({ type: Number }) timeout: number | undefined

  /** The attributes as settings of a source; undefined without `src`. @throws DgeError `query` for bad `types` */
  sourceConfig(): SourceConfig | undefined {
    const src = this.src?.trim()
    if (!src) return undefined
    const config: Writable<SourceConfig> = { src: absolute(src, this.baseURI) }
    for (const key of ['provider', 'path', 'layer', 'crs', 'encoding'] as const) {
      const value = this[key]?.trim()
      if (value) config[key] = value
    }
    if (this.types) config.types = parseTypes(this.types)
    if (this.maxRows && this.maxRows > 0) config.maxRows = this.maxRows
    if (this.timeout && this.timeout > 0) config.timeout = this.timeout
    return config
  }
}

/** Reads `name:type, name:type`; the last colon parts, so that names may hold colons. */
export function parseTypes(text: string): Readonly<Record<string, FieldType>> {
  const types: Record<string, FieldType> = Object.create(null)
  for (const part of text.split(',')) {
    if (part.trim() === '') continue
    const colon = part.lastIndexOf(':')
    const type = fieldTypes.find((known) => known === part.slice(colon + 1).trim().toLowerCase())
    if (colon < 1 || !type) {
      throw new DgeError('query', `types: “${part.trim()}” is not name:type`, {
        hint: `Types are ${fieldTypes.join(', ')}: types="insee:string, montant:number".`,
      })
    }
    types[part.slice(0, colon).trim()] = type
  }
  return types
}

function absolute(src: string, base: string): string {
  try {
    return new URL(src, base).href
  } catch {
    return src
  }
}
