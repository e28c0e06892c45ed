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
  if (!picture.overlaps || !measure) return
  throw new DgeError('query', `Several values of “${measure.title}” share one “${dimension?.title ?? ''}”`, {
    hint: `Say how they add up: sum(${measure.field.name}), mean(${measure.field.name})…, or tell them apart by color.`,
  })
}
