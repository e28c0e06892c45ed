import { group, quantileSorted } from 'd3-array'
import { DgeError } from '../data/errors.js'
import { colonOf } from '../locale/colon.js'
import { formatNumber } from '../locale/index.js'
import { amountAxis, amountScale, nameAxis } from './axes.js'
import { channelText } from './channel-text.js'
import { heightOf, isFlat } from './bars.js'
import { plainColor } from './colors.js'
import { cellLook, compose, isTurned, sidesOf } from './compose.js'
import { valueParts } from './describe.js'
import { dimensionTerm, fieldTerm, isAmount, isMeasure } from './defaults.js'
import { present } from './encoding.js'
import { isDiscrete, rolesOf } from './roles.js'
import { kindWordsOf } from './kind-words.js'
import type { Channel, ChannelName, ChartType, Encoding, Picture, PictureRow } from './chart-type.js'
import type { Expr } from '../data/expression.js'
import type { Schema } from '../data/schema.js'
import type { Term } from '../data/term.js'

/** Whiskers reach the last values within so many heights of the box (Tukey); what lies beyond is drawn one by one. */
const reach = 1.5

/**
 * How the values of each category spread: a box from the first to the third quartile, the median, whiskers, and the values far
 * off. Of a server that computes quantiles only these are asked, and whiskers go to both extremes.
 */
export const box: ChartType = {
  name: 'box',
  title: { fr: 'Boîtes à moustaches', en: 'Box plot', de: 'Boxplot' },
  light: true,
  example: 'x="departement" y="population"',
  bands: true,
  gathers: true,
  roles: { measure: 'y', dimension: 'x' },
  channels: {
    x: { required: false, scales: ['nominal', 'ordinal'] },
    y: { required: true, scales: ['quantitative'] },
  },

  encode(given, { schema, computes }) {
    const [measure, dimension] = partsOf(given, schema)
    if (!measure || typeof measure.expr === 'object' && 'aggregate' in measure.expr) {
      throw new DgeError('query', 'type="box" needs a number of each row, not an aggregate', { hint: box.example })
    }
    const expr = measure.expr as Expr
    if (!computes({ aggregate: 'quantile', expr, p: 0.25 })) return present({ ...given, x: [dimension], y: [measure] })
    const title = measure.title === undefined ? {} : { title: measure.title }
    const quantile = (p: number): Term => ({ as: `q${p}(${measure.as})`, expr: { aggregate: 'quantile', expr, p } })
    return present({
      ...given,
      x: [dimension],
      y: [{ as: `median(${measure.as})`, expr: { aggregate: 'median', expr }, ...title }],
      low: [{ as: `min(${measure.as})`, expr: { aggregate: 'min', expr } }],
      q1: [quantile(0.25)],
      q3: [quantile(0.75)],
      high: [{ as: `max(${measure.as})`, expr: { aggregate: 'max', expr } }],
    })
  },

  /** Every part has a name of its own in words, and the axis spans them all. */
  arrange(picture, { locale, touches }) {
    const words = kindWordsOf(locale)
    const made = picture.channels.q1 ? picture : boxesOf(picture, touches.sort === undefined || touches.sort === '-value')
    const { y, low, q1, q3, high, out } = made.channels
    if (!y || !low || !q1 || !q3 || !high) return made
    const far = made.rows.flatMap((row) => (typeof row.out === 'number' ? [row.out] : []))
    const ends = [...made.rows.flatMap(({ low: from, high: to }) => [from, to]), ...far].filter((value) => typeof value === 'number')
    const extent = ends.length > 0 ? { extent: [ends.reduce((a, b) => Math.min(a, b)), ends.reduce((a, b) => Math.max(a, b))] as const } : {}
    const [min, lower, upper, max, median, beyond] = words.box
    const channels = {
      ...made.channels, y: { ...y, ...extent },
      low: { ...low, title: min }, q1: { ...q1, title: lower }, q3: { ...q3, title: upper }, high: { ...high, title: max }, ...(out ? { out: { ...out, title: beyond } } : {}),
    }
    const cells = (row: PictureRow) => {
      const told = typeof row.out === 'number' ? [channels.facet, channels.x, channels.out] : [channels.facet, channels.x, { ...channels.y, title: median }, channels.low, channels.q1, channels.q3, channels.high]
      return told.flatMap((channel) => (channel ? [[channel.title, channelText(row[channel.name] ?? null, channel, locale)] as const] : []))
    }
    return { ...made, channels, cells: out ? cells : undefined, notes: [...made.notes, out ? words.boxNote(reach) : words.boxNote()] }
  },

  /** Of the medians, then how many values lie far off. */
  sentences(picture, locale) {
    const far = picture.rows.filter((row) => typeof row.out === 'number').length
    const words = kindWordsOf(locale)
    const told = valueParts({ ...picture, rows: picture.rows.filter((row) => typeof row.out !== 'number') }, locale)
    const ofMedians = [`${words.box[4]}${colonOf(locale)}${told.join(' ')}`]
    return far === 0 ? ofMedians : [...ofMedians, words.outliers(far, formatNumber(far, locale))]
  },

  spec(picture, whole) {
    const look = cellLook(picture, whole)
    const { dimension, measure } = rolesOf(picture)
    if (!measure) throw new DgeError('query', 'type="box" needs a number', { hint: box.example })
    const flat = isFlat(picture, whole)
    const [along, across] = sidesOf(flat)
    const names = dimension && isDiscrete(dimension) ? { [across]: nameAxis(dimension, across, look) } : {}
    const amount = { ...amountAxis(measure, along, look), scale: amountScale(measure, look) }
    const end = (from: string, to: string) => ({ ...names, [along]: { ...amount, field: from }, [`${along}2`]: { field: to } })
    const color = plainColor(dimension, look)
    const size = picture.channels.facet ? whole : { ...whole, ...heightOf(picture, whole, flat, 'none') }
    return compose(picture, size, [
      { mark: { type: 'rule', color: look.theme.muted }, encoding: end('low', 'high') },
      { mark: { type: 'bar', ...(dimension ? {} : { size: 60 }), opacity: 0.55 }, encoding: { ...end('q1', 'q3'), ...color } },
      // A bar without height: its outline is the line of the median, as wide as the box.
      { mark: { type: 'bar', stroke: look.theme.text, strokeWidth: 2.5, ...(dimension ? {} : { size: 60 }) }, encoding: end('y', 'y') },
      ...(picture.rows.some((row) => typeof row.out === 'number') ? [{ mark: { type: 'point', filled: false, size: 30, strokeWidth: 1.2, opacity: 0.8 }, encoding: { ...names, [along]: { ...amount, field: 'out' }, ...color } }] : []),
    ], { turned: isTurned(picture, flat) })
  },
}

