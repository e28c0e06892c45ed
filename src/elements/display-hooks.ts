import { DisplayExports } from './display-exports.js'
import type { TemplateResult } from 'lit'
import type { Query } from '../data/query.js'
import type { Table } from '../data/table.js'
import type { Locale } from '../locale/index.js'
import type { DisplayAction, DrawContext, FileExport, QueryContext } from './display-contract.js'

/**
 * What an element says of itself: what it needs, how to draw it, and what stands around. In the order of the calls:
 *
 * 1. `preload()`: start the `import()` of the renderer; runs beside the data request, and when the browser is idle before it. Optional.
 * 2. `buildQuery(context)`: the whole query from the attributes; throws DgeError `query` or `field`. `queryOf(terms)` of `DgeDisplay`
 *    adds the common attributes (where, search, order, limit).
 * 3. `loadTable(query, context)`: asks the source by `ask(query, context)`, or for more (a count, a second query).
 *    `withoutSource(signal)`: override when the element may live without `src` (a map of layers).
 * 4. `isEmpty(table)`: nothing to draw (default: no row).
 * 5. `draw(table, context)`: draw into `this.content`, resolve once the pixels are there. Called again for every change
 *    of attribute, language or data with what is new; the container persists, so keep the renderer and update it. The
 *    container has its final size, and is `visibility: hidden` (not `display: none`) before the first drawing.
 * 6. `summary(table, locale)`: the drawing in words, for screen readers.
 * 7. `exports()`, `menuActions()`, `why`: what the menu offers beside what every display gives. `tableToSave()`: what CSV, XLSX and JSON hold.
 *    `headingOf(table)`: a title when the author gives none. `renderControls()`: what stands between title and drawing in every state.
 *
 * `renderContent()` renders inside the container by lit instead of drawing (call `this.requestUpdate()` and await
 * `this.updateComplete` in `draw`). `select(detail)` reports what the reader picked. Free renderers in
 * `disconnectedCallback`; an element that comes back draws anew. Every reactive property of a subclass leads to a new
 * `buildQuery` and `draw` when it changes; answers to equal queries come from the source's cache.
 */
export abstract class DisplayHooks extends DisplayExports {
  protected abstract buildQuery(context: QueryContext): Promise<Query>
  protected abstract loadTable(query: Query, context: QueryContext): Promise<Table>
  protected abstract draw(table: Table, context: DrawContext): Promise<void>

  /** Starts the loading of the code that it draws with; failures are told where the code is awaited. */
  abstract preload(): void

  /** Brings the code that answers to the reader's first touch of the drawing. */
  abstract touched(): Promise<unknown>

  protected abstract withoutSource(signal: AbortSignal): Promise<Table> | undefined

  protected abstract isEmpty(table: Table): boolean

  protected abstract renderContent(): TemplateResult | undefined

  /** Controls between title and drawing that stay in every state (a search box). */
  protected abstract renderControls(): TemplateResult | undefined

  /** A title from what is drawn, before the dataset's; `heading` wins over both. */
  protected abstract headingOf(table: Table | undefined): string | undefined

  /** Whether the data table of the drawing is offered (a table is one already). */
  abstract get offersData(): boolean

  /** The drawing in words. */
  abstract summary(table: Table, locale: Locale): string

  /** Files that the menu offers beside those of the data. */
  abstract exports(): readonly FileExport[]

  /** What the menu offers to do beside embedding and printing. */
  abstract menuActions(): readonly DisplayAction[]

  /** Why the data are drawn in this way, in a sentence for readers; undefined when the author chose. */
  abstract get why(): string | undefined

  /** Colours or fonts of the page changed: what is not drawn by CSS is drawn again. */
  protected abstract lookChanged(): void
}
