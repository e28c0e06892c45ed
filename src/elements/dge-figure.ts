import { css } from 'lit'
import { property } from 'lit/decorators.js'
import { columnOf } from '../data/table.js'
import { DgeDisplay } from './dge-display.js'
import { loadFigureView, starts } from './starts.js'
import type { CSSResultGroup, TemplateResult } from 'lit'
import type { Query } from '../data/query.js'
import type { Table } from '../data/table.js'
import type { QueryContext } from './dge-display.js'

type View = typeof import('./figure-view.js')

/**
 * One number, with its label, its unit and what it compares to.
 *
 * @tag dge-figure
 * @csspart value - The number with its unit.
 * @csspart comparison - The difference, in words.
 * @cssprop [--dge-figure-size] - Size of the number.
 */
export class DgeFigure extends DgeDisplay {
  static override styles: CSSResultGroup = [
    DgeDisplay.styles,
    css`
      :host {
        --_height: 0;
        --_body: 3rem;
      }
      /* What a number needs is kept from the start, by the width of its place: more would stand blank, less would jump. */
      figure {
        min-block-size: 10rem;
      }
      :host([compare]) figure {
        min-block-size: 11.5rem;
      }
      @container (max-width: 30rem) {
        figure {
          min-block-size: 13.5rem;
        }
        :host([compare]) figure {
          min-block-size: 16rem;
        }
      }
      [part='value'] {
        margin: 0;
        font-size: var(--dge-figure-size, clamp(1.25rem, 11cqi, 3rem));
        font-weight: 700;
        line-height: 1.2;
        overflow-wrap: anywhere;
      }
      [part='comparison'] {
        margin: 0.25rem 0 0;
      }
    `,
  ]

  /** What to show: `sum(montant)`, `count()`, `sum(pop) / sum(surface)`, or a field of the only row. Rows are counted when absent. */
  @property() value: string | undefined
  /** Unit, in place of the data's. */
  @property() unit: string | undefined
  /** Digits after the decimal mark. */
  @property({ type: Number }) digits: number | undefined
  /** Short form of big numbers: "1,2 M". */
  @property({ type: Boolean }) compact = false
  /** One value per period (`year(date)`): the last is shown. */
  @property() by: string | undefined
  /**
   * What to compare to: a condition that stands in for those of `where` on the same fields (`annee = 2021`), or `previous`
   * for the period before (needs `by`).
   */
  @property() compare: string | undefined
  /** What the compared value is called: "2021", "la moyenne régionale". */
  @property({ attribute: 'compare-label' }) compareLabel: string | undefined

  #view: View | undefined

  override summary(): string {
    return ''
  }

  protected override headingOf(table: Table | undefined): string | undefined {
    const field = table?.schema[0]
    return this.value && field ? this.#view?.titleOf(field, this.locale) : undefined
  }

  protected override isEmpty(table: Table): boolean {
    const first = table.schema[0]
    return table.numRows === 0 || !first || (columnOf(table, first.name)[0] ?? null) === null
  }

  protected override async buildQuery(context: QueryContext): Promise<Query> {
    const { figureQuery } = await loadFigureView()
    return figureQuery(this, context, (terms) => this.queryOf(terms, context))
  }

  protected override async loadTable(query: Query, context: QueryContext): Promise<Table> {
    const { figureTable } = await loadFigureView()
    return figureTable(this, query, context, (each) => super.loadTable(each, context))
  }

  override preload(): void {
    starts['dge-figure'].preload({})
  }

  protected override async draw(): Promise<void> {
    this.#view = await loadFigureView()
    this.requestUpdate()
    await this.updateComplete
  }

  protected override renderContent(): TemplateResult | undefined {
    const { table, compact, digits } = this
    if (!table || !this.#view) return undefined
    const { locale } = this
    return this.#view.figureView({
      table,
      locale,
      format: { compact, ...(digits == null ? {} : { digits }) },
    })
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dge-figure': DgeFigure
  }
}
