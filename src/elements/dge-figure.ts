import { css } from './css.js'
import { property } from 'lit/decorators.js'
import { DrawnDisplay } from './drawn-display.js'
import { loadFigureView, starts } from './starts.js'
import { numberAttribute } from './number-attribute.js'
import type { CSSResultGroup } from 'lit'
import type { DisplayInside } from './display-contract.js'
import type { FigureView } from './figure-view.js'

/**
 * One number, with its label, its unit and what it compares to.
 *
 * @tag dge-figure
 * @csspart value - The number with its unit.
 * @csspart comparison - The difference, in words.
 * @cssprop [--dge-figure-size] - Size of the number.
 */
export class DgeFigure extends DrawnDisplay<FigureView> {
  static override styles: CSSResultGroup = [
    DrawnDisplay.styles,
    css`
      :host {
        --_height: 0;
        --_body: 3rem;
      }
      /* What a number needs is kept from the start, by the width of its place: more would stand blank, less would jump. Before it is rendered, by what lies under it. */
      :host::before {
        content: '';
      }
      :host::before,
      figure {
        grid-area: 1 / 1;
        min-block-size: 10rem;
      }
      :host([compare])::before,
      :host([compare]) figure {
        min-block-size: 11.5rem;
      }
      @container (max-width: 30em) {
        :host::before,
        figure {
          min-block-size: 14.25rem;
        }
        :host([compare])::before,
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
  @property({ converter: numberAttribute }) digits: number | undefined
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

  override summary(): string {
    return ''
  }

  override preload(): void {
    starts['dge-figure'].preload({})
  }

  protected override async loadView(): Promise<(inside: DisplayInside) => FigureView> {
    const { FigureView } = await loadFigureView()
    return (inside) => new FigureView(this, inside)
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dge-figure': DgeFigure
  }
}
