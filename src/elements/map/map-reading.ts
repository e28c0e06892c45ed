import { html, nothing } from 'lit'
import { printFilter } from '../../data/cql2-print.js'
import { filterOfRows, keysOf } from '../../data/row-filter.js'
import { mainExtent, unionOf, wordsOf } from '../../maps/index.js'
import { cardOf, geometryOf, placeAnchor, Places, rowOf } from './places.js'
import { placePopup, popupView } from './popup.js'
import { ActiveOption } from '../frame/active-option.js'
import type { TemplateResult } from 'lit'
import type { Extent } from '../../data/filter.js'
import type { LayerDrawing } from '../../maps/index.js'
import type { Hit, MapLibreRenderer } from '../../render/maplibre-renderer.js'
import type { DgeMap } from '../dge-map.js'
import type { SelectDetail } from '../events.js'
import type { Option } from '../frame/active-option.js'
import type { Place } from './places.js'

/** How far an arrow key moves the map, in pixels. */
const panStep = 80

/** The map that is read: its element, and the engine once it is there. */
export interface MapScene {
  readonly host: DgeMap
  readonly renderer: MapLibreRenderer | undefined
  find(selector: string): HTMLElement | null
}

/** What readers do with a drawn map: pick places, read their pop-ups, move and zoom; by mouse, touch and keyboard. */
export class MapReading {
  readonly #scene: MapScene
  readonly #report: (detail: SelectDetail) => void
  /** The place that the keyboard is on, as it is heard. */
  readonly option = new ActiveOption()
  #drawings: readonly LayerDrawing[] = []
  #places = new Places([])
  #open: { readonly place: Place; readonly at: readonly [number, number] } | undefined
  #current: number | undefined
  #said = ''
  #whole = false

