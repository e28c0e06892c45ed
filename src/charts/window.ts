import type { ChartSpec, Picture } from './chart-type.js'

/** The part of a horizontal axis that is in view, in the values of its scale. */
export type Window = readonly [low: number, high: number]

/** Fewer moments than this are seen well enough at once. */
const fewest = 12

/**
 * All of the horizontal calendar axis; undefined for charts without one, with only few moments on it, or of several
 * small charts.
 */
export function windowOf({ channels, rows }: Picture): Window | undefined {
  const { x, facet } = channels
  if (facet || x?.scale !== 'temporal' || !x.extent || x.extent[0] === x.extent[1]) return undefined
  const moments = new Set(rows.map((row) => row.x))
  return moments.size >= fewest ? x.extent : undefined
}

/** The picture whose calendar axis has its ticks for the part in view; its rows stay. */
export function inWindow(picture: Picture, window: Window): Picture {
  const { x } = picture.channels
  return x ? { ...picture, channels: { ...picture.channels, x: { ...x, extent: window } } } : picture
}

/** The specification showing only the part in view: new limits for its horizontal scales, marks cut at the edges. */
export function withWindow(spec: ChartSpec, window: Window): ChartSpec {
  return visit({ ...spec }, window)
}

type Node = Readonly<Record<string, unknown>>

function visit(node: Node, window: Window): Node {
  const { encoding, mark, layer } = node
  return {
    ...node,
    ...(isNode(encoding) ? { encoding: scaled(encoding, window) } : {}),
    ...(mark === undefined ? {} : { mark: isNode(mark) ? { ...mark, clip: true } : { type: mark, clip: true } }),
    ...(Array.isArray(layer) ? { layer: layer.map((each: unknown) => (isNode(each) ? visit(each, window) : each)) } : {}),
  }
}

function scaled(encoding: Node, window: Window): Node {
  const { x } = encoding
  if (!isNode(x) || x['scale'] === null || (x['field'] === undefined && x['aggregate'] === undefined)) return encoding
  const { domain: _whole, ...scale } = isNode(x['scale']) ? x['scale'] : {}
  return { ...encoding, x: { ...x, scale: { ...scale, domainMin: window[0], domainMax: window[1], nice: false } } }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
