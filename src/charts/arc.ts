import { DgeError } from '../data/errors.js'
import { legendOf, colorOf } from './colors.js'
import { charWidth, frameOf } from './axes.js'
import { circular } from './encoding.js'
import { textHeight } from './plain-bars.js'
import { missingParts } from './share-words.js'
import { addUp, partTexts, wholeOf } from './shares.js'
import { arcTitle } from './arc-title.js'
import type { ArrangeContext, ChartSpec, ChartType, Look, Picture } from './chart-type.js'

/** Slices that can be told apart. */
const mostSlices = 7
/** Pixels: beyond it the legend would stand far from the ring. */
const widest = 800
/** Pixels of a name in a legend. */
const legendRow = 20
/** Pixels of a ring with its percentages. */
const leastRing = 200
/** Pixels from the ring to its percentages: half of one that stands beside it. */
const beyond = 22
/** Pixels from the middle to the percentages: of a ring on a phone, and of a larger one. */
const radii = { name: leastRing / 2 - 30 + beyond, label: 125 } as const

/** A ring of a few shares of a whole, from the largest. */
export const arc: ChartType = {
  name: 'arc',
  title: arcTitle,
  light: true,
  example: 'color="type" theta="count()"',
  alone: true,
  gathers: true,
  tail: 'summed',
  bands: true,
  most: { categories: mostSlices },
  channels: {
    x: { required: false, scales: ['nominal', 'ordinal'] },
    y: { required: false, scales: ['quantitative'] },
    theta: { required: true, scales: ['quantitative'] },
    color: { required: false, scales: ['nominal', 'ordinal'] },
  },

  encode: (given, { schema }) => circular(given, schema),

  arrange(picture, { locale }) {
    const { theta: measure } = picture.channels
    const shares = (measure && partTexts(amountsOf(picture.rows), measure, locale)) ?? []
    const total = sumOf(picture.rows)
    // A sliver has no room for its percentage: the table and the tooltip say it.
    const slices = picture.rows.map(({ theta }, at) => ({ part: Number(theta) / total || 0, text: shares[at] ?? '' }))
    const [label, name] = [apart(slices, radii.label), apart(slices, radii.name)]
    const notes = [...picture.notes, ...missingParts(picture.rows, 'theta', locale)]
    return { ...picture, notes, rows: picture.rows.map((row, at) => ({ ...row, share: shares[at] ?? null, label: label[at] ?? '', name: name[at] ?? '' })) }
  },

  /** What is no share of a whole, or too many shares, is drawn as bars. */
  instead({ rows, channels: { theta, color } }, { encoding, touches }) {
    const why = theta?.extent && theta.extent[0] < 0 ? 'has negative values: they are no shares of a whole'
      : theta?.extent && theta.extent[1] === 0 ? 'sums to zero: there is no whole to share'
      : theta && wholeOf(theta) && !addUp(amountsOf(rows), wholeOf(theta)) ? `is of shares, and sums to ${Number(sumOf(rows).toPrecision(6))}, not ${wholeOf(theta)}: sectors would show other percentages`
      : rows.length > 12 ? `has ${rows.length} values: too many shares to compare`
      : color && theta && !theta.additive && touches.labels !== 'all' && isRatio(encoding) ? 'is a mean or ratio: its values add up to no whole' : ''
    if (!theta || !why) return undefined
    const { theta: measured = [], color: parts, ...rest } = encoding
    return { type: 'bar', encoding: { ...rest, y: measured, ...(parts ? { x: parts } : {}) }, hint: `“${theta.title}” ${why}. Bars are drawn in place of type="arc".` }
  },

  spec(picture, look) {
    const { theta } = picture.channels
    if (!theta) throw new DgeError('query', 'type="arc" needs a measure', { hint: 'color="type" theta="count()"' })
    return ringSpec(picture, { ...look, width: Math.min(look.width, widest) })
  },
}

function amountsOf(rows: Picture['rows']): readonly number[] {
  return rows.map(({ theta }) => (typeof theta === 'number' ? theta : 0))
}

function sumOf(rows: Picture['rows']): number {
  return amountsOf(rows).reduce((sum, amount) => sum + amount, 0)
}

function isRatio({ theta: [term] = [] }: ArrangeContext['encoding']): boolean {
  return term !== undefined && typeof term.expr === 'object' && 'aggregate' in term.expr && ['mean', 'median', 'stdev', 'quantile'].includes(term.expr.aggregate)
}

/** The percentages that have room around a ring, those of larger slices first. */
function apart(slices: readonly { readonly part: number; readonly text: string }[], radius: number): readonly string[] {
  let turned = 0
  const places = slices.map(({ part, text }, at) => {
    const angle = (turned + part / 2) * 2 * Math.PI
    turned += part
    return { at, part, text, x: Math.sin(angle) * radius, y: Math.cos(angle) * radius, half: (text.length * charWidth) / 2 }
  })
  const kept: typeof places = []
  for (const place of [...places].sort((a, b) => b.part - a.part)) {
    const isFree = kept.every(({ x, y, half }) => Math.abs(x - place.x) >= half + place.half || Math.abs(y - place.y) >= textHeight)
    if (place.part >= 0.03 && isFree) kept.push(place)
  }
  const shown = new Set(kept.map(({ at }) => at))
  return slices.map(({ text }, at) => (shown.has(at) ? text : ''))
}

function ringSpec(picture: Picture, look: Look): ChartSpec {
  const { color } = colorOf(picture, look)
  const aside = look.width >= 480 && look.touches.legend === 'auto'
  const beside = { orient: 'right', direction: 'vertical', columns: 1, labelLimit: Math.floor(look.width * 0.35) }
  const names = picture.channels.color?.labels ?? []
  const columns = look.width < 480 ? 1 : 2
  const legend = aside ? beside : { ...legendOf(names, look), columns, ...(columns === 1 ? { labelLimit: look.width - 40 } : {}) }
  // The ring keeps a size to be read below its names, and the drawing grows.
  const above = aside || !color || look.touches.legend === 'none' ? 0 : Math.ceil(names.length / columns) * legendRow + 60
  const room = look.height === undefined ? look : { ...look, height: Math.max(look.height, above + leastRing) }
  const labels = look.touches.labels !== 'none' && picture.rows.length > 1
  const shared = {
    theta: { field: 'theta', type: 'quantitative', stack: true },
    order: { field: 'row', type: 'quantitative' },
  }
  const radius = labels ? 'min(width / 2 - 46, height / 2 - 30)' : 'min(width, height) / 2'
  const isLarge = Math.min(room.width * (aside ? 0.65 : 1) - 32, (room.height ?? 360) - above) / 2 - 30 + beyond >= radii.label
  const ring = {
    mark: {
      type: 'arc', outerRadius: { expr: radius }, innerRadius: { expr: `(${radius}) * 0.56` },
      ...(picture.rows.length > 1 ? { stroke: look.theme.ground, strokeWidth: 1.5 } : {}),
    },
    encoding: { ...shared, ...(color ? { color: { ...color, legend: look.touches.legend === 'none' ? null : legend } } : {}) },
  }
  const texts = {
    mark: { type: 'text', radius: { expr: `${radius} + ${beyond}` }, color: look.theme.text, fontSize: look.theme.fontSize - 1 },
    encoding: { ...shared, text: { field: isLarge ? 'label' : 'name', type: 'nominal' } },
  }
  return { ...frameOf(room), ...(labels ? { layer: [ring, texts] } : ring) }
}