  constructor(scene: MapScene, report: (detail: SelectDetail) => void) {
    this.#scene = scene
    this.#report = report
    scene.host.addEventListener('dge-unselect', () => this.#close())
  }

  /** Other drawings: the place that is marked or open stays so where they have it too, else its pop-up, mark and pick go together. */
  begin(drawings: readonly LayerDrawing[]): void {
    const old = this.#open?.place ?? (this.#current === undefined ? undefined : this.#places.at(this.#current))
    this.#drawings = drawings
    this.#places = new Places(drawings)
    this.#whole = false
    const place = old && this.#places.same(old)
    this.#current = place && this.#places.rankOf(place)
    if (this.option.id !== nothing) this.#hear()
    if (place && this.#open) {
      this.#open = { ...this.#open, place }
      if (this.#said) this.#said = this.#wordsOf(place)
    } else if (this.#open) this.#close()
    else if (old && !place) this.#mark(undefined)
  }

  /** The map is taken down: nothing of it is marked or open any more. */
  end(): void {
    this.#open = undefined
    this.#current = undefined
  }

  /** The extents of the places of all layers. */
  get boxes(): readonly Extent[] {
    return this.#drawings.flatMap(({ boxes }) => boxes)
  }

  /** Told to screen readers. */
  get said(): string {
    return this.#said
  }

  renderOption(): TemplateResult {
    return this.option.render(() => this.#optionAt(0), this.#open !== undefined)
  }

  popup(): TemplateResult | typeof nothing {
    const { locale } = this.#scene.host
    return this.#open ? popupView(cardOf(this.#open.place, locale), () => this.#close(), locale) : nothing
  }

  /** After each rendering: the pop-up is as large as its text. */
  place(): void {
    const popup = this.#scene.find('[part="popup"]')
    const stage = this.#scene.find('.stage')
    const at = this.#open && this.#scene.renderer?.project(this.#open.at)
    if (popup && stage && at) placePopup(popup, stage, at)
  }

  zoomButtons(): TemplateResult {
    const { zoomIn, zoomOut, fit } = wordsOf(this.#scene.host.locale)
    const button = (label: string, path: string, run: () => void) =>
      html`<button type="button" title=${label} @click=${run}>
        <svg viewBox="0 0 16 16" aria-hidden="true"><path d=${path} /></svg>
      </button>`
    return html`<div part="zoom">
      ${button(zoomIn, 'M8 3v10M3 8h10', () => this.#scene.renderer?.zoom(1))}
      ${button(zoomOut, 'M3 8h10', () => this.#scene.renderer?.zoom(-1))}
      ${button(fit, 'M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4', () => this.#fit())}
    </div>`
  }

  /** The reader clicked or tapped: a feature, or beside all of them. */
  pick(hit: Hit | undefined): void {
    const place = hit && this.#places.find(hit)
    this.option.go(undefined)
    if (!place) return this.#close()
    const isPoint = geometryOf(place)?.type === 'Point'
    this.#show(place, isPoint ? (placeAnchor(place) ?? hit.lngLat) : hit.lngLat)
    this.#current = this.#places.rankOf(place)
  }

  /** Keys on the map, and Escape in its pop-up. */
  readonly onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    if (event.key === 'Escape') {
      if (!this.#open) return
      // Nor does it close a dialog of the page around it.
      event.preventDefault()
      event.stopPropagation()
      return this.#close()
    }
    if (event.target !== this.#scene.find('[part="map"]')) return
    const run = event.shiftKey && panKeys[event.key] ? () => this.#scene.renderer?.pan(...(panKeys[event.key] ?? [0, 0])) : this.#keys[event.key]
    if (!run) return
    event.preventDefault()
    run()
  }

  /** First all places, far ones too; then the places that the map started with. */
  #fit(): void {
    this.#whole = !this.#whole
    const extent = this.#whole ? unionOf(this.boxes) : mainExtent(this.boxes)
    if (extent) this.#scene.renderer?.fit(extent)
  }

  #show(place: Place, at: readonly [number, number]): void {
    this.#mark(place)
    this.#open = { place, at }
    this.#said = this.#wordsOf(place)
    this.#report(this.#detailOf(place))
    this.#scene.host.requestUpdate()
  }

  /** The picked place, with the condition that holds for it where it is of the map's own data. */
  #detailOf(place: Place): SelectDetail {
    const row = rowOf(place)
    const { query, table } = this.#scene.host
    const filter = query && place.layer.table === table ? filterOfRows([row], keysOf(query, table.schema)) : undefined
    return { rows: [row], filter, text: filter === undefined ? '' : printFilter(filter) }
  }

  #wordsOf(place: Place): string {
    const { locale } = this.#scene.host
    const { title, lines } = cardOf(place, locale)
    return [title, ...lines.map(({ label, text }) => wordsOf(locale).pair(label, text))].filter(Boolean).join(', ')
  }

  #mark(place: Place | undefined): void {
    const geometry = place && geometryOf(place)
    this.#scene.renderer?.select(geometry ? [geometry] : [])
  }

  #close(): void {
    if (!this.#open) return
    const inside = this.#scene.find('[part="popup"]')?.matches(':focus-within')
    this.#open = undefined
    this.#said = ''
    this.#mark(undefined)
    this.#report({ rows: [], filter: undefined, text: '' })
    if (inside) this.#scene.find('[part="map"]')?.focus({ preventScroll: true })
    this.#scene.host.requestUpdate()
  }

  readonly #keys: Readonly<Record<string, (() => void) | undefined>> = {
    ArrowRight: () => this.#step(1),
    ArrowDown: () => this.#step(1),
    ArrowLeft: () => this.#step(-1),
    ArrowUp: () => this.#step(-1),
    Enter: () => void this.#enter(),
    ' ': () => void this.#enter(),
    '+': () => this.#scene.renderer?.zoom(1),
    '=': () => this.#scene.renderer?.zoom(1),
    '-': () => this.#scene.renderer?.zoom(-1),
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
    if (at) this.#scene.renderer?.reveal(at)
    if (this.#open && at) this.#show(place, at)
    else this.#mark(place)
    this.#hear()
    this.#said = ''
    this.#scene.host.requestUpdate()
  }

  /** The keyboard is on the current place. */
  #hear(): void {
    this.option.go(this.#current === undefined ? undefined : this.#optionAt(this.#current))
  }

  #optionAt(rank: number): Option | undefined {
    const place = this.#places.at(rank)
    return place && { words: this.#wordsOf(place), position: rank + 1, count: this.#places.count }
  }

  /** Opens the pop-up of the marked place (the first when none is) and goes into it. */
  async #enter(): Promise<void> {
    if (this.#current === undefined) this.#step(1)
    const place = this.#current === undefined ? undefined : this.#places.at(this.#current)
    const at = place && placeAnchor(place)
    if (!place || !at) return
    this.#show(place, at)
    await this.#scene.host.updateComplete
    this.#scene.find('[part="popup"]')?.focus({ preventScroll: true })
  }
}

const panKeys: Readonly<Record<string, readonly [x: number, y: number] | undefined>> = {
  ArrowRight: [panStep, 0],
  ArrowLeft: [-panStep, 0],
  ArrowDown: [0, panStep],
  ArrowUp: [0, -panStep],
}
