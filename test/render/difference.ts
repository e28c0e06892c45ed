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
    left.forEach((primitive, at) => found.push(...compare(role, at, primitive, right[at] as Primitive)))
  }
  return found
}

const texts = (list: readonly Primitive[]) => list.flatMap(({ text }) => (text ? [` “${text}”`] : [])).slice(0, 6).join(',')

function compare(role: string, at: number, ours: Primitive, vegas: Primitive): readonly string[] {
  const found: string[] = []
  const name = `${role} ${at}${vegas.text ? ` “${vegas.text}”` : ''}`
  if (ours.text !== vegas.text) found.push(`${name}: text “${ours.text}”`)
  for (const key of new Set([...Object.keys(ours.paint), ...Object.keys(vegas.paint)])) {
    const [mine = '', theirs = ''] = [ours.paint[key], vegas.paint[key]]
    if (!samePaint(mine, theirs)) found.push(`${name}: ${key} ${mine} instead of ${theirs}`)
  }
  if (ours.points.length !== vegas.points.length) {
    found.push(`${name}: ${ours.points.length / 2} points instead of ${vegas.points.length / 2}`)
    return found
  }
  const worst = ours.points.reduce((most, value, index) => Math.max(most, Math.abs(value - (vegas.points[index] ?? NaN))), 0)
  if (!(worst <= tolerance(role))) found.push(`${name}: ${worst.toFixed(2)} px off: ${show(ours.points)} instead of ${show(vegas.points)}`)
  return found
}

const show = (points: readonly number[]) => points.slice(0, 6).map((value) => value.toFixed(1)).join(' ')

/** Numbers within a thousandth, colours within one step of 255. */
function samePaint(mine: string, theirs: string): boolean {
  if (mine === theirs) return true
  const [a, b] = [mine, theirs].map((text) => text.match(/[\d.]+/g)?.map(Number) ?? [])
  if (mine.startsWith('rgb') && theirs.startsWith('rgb')) return a !== undefined && a.every((value, at) => Math.abs(value - (b?.[at] ?? NaN)) <= 1)
  return !Number.isNaN(Number(mine)) && Math.abs(Number(mine) - Number(theirs)) < 0.001
}
