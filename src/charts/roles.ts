import { DgeError } from '../data/errors.js'
import type { Channel, Picture } from './chart-type.js'

/** The channels that hold what is measured, what it is measured for, and what tells series apart. */
export interface Roles {
  readonly dimension: Channel | undefined
  readonly measure: Channel | undefined
  readonly series: Channel | undefined
}

export function isDiscrete(channel: Channel | undefined): boolean {
  return channel?.scale === 'nominal' || channel?.scale === 'ordinal'
}

/** What is measured, what for, and what tells series apart: as the chart type says, else by the scales of the channels. */
export function rolesOf({ channels, roles }: Pick<Picture, 'channels' | 'roles'>): Roles {
  if (roles) {
    const get = (name: keyof typeof roles) => (roles[name] ? channels[roles[name]] : undefined)
    return { measure: get('measure'), dimension: get('dimension'), series: get('series') }
  }
  const { x, y, color, theta } = channels
  const series = isDiscrete(color) ? color : undefined
  if (theta) return { measure: theta, dimension: series, series: undefined }
  const flat = x?.scale === 'quantitative' && y !== undefined && y.scale !== 'quantitative'
  const alone = x?.scale === 'quantitative' && !y
  return flat || alone ? { measure: x, dimension: y, series } : { measure: y, dimension: x, series }
}

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
  if (picture.overlaps) {
    throw new DgeError('query', `Several values of “${measure.title}” share one “${dimension.title}”`, {
      hint: `Say how they add up: sum(${measure.field.name}), mean(${measure.field.name})…, or tell them apart by color.`,
    })
  }
  return { dimension, measure }
}
