import { amountAxis } from './axes.js'
import { withEmptyBins } from './bins.js'
import { labelled } from './bars.js'
import { colorOf, plainColor } from './colors.js'
import { cellLook } from './compose.js'
import { curveOf } from './lines.js'
import { rolesOf } from './roles.js'
import { axisOf } from './time-axis.js'
import type { ArrangeContext, Channel, Look, Picture, Stacking } from './chart-type.js'
import type { Layer } from './compose.js'

/** The place of each row's series: areas are joined along it, by row they would fall apart. */
export function ranked(picture: Picture, context: ArrangeContext): Picture {
  const rank = new Map((rolesOf(picture).series?.labels ?? []).map((label, at) => [label, at]))
  const { rows, ...rest } = labelled(withEmptyBins(picture, context), context)
  return { ...rest, rows: rows.map((row) => ({ ...row, rank: rank.get(String(row.color)) ?? 0 })) }
}

/** Between one place and itself there is no area to see: bars are drawn. */
export function barsOfOnePlace(picture: Picture, { encoding }: ArrangeContext) {
  const { dimension, measure } = rolesOf(picture)
  const places = new Set(picture.rows.flatMap((row) => (dimension && measure && typeof row[measure.name] === 'number' ? [row[dimension.name]] : [])))
  return places.size === 1 ? { type: 'bar', encoding, hint: 'Values at one place span no area. Bars are drawn instead.' } : undefined
}

/** Filled areas, series on top of each other unless `stack` is `none`. A stream (`center`) has no axis: only widths count. */
export function areaLayers(picture: Picture, whole: Look, { dimension, measure, stack }: { dimension: Channel; measure: Channel; stack: Stacking }): readonly Layer[] {
  const look = cellLook(picture, whole)
  const { series } = rolesOf(picture)
  const [along, across] = dimension.name === 'x' ? (['y', 'x'] as const) : (['x', 'y'] as const)
  const kind = series && stack !== 'none' ? stack : null
  const amount = amountAxis(measure, along, look, kind === 'normalize')
  const color = picture.channels.color ? colorOf(picture, whole) : plainColor(undefined, look)
  return [
    {
      mark: { type: 'area', invalid: 'break-paths-show-domains', ...curveOf(look), ...(kind === null ? { fillOpacity: 0.35, line: true } : {}) },
      encoding: {
        [across]: axisOf(dimension, across, look),
        [along]: { ...amount, stack: kind, scale: { zero: true, nice: true }, ...(kind === 'center' ? { axis: null } : {}) },
        ...color,
        ...(kind === null ? {} : { order: { field: 'rank', type: 'quantitative' } }),
      },
    },
  ]
}
