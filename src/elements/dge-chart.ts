import { css } from './css.js'
import { property } from 'lit/decorators.js'
import { DgeError } from '../data/errors.js'
import { keptBarsCss, keptChartHeight, keptHeights } from '../displays/kept-height.js'
import { DrawnDisplay } from './drawn-display.js'
import { loadChartView, loadReading, starts } from './starts.js'
import { numberAttribute } from './number-attribute.js'
import type { CSSResultGroup, PropertyValues } from 'lit'
import type { Table } from '../data/table.js'
import type { ChartDisplay } from './chart/chart-display.js'
import type { DisplayInside } from './display-contract.js'

/** The lazy chunk: the chart as a file. */
const loadPicture = () => import('./chart/chart-picture.js')

/**
 * A chart of one dataset: bars, lines, areas, points or sectors by `type` (or what suits the data), or any Vega-Lite `spec`.
 *
 * @tag dge-chart
 * @slot - What stands there until the chart is drawn, and when it fails; a `<script type="application/json">` is the `spec`.
 * @csspart chart - The drawing: takes the keyboard.
 * @csspart tooltip - What is told of the mark under the pointer or the keyboard.
 * @cssprop [--dge-color-1] - Colour of the first series; `-2`, `-3`… for the next ones.
 * @cssprop [--dge-sequential-1] - Palest colour of amounts; `-2`, `-3`… up to 9 go to the strongest.
 */
export class DgeChart extends DrawnDisplay<ChartDisplay> {
  static override styles: CSSResultGroup = [
    DrawnDisplay.styles,
    css`
      :host {
        --_height: ${keptHeights['dge-chart']}rem;
        --_body: 20rem;
      }
      :host([height]) {
        --_body: 10rem;
      }
    `,
  ]

  /** The kind of chart, `bar`, `line`, `point`…; what suits the data when absent. */
  @property() type: string | undefined
  /** What is on the horizontal axis: a field, `year(date)`, `sum(montant)`; several, separated by commas, are series. */
  @property() x: string | undefined
  /** What is on the vertical axis; several, separated by commas, are series. */
  @property() y: string | undefined
  /** The other end of ranges along x. */
  @property() x2: string | undefined
  /** The other end of ranges along y. */
  @property() y2: string | undefined
  /** What the colour tells apart: one series per value; in hierarchies the levels, from the whole to its parts. */
  @property() color: string | undefined
  /** Size of points by this number. */
  @property() size: string | undefined
  /** Angle of sectors. */
  @property() theta: string | undefined
  /** One small chart per value. */
  @property() facet: string | undefined
  /** What is written beside marks. */
  @property() text: string | undefined

  /** Categories that stand out: `Bas-Rhin, Moselle`. */
  @property() highlight: string | undefined
  /** Lines, bands and texts at values: `y=100 as Objectif; x=2020..2021 as Confinements`. */
  @property() annotations: string | undefined
  /** A value to reach: `100 as Objectif`. */
  @property() target: string | undefined
  /** Name of a palette, or colours in order. */
  @property() palette: string | undefined
  /** Colours of categories: `Dépenses: #b3263a, Recettes: #0b7f5c`. */
  @property() colors: string | undefined
  /** Where the legend stands: `auto` (names beside the marks where they fit), `top`, `right`, `bottom` or `none`. */
  @property() legend: string | undefined
  /** Values beside marks: `auto` (where they fit), `all` or `none`. */
  @property() labels: string | undefined
  /** Title of the horizontal axis; empty for none. */
  @property({ attribute: 'x-title' }) xTitle: string | undefined
  /** Title of the vertical axis; empty for none. */
  @property({ attribute: 'y-title' }) yTitle: string | undefined
  /** How numbers are written: `compact`, `full`, `percent`, a number of decimals, or both (`percent 1`). */
  @property() format: string | undefined
  /** Unit of what is measured, in place of the data's. */
  @property() unit: string | undefined
  /** Order of categories: `value`, `-value`, `name`, `-name`, `data`, or the categories themselves. */
  @property() sort: string | undefined
  /** How series share a place: `zero` (on top of each other), `normalize` (as shares), `none` (side by side) or `center` (a stream). */
  @property() stack: string | undefined
  /** Scale of what is measured: `linear`, `log`, `symlog` or `sqrt`. */
  @property() scale: string | undefined
  /** How lines go from value to value: `linear`, `step` or `smooth`. */
  @property() curve: string | undefined
  /** The line that the points follow: `linear` or `loess`. */
  @property() trend: string | undefined
  /** Number of classes of colour, 1–9; 5 when absent (choropleth). */
  @property({ converter: numberAttribute }) classes: number | undefined
  /** How classes are cut: `quantile` (as many places in each), `equal` (same width) or `jenks` (natural groups). */
  @property() method: string | undefined
  /** Limits of the classes, in place of `classes` and `method`: `100, 500, 2000`. */
  @property() breaks: string | undefined
  /** Width by height: `16/9`. */
  @property() aspect: string | undefined
  /** New drawings fade in, in so many milliseconds (600 when empty); not for readers who asked for less motion. */
  @property({ attribute: 'animate' }) animation: string | undefined

