import { instantOf, wallClockOf } from '../data/calendar.js'
import { DgeError } from '../data/errors.js'
import { rolesOf } from './roles.js'
import type { Channel, Picture } from './chart-type.js'

/**
 * The roles of a picture whose marks join values: each place of a series has one.
 * @throws DgeError `query` when a channel lacks or rows share a place
 */
export function requireOneValuePerPlace(picture: Picture, type: string): { dimension: Channel; measure: Channel } {
  const { dimension, measure } = rolesOf(picture)
  if (!dimension || !measure || measure.scale !== 'quantitative') {
    throw new DgeError('query', `type="${type}" needs a measure on one of x and y, and what it runs along on the other`, {
      hint: 'x="date" y="sum(montant)"',
    })
  }
  refuseShared(picture)
  return { dimension, measure }
}

/** Marks that share a place would hide each other: the last one drawn, or the largest, would pass for all. @throws DgeError `query` where rows do */
export function refuseShared(picture: Picture): void {
  const { dimension, measure } = rolesOf(picture)
  if (!picture.overlaps || !measure || sharesHourOfOctober(picture)) return
  throw new DgeError('query', `Several values of “${measure.title}” share one “${dimension?.title ?? ''}”`, {
    hint: `Say how they add up: sum(${measure.field.name}), mean(${measure.field.name})…, or tell them apart by color.`,
  })
}

/** Whether places are shared in the hour alone that clocks show twice at the end of summer time: two values there are two moments. */
export function sharesHourOfOctober(picture: Picture): boolean {
  const { dimension, series } = rolesOf(picture)
  if (dimension?.scale !== 'temporal' || dimension.field.precision !== 'time') return false
  const seen = new Map<string, number>()
  return picture.rows.every((row) => {
    const clock = row[dimension.name]
    const place = JSON.stringify([clock, series && row[series.name], row.facet])
    const count = (seen.get(place) ?? 0) + 1
    seen.set(place, count)
    return count === 1 || (count === 2 && typeof clock === 'number' && wallClockOf(instantOf(clock) + 3_600_000) === clock)
  })
}