/** The measure, wherever the author wrote it, and the categories. */
function partsOf({ x = [], y = [] }: Encoding, schema: Schema): readonly [measure: Term | undefined, dimension: Term | undefined] {
  const written = [...y, ...x]
  const first = schema.find((field) => isAmount(field))
  const measure = written.find((term) => isMeasure(term, schema)) ?? (first && fieldTerm(first))
  const groups = schema.find((field) => field.type === 'boolean')
  return [measure, written.find((term) => term !== measure) ?? (written.length === 0 ? dimensionTerm(groups) : undefined)]
}

/** One row per box of the values of its category, then one per value beyond its whiskers; by the median where `largest` come first. */
function boxesOf(picture: Picture, isSorted: boolean): Picture {
  const { x, y } = picture.channels
  if (!y) return picture
  const groups = [...group(picture.rows, (row) => JSON.stringify([row.x ?? null, row.facet ?? null])).values()]
  const boxes = groups.map((members) => {
    const [first] = members
    const values = members.flatMap((row) => (typeof row.y === 'number' ? [row.y] : [])).sort((a, b) => a - b)
    const at = (p: number) => quantileSorted(values, p) ?? null
    const [q1, median, q3] = [at(0.25), at(0.5), at(0.75)]
    const [from, to] = [(q1 ?? 0) - reach * ((q3 ?? 0) - (q1 ?? 0)), (q3 ?? 0) + reach * ((q3 ?? 0) - (q1 ?? 0))]
    const inside = values.filter((value) => value >= from && value <= to)
    const stats = { y: median, q1, q3, low: inside[0] ?? null, high: inside.at(-1) ?? null }
    return { ...first, ...stats, out: null, median: median ?? -Infinity, beyond: members.filter((row) => typeof row.y === 'number' && (row.y < from || row.y > to)) }
  })
  const sorted = isSorted && x?.scale === 'nominal' ? [...boxes].sort((a, b) => b.median - a.median) : boxes
  const far = sorted.flatMap(({ beyond }) => beyond.map((row) => ({ ...row, y: null, out: row.y ?? null })))
  const rows = [...sorted.map(({ median: _median, beyond: _beyond, ...row }) => row), ...far].map((row, at): PictureRow => ({ ...row, row: at, from: row.from ?? -1 }))
  const part = (name: ChannelName): Channel => ({ ...y, name })
  const labels = x?.labels && isSorted && x.scale === 'nominal' ? { x: { ...x, labels: [...new Set(rows.map((row) => String(row.x)))] } } : {}
  return { ...picture, rows, overlaps: false, channels: { ...picture.channels, ...labels, low: part('low'), q1: part('q1'), q3: part('q3'), high: part('high'), out: part('out') } }
}