  /** Changes to the `spec`: a merge patch (object) over it, or a JSON Patch (list) on the compiled Vega; JSON or its address. */
  @property() patch: string | object | undefined
  /** Vega-Lite's `config` under a `spec`, over the page's look; JSON or its address; `none` for Vega-Lite's own look and size. */
  @property() config: string | object | undefined
  /** `none`: nothing is told beside the pointer. */
  @property() tooltip: string | undefined

  /** Patterns beside colours: hatchings, dashes. Readers may ask for them in the menu. */
  @property({ type: Boolean, reflect: true }) patterns = false

  #given: string | object | undefined

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed)
    this.#reserve()
  }

  protected override keepPlace(): void {
    super.keepPlace()
    this.#reserve()
  }

  /** The place of the drawing before it is there: of the author's shape, or of as many bars as he wants. */
  #reserve(): void {
    const [width, height = 1] = (this.aspect ?? '').split(/[/:]/).map(Number)
    const shape = width && height ? `calc(100cqi * ${height / width})` : undefined
    const bars = keptBarsCss(this)
    this.style.setProperty('--_height', shape ? '0px' : bars && `calc(${keptChartHeight(this)}*var(--_rem))`)
    this.style.setProperty('--_body', shape ?? (bars && `max(20*var(--_rem), ${bars})`))
  }

  /** Setting it: an author's own Vega-Lite or Vega (object, JSON text or its address). Reading it: the specification that is drawn. */
  @property({ hasChanged: () => true })
  set spec(value: string | object | undefined) {
    this.#given = value ?? undefined
  }
  get spec(): string | object | undefined {
    return this.view?.spec ?? this.#given
  }

  /** Why the data got this chart, in one sentence, when the author named no `type`. */
  override get why(): string | undefined {
    return this.view?.why
  }

  /** The chart with title and source as an SVG document. @throws DgeError `internal` before it is drawn */
  async toSVG(): Promise<string> {
    return (await loadPicture()).takenSVG(await this.viewed())
  }

  /** The same picture in pixels, twice as large as on screen. @throws DgeError `internal` before it is drawn */
  async toPNG(scale = 2): Promise<Blob> {
    return (await loadPicture()).chartPNG(await this.toSVG(), scale)
  }

  /** The drawn Vega-Lite specification as JSON text, its data inside: it draws in any editor. @throws DgeError `internal` before it is drawn */
  toSpec(): string {
    const drawn = this.view?.portable
    if (!drawn) throw new DgeError('internal', 'The chart is not drawn: there is no specification to take')
    return `${JSON.stringify(drawn, null, 2)}\n`
  }

  /** The author's own specification: as it was set, else as it stands in the tag. */
  get writtenSpec(): string | object | undefined {
    const text = this.#given ?? this.querySelector(':scope > script[type="application/json"]')?.textContent ?? undefined
    return typeof text === 'string' && !text.trim() ? undefined : text
  }

  /** The author's own specification as it was set; `spec` reads as what is drawn. */
  get givenSpec(): string | object | undefined {
    return this.#given
  }

  override preload(): void {
    const { type, x, y, theta, color, size, facet } = this
    starts['dge-chart'].preload({ type, x, y, theta, color, size, facet, spec: this.writtenSpec }, this)
  }

  override touched(): Promise<unknown> {
    return loadReading()
  }

  protected override async loadView(): Promise<(inside: DisplayInside) => ChartDisplay> {
    const { ChartDisplay } = await loadChartView()
    return (inside) => new ChartDisplay(this, inside)
  }

  /** A specification with data of its own needs no source. */
  protected override withoutSource(signal: AbortSignal): Promise<Table> | undefined {
    return this.writtenSpec === undefined ? undefined : this.viewed().then((view) => view.own(signal))
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dge-chart': DgeChart
  }
}
