import { css } from 'lit'
import { property } from 'lit/decorators.js'
import { DgeError } from '../data/errors.js'
import { loadRuntime } from '../data/source.js'
import { createTable } from '../data/table.js'
import { DgeDisplay } from './dge-display.js'
import { DgeLayer, DgeLayerEvent } from './dge-layer.js'
import { DgeErrorEvent } from './events.js'
import type { CSSResultGroup, PropertyValues, TemplateResult } from 'lit'
import type { Metadata } from '../data/dataset.js'
import type { Query } from '../data/query.js'
import type { Table } from '../data/table.js'
import type { Locale } from '../locale/index.js'
import type { DrawContext, FileExport, QueryContext } from './dge-display.js'
import type { LayerAttributes, LayerData } from './map/layer-data.js'
import type { MapView } from './map/map-view.js'

/** The lazy chunk: layers, legend, pop-up and renderer. */
type Code = typeof import('./map/map-view.js')

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

  #code: Promise<Code> | undefined
  #view: MapView | undefined
  #own: LayerData | undefined
  #layers: readonly LayerData[] = []
  #notes: readonly string[] = []
  #children: MutationObserver | undefined
  #dark: MediaQueryList | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    this.addEventListener(DgeLayerEvent.type, this.#onLayer)
    this.#children = new MutationObserver((changes) => {
      if (changes.some(({ removedNodes }) => [...removedNodes].some((node) => node instanceof DgeLayer))) this.reload()
    })
    this.#children.observe(this, { childList: true })
    this.#dark = matchMedia('(prefers-color-scheme: dark)')
    this.#dark.addEventListener('change', this.#onLayer)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.removeEventListener(DgeLayerEvent.type, this.#onLayer)
    this.#children?.disconnect()
    this.#dark?.removeEventListener('change', this.#onLayer)
    this.#view?.destroy()
  }

  override summary(table: Table, locale: Locale): string {
    return this.#view?.summary(locale) || super.summary(table, locale)
  }

  override exports(): readonly FileExport[] {
    const geojson = { name: 'GeoJSON', extension: 'geojson', run: () => this.#geojson() }
    return [...(this.#view?.renderer ? [{ name: 'PNG', extension: 'png', run: () => this.toPNG() }] : []), geojson]
  }

  /** The map with title, legend and credits as a picture. @throws DgeError `internal` before the map is drawn */
  async toPNG(): Promise<Blob> {
    const renderer = this.#view?.renderer
    const theme = this.#view?.theme
    if (!renderer || !theme || !this.#view) throw new DgeError('internal', 'The map is not drawn: there is no picture to take')
    const { mapPicture } = await import('./map/map-picture.js')
    const canvas = await renderer.snapshot()
    return mapPicture(canvas, canvas.width / Math.max(1, this.#stageWidth()), {
      title: this.heading?.trim() ?? '',
      legend: this.#view.drawings.flatMap(({ legend }) => legend),
      credits: [...this.#view.credits, this.credits?.trim() ?? ''].filter(Boolean).join(' – '),
      font: getComputedStyle(this).fontFamily,
      theme,
    })
  }

  /** The drawn data without their coordinates, as CSV for French spreadsheets. */
  override async toCSV(): Promise<string> {
    const { toCSV } = await import('./frame/csv.js')
    return this.table ? toCSV({ ...this.table, schema: this.table.schema.filter(({ type }) => type !== 'geometry') }) : ''
  }

  protected override preload(): void {
    // Its failure is told where the code is awaited.
    this.#load().then(({ loadMapLibre }) => loadMapLibre()).catch(() => {})
  }

  protected override async buildQuery(context: QueryContext): Promise<Query> {
    const { encodingOf, termsOf } = await this.#load()
    return this.queryOf(termsOf(encodingOf(this, context.schema, context.runtime)), context)
  }

  protected override async loadTable(query: Query, context: QueryContext): Promise<Table> {
    const { encodingOf, withUnit } = await this.#load()
    const encoding = encodingOf(this, context.schema, context.runtime)
    const [answer] = await Promise.all([super.loadTable(query, context), this.#loadLayers(context.signal, false)])
    const table = withUnit(answer, encoding, this.unit)
    this.#own = { table, encoding, attributes: this, metadata: context.dataset.metadata }
    return table
  }

  protected override withoutSource(signal: AbortSignal): Promise<Table> | undefined {
    this.#own = undefined
    if (this.#layerElements().length === 0 && !this.basemap?.trim()) return undefined
    return this.#loadLayers(signal, true).then(() => this.#layers[0]?.table ?? createTable([], new Map(), { numRows: 0 }))
  }

  protected override isEmpty(table: Table): boolean {
    return table.numRows === 0 && !this.basemap?.trim() && this.#layers.every((layer) => layer.table.numRows === 0)
  }

  protected override async draw(_table: Table, { locale, signal, context }: DrawContext): Promise<void> {
    const { MapView } = await this.#load()
    signal.throwIfAborted()
    this.#view ??= new MapView(this, (rows) => this.select(rows))
    const layers = [...(this.#own ? [this.#own] : []), ...this.#layers]
    await this.#view.draw(
      {
        layers,
        title: this.heading?.trim() || titleOf(context?.dataset.metadata ?? layers[0]?.metadata) || locale.messages.untitled,
        locale,
        basemap: this.#basemap(),
        center: readCenter(this.center),
        zoom: this.zoom ?? undefined,
        notes: this.#notes,
      },
      signal
    )
  }

  protected override renderContent(): TemplateResult | undefined {
    return this.#view?.render()
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed)
    this.#view?.updated()
  }

  readonly #onLayer = () => this.reload()

  #load(): Promise<Code> {
    this.#code ??= import('./map/map-view.js').catch((cause: unknown) => {
      this.#code = undefined
      throw new DgeError('network', 'The code of the map could not be loaded', { cause })
    })
    return this.#code
  }

  #layerElements(): readonly DgeLayer[] {
    return [...this.children].filter((child) => child instanceof DgeLayer)
  }

  /** Loads the layers; one that fails is told under the map and doesn't keep the others, unless nothing else is there. */
  async #loadLayers(signal: AbortSignal, alone: boolean): Promise<void> {
    const elements = this.#layerElements()
    const answers = await Promise.allSettled(elements.map((element) => this.#loadLayer(element, signal)))
    signal.throwIfAborted()
    const layers = answers.flatMap((answer) => (answer.status === 'fulfilled' && answer.value ? [answer.value] : []))
    const failures = answers.flatMap((answer, index) =>
      answer.status === 'rejected' ? [{ element: elements[index], error: DgeError.from(answer.reason) }] : []
    )
    const [first] = failures
    if (first && alone && layers.length === 0) throw first.error
    const { messages } = this.locale
    this.#notes = failures.map(({ element, error }) => `${element?.heading?.trim() || messages.source} – ${messages.errors[error.kind].sentence}`)
    for (const { element, error } of failures) {
      element?.dispatchEvent(new DgeErrorEvent({ kind: error.kind, message: error.message, cause: error.cause }))
    }
    this.#layers = layers
  }

  async #loadLayer(element: DgeLayer, signal: AbortSignal): Promise<LayerData | undefined> {
    const source = element.layerSource
    if (!source) return undefined
    const [{ encodingOf, termsOf, withUnit }, runtime, dataset] = await Promise.all([this.#load(), loadRuntime(), source.dataset({ signal })])
    const encoding = encodingOf(element, dataset.schema, runtime)
    const { where, search, order, limit } = element
    const query = runtime.toQuery(
      termsOf(encoding),
      { where: where?.trim() ? runtime.parseFilter(where) : undefined, search: search?.trim(), order: order?.trim(), limit: limit ?? undefined },
      dataset.schema
    )
    const table = withUnit(await source.query(query, { signal }), encoding, element.unit)
    return { table, encoding, attributes: element, metadata: dataset.metadata }
  }

  #basemap(): { url: string; credit: string } | undefined {
    const url = this.basemap?.trim()
    return url ? { url: new URL(url, this.baseURI).href.replaceAll('%7B', '{').replaceAll('%7D', '}'), credit: this.basemapCredits?.trim() || creditOf(url) } : undefined
  }

  #stageWidth(): number {
    return this.renderRoot.querySelector('.stage')?.clientWidth ?? 1
  }

  async #geojson(): Promise<Blob> {
    const { toGeoJSON } = await import('./map/geojson.js')
    const layer = this.#own ?? this.#layers[0]
    const text = layer ? JSON.stringify(toGeoJSON(layer.table, layer.encoding.geometry)) : '{"type":"FeatureCollection","features":[]}'
    return new Blob([text], { type: 'application/geo+json' })
  }
}

function titleOf(metadata: Metadata | undefined): string {
  return metadata?.title ?? ''
}

/** "7.75,48.58" @throws DgeError `query` */
function readCenter(text: string | undefined): readonly [number, number] | undefined {
  if (!text?.trim()) return undefined
  const [longitude = NaN, latitude = NaN, ...rest] = text.split(/[\s,;]+/).filter(Boolean).map(Number)
  if (rest.length > 0 || !(Math.abs(longitude) <= 180) || !(Math.abs(latitude) <= 85)) {
    throw new DgeError('query', `center: “${text}” is not a longitude and a latitude`, { hint: 'Longitude first: center="7.75,48.58".' })
  }
  return [longitude, latitude]
}

/** Providers that must be named wherever their tiles are shown. */
function creditOf(url: string): string {
  if (/(^|[./])(openstreetmap\.(org|fr|de))\//.test(url)) return '© OpenStreetMap'
  if (/geopf\.fr|\.ign\.fr/.test(url)) return '© IGN'
  return ''
}

declare global {
  interface HTMLElementTagNameMap {
    'dge-map': DgeMap
  }
}
