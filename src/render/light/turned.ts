import { endOf, startOf } from './compare.js'
import { numberOf } from './encode.js'
import type { Item, Place } from './encode.js'
import type { Datum } from './spec.js'

/** Angles and radii of a mark that the rows bring, already laid out; undefined for a mark that is laid out here. */
export function turned({ unit: { encoding: { theta, radius, theta2, radius2 } } }: Place, row: Datum): Pick<Item, 'startAngle' | 'endAngle' | 'inner' | 'outer' | 'theta' | 'radius'> | undefined {
  if (theta?.scale !== null) return undefined
  const at = (def: { readonly field?: string } | undefined) => Number(row[def?.field ?? ''])
  if (!theta2) return { theta: at(theta), radius: at(radius) }
  return { startAngle: at(theta), endAngle: at(theta2), inner: at(radius2), outer: at(radius) }
}

/** The middle of the row's sector. */
export function around(place: Place, row: Datum): { readonly theta?: number; readonly radius?: number } {
  const own = turned(place, row)
  if (own) return own
  const { unit: { encoding: { theta }, stack }, scales } = place
  if (theta?.field === undefined || stack?.channel !== 'theta') return {}
  const middle = (Number(row[startOf(theta.field)]) + Number(row[endOf(theta.field)])) / 2
  return { theta: Number(scales.theta?.map(middle)), radius: numberOf(place, 'radius', row) ?? 0 }
}
