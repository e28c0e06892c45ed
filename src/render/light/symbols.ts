import { Bounds } from './bounds.js'
import { pathBounds, scaledPath } from './outline.js'
import { round } from './svg.js'

type Points = readonly (readonly [number, number])[]
const half = Math.sqrt(3) / 2

/** Corners of Vega's symbols, for a half-width of 1. */
const corners: Readonly<Record<string, Points>> = {
  square: [[-1, -1], [1, -1], [1, 1], [-1, 1]],
  cross: [[-1, -0.4], [-1, 0.4], [-0.4, 0.4], [-0.4, 1], [0.4, 1], [0.4, 0.4], [1, 0.4], [1, -0.4], [0.4, -0.4], [0.4, -1], [-0.4, -1], [-0.4, -0.4]],
  diamond: [[-1, 0], [0, -1], [1, 0], [0, 1]],
  'triangle-up': [[0, -half], [-1, half], [1, half]],
  'triangle-down': [[0, half], [-1, -half], [1, -half]],
  'triangle-right': [[half, 0], [-half, -1], [-half, 1]],
  'triangle-left': [[-half, 0], [half, -1], [half, 1]],
  stroke: [[-1, 0], [1, 0]],
}
export const symbolNames: readonly string[] = ['circle', ...Object.keys(corners)]

/** The path of a symbol of `size` square pixels around the origin. */
export function symbolPath(shape: string, size: number): string {
  const radius = Math.sqrt(size) / 2
  if (radius === 0) return 'M0,0'
  const points = corners[shape]
  if (shape[0] === 'M') return scaledPath(shape, radius)
  if (!points) {
    const r = round(radius)
    return `M${r},0A${r},${r},0,1,1,${-r},0A${r},${r},0,1,1,${r},0`
  }
  const path = points.map(([x, y]) => `${round(x * radius)},${round(y * radius)}`).join('L')
  return `M${path}${shape === 'stroke' ? '' : 'Z'}`
}

export function symbolBounds(shape: string, size: number): Bounds {
  const radius = Math.sqrt(size) / 2
  if (shape[0] === 'M') return pathBounds(shape, radius)
  const bounds = new Bounds()
  for (const [x, y] of corners[shape] ?? [[-1, -1], [1, 1]]) bounds.add(x * radius, y * radius)
  return bounds
}
