import { html, nothing } from 'lit'
import { printFilter } from '../../data/cql2-print.js'
import { DgeError } from '../../data/errors.js'
import { filterOfRows, keysOf } from '../../data/row-filter.js'
import { describeLayer, drawLayer, mainExtent, termsOf, unionOf, wordsOf } from '../../maps/index.js'
import { MapLibreRenderer, loadMapLibre } from '../../render/maplibre-renderer.js'
import { attribution } from '../frame/attribution.js'
import { adoptRowsStyles, rowsView } from '../frame/rows-view.js'
import { encodingOf, optionsOf, withUnit } from './layer-data.js'
import { legendView } from './legend-view.js'
import { basemapOf, centerOf } from './map-settings.js'
import { mapStyles } from './map-styles.js'
import { readMapTheme } from './map-theme.js'
import { cardOf, geometryOf, placeAnchor, Places, rowOf } from './places.js'
import { placePopup, popupView } from './popup.js'
import type { TemplateResult } from 'lit'
import type { LayerDrawing, MapTheme } from '../../maps/index.js'
import type { Hit, MapView as View } from '../../render/maplibre-renderer.js'
import type { Metadata } from '../../data/dataset.js'
import type { Extent } from '../../data/filter.js'
import type { Locale } from '../../locale/index.js'
import type { DgeMap } from '../dge-map.js'
import type { SelectDetail } from '../events.js'
import type { LayerData } from './layer-data.js'
import type { Basemap } from './map-settings.js'
import type { Place } from './places.js'

export { geojsonOf } from './geojson.js'
export { loadLayers } from './load-layers.js'
export { encodingOf, loadMapLibre, termsOf, withUnit }

/** What one drawing is made of. */
interface Picture {
  readonly layers: readonly LayerData[]
  readonly title: string
  readonly locale: Locale
  readonly basemap: Basemap | undefined
  /** Sentences about layers that failed. */
  readonly notes: readonly string[]
}

/** France, for a map that has nothing to fit. */
const nowhere: View = { extent: [-5.2, 41.3, 9.7, 51.2] }
const panStep = 80
/** Rows shown in place of a map that cannot be drawn. */
const fallbackRows = 50

/** The inside of a `dge-map`: map, controls, pop-up, legend; by mouse, touch and keyboard. */
export class MapView {
  readonly #host: DgeMap
  readonly #report: (detail: SelectDetail) => void
  #renderer: MapLibreRenderer | undefined
  #picture: Picture | undefined
  #drawings: readonly LayerDrawing[] = []
  #places = new Places([])
  #theme: MapTheme | undefined
  #drawn = false
  #failed = false
  #basemapFailed = false
  #open: { readonly place: Place; readonly at: readonly [number, number] } | undefined
  #current: number | undefined
  #said = ''
  #whole = false

