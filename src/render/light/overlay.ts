import { isObject } from './spec.js'
import { orientOf } from './orient.js'
import { stackOf } from './stack.js'
import type { Config } from './config.js'
import type { Draft } from './layers.js'
import type { Encoding, MarkType, Props } from './spec.js'

/** `line` and `point` of a mark are marks on top of it. */
export function overlaid({ mark: given, encoding, ...draft }: Draft, config: Config): readonly Draft[] {
  const { point, line, ...mark } = given
  const type = mark['type'] as MarkType
  if (type !== 'line' && type !== 'area') return [{ mark: given, encoding, ...draft }]
  const points = overlay(point ?? config.part(type)?.['point'], point === undefined && encoding.shape !== undefined)
  const lines = type === 'area' ? overlay(line ?? config.part('area')?.['line'], false) : undefined
  if (!points && !lines) return [{ mark, encoding, ...draft }]
  const faded = type === 'area' && mark['opacity'] === undefined && mark['fillOpacity'] === undefined ? { opacity: 0.7 } : {}
  const { shape: _, ...own } = encoding
  const { x2: _x2, y2: _y2, ...rest } = encoding
  const stack = stackOf(type, orientOf(type, encoding, mark['orient']), encoding)
  const on: Encoding = stack ? { ...rest, [stack.channel]: { ...rest[stack.channel], stack: stack.offset } } : rest
  const shared = (...names: readonly string[]) => Object.fromEntries(names.filter((name) => name in mark).map((name) => [name, mark[name]]))
  return [
    { mark: { ...faded, ...mark }, encoding: own, ...draft },
    ...(lines ? [{ mark: { type: 'line', ...shared('clip', 'interpolate', 'tooltip'), ...lines }, encoding: on, ...draft }] : []),
    ...(points ? [{ mark: { type: 'point', opacity: 1, filled: true, ...shared('clip', 'tooltip'), ...points }, encoding: on, ...draft }] : []),
  ]
}

function overlay(given: unknown, implied: boolean): Props | undefined {
  if (given === 'transparent') return { opacity: 0 }
  return isObject(given) ? given : given || implied ? {} : undefined
}
