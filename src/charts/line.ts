import { DgeError } from '../data/errors.js'
import { axisOf, colorOf, frameOf } from './axes.js'
import { rolesOf } from './roles.js'
import type { Channel, ChartSpec, ChartType, Picture } from './chart-type.js'

/** Points are drawn on lines with at most this many values, and listen to the pointer up to `mostListening`. */
const mostPoints = 40
const mostListening = 1500

/** Lines over time or along an order: one per series, broken where values are missing. */
export const line: ChartType = {
  name: 'line',
  channels: {
    x: { required: true, scales: ['temporal', 'ordinal', 'quantitative', 'nominal'] },
    y: { required: true, scales: ['quantitative', 'temporal', 'ordinal', 'nominal'] },
    color: { required: false, scales: ['nominal', 'ordinal'] },
  },

  spec(picture, look) {
    const { dimension, measure } = requireOneValuePerPlace(picture, 'line')
    const [along, across] = dimension.name === 'x' ? (['y', 'x'] as const) : (['x', 'y'] as const)
    const count = picture.rows.length
    const point = count <= mostPoints ? { filled: true, size: 45 } : count <= mostListening ? 'transparent' : false
    return {
      ...frameOf(look),
      mark: { type: 'line', point, invalid: 'break-paths-show-domains' },
      encoding: {
        [across]: axisOf(dimension, across, look),
        [along]: { ...axisOf(measure, along, look), scale: { zero: startsAtZero(measure), nice: true } },
        ...colorOf(picture, look),
      },
    } as ChartSpec
  },
}

/** Zero belongs to the axis when the values are not far above it: little is lost, and sizes compare. */
export function startsAtZero({ extent }: Channel): boolean {
  if (!extent) return true
  const [low, high] = extent
  return low <= 0 ? high >= 0 : low <= high / 2
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
