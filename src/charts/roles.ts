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
