import { channelText } from './channel-text.js'
import { canBreak, charWidth, nameAxis, nameLimit, roomBelow, topTitle, withoutGrid } from './plain-axes.js'
import { isDiscrete, rolesOf } from './roles.js'
import type { Channel, Look, Picture } from './chart-type.js'
import type { PositionFieldDef } from './plain-axes.js'
import type { Theme } from './plain-theme.js'
import type { Locale } from '../locale/index.js'

/** One layer of marks. */
export type Layer = Readonly<Record<string, unknown>>

/** Pixels of a horizontal bar with its gap, at least; of a text's height. */
const barStep = 18
const twoLines = 31
export const textHeight = 13

/** What a mark's place is called in specs: the side that is measured, and the side of names or moments. */
export function sidesOf(flat: boolean): readonly [along: 'x' | 'y', across: 'x' | 'y'] {
  return flat ? ['x', 'y'] : ['y', 'x']
}

/** On its side when the author put the measure on x, or when names are too long to stand under their bars in three lines. */
export function isFlat(picture: Picture, { width }: Look): boolean {
  const { dimension, measure } = rolesOf(picture)
  if (measure?.name === 'x') return true
  if (!dimension || dimension.scale !== 'nominal' || !isDiscrete(dimension)) return false
  const labels = dimension.labels ?? []
  const room = (width - 60) / Math.max(1, labels.length)
  const word = Math.max(0, ...labels.flatMap((label) => label.split(/\s+/)).map(({ length }) => length))
  const wraps = word * charWidth <= room && labels.length <= 12 && longest(dimension) * charWidth <= 2.2 * room
  return longest(dimension) * charWidth > room && !wraps
}

export function longest({ labels = [] }: Channel): number {
  return Math.max(0, ...labels.map((label) => label.length))
}

/** Every bar of a chart on its side keeps a legible height, where `beside` of them share a name: the drawing grows and its frame scrolls. */
export function heightOf(picture: Picture, look: Look, flat: boolean, beside = 1): { height?: number } {
  const { height } = look
  if (height === undefined) return {}
  const { dimension } = rolesOf(picture)
  if (!flat || !dimension) return { height }
  const wraps = dimension.labels?.some((label) => label.length * charWidth > nameLimit(look) && canBreak(label))
  const step = wraps ? twoLines : barStep
  const { color } = picture.channels
  // Where names take two lines, the legend above takes a line for each of its own.
  const over = wraps && color && color.field.name !== dimension.field.name ? ((color.labels?.length ?? 0) + 2) * 18 : 0
  return { height: Math.max(height, Math.ceil((dimension.labels?.length ?? 0) * Math.max(step, barStep * beside)) + 70 + over) }
}

/** A bar without a category is no wall. */
export function barSize(picture: Picture): number | undefined {
  return rolesOf(picture).dimension ? undefined : 60
}

/** The text of each value, or its share in words by the rank of its row. */
export function withTexts(picture: Picture, locale: Locale, shares?: ReadonlyMap<number, string>): Picture {
  const { measure } = rolesOf(picture)
  if (!measure || picture.rows.length > 1000) return picture
  const rows = picture.rows.map((row, at) => {
    const value = row[measure.name] ?? null
    const share = shares?.get(at)
    const text = share ?? channelText(value, measure, locale, { compact: true })
    return { ...row, label: text, place: value ?? 0, ...(share === undefined || value === null ? {} : { share }) }
  })
  return { ...picture, rows }
}

/** How bars are drawn, once it is decided. */
export interface BarParts {
  readonly flat: boolean
  /** How those that share a place lie on top of each other; null where none does. */
  readonly stack: 'zero' | 'normalize' | 'center' | null
  readonly axis: PositionFieldDef
  /** The ends of a lying scale that leave room for texts. */
  readonly room: () => object
  readonly color: object
  readonly size: number | undefined
  /** Values are written: beside their bars, or as `inner` says of those that share a place. */
  readonly texts: boolean
  readonly inner?: (encoding: Readonly<Record<string, object>>) => Layer
  /** Channels that tell series apart. */
  readonly more?: Readonly<Record<string, object>>
}

/** The bars, and their values where they fit. */
export function barLayers(picture: Picture, look: Look, { flat, stack, axis, room, color, size, texts, inner, more }: BarParts): readonly Layer[] {
  const { dimension, measure, series } = rolesOf(picture)
  if (!measure) return []
  const [along, across] = sidesOf(flat)
  const beside = texts && !stack
  // The highest value stands between its bar and the title of the axis.
  const amount = beside && !flat && !series ? { ...axis, axis: { ...axis.axis, titleY: topTitle.titleY - textHeight } } : axis
  const place = {
    ...(dimension ? { [across]: nameAxis(dimension, across, look) } : {}),
    [along]: { ...(beside ? withoutGrid(amount, measure) : amount), stack, scale: { zero: true, nice: stack !== 'normalize', ...(!beside ? {} : flat ? room() : roomBelow(measure, look)) } },
    ...more,
  }
  const order = stack ? { order: { field: 'row', type: 'quantitative' } } : {}
  const seams = stack && picture.rows.length < 200
  const mark = { type: 'bar', ...(seams ? { stroke: look.theme.ground, strokeWidth: 0.75 } : {}), ...(size ? { size } : {}) }
  const bars: Layer = { mark, encoding: { ...place, ...color, ...order } }
  if (!texts) return [bars]
  return [bars, stack && inner ? inner({ ...place, ...order }) : valueLayer(measure, look, flat, { ...place, [along]: { ...place[along], field: 'place' }, ...order })]
}

/** Values beside their bars; one that is missing is said where its bar would begin. */
function valueLayer(measure: Channel, look: Look, flat: boolean, encoding: object): Layer {
  const text = { type: 'text', color: look.theme.text, fontSize: look.theme.fontSize - 2 }
  const below = measure.extent !== undefined && measure.extent[0] < 0
  const less = `datum.${measure.name} < 0`
  const beside = flat
    ? below ? { align: { expr: `${less} ? 'right' : 'left'` }, dx: { expr: `${less} ? -4 : 4` } } : { align: 'left', dx: 4 }
    : below ? { dy: { expr: `${less} ? 9 : -7` } } : { dy: -7 }
  return { mark: { ...text, ...beside }, encoding: { ...encoding, text: { field: 'label', type: 'nominal' } } }
}

/** The colour of bars without series: what is gathered is grey. */
export function barColor(dimension: Channel | undefined, { palette: [first], text, other }: Theme): object {
  const value = first ?? text
  const condition = othersOf(dimension, other)
  return { color: condition.length > 0 ? { condition, value } : { value } }
}

/** The colour of what is gathered. */
export function othersOf(dimension: Channel | undefined, value: string): readonly object[] {
  return dimension?.others === undefined ? [] : [{ test: { field: dimension.name, equal: dimension.others }, value }]
}

/** Characters of the longest value. */
export function widest({ rows }: Picture): number {
  return Math.max(0, ...rows.map(({ label }) => String(label ?? '').length))
}

/** Whether there is room for every value beside its bar, where `beside` bars share a name. */
export function valuesFit(picture: Picture, look: Look, flat: boolean, beside = 1): boolean {
  if (picture.rows.length > 40) return false
  const places = Math.max(1, rolesOf(picture).dimension?.labels?.length ?? 1) * beside
  return flat || (look.width - 60) / places >= widest(picture) * charWidth
}
