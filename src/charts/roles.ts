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

/** What is measured, what for, and what tells series apart. */
export function rolesOf({ channels }: Pick<Picture, 'channels'>): Roles {
  const { x, y, color, theta } = channels
  const series = isDiscrete(color) ? color : undefined
  if (theta) return { measure: theta, dimension: series, series: undefined }
  const flat = x?.scale === 'quantitative' && y !== undefined && y.scale !== 'quantitative'
  const alone = x?.scale === 'quantitative' && !y
  return flat || alone ? { measure: x, dimension: y, series } : { measure: y, dimension: x, series }
}
