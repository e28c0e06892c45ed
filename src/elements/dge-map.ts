import { css } from 'lit'
import { property } from 'lit/decorators.js'
import { DgeError } from '../data/errors.js'
import { createTable } from '../data/table.js'
import { DgeDisplay } from './dge-display.js'
import { DgeLayer, DgeLayerEvent } from './dge-layer.js'
import { loadMapView, starts } from './starts.js'
import type { CSSResultGroup, PropertyValues, TemplateResult } from 'lit'
import type { Query } from '../data/query.js'
import type { Table } from '../data/table.js'
import type { Locale } from '../locale/index.js'
import type { DrawContext, FileExport, QueryContext } from './dge-display.js'
import type { LayerData } from '../maps/layer-data.js'
import type { MapView } from './map/map-view.js'

/**
 * A map of one dataset, or of several by `dge-layer` children. Areas are coloured by class, points sized, lines widened by
 * `value`. It needs no background tiles and makes no requests but for the data.
 *
 * A map draws each place: an aggregate in `value` is taken of each row (`sum(pop)/sum(surface)` is `pop/surface`).
 *
 * @tag dge-map
 * @slot - Layers (`dge-layer`), and what stands there until the map is drawn.
 * @csspart map - The map itself: takes the keyboard.
 * @csspart zoom - The zoom buttons.
 * @csspart popup - What is told of the picked place.
 * @csspart legend - The legend.
 * @cssprop [--dge-sequential-1] - Palest class colour; `-2`, `-3`… up to 9 go to the strongest.
 * @cssprop [--dge-map-ground] - Colour under everything.
 * @cssprop [--dge-map-outline] - Colour of outlines.
 * @cssprop [--dge-map-missing] - Colour of places without a value.
 */
export class DgeMap extends DgeDisplay {
  static override styles: CSSResultGroup = [
    DgeDisplay.styles,
    css`
      :host {
        --_height: 34rem;
        --_body: 20rem;
      }
    `,
  ]

  /** What is shown of each place: `population`, `population / surface`. Colours areas, sizes points, widens lines. */
  @property() value: string | undefined
  /** Colour by this field or calculation, or one colour (`#1f6fb4`). */
  @property() color: string | undefined
  /** Size of points and width of lines by this number. */
  @property() size: string | undefined
  /** Fields in the pop-up, the place's name first: `nom, population`. */
  @property() popup: string | undefined
  /** The geometry field, when there are several. */
  @property() geometry: string | undefined
  /** Unit of `value`, in place of the data's. */
  @property() unit: string | undefined
  /** Number of classes, 1–9; 5 when absent. */
  @property({ type: Number }) classes: number | undefined
  /** How classes are cut: `quantile` (as many places in each), `equal` (same width) or `jenks` (natural groups). */
  @property() method: string | undefined
  /** Limits of the classes, in place of `classes` and `method`: `100, 500, 2000`. */
  @property() breaks: string | undefined
  /** `lagoon`, `blues`, `greens`, `oranges`, `purples`, `reds`, `greys`, `diverging`, or colours from low to high. */
  @property() palette: string | undefined
  /** Address of background tiles: `https://…/{z}/{x}/{y}.png`. */
  @property() basemap: string | undefined
  /** What the background's provider wants to be named as. */
  @property({ attribute: 'basemap-credits' }) basemapCredits: string | undefined
  /** Longitude and latitude in the middle: `7.75,48.58`. The map fits the data when absent. */
  @property() center: string | undefined
  /** Zoom level, 0 (the world) to 20. */
  @property({ type: Number }) zoom: number | undefined

  #view: MapView | undefined
  #layers: readonly LayerData[] = []
  #notes: readonly string[] = []
  #children: MutationObserver | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    this.addEventListener(DgeLayerEvent.type, this.#onLayer)
    this.#children = new MutationObserver((changes) => {
      if (changes.some(({ removedNodes }) => [...removedNodes].some((node) => node instanceof DgeLayer))) this.reload()
    })
    this.#children.observe(this, { childList: true })
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.removeEventListener(DgeLayerEvent.type, this.#onLayer)
    this.#children?.disconnect()
    this.#view?.destroy()
  }

  override summary(table: Table, locale: Locale): string {
    return this.#view?.summary(locale) || super.summary(table, locale)
  }

  override exports(): readonly FileExport[] {
    const geojson = { name: 'GeoJSON', extension: 'geojson', run: async () => (await loadMapView()).geojsonOf(this.#layers[0]) }
    return [...(this.#view?.renderer ? [{ name: 'PNG', extension: 'png', run: () => this.toPNG() }] : []), geojson]
  }

  /** The map with title, legend and credits as a picture. @throws DgeError `internal` before the map is drawn */
  async toPNG(): Promise<Blob> {
    if (!this.#view) throw new DgeError('internal', 'The map is not drawn: there is no picture to take')
    return this.#view.toPNG()
  }

  override preload(): void {
    starts['dge-map'].preload({})
  }

  protected override async buildQuery(context: QueryContext): Promise<Query> {
    const { encodingOf, termsOf } = await loadMapView()
    return this.queryOf(termsOf(encodingOf(this, context.schema, context.runtime)), context)
  }

  protected override async loadTable(query: Query, context: QueryContext): Promise<Table> {
    const { encodingOf, loadLayers, withUnit } = await loadMapView()
    const encoding = encodingOf(this, context.schema, context.runtime)
    const layers = this.#layerElements()
    const [answer, others] = await Promise.all([super.loadTable(query, context), loadLayers(layers, context.signal, context.locale)])
    const table = withUnit(answer, encoding, this.unit)
    this.#layers = [{ table, encoding, attributes: this, metadata: context.dataset.metadata }, ...others.layers]
    this.#notes = others.notes
    return table
  }

  protected override withoutSource(signal: AbortSignal): Promise<Table> | undefined {
    const layers = this.#layerElements()
    return layers.length > 0 || this.basemap?.trim() ? this.#loadOnly(layers, signal) : undefined
  }

  protected override isEmpty(table: Table): boolean {
    return table.numRows === 0 && !this.basemap?.trim() && this.#layers.every((layer) => layer.table.numRows === 0)
  }

  protected override async draw(_table: Table, { locale, signal }: DrawContext): Promise<void> {
    const { MapView } = await loadMapView()
    signal.throwIfAborted()
    this.#view ??= new MapView(this, (detail) => this.select(detail))
    await this.#view.draw(this.#layers, this.#notes, locale, signal)
  }

  protected override renderContent(): TemplateResult | undefined {
    return this.#view?.render()
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed)
    this.#view?.updated()
  }

  protected override lookChanged(): void {
    this.reload()
  }

  readonly #onLayer = () => this.reload()

  #layerElements(): readonly DgeLayer[] {
    return [...this.children].filter((child) => child instanceof DgeLayer)
  }

  /** A map of layers alone; its first layer's table is the one that is shown and saved. */
  async #loadOnly(elements: readonly DgeLayer[], signal: AbortSignal): Promise<Table> {
    const { loadLayers } = await loadMapView()
    const { layers, notes, failure } = await loadLayers(elements, signal, await this.speaking())
    if (failure && layers.length === 0) throw failure
    this.#layers = layers
    this.#notes = notes
    return layers[0]?.table ?? createTable([], new Map(), { numRows: 0 })
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dge-map': DgeMap
  }
}
