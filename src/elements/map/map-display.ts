import { DgeError } from '../../data/errors.js'
import { createTable } from '../../data/table.js'
import { termsOf } from '../../maps/index.js'
import { encodingOf, measured } from '../../maps/layer-data.js'
import { DgeLayer } from '../dge-layer.js'
import { geojsonOf } from './geojson.js'
import { loadLayers } from './load-layers.js'
import { MapView } from './map-view.js'
import type { TemplateResult } from 'lit'
import type { Query } from '../../data/query.js'
import type { Table } from '../../data/table.js'
import type { Locale } from '../../locale/index.js'
import type { DgeMap } from '../dge-map.js'
import type { DisplayInside, DisplayView, DrawContext, FileExport, QueryContext } from '../display-contract.js'
import type { LayerData } from '../../maps/layer-data.js'

export { loadMapLibre, warmMapLibre } from '../../render/maplibre-renderer.js'

/** The inside of a `dge-map`: what is asked for it and its layers, and the view that draws them. */
export class MapDisplay implements DisplayView {
  readonly #host: DgeMap
  readonly #inside: DisplayInside
  #view: MapView | undefined
  #children: MutationObserver | undefined
  #layers: readonly LayerData[] = []
  #notes: readonly string[] = []

  constructor(host: DgeMap, inside: DisplayInside) {
    this.#host = host
    this.#inside = inside
  }

  query(context: QueryContext): Query {
    return this.#inside.queryOf(termsOf(encodingOf(this.#host, context.schema, context.runtime)), context)
  }

  async load(query: Query, context: QueryContext, ask: (query: Query) => Promise<Table>): Promise<Table> {
    this.#followLayers()
    const host = this.#host
    const encoding = encodingOf(host, context.schema, context.runtime)
    const [answer, others] = await Promise.all([ask(query), loadLayers(this.#layerElements(), context.signal, context.locale)])
    const table = measured(answer, encoding, host.unit)
    this.#layers = [{ table, encoding, attributes: host, metadata: context.dataset.metadata }, ...others.layers]
    this.#notes = others.notes
    return table
  }

  /** A map of layers alone; its first layer's table is the one that is shown and saved. */
  async own(signal: AbortSignal): Promise<Table> {
    this.#followLayers()
    const { layers, notes, failure } = await loadLayers(this.#layerElements(), signal, await this.#host.speaking())
    if (failure && layers.length === 0) throw failure
    this.#layers = layers
    this.#notes = notes
    return layers[0]?.table ?? createTable([], new Map(), { numRows: 0 })
  }

  isEmpty(table: Table): boolean {
    return table.numRows === 0 && !this.#host.basemap?.trim() && this.#layers.every((layer) => layer.table.numRows === 0)
  }

  async draw(_table: Table, { locale, signal }: DrawContext): Promise<void> {
    this.#view ??= new MapView(this.#host, this.#inside.select)
    await this.#view.draw(this.#layers, this.#notes, locale, signal)
  }

  render(): TemplateResult | undefined {
    return this.#view?.render()
  }

  updated(): void {
    this.#view?.updated()
  }

  /** A layer that leaves the map takes its drawing with it. */
  #followLayers(): void {
    if (this.#children) return
    this.#children = new MutationObserver((changes) => {
      if (changes.some(({ removedNodes }) => [...removedNodes].some((node) => node instanceof DgeLayer))) this.#host.reload()
    })
    this.#children.observe(this.#host, { childList: true })
  }

  destroy(): void {
    this.#children?.disconnect()
    this.#children = undefined
    this.#view?.destroy()
  }

  lookChanged(): void {
    // On paper stands a copy of what the screen showed, and the legend tells of its colours.
    if (!matchMedia('print').matches) this.#host.reload()
  }

  summary(_table: Table, locale: Locale): string {
    return this.#view?.summary(locale) ?? ''
  }

  exports(): readonly FileExport[] {
    const geojson = { name: 'GeoJSON', extension: 'geojson', run: async () => geojsonOf(this.#layers[0]) }
    return [...(this.#view?.renderer ? [{ name: 'PNG', extension: 'png', run: () => this.#host.toPNG() }] : []), geojson]
  }

  /** The map with title, legend and credits. @throws DgeError `internal` before it is drawn */
  async toPNG(): Promise<Blob> {
    const picture = await this.#view?.toPNG()
    if (!picture) throw new DgeError('internal', 'The map is not drawn: there is no picture to take')
    return picture
  }

  #layerElements(): readonly DgeLayer[] {
    return [...this.#host.children].filter((child) => child instanceof DgeLayer)
  }
}
