import { DgeError } from './errors.js'
import type { SourceConfig } from './dataset.js'
import type { FieldType } from './schema.js'

type Writable<T> = { -readonly [K in keyof T]: T[K] }

const fieldTypes: readonly FieldType[] = ['string', 'number', 'boolean', 'date', 'geometry']

/** What an author wrote of where the data are. */
export interface SourceWords {
  readonly src?: string | undefined
  readonly provider?: string | undefined
  readonly types?: string | undefined
  readonly path?: string | undefined
  readonly layer?: string | undefined
  readonly crs?: string | undefined
  readonly encoding?: string | undefined
  readonly maxRows?: number | undefined
  readonly timeout?: number | undefined
  readonly cache?: string | undefined
}

/** The words as settings of a source; undefined without `src`, which is relative to `base`. @throws DgeError `query` for bad `types` */
export function sourceConfigOf(words: SourceWords, base: string): SourceConfig | undefined {
  const src = words.src?.trim()
  if (!src) return undefined
  const config: Writable<SourceConfig> = { src: absolute(src, base) }
  for (const key of ['provider', 'path', 'layer', 'crs', 'encoding'] as const) {
    const value = words[key]?.trim()
    if (value) config[key] = value
  }
  if (words.cache != null) config.cache = words.cache.trim()
  if (words.types) config.types = parseTypes(words.types)
  if (words.maxRows && words.maxRows > 0) config.maxRows = words.maxRows
  if (words.timeout && words.timeout > 0) config.timeout = words.timeout
  return config
}

/** Reads `name:type, name:type`; the last colon parts, so that names may hold colons. */
function parseTypes(text: string): Readonly<Record<string, FieldType>> {
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