  constructor(host: DgeMap, report: (detail: SelectDetail) => void) {
    this.#host = host
    this.#report = report
    const sheet = mapStyles.styleSheet
    const root = host.shadowRoot
    if (sheet && root && !root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
  }

  /** Shows legend and frame at once, the map when the engine is there. */
  async draw(layers: readonly LayerData[], notes: readonly string[], locale: Locale, signal: AbortSignal): Promise<void> {
    const basemap = basemapOf(this.#host)
    const title = this.#host.heading?.trim() || layers[0]?.metadata?.title || locale.messages.untitled
    const picture = { layers, notes, locale, basemap, title }
    const theme = readMapTheme(this.#host)
    this.#drawings = layers.map(({ table, encoding, attributes, metadata }, rank) => {
      const name = layers.length > 1 ? attributes.heading?.trim() || metadata?.title : undefined
      const options = { ...optionsOf(attributes, rank, name), overlay: basemap !== undefined }
      return drawLayer(`dge-${rank}`, table, encoding, options, theme, locale)
    })
    this.#picture = picture
    this.#theme = theme
    this.#places = new Places(this.#drawings)
    this.#open = undefined
    this.#current = undefined
    this.#whole = false
    this.#host.requestUpdate()
    await this.#host.updateComplete
    signal.throwIfAborted()
    try {
      await this.#paint(picture, theme)
      this.#failed = false
    } catch (error) {
      if (!(error instanceof DgeError) || error.kind !== 'unsupported') throw error
      console.warn(`[dge] <dge-map> ${error.message}: its data are shown instead`, ...(error.cause ? [error.cause] : []))
      this.destroy()
      this.#failed = true
    }
    this.#drawn = true
    this.#host.requestUpdate()
    await this.#host.updateComplete
  }

  /** The drawing in words. */
  summary(locale: Locale): string {
    return this.#drawings.map((drawing) => describeLayer(drawing, locale)).join(' ')
  }

  /** The engine, once the map is drawn. */
  get renderer(): MapLibreRenderer | undefined {
    return this.#renderer
  }

  /** @throws DgeError `internal` before the map is drawn */
  async toPNG(): Promise<Blob> {
    const stage = this.#find('.stage')
    if (!this.#renderer || !this.#theme || !stage) {
      throw new DgeError('internal', 'The map is not drawn: there is no picture to take')
    }
    const { mapPicture } = await import('./map-picture.js')
    const canvas = await this.#renderer.snapshot()
    return mapPicture(canvas, canvas.width / Math.max(1, stage.clientWidth), {
      title: this.#host.heading?.trim() ?? '',
      legend: this.#drawings.flatMap(({ legend }) => legend),
      credits: [...this.#credits(), this.#host.credits?.trim()].filter(Boolean).join(' – '),
      font: getComputedStyle(this.#host).fontFamily,
      theme: this.#theme,
    })
  }

  /** Credits of layers and background: they stand under the map and on its picture. */
  #credits(): readonly string[] {
    const { basemap, layers = [] } = this.#picture ?? {}
    const origins = layers.flatMap(({ metadata }) => [metadata?.title, metadata?.publisher, metadata?.licence].filter(Boolean).join(', ') || [])
    return [...new Set(origins), ...(basemap?.credit ? [basemap.credit] : [])]
  }

  destroy(): void {
    this.#renderer?.destroy()
    this.#renderer = undefined
    this.#drawn = false
    this.#open = undefined
  }

  render(): TemplateResult {
    const picture = this.#picture
    if (!picture) return html``
    const { locale, title } = picture
    const words = wordsOf(locale)
    return html`<div class="stage" ?hidden=${this.#failed} @keydown=${this.#onKey}>
        <div
          part="map"
          role="application"
          tabindex="0"
          aria-label=${words.mapOf(title)}
          aria-roledescription=${words.map}
          aria-describedby="keys"
        >
          <div class="gl"></div>
        </div>
        <p id="keys" class="sr">${words.keys}</p>
        <div class="sr" role="status">${this.#said}</div>
        ${this.#zoomButtons()}
        ${this.#open ? popupView(cardOf(this.#open.place, locale), () => this.#close(), locale) : nothing}
      </div>
      ${this.#failed ? this.#instead(picture) : nothing}
      ${legendView(this.#failed ? [] : this.#drawings.flatMap(({ legend }) => legend), !this.#drawn, this.#theme?.outline ?? 'currentColor', locale)}
      ${this.#notes(picture)}`
  }

  /** After each rendering: the pop-up is as large as its text. */
  updated(): void {
    const popup = this.#find('[part="popup"]')
    const stage = this.#find('.stage')
    const at = this.#open && this.#renderer?.project(this.#open.at)
    if (popup && stage && at) placePopup(popup, stage, at)
  }

  async #paint({ basemap, locale }: Picture, theme: MapTheme): Promise<void> {
    const container = this.#find('.gl')
    if (!container) throw new DgeError('internal', 'The map has no container')
    this.#renderer ??= new MapLibreRenderer(container, {
      onPick: (hit) => this.#onPick(hit),
      onMove: () => this.updated(),
      onBasemapError: () => {
        this.#basemapFailed = true
        this.#host.requestUpdate()
      },
    })
    const { wheel, fingers } = wordsOf(locale)
    await this.#renderer.update({
      sources: Object.fromEntries(this.#drawings.map(({ id, features }) => [id, features])),
      layers: this.#drawings.flatMap(({ layers }) => layers),
      ground: theme.ground,
      selection: theme.selection,
      ...(basemap ? { basemap: basemap.url } : {}),
      view: this.#view(),
      padding: 16 + Math.max(0, ...this.#drawings.map(({ reach }) => reach)),
      words: { wheel, fingers },
    })
  }

  #view(): View {
    const center = centerOf(this.#host)
    const zoom = this.#host.zoom ?? undefined
    if (center) return { center, zoom: zoom ?? 9 }
    const extent = mainExtent(this.#boxes())
    if (!extent) return nowhere
    return zoom === undefined ? { extent } : { center: [(extent[0] + extent[2]) / 2, (extent[1] + extent[3]) / 2], zoom }
  }

  #boxes(): readonly Extent[] {
    return this.#drawings.flatMap(({ boxes }) => boxes)
  }

  #zoomButtons(): TemplateResult {
    const { zoomIn, zoomOut, fit } = wordsOf(this.#host.locale)
    const button = (label: string, path: string, run: () => void) =>
      html`<button type="button" aria-label=${label} title=${label} @click=${run}>
        <svg viewBox="0 0 16 16" aria-hidden="true"><path d=${path} /></svg>
      </button>`
    return html`<div part="zoom">
      ${button(zoomIn, 'M8 3v10M3 8h10', () => this.#renderer?.zoom(1))}
      ${button(zoomOut, 'M3 8h10', () => this.#renderer?.zoom(-1))}
      ${button(fit, 'M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4', () => this.#fit())}
    </div>`
  }

  /** First all places, far ones too; then the places that the map started with. */
  #fit(): void {
    this.#whole = !this.#whole
    const extent = this.#whole ? unionOf(this.#boxes()) : mainExtent(this.#boxes())
    if (extent) this.#renderer?.fit(extent)
  }

  #instead({ locale, layers, title }: Picture): TemplateResult {
    const table = layers[0]?.table
    const readable = table && { ...table, schema: table.schema.filter(({ type }) => type !== 'geometry') }
    adoptRowsStyles(this.#host)
    return html`<p class="note" role="status">${wordsOf(locale).noEngine}</p>
      ${readable ? rowsView({ table: readable, locale, caption: locale.messages.dataOf(title), from: 0, to: fallbackRows }) : nothing}`
  }

  #notes({ notes, basemap, layers, locale }: Picture): TemplateResult {
    const all = [...notes, ...(this.#basemapFailed ? [wordsOf(locale).noBasemap] : [])]
    const others = layers.filter(({ attributes }) => attributes !== this.#host).map(({ metadata }) => metadata)
    return html`${all.map((note) => html`<p class="note">${note}</p>`)}
      ${distinct(others).map((metadata) => html`<p class="map-note">${attribution(metadata, undefined, locale)}</p>`)}
      ${basemap?.credit ? html`<p class="map-note">${basemap.credit}</p>` : nothing}`
  }

  #onPick(hit: Hit | undefined): void {
    const place = hit && this.#places.find(hit.source, hit.id)
    if (!place) return this.#close()
    const isPoint = geometryOf(place)?.type === 'Point'
    this.#show(place, isPoint ? (placeAnchor(place) ?? hit.lngLat) : hit.lngLat)
    this.#current = this.#places.rankOf(place)
  }

  #show(place: Place, at: readonly [number, number]): void {
    this.#mark(place)
    this.#open = { place, at }
    this.#said = wordsIn(cardOf(place, this.#host.locale))
    this.#report(this.#detailOf(place))
    this.#host.requestUpdate()
  }

  /** The picked place, with the condition that holds for it where it is of the map's own data. */
  #detailOf(place: Place): SelectDetail {
    const row = rowOf(place)
    const { query, table } = this.#host
    const filter = query && place.layer.table === table ? filterOfRows([row], keysOf(query, table.schema)) : undefined
    return { rows: [row], filter, text: filter === undefined ? '' : printFilter(filter) }
  }

  #mark(place: Place | undefined): void {
    const geometry = place && geometryOf(place)
    this.#renderer?.select(geometry ? [geometry] : [])
  }

  #close(): void {
    if (!this.#open) return
    const inside = this.#find('[part="popup"]')?.matches(':focus-within')
    this.#open = undefined
    this.#said = ''
    this.#mark(undefined)
    this.#report({ rows: [], filter: undefined, text: '' })
    if (inside) this.#find('[part="map"]')?.focus({ preventScroll: true })
    this.#host.requestUpdate()
  }

  readonly #onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    if (event.key === 'Escape') {
      if (!this.#open) return
      event.stopPropagation()
      return this.#close()
    }
    if (event.target !== this.#find('[part="map"]')) return
    const run = event.shiftKey && panKeys[event.key] ? () => this.#renderer?.pan(...(panKeys[event.key] ?? [0, 0])) : this.#keys[event.key]
    if (!run) return
    event.preventDefault()
    run()
  }

  readonly #keys: Readonly<Record<string, (() => void) | undefined>> = {
    ArrowRight: () => this.#step(1),
    ArrowDown: () => this.#step(1),
    ArrowLeft: () => this.#step(-1),
    ArrowUp: () => this.#step(-1),
    Enter: () => void this.#enter(),
    ' ': () => void this.#enter(),
    '+': () => this.#renderer?.zoom(1),
    '=': () => this.#renderer?.zoom(1),
    '-': () => this.#renderer?.zoom(-1),
    Home: () => this.#fit(),
  }

  /** To the next place, marked on the map and told to screen readers. */
  #step(by: number): void {
    const { count } = this.#places
    if (count === 0) return
    const rank = this.#current === undefined ? (by > 0 ? 0 : count - 1) : (this.#current + by + count) % count
    this.#current = rank
    const place = this.#places.at(rank)
    if (!place) return
    const at = placeAnchor(place)
    if (at) this.#renderer?.reveal(at)
    if (this.#open && at) this.#show(place, at)
    else this.#mark(place)
    const format = new Intl.NumberFormat(this.#host.locale.tag)
    const { place: where } = wordsOf(this.#host.locale)
    this.#said = `${wordsIn(cardOf(place, this.#host.locale))} (${where(format.format(rank + 1), format.format(count))})`
    this.#host.requestUpdate()
  }

  /** Opens the pop-up of the marked place (the first when none is) and goes into it. */
  async #enter(): Promise<void> {
    if (this.#current === undefined) this.#step(1)
    const place = this.#current === undefined ? undefined : this.#places.at(this.#current)
    const at = place && placeAnchor(place)
    if (!place || !at) return
    this.#show(place, at)
    await this.#host.updateComplete
    this.#find('[part="popup"]')?.focus({ preventScroll: true })
  }

  #find(selector: string): HTMLElement | null {
    return this.#host.renderRoot.querySelector<HTMLElement>(selector)
  }
}

const panKeys: Readonly<Record<string, readonly [x: number, y: number] | undefined>> = {
  ArrowRight: [panStep, 0],
  ArrowLeft: [-panStep, 0],
  ArrowDown: [0, panStep],
  ArrowUp: [0, -panStep],
}

/** What must be named, each once. */
function distinct(all: readonly (Metadata | undefined)[]): readonly Metadata[] {
  const named = all.filter((each) => each !== undefined && Boolean(each.title || each.publisher || each.licence))
  return [...new Map(named.map((each) => [JSON.stringify(each), each])).values()] as Metadata[]
}

function wordsIn({ title, lines }: ReturnType<typeof cardOf>): string {
  return [title, ...lines.map(({ label, text }) => `${label} : ${text}`)].filter(Boolean).join(', ')
}
