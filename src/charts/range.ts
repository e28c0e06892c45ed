import { DgeError } from '../data/errors.js'
import { amountScale, nameAxis } from './axes.js'
import { heightOf } from './bars.js'
import { colorOf, plainColor } from './colors.js'
import { cellLook, compose, sidesOf } from './compose.js'
import { isDiscrete } from './roles.js'
import { axisOf } from './time-axis.js'
import type { Channel, ChartType, Look, Picture } from './chart-type.js'
import type { Layer } from './compose.js'

/** From one value to another: lowest and highest of a category, beginning and end of a task. */
export const range: ChartType = {
  name: 'range',
  title: { fr: 'Étendues', en: 'Range plot', de: 'Spannweitendiagramm' },
  example: 'y="mois" x="min(temperature)" x2="max(temperature)"',
  joins: false,
  channels: {
    x: { required: true, scales: ['quantitative', 'temporal', 'nominal', 'ordinal'] },
    y: { required: true, scales: ['quantitative', 'temporal', 'nominal', 'ordinal'] },
    x2: { required: false, scales: ['quantitative', 'temporal'] },
    y2: { required: false, scales: ['quantitative', 'temporal'] },
    color: { required: false, scales: ['nominal', 'ordinal'] },
  },

  spec(picture, whole) {
    const { x, y, x2, y2 } = picture.channels
    const flat = x2 !== undefined
    const [from, to, across] = flat ? [x, x2, y] : [y, y2, x]
    if (!from || !to || !across) {
      throw new DgeError('query', 'type="range" needs both ends (x and x2, or y and y2) and what they are of', { hint: range.example })
    }
    const size = picture.channels.facet ? whole : { ...whole, ...heightOf({ ...picture, roles: { dimension: across.name } }, whole, flat, 'zero') }
    return compose(picture, size, layersOf(picture, whole, { flat, from, to, across }))
  },
}

interface Sides {
  readonly flat: boolean
  readonly from: Channel
  readonly to: Channel
  readonly across: Channel
}

/** Bars between both ends; along time or a scale, a band. */
function layersOf(picture: Picture, whole: Look, { flat, from, to, across }: Sides): readonly Layer[] {
  const look = cellLook(picture, whole)
  const [along, side] = sidesOf(flat)
  // The axis is of both ends.
  const title = from.title === to.title ? from.title : `${from.title} – ${to.title}`
  const span: Channel = { ...from, ...spanOf(from, to), title }
  const axis = axisOf(span, along, look)
  const amount = from.scale === 'quantitative' ? { ...axis, scale: { ...amountScale(span, look), zero: false } } : axis
  const place = { [side]: isDiscrete(across) ? nameAxis(across, side, look) : axisOf(across, side, look), [along]: amount, [`${along}2`]: { field: `${along}2` } }
  const color = picture.channels.color ? colorOf(picture, whole) : plainColor(across, look)
  if (!isDiscrete(across)) return [{ mark: { type: 'area', fillOpacity: 0.45, line: true }, encoding: { ...place, ...color } }]
  const labels = picture.channels.color?.labels
  const apart = labels && areCrossed(picture, across, from) ? { [`${side}Offset`]: { field: 'color', sort: [...labels] } } : {}
  return [{ mark: { type: 'bar', cornerRadius: 4 }, encoding: { ...place, ...color, ...apart } }]
}

/** Whether bars of one category cover each other: series then stand side by side. */
function areCrossed({ rows }: Picture, across: Channel, from: Channel): boolean {
  const other = from.name === 'x' ? 'x2' : 'y2'
  const bars = rows.flatMap((row) => {
    const [a, b] = [row[from.name], row[other]]
    return typeof a === 'number' && typeof b === 'number' ? [{ place: JSON.stringify([row[across.name], row.facet]), low: Math.min(a, b), high: Math.max(a, b) }] : []
  })
  const reached = new Map<string, number>()
  return bars.sort((one, two) => one.low - two.low).some(({ place, low, high }) => {
    const before = reached.get(place) ?? -Infinity
    reached.set(place, Math.max(before, high))
    return low < before
  })
}

function spanOf({ extent: a }: Channel, { extent: b }: Channel): Pick<Channel, 'extent'> {
  const ends = [...(a ?? []), ...(b ?? [])]
  return ends.length > 0 ? { extent: [Math.min(...ends), Math.max(...ends)] } : {}
}
