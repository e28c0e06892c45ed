import { html, nothing } from 'lit'
import { figureQuery, figureTable, figureTexts, isEmptyFigure } from '../displays/figure.js'
import { titleOf } from '../locale/index.js'
import type { TemplateResult } from 'lit'
import type { Query } from '../data/query.js'
import type { Table } from '../data/table.js'
import type { DgeFigure } from './dge-figure.js'
import type { DisplayInside, DisplayView, QueryContext } from './display-contract.js'

/** The inside of a `dge-figure`: the number, and the difference in words when the table holds a compared value. */
export class FigureView implements DisplayView {
  readonly #host: DgeFigure
  readonly #inside: DisplayInside

  constructor(host: DgeFigure, inside: DisplayInside) {
    this.#host = host
    this.#inside = inside
  }

  query(context: QueryContext): Query {
    return figureQuery(this.#host, context, (terms) => this.#inside.queryOf(terms, context))
  }

  load(query: Query, context: QueryContext, ask: (query: Query) => Promise<Table>): Promise<Table> {
    return figureTable(this.#host, query, context, ask)
  }

  isEmpty(table: Table): boolean {
    return isEmptyFigure(table)
  }

  heading({ schema: [field] }: Table): string | undefined {
    return field && titleOf(field, this.#host.locale)
  }

  /** It is rendered with the state, which follows. */
  draw(): Promise<void> {
    return Promise.resolve()
  }

  render(): TemplateResult | undefined {
    const { table, compact, digits, locale } = this.#host
    const texts = table && figureTexts(table, locale, { compact, digits })
    if (!texts) return undefined
    // As properties: see `cell` in rows-view.ts.
    return html`<p part="value" .textContent=${texts.value}></p>
      ${texts.comparison === undefined ? nothing : html`<p part="comparison" .textContent=${texts.comparison}></p>`}`
  }
}
