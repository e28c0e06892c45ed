import { Bounds } from './bounds.js'
import { lookOf } from './encode.js'
import { shapes } from './shapes.js'
import { inOrder, markNode } from './order.js'
import type { Item, Place } from './encode.js'
import type { Spot } from './room.js'
import type { Datum } from './spec.js'
import type { MeasureText } from './text.js'
import type { Node } from './svg.js'

/** One mark with the room it takes; its nodes are made when they are asked for. */
export interface DrawnMark {
  /** The items in the order of drawing; those of paths in groups, one for each path. */
  readonly groups: readonly (readonly Item[])[]
  readonly bounds: Bounds
  /** Paths that are told apart stand in a group, which legends keep clear of. */
  readonly grouped: boolean
  spots(): readonly Spot[]
  node(): Node
}

/** One of Vega's kinds of marks. */
export interface Shape {
  readonly name: 'rect' | 'text' | 'symbol' | 'arc' | 'rule' | 'line' | 'area'
  /** Where a row's item is. */
  at(place: Place, row: Datum): Omit<Item, 'datum' | 'look'>
  bounds(item: Item, place: Place, measure: MeasureText): Bounds
  node(item: Item, place: Place, measure: MeasureText): Node
  /** In place of one node for each row: marks that join them. */
  readonly draw?: (place: Place, items: readonly Item[]) => DrawnMark
}

/** Draws a mark of a specification. */
export function drawMark(place: Place, measure: MeasureText): DrawnMark {
  const { unit } = place
  const shape = shapes[unit.type]
  const items = unit.drawn.map((row): Item => ({ datum: row, ...shape.at(place, row), look: lookOf(place, row) }))
  if (shape.draw) return shape.draw(place, items)
  const ordered = inOrder(items, place)
  const boundsOf = (item: Item) => shape.bounds(item, place, measure)
  return {
    groups: [ordered], grouped: false, bounds: ordered.reduce((box, item) => box.union(boundsOf(item)), new Bounds()),
    spots: () => ordered.map((item) => ({ datum: item.datum, bounds: boundsOf(item) })),
    node: () => markNode(shape.name, ordered.map((item) => shape.node(item, place, measure))),
  }
}
