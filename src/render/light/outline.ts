import { Bounds } from './bounds.js'

/** An own path as a symbol: its numbers times `scale`, to a tenth of a pixel, which does not add up from corner to corner. */
export function scaledPath(path: string, scale: number): string {
  const tenth = (value: number) => Math.round(value * 10) / 10 || 0
  let [x, y, fromX, fromY] = [0, 0, 0, 0]
  return path.replace(/([Ml])(-?[\d.]+),(-?[\d.]+)/g, (_, letter: string, dx: string, dy: string) => {
    if (letter === 'M') [x, y, fromX, fromY] = [0, 0, 0, 0]
    ;[x, y] = [x + Number(dx) * scale, y + Number(dy) * scale]
    const [toX, toY] = [tenth(x), tenth(y)]
    const step = `${letter}${tenth(toX - fromX)},${tenth(toY - fromY)}`
    ;[fromX, fromY] = [toX, toY]
    return step
  })
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
