import { compare } from './compare.js'
import { node } from './svg.js'
import type { Shape } from './draw.js'
import type { Item, Place } from './encode.js'
import type { Node } from './svg.js'

/** The group of a mark. */
export const markNode = (name: Shape['name'], children: readonly Node[]): Node => node('g', { class: `mark-${name} role-mark marks` }, children)

/** What lies on what, and the order along a path, by the channel of that name. */
export function orderOf({ encoding: { order }, stack }: Place['unit']): { readonly field: string; readonly sign: number } | undefined {
  return order?.field !== undefined && !stack ? { field: order.field, sign: order.sort === 'descending' ? -1 : 1 } : undefined
}

export function inOrder(items: readonly Item[], { unit }: Place): readonly Item[] {
  const order = orderOf(unit)
  return order ? [...items].sort((a, b) => order.sign * compare(a.datum[order.field], b.datum[order.field])) : items
}
