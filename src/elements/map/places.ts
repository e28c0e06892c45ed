import { anchorOf } from '../../maps/index.js'
import { fieldOf } from '../../data/schema.js'
import { columnOf, rowAt } from '../../data/table.js'
import { formatValue, titleOf } from '../../locale/index.js'
import type { LayerDrawing } from '../../maps/index.js'
import type { Row, Value } from '../../data/table.js'
import type { Locale } from '../../locale/index.js'
import type { Geometry } from 'geojson'

/** One place of a map: a row of a layer. */
export interface Place {
  readonly layer: LayerDrawing
  readonly row: number
}

/** What is told of a place: its title and its lines. */
export interface Card {
  readonly title: string
  readonly lines: readonly { readonly label: string; readonly text: string }[]
}

/** All places in the order in which the keyboard goes through them: layer by layer, row by row. */
export class Places {
  readonly #layers: readonly LayerDrawing[]
  readonly count: number

  constructor(layers: readonly LayerDrawing[]) {
    this.#layers = layers
    this.count = layers.reduce((sum, { features }) => sum + features.features.length, 0)
  }

  /** The place of this rank, 0 to `count` - 1. */
  at(rank: number): Place | undefined {
    let left = rank
    for (const layer of this.#layers) {
      const feature = layer.features.features[left]
      if (feature) return { layer, row: Number(feature.id) }
      left -= layer.features.features.length
    }
    return undefined
  }

  /** The place of a feature, by its source's name and its id. */
  find(source: string, row: number): Place | undefined {
    const layer = this.#layers.find(({ id }) => id === source)
    return layer && { layer, row }
  }

  rankOf({ layer, row }: Place): number {
    let before = 0
    for (const other of this.#layers) {
      if (other === layer) break
      before += other.features.features.length
    }
    return before + layer.features.features.findIndex(({ id }) => id === row)
  }
}

export function geometryOf({ layer, row }: Place): Geometry | undefined {
  const value = columnOf(layer.table, layer.encoding.geometry)[row]
  return typeof value === 'object' && value !== null ? value : undefined
}

/** Where the place's pop-up stands. */
export function placeAnchor(place: Place): readonly [number, number] | undefined {
  const geometry = geometryOf(place)
  return geometry && anchorOf(geometry)
}

/** The row of the place without its coordinates. */
export function rowOf({ layer, row }: Place): Row {
  const { [layer.encoding.geometry]: _geometry, ...rest } = rowAt(layer.table, row)
  return rest
}

/** The place's values in words, as `popup` asks for them. */
export function cardOf({ layer, row }: Place, locale: Locale): Card {
  const { table, encoding } = layer
  const lines = encoding.popup.flatMap(({ as }) => {
    const field = fieldOf(table.schema, as)
    if (!field) return []
    const value: Value = columnOf(table, as)[row] ?? null
    return [{ label: titleOf(field, locale), text: formatValue(value, field, locale), name: as }]
  })
  const title = lines.find(({ name }) => name === encoding.name?.as) ?? lines[0]
  return { title: title?.text ?? '', lines: lines.filter((each) => each !== title) }
}
