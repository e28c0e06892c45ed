import { Bounds } from './bounds.js'
import { round } from './svg.js'

/** An own path as a symbol: its numbers times `scale`. */
export function scaledPath(path: string, scale: number): string {
  return path.replace(/-?[\d.]+/g, (number) => String(round(Number(number) * scale)))
}

/** Whether all of a path is corners, absolute where it starts and relative after that: what is known of own symbols. */
export function isOutline(path: unknown): boolean {
  return typeof path === 'string' && /^(M-?[\d.]+,-?[\d.]+(l-?[\d.]+,-?[\d.]+)*Z)+$/.test(path)
}

/** The room of the path that `scaledPath` draws. */
export function pathBounds(path: string, scale: number): Bounds {
  const bounds = new Bounds()
  let [x, y] = [0, 0]
  for (const [, letter, dx, dy] of path.matchAll(/([Ml])(-?[\d.]+),(-?[\d.]+)/g)) {
    ;[x, y] = letter === 'M' ? [Number(dx), Number(dy)] : [x + Number(dx), y + Number(dy)]
    bounds.add(x * scale, y * scale)
  }
  return bounds
}
