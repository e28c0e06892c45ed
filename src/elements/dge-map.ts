import { css } from './css.js'
import { property } from 'lit/decorators.js'
import { keptHeights } from '../displays/kept-height.js'
import { DrawnDisplay } from './drawn-display.js'
import { DgeLayer, DgeLayerEvent } from './dge-layer.js'
import { loadMapView, starts } from './starts.js'
import { numberAttribute } from './number-attribute.js'
import type { CSSResultGroup } from 'lit'
import type { Table } from '../data/table.js'
import type { DisplayInside } from './display-contract.js'
import type { MapDisplay } from './map/map-display.js'

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
export class DgeMap extends DrawnDisplay<MapDisplay> {
  static override styles: CSSResultGroup = [
    DrawnDisplay.styles,
    css`
      :host {
        --_height: ${keptHeights['dge-map']}rem;
        --_body: 20rem;
      }
      :host([height]) {
        --_body: 10rem;
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
  @property({ converter: numberAttribute }) classes: number | undefined
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
  @property({ converter: numberAttribute }) zoom: number | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    this.addEventListener(DgeLayerEvent.type, this.#onLayer)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.removeEventListener(DgeLayerEvent.type, this.#onLayer)
  }

  /** The map with title, legend and credits as a picture. @throws DgeError `internal` before the map is drawn */
  async toPNG(): Promise<Blob> {
    return (await this.viewed()).toPNG()
  }

  override preload(): void {
    starts['dge-map'].preload({})
    // Its worker takes as long as the data to be there; not for maps further down the page.
    if (this.state === 'loading') loadMapView().then(({ warmMapLibre }) => warmMapLibre()).catch(() => {})
  }

  protected override async loadView(): Promise<(inside: DisplayInside) => MapDisplay> {
    const { MapDisplay } = await loadMapView()
    return (inside) => new MapDisplay(this, inside)
  }

  protected override withoutSource(signal: AbortSignal): Promise<Table> | undefined {
    const hasLayers = [...this.children].some((child) => child instanceof DgeLayer)
    return hasLayers || this.basemap?.trim() ? this.viewed().then((view) => view.own(signal)) : undefined
  }

  readonly #onLayer = () => this.reload()
}

declare global {
  interface HTMLElementTagNameMap {
    'dge-map': DgeMap
  }
}
