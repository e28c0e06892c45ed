import { html, nothing } from 'lit'
import { DgeError } from '../../data/errors.js'
import { tellAuthor } from '../../displays/tell-author.js'
import { hiddenHint } from '../../data/same-outlines.js'
import { describeLayer, drawLayer, mainExtent, wordsOf } from '../../maps/index.js'
import { MapLibreRenderer } from '../../render/maplibre-renderer.js'
import { addStyles } from '../adopt-styles.js'
import { attribution } from '../frame/attribution.js'
import { fillBlock, holding } from '../frame/hold-place.js'
import { adoptRowsStyles, rowsView } from '../frame/rows-view.js'
import { centerOf } from '../../maps/center.js'
import { optionsOf } from '../../maps/layer-data.js'
import { legendView } from './legend-view.js'
import { MapReading } from './map-reading.js'
import { basemapOf } from './map-settings.js'
import { mapStyles } from './map-styles.js'
import { readMapTheme } from './map-theme.js'
import type { TemplateResult } from 'lit'
import type { LayerDrawing, MapTheme } from '../../maps/index.js'
import type { MapView as View } from '../../render/maplibre-renderer.js'
import type { Metadata } from '../../data/dataset.js'
import type { Locale } from '../../locale/index.js'
import type { DgeMap } from '../dge-map.js'
import type { SelectDetail } from '../events.js'
import type { LayerData } from '../../maps/layer-data.js'
import type { Basemap } from './map-settings.js'
import type { MapScene } from './map-reading.js'

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
/** Rows shown in place of a map that cannot be drawn. */
const fallbackRows = 50

/** The inside of a `dge-map`: map, controls, legend; what readers do with it is in `MapReading`. */
export class MapView implements MapScene {
  readonly host: DgeMap
  readonly #reading: MapReading
  #renderer: MapLibreRenderer | undefined
  #picture: Picture | undefined
  #drawings: readonly LayerDrawing[] = []
  #theme: MapTheme | undefined
  #drawn = false
  #failed = false
  #basemapFailed = false

  constructor(host: DgeMap, report: (detail: SelectDetail) => void) {
    this.host = host
    this.#reading = new MapReading(this, report)
    addStyles(host.shadowRoot, mapStyles)
  }

