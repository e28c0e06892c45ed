import { primitivesOf } from './primitives.js'
import type { Primitive, SvgElement } from './primitives.js'

/** Pixels by which roles may differ: legends and titles by 2, all else by half a pixel. */
const tolerance = (role: string) => (/legend|title/.test(role) ? 2 : 0.5)

/** What differs between two drawings of one specification; empty when nobody sees a difference. */
export function differences(ours: SvgElement, vegas: SvgElement): readonly string[] {
  const found: string[] = []
  const [mine, theirs] = [primitivesOf(ours), primitivesOf(vegas)]
  for (const role of new Set([...mine.keys(), ...theirs.keys()])) {
    const [left, right] = [mine.get(role) ?? [], theirs.get(role) ?? []]
    if (left.length !== right.length) {
      found.push(`${role}: ${left.length} instead of ${right.length}${texts(left)} / ${texts(right)}`)
      continue
    }
    left.forEach((primitive, at) => compare(role, at, primitive, right[at] as Primitive, found))
  }
  return found
}

const texts = (list: readonly Primitive[]) => list.flatMap(({ text }) => (text ? [` “${text}”`] : [])).slice(0, 6).join(',')

/** Names are made only of what differs: there are hundreds of marks to a drawing. */
function compare(role: string, at: number, ours: Primitive, vegas: Primitive, found: string[]): void {
  const say = (what: string) => found.push(`${role} ${at}${vegas.text ? ` “${vegas.text}”` : ''}: ${what}`)
  if (ours.text !== vegas.text) say(`text “${ours.text}”`)
  const compared = (key: string) => {
    const [mine = '', theirs = ''] = [ours.paint[key], vegas.paint[key]]
    if (!samePaint(mine, theirs)) say(`${key} ${mine} instead of ${theirs}`)
  }
  for (const key in ours.paint) compared(key)
  for (const key in vegas.paint) if (!(key in ours.paint)) compared(key)
  if (ours.points.length !== vegas.points.length) return void say(`${ours.points.length / 2} points instead of ${vegas.points.length / 2}`)
  const worst = ours.points.reduce((most, value, index) => Math.max(most, Math.abs(value - (vegas.points[index] ?? NaN))), 0)
  if (!(worst <= tolerance(role))) say(`${worst.toFixed(2)} px off: ${show(ours.points)} instead of ${show(vegas.points)}`)
}

const show = (points: readonly number[]) => points.slice(0, 6).map((value) => value.toFixed(1)).join(' ')

/** Numbers within a thousandth, colours within one step of 255. */
function samePaint(mine: string, theirs: string): boolean {
  if (mine === theirs) return true
  const [a, b] = [mine, theirs].map((text) => text.match(/[\d.]+/g)?.map(Number) ?? [])
  if (mine.startsWith('rgb') && theirs.startsWith('rgb')) return a !== undefined && a.every((value, at) => Math.abs(value - (b?.[at] ?? NaN)) <= 1)
  return !Number.isNaN(Number(mine)) && Math.abs(Number(mine) - Number(theirs)) < 0.001
}
