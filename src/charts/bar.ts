import { DgeError } from '../data/errors.js'
import { amountAxis, charWidth, colorOf, frameOf, nameAxis } from './axes.js'
import { isDiscrete, rolesOf } from './roles.js'
import type { Channel, ChartSpec, ChartType, Look, Picture, Stacking } from './chart-type.js'

/** Rows that are not aggregated may share a bar up to this many; beyond it nobody can tell them apart. */
const mostSegments = 400
/** Pixels of a horizontal bar with its gap, at least. */
const barStep = 18

/**
 * Bars: one per category, from zero. Series stand side by side (`stack="none"`), on top of each other where sums mean
 * something, or as shares (`stack="normalize"`). Names that would not fit under the bars turn the chart on its side.
 */
export const bar: ChartType = {
  name: 'bar',
  example: 'x="commune" y="sum(montant)"',
  bands: true,
  channels: {
    x: { required: false, scales: ['nominal', 'ordinal', 'quantitative'], several: 'series' },
    y: { required: false, scales: ['nominal', 'ordinal', 'quantitative'], several: 'series' },
    color: { required: false, scales: ['nominal', 'ordinal', 'quantitative'] },
  },

  spec(picture, look) {
    const { dimension, measure, series } = rolesOf(picture)
    if (!measure) throw new DgeError('query', 'type="bar" needs something measured on x or y', { hint: 'y="count()" counts rows.' })
    if (picture.overlaps && picture.rows.length > mostSegments) {
      throw new DgeError('query', `Several rows share a bar, ${picture.rows.length} in all`, {
        hint: `Say how they add up: sum(${measure.field.name}), mean(${measure.field.name})…`,
      })
    }
    const stack = stackingOf(picture, look.touches.stack)
    const flat = isFlat(picture, look)
    const [across, along] = flat ? (['y', 'x'] as const) : (['x', 'y'] as const)
    const amount = amountAxis(measure, along, look, stack === 'normalize')
    const stacked = stack !== 'none' || picture.overlaps
    const place = {
      ...(dimension ? { [across]: nameAxis(dimension, across, look) } : {}),
      [along]: { ...amount, stack: stacked ? (stack === 'normalize' ? 'normalize' : 'zero') : null, scale: { zero: true, nice: true } },
      ...(series && stack === 'none' ? { [`${across}Offset`]: { field: 'color', sort: [...(series.labels ?? [])] } } : {}),
    }
    const seams = stacked && picture.rows.length < 200 && !look.theme.dark
    return {
      ...frameOf({ ...look, ...heightOf(picture, look, flat, stack) }),
      mark: { type: 'bar', ...(seams ? { stroke: 'white', strokeWidth: 0.5 } : {}), ...(dimension ? {} : { size: 60 }) },
      encoding: { ...place, ...colorOf(picture, look), ...(stacked ? { order: { field: 'row', type: 'quantitative' } } : {}) },
    } as ChartSpec
  },
}

function stackingOf({ channels }: Picture, wanted: Stacking | undefined): Stacking {
  const { series, measure } = rolesOf({ channels })
  if (!series) return 'none'
  return wanted ?? (measure?.additive && series.title !== '' ? 'zero' : 'none')
}

/** On its side when the author put the measure on x, or when names are too long to stand under their bars. */
export function isFlat(picture: Picture, look: Look): boolean {
  const { dimension, measure } = rolesOf(picture)
  if (measure?.name === 'x') return true
  if (!dimension || dimension.scale !== 'nominal' || !isDiscrete(dimension)) return false
  const labels = dimension.labels ?? []
  const room = (look.width - 60) / Math.max(1, labels.length)
  return longest(dimension) * charWidth > room
}

function longest({ labels = [] }: Channel): number {
  return Math.max(0, ...labels.map((label) => label.length))
}

/** Every bar of a chart on its side keeps a legible height: the drawing grows and its frame scrolls. */
function heightOf({ channels }: Picture, { height }: Look, flat: boolean, stack: Stacking): { height?: number } {
  if (height === undefined) return {}
  const { dimension, series } = rolesOf({ channels })
  if (!flat || !dimension) return { height }
  const beside = stack === 'none' ? Math.max(1, (series?.labels?.length ?? 1) * 0.6) : 1
  return { height: Math.max(height, Math.ceil((dimension.labels?.length ?? 0) * barStep * beside) + 70) }
}
