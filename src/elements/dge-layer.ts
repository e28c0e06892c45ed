import { nothing } from 'lit'
import { property } from 'lit/decorators.js'
import { QueryAttributes } from './query-attributes.js'
import { SourceController } from '../controllers/source.js'
import { numberAttribute } from './number-attribute.js'
import type { PropertyValues } from 'lit'
import type { DataSource } from '../data/source.js'

/** Fired by a layer when it arrives or changes: its map draws again. */
export class DgeLayerEvent extends Event {
  static readonly type = 'dge-layer'
  constructor() {
    super(DgeLayerEvent.type, { bubbles: true })
  }
}

/**
 * One dataset on a `dge-map`, above the layers before it. It draws nothing by itself.
 *
 * @tag dge-layer
 */
export class DgeLayer extends QueryAttributes {
  /** What is shown of each place: colours areas, sizes points, widens lines. */
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
  /** Number of classes, 1–9. */
  @property({ converter: numberAttribute }) classes: number | undefined
  /** How classes are cut: `quantile`, `equal` or `jenks`. */
  @property() method: string | undefined
  /** Limits of the classes: `100, 500, 2000`. */
  @property() breaks: string | undefined
  /** Palette, or colours from low to high. */
  @property() palette: string | undefined

  readonly #source = new SourceController(this, () => this.#tell())

  /** The data of the layer; undefined while there are none. @throws DgeError for settings that cannot be */
  get sourceInUse(): DataSource | undefined {
    this.#source.update()
    if (this.#source.error) throw this.#source.error
    return this.#source.current
  }

  override connectedCallback(): void {
    super.connectedCallback()
    if (this.hasUpdated) this.#tell()
  }

  protected override updated(_changed: PropertyValues): void {
    this.#tell()
  }

  protected override render(): typeof nothing {
    return nothing
  }

  #tell(): void {
    this.dispatchEvent(new DgeLayerEvent())
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dge-layer': DgeLayer
  }
}
