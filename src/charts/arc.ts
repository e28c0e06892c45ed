import { DgeError } from '../data/errors.js'
import { legendOf, colorOf } from './colors.js'
import { frameOf } from './axes.js'
import { circular } from './encoding.js'
import { shareTexts } from './shares.js'
import { titles } from './titles.js'
import type { ArrangeContext, ChartSpec, ChartType, Look, Picture } from './chart-type.js'

/** Slices that can be told apart. */
const mostSlices = 7
/** Pixels: beyond it the legend would stand far from the ring. */
const widest = 800
/** Pixels of a name in a legend. */
const legendRow = 20
/** Pixels of a ring with its percentages. */
const leastRing = 200

/** A ring of a few shares of a whole, from the largest. */
export const arc: ChartType = {
  name: 'arc',
  title: titles.arc,
  light: true,
  example: 'color="type" theta="count()"',
  alone: true,
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
    const shares = shareTexts(picture.rows.map(({ theta }) => (typeof theta === 'number' ? theta : 0)), locale) ?? []
    const total = picture.rows.reduce((sum, { theta }) => sum + (typeof theta === 'number' ? theta : 0), 0)
    // A sliver has no room for its percentage: the table and the tooltip say it.
    const rows = picture.rows.map((row, at) => ({ ...row, share: shares[at] ?? null, label: Number(row.theta) / total >= 0.03 ? (shares[at] ?? '') : '' }))
    return { ...picture, rows }
  },

  /** What is no share of a whole, or too many shares, is drawn as bars. */
  instead({ rows, channels: { theta, color } }, { encoding, touches }) {
    const why = theta?.extent && theta.extent[0] < 0 ? 'has negative values: they are no shares of a whole'
      : theta?.extent && theta.extent[1] === 0 ? 'sums to zero: there is no whole to share'
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

function isRatio({ theta: [term] = [] }: ArrangeContext['encoding']): boolean {
  return term !== undefined && typeof term.expr === 'object' && 'aggregate' in term.expr && ['mean', 'median', 'stdev', 'quantile'].includes(term.expr.aggregate)
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
  const radius = labels ? 'min(width, height) / 2 - 30' : 'min(width, height) / 2'
  const ring = {
    mark: {
      type: 'arc', outerRadius: { expr: radius }, innerRadius: { expr: `(${radius}) * 0.56` },
      ...(picture.rows.length > 1 ? { stroke: look.theme.ground, strokeWidth: 1.5 } : {}),
    },
    encoding: { ...shared, ...(color ? { color: { ...color, legend: look.touches.legend === 'none' ? null : legend } } : {}) },
  }
  const texts = {
    mark: { type: 'text', radius: { expr: `${radius} + 15` }, color: look.theme.text, fontSize: look.theme.fontSize - 1 },
    encoding: { ...shared, text: { field: 'label', type: 'nominal' } },
  }
  return { ...frameOf(room), ...(labels ? { layer: [ring, texts] } : ring) } as unknown as ChartSpec
}