  /** Shows legend and frame at once, the map when the engine is there. */
  async draw(layers: readonly LayerData[], notes: readonly string[], locale: Locale, signal: AbortSignal): Promise<void> {
    const basemap = basemapOf(this.host)
    const title = this.host.heading?.trim() || layers[0]?.metadata?.title || locale.messages.untitled
    const picture = { layers, notes, locale, basemap, title }
    const theme = readMapTheme(this.host)
    this.#drawings = layers.map(({ table, encoding, attributes, metadata }, rank) => {
      const name = layers.length > 1 ? attributes.heading?.trim() || metadata?.title : undefined
      const options = { ...optionsOf(attributes, rank, name), overlay: basemap !== undefined }
      return drawLayer(`dge-${rank}`, table, encoding, options, theme, locale)
    })
    this.#picture = picture
    tellAuthor('dge-map', this.#drawings.flatMap((drawing) => (drawing.hides ? [hiddenHint] : [])))
    this.#theme = theme
    this.#reading.begin(this.#drawings)
    fillBlock(this.host)
    holding(this.host)()
    this.host.requestUpdate()
    await this.host.updateComplete
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
    // The reader may have come to its end meanwhile, and what follows may be long: rows in place of the map, a note.
    holding(this.host)()
    this.host.requestUpdate()
    await this.host.updateComplete
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
    const stage = this.find('.stage')
    if (!this.#renderer || !this.#theme || !stage) {
      throw new DgeError('internal', 'The map is not drawn: there is no picture to take')
    }
    const { mapPicture } = await import('./map-picture.js')
    const canvas = await this.#renderer.snapshot()
    return mapPicture(canvas, canvas.width / Math.max(1, stage.clientWidth), {
      title: this.host.heading?.trim() ?? '',
      legend: this.#drawings.flatMap(({ legend }) => legend),
      credits: [...this.#credits(), this.host.credits?.trim()].filter(Boolean).join(' – '),
      font: getComputedStyle(this.host).fontFamily,
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
    this.#reading.end()
  }

  render(): TemplateResult {
    const picture = this.#picture
    if (!picture) return html``
    const { locale, title } = picture
    const words = wordsOf(locale)
    return html`<div class="stage" ?hidden=${this.#failed} @keydown=${this.#reading.onKey}>
        <div
          part="map"
          role="listbox"
          tabindex="0"
          aria-label=${words.mapOf(title)}
          aria-roledescription=${words.map}
          aria-describedby="keys"
          aria-activedescendant=${this.#reading.option.id}
        >
          <div class="gl"></div>
          ${this.#reading.renderOption()}
        </div>
        <p id="keys" hidden>${words.keys}</p>
        <div class="sr" aria-live="polite" aria-atomic="true" .textContent=${this.#reading.said}></div>
        ${this.#reading.zoomButtons()}
        ${this.#reading.popup()}
      </div>
      ${this.#failed ? this.#instead(picture) : nothing}
      ${legendView(this.#failed ? [] : this.#drawings.flatMap(({ legend }) => legend), !this.#drawn, this.#theme?.outline ?? 'currentColor', locale)}
      ${this.#notes(picture)}`
  }

  /** After each rendering. */
  updated(): void {
    this.#reading.place()
  }

  find(selector: string): HTMLElement | null {
    return this.host.renderRoot.querySelector<HTMLElement>(selector)
  }

  async #paint({ basemap, locale }: Picture, theme: MapTheme): Promise<void> {
    const container = this.find('.gl')
    if (!container) throw new DgeError('internal', 'The map has no container')
    this.#renderer ??= new MapLibreRenderer(container, {
      onPick: (hit) => this.#reading.pick(hit),
      onMove: () => this.#reading.place(),
      onBasemapError: () => {
        this.#basemapFailed = true
        this.host.requestUpdate()
      },
      onLost: () => void import('./lost-map.js').then(({ makeAnew }) => makeAnew(this.host, () => this.destroy()), () => {}),
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
    const center = centerOf(this.host)
    const zoom = this.host.zoom ?? undefined
    if (center) return { center, zoom: zoom ?? 9 }
    const extent = mainExtent(this.#reading.boxes)
    if (!extent) return nowhere
    return zoom === undefined ? { extent } : { center: [(extent[0] + extent[2]) / 2, (extent[1] + extent[3]) / 2], zoom }
  }

  #instead({ locale, layers, title }: Picture): TemplateResult {
    const table = layers[0]?.table
    const readable = table && { ...table, schema: table.schema.filter(({ type }) => type !== 'geometry') }
    adoptRowsStyles(this.host)
    return html`<p class="note" role="status">${wordsOf(locale).noEngine}</p>
      ${readable ? rowsView({ table: readable, locale, caption: locale.messages.dataOf(title), from: 0, to: fallbackRows }) : nothing}`
  }

  #notes({ notes, basemap, layers, locale }: Picture): TemplateResult {
    const all = [...notes, ...this.#drawings.flatMap((drawing) => drawing.notes), ...(this.#basemapFailed ? [wordsOf(locale).noBasemap] : [])]
    const others = layers.filter(({ attributes }) => attributes !== this.host).map(({ metadata }) => metadata)
    return html`${all.map((note) => html`<p class="note" .textContent=${note}></p>`)}
      ${distinct(others).map((metadata) => html`<p class="map-note">${attribution(metadata, undefined, locale)}</p>`)}
      ${basemap?.credit ? html`<p class="map-note">${basemap.credit}</p>` : nothing}`
  }
}

/** What must be named, each once. */
function distinct(all: readonly (Metadata | undefined)[]): readonly Metadata[] {
  const named = all.filter((each) => each !== undefined && Boolean(each.title || each.publisher || each.licence))
  return [...new Map(named.map((each) => [JSON.stringify(each), each])).values()] as Metadata[]
}
