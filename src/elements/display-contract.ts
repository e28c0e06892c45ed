import type { Dataset } from '../data/dataset.js'
import type { Query } from '../data/query.js'
import type { Schema } from '../data/schema.js'
import type { DataSource, Runtime } from '../data/source.js'
import type { Locale } from '../locale/index.js'

/** `idle` = waits to come near the viewport, or for its source. */
export type DisplayState = 'idle' | 'loading' | 'ready' | 'empty' | 'error'

/** What a query is built from. */
export interface QueryContext {
  readonly schema: Schema
  readonly dataset: Dataset
  readonly source: DataSource
  /** The lazy chunk: `parseTerm(s)`, `parseFilter`, `toQuery`, `outputSchema`, `execute`. */
  readonly runtime: Runtime
  readonly locale: Locale
  readonly signal: AbortSignal
}

/** What a drawing is made with. `context` is undefined for a display that has no source of its own (a map of layers). */
export interface DrawContext {
  readonly locale: Locale
  readonly signal: AbortSignal
  readonly query: Query | undefined
  readonly context: QueryContext | undefined
}

/** One more way to take the picture away, offered in the menu. */
export interface FileExport {
  /** "SVG" */
  readonly name: string
  /** "svg" */
  readonly extension: string
  readonly run: () => Promise<Blob>
}

/** One more thing that the menu offers to do with the drawing. */
export interface DisplayAction {
  /** What readers see. */
  readonly label: string
  /** For something that is on or off: whether it is on. */
  readonly pressed?: boolean
  readonly run: () => unknown
}
