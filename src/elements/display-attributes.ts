import { property } from 'lit/decorators.js'
import { QueryAttributes } from './query-attributes.js'
import { numberAttribute } from './number-attribute.js'
import type { PropertyValues } from 'lit'
import type { Query } from '../data/query.js'
import type { Table } from '../data/table.js'
import type { DisplayState } from './display-contract.js'

/** What authors write on every display, and what pages read of it. */
export abstract class DisplayAttributes extends QueryAttributes {
  /** Level of the title in the page's outline, 1–6. */
  @property({ converter: numberAttribute, attribute: 'heading-level' }) headingLevel = 3
  /** Text under the title. */
  @property() description: string | undefined
  /** What to add to the attribution line. */
  @property() credits: string | undefined
  /** `eager` starts at once; otherwise the display waits until it is nearly in view. */
  @property() loading: 'lazy' | 'eager' = 'lazy'
  /** Height of the whole display, as a CSS length; a bare number is pixels. The drawing has what title, buttons and source leave of it, and never less than can be read: the display is then higher. */
  @property() height: string | undefined
  /** What the menu offers: files by their extension (`csv, svg, vl.json`) and `more`; `none` for no menu. All of it when absent. */
  @property({ attribute: 'actions' }) offers: string | undefined
  /** The look: `plain` (the page's own), `datagrandest` or `dsfr`. When absent, `data-dge-theme` of the nearest ancestor. */
  @property() theme: string | undefined
  /** Hours for which a snapshot of the data that the page brings is shown without asking anew; 24 when absent. */
  @property({ converter: numberAttribute, attribute: 'snapshot-age' }) snapshotAge: number | undefined
  /** Where the display stands. */
  @property({ reflect: true }) state: DisplayState = 'idle'
  /** The result is cut: rows are missing. */
  @property({ type: Boolean, reflect: true }) partial = false

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, 'style']
  }

  /** Pages that are patched from HTML of a server take away what it does not know of, and copies bring it from elsewhere: where a display stands is its own to say. */
  override attributeChangedCallback(name: string, before: string | null, value: string | null): void {
    if (name === 'partial') this.toggleAttribute(name, this.partial)
    else if (name !== 'state') super.attributeChangedCallback(name, before, value)
    else if (value !== this.state) this.setAttribute(name, this.state)
    if (name === 'style' && before && !value) this.keepPlace()
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('height')) this.keepPlace()
  }

  /** Gives the display the height that the author wants, or that it needs, before anything is in it. */
  protected keepPlace(): void {
    const height = this.height?.trim()
    this.style.removeProperty('--_still')
    if (height) this.style.setProperty('--dge-height', /^\d+(\.\d+)?$/.test(height) ? `${height}px` : height)
    else if (this.hasUpdated) this.style.removeProperty('--dge-height')
  }

  /** The drawn data. */
  table: Table | undefined
  /** What was asked of the source for it. */
  query: Query | undefined
}
