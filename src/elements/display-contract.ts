import type { TemplateResult } from 'lit'
import type { CommonWords, QueryContext } from '../displays/query-context.js'
import type { Query } from '../data/query.js'
import type { Table } from '../data/table.js'
import type { Term } from '../data/term.js'
import type { Locale } from '../locale/index.js'
import type { SelectDetail } from './events.js'

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

/** What a display lends its view of what is not for pages. */
export interface DisplayInside {
  /** The query of terms with the attributes that every display has; `order` and `limit` may be given otherwise. */
  readonly queryOf: (terms: readonly Term[], context: QueryContext, cut?: Pick<CommonWords, 'order' | 'limit'>) => Query
  /** Reports what the reader picked. */
  readonly select: (detail: SelectDetail) => void
  /** What is written around the drawing. */
  readonly titled: () => Promise<{ readonly title: string; readonly attribution: string }>
}

/** The inside of a display, a lazy chunk: the hooks of `DisplayHooks` that an element hands on to it. */
export interface DisplayView {
  query(context: QueryContext): Query | Promise<Query>
  /** `ask` puts a question to the source. */
  load?(query: Query, context: QueryContext, ask: (query: Query) => Promise<Table>): Promise<Table>
  isEmpty?(table: Table): boolean
  draw(table: Table, context: DrawContext): Promise<void>
  render(): TemplateResult | undefined
  updated?(): void
  destroy?(): void
  heading?(table: Table): string | undefined
  summary?(table: Table, locale: Locale): string
  exports?(): readonly FileExport[]
  menuActions?(): readonly DisplayAction[]
  lookChanged?(): void
}
