import { node, translate } from './svg.js'
import type { Bounds } from './bounds.js'
import type { Node } from './svg.js'
import type { Scales } from './scales.js'
import type { Datum } from './spec.js'

/** Pixels. */
export interface Size {
  readonly width: number
  readonly height: number
}

/** A place in pixels. */
export interface Area extends Size {
  readonly x: number
  readonly y: number
}

/** Where a row is drawn, in pixels of the plot area. */
export interface Spot {
  readonly datum: Datum
  readonly bounds: Bounds
}

/** A specification and its rows turned into places and paint: everything but the pixels. */
export interface Drawing extends Size {
  /** The plot area in pixels of the drawing. */
  readonly plot: Area
  readonly scales: Scales
  readonly marks: readonly { spots(): readonly Spot[] }[]
  /** Those of legends that list values one by one; in pixels of the drawing. */
  readonly entries: readonly { readonly value: unknown; readonly box: Area }[]
  node(): Node
}

/** What is left for the plot area of a drawing of this size, when `around` is what a plot area of the whole size would take. */
export function plotWithin({ width, height }: Size, padding: number, around: Bounds): Area {
  const left = Math.max(0, Math.ceil(-around.x1))
  const top = Math.max(0, Math.ceil(-around.y1))
  const right = Math.max(0, Math.ceil(around.x2 - width))
  const bottom = Math.max(0, Math.ceil(around.y2 - height))
  return { x: left + padding, y: top + padding, width: Math.max(0, width - 2 * padding - left - right), height: Math.max(0, height - 2 * padding - top - bottom) }
}

/** The whole drawing; `ground` is what lies under it. */
export function rootNode({ width, height }: Size, { x, y }: Area, ground: readonly Node[], children: readonly Node[]): Node {
  return node('svg', { xmlns: 'http://www.w3.org/2000/svg', class: 'marks', width, height, viewBox: `0 0 ${width} ${height}` }, [
    ...ground,
    node('g', { fill: 'none', 'stroke-miterlimit': 4, transform: translate(x, y) }, [node('g', { class: 'mark-group role-frame root' }, children)]),
  ])
}
