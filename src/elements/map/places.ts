import { anchorOf } from '../../maps/index.js'
import { fieldOf } from '../../data/schema.js'
import { columnOf, rowAt } from '../../data/table.js'
import { formatValue, titleOf } from '../../locale/index.js'
import type { LayerDrawing } from '../../maps/index.js'
import type { Row, Value } from '../../data/table.js'
import type { Locale } from '../../locale/index.js'
import type { Hit } from '../../render/maplibre-renderer.js'
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
    this.count = layers.reduce((sum, { rows }) => sum + rows.length, 0)
  }

  /** The place of this rank, 0 to `count` - 1. */
  at(rank: number): Place | undefined {
    let left = rank
    for (const layer of this.#layers) {
      const row = layer.rows[left]
      if (row !== undefined) return { layer, row }
      left -= layer.rows.length
    }
    return undefined
  }

  /** The place of a feature that was hit; of those that it stands for, the nearest. */
  find({ source, id, lngLat }: Hit): Place | undefined {
    const layer = this.#layers.find((each) => each.id === source)
    const row = layer?.crowds ? nearest(layer, layer.crowds[id] ?? [], lngLat) : id
    return layer && row !== undefined ? { layer, row } : undefined
  }

  /** A place of another drawing, where it is in this one too. */
  same(place: Place): Place | undefined {
    const layer = this.#layers.find(({ id }) => id === place.layer.id)
    const row = layer?.rows.find((each) => isSame(place, { layer, row: each }))
    return layer && row !== undefined ? { layer, row } : undefined
  }

  rankOf({ layer, row }: Place): number {
    let before = 0
    for (const other of this.#layers) {
      if (other === layer) break
      before += other.rows.length
    }
    return before + layer.rows.indexOf(row)
  }
}

/** Whether two rows of two drawings of one layer tell the same of the same place. */
function isSame(one: Place, other: Place): boolean {
  const [anchor, others] = [placeAnchor(one), placeAnchor(other)]
  return anchor?.[0] === others?.[0] && anchor?.[1] === others?.[1] && JSON.stringify(rowOf(one)) === JSON.stringify(rowOf(other))
}

function nearest(layer: LayerDrawing, rows: readonly number[], [longitude, latitude]: Hit['lngLat']): number | undefined {
  const narrow = Math.cos((latitude * Math.PI) / 180)
  let [found, least]: [number | undefined, number] = [undefined, Infinity]
  for (const row of rows) {
    const [x = Infinity, y = Infinity] = placeAnchor({ layer, row }) ?? []
    const distance = ((x - longitude) * narrow) ** 2 + (y - latitude) ** 2
    if (distance < least) [found, least] = [row, distance]
  }
  return found
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
