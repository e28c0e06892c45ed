import type { QueryContext } from '../displays/query-context.js'
import type { Query } from '../data/query.js'
import type { Locale } from '../locale/index.js'

export type { QueryContext } from '../displays/query-context.js'

/** `idle` = waits to come near the viewport, or for its source. */
export type DisplayState = 'idle' | 'loading' | 'ready' | 'empty' | 'error'

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
