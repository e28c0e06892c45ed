import { amountAxis, charWidth, nameAxis, nameLimit, roomBeyond, topTitle, withoutGrid } from './axes.js'
import { channelText } from './channel-text.js'
import { colorOf, colorsFor, plainColor } from './colors.js'
import { cellLook, sidesOf } from './compose.js'
import { luminance } from './luminance.js'
import { isDiscrete, rolesOf } from './roles.js'
import { shareTexts } from './shares.js'
import type { ArrangeContext, Channel, Look, Picture, Stacking } from './chart-type.js'
import type { Layer } from './compose.js'
import type { Touches } from './touches.js'

/** Pixels of a horizontal bar with its gap, at least; of a text's height. */
const barStep = 18
const twoLines = 31
const textHeight = 13

/** How series share a bar: as the author says, on top of each other where sums mean something, else side by side. */
export function stackingOf(picture: Picture, { stack }: Touches): Stacking {
  const { series, measure } = rolesOf(picture)
  if (!series) return 'none'
  return stack ?? (measure?.additive && series.title !== '' ? 'zero' : 'none')
}

/** On its side when the author put the measure on x, or when names are too long to stand under their bars in three lines. */
export function isFlat(picture: Picture, whole: Look): boolean {
  const { dimension, measure } = rolesOf(picture)
  const look = cellLook(picture, whole)
  if (measure?.name === 'x') return true
  if (!dimension || dimension.scale !== 'nominal' || !isDiscrete(dimension)) return false
  const labels = dimension.labels ?? []
  const room = (look.width - 60) / Math.max(1, labels.length)
  const word = Math.max(0, ...labels.flatMap((label) => label.split(/\s+/)).map(({ length }) => length))
  const wraps = word * charWidth <= room && labels.length <= 12 && longest(dimension) * charWidth <= 2.2 * room
  return longest(dimension) * charWidth > room && !wraps
}

export function longest({ labels = [] }: Channel): number {
  return Math.max(0, ...labels.map((label) => label.length))
}

/** Every bar of a chart on its side keeps a legible height: the drawing grows and its frame scrolls. */
export function heightOf(picture: Picture, look: Look, flat: boolean, stack: Stacking): { height?: number } {
  const { height } = look
  if (height === undefined) return {}
  const { dimension, series } = rolesOf(picture)
  if (!flat || !dimension) return { height }
  const beside = stack === 'none' ? Math.max(1, (series?.labels?.length ?? 1) * 0.8) : 1
  const wraps = dimension.labels?.some((label) => label.length * charWidth > nameLimit(look) && /\s/.test(label))
  const step = wraps ? twoLines : barStep
  return { height: Math.max(height, Math.ceil((dimension.labels?.length ?? 0) * Math.max(step, barStep * beside)) + 70) }
}

/** A bar without a category is no wall. */
export function barSize(picture: Picture): number | undefined {
  return rolesOf(picture).dimension ? undefined : 60
}

/** The text of each value, and its share of a stack in percentages that add up to 100. */
export function labelled(picture: Picture, { locale, touches }: ArrangeContext): Picture {
  const { dimension, measure } = rolesOf(picture)
  if (!measure || picture.rows.length > 1000) return picture
  const shares = new Map<number, string>()
  if (stackingOf(picture, touches) === 'normalize') {
    const places = new Map<string, number[]>()
    picture.rows.forEach((row, at) => {
      const place = JSON.stringify([dimension && row[dimension.name], row.facet])
      places.set(place, [...(places.get(place) ?? []), at])
    })
    for (const members of places.values()) {
      const amounts = members.map((at) => Number(picture.rows[at]?.[measure.name] ?? 0))
      shareTexts(amounts, locale)?.forEach((text, rank) => shares.set(members[rank] ?? -1, text))
    }
  }
  const rows = picture.rows.map((row, at) => {
    const value = row[measure.name] ?? null
    const share = shares.get(at)
    const text = share ?? channelText(value, measure, locale, { compact: true })
    return { ...row, label: text, place: value ?? 0, ...(share === undefined || value === null ? {} : { share }) }
  })
  return { ...picture, rows }
}

/** The bars, and their values where they fit; values that are missing are always told. */
export function barLayers(picture: Picture, whole: Look, { flat, stack, size }: { flat: boolean; stack: Stacking; size?: number | undefined }): readonly Layer[] {
  const { dimension, measure, series } = rolesOf(picture)
  if (!measure) return []
  const look = cellLook(picture, whole)
  const [along, across] = sidesOf(flat)
  const share = stack === 'normalize'
  const stacked = stack !== 'none' || picture.overlaps
  const kind = stacked ? (share ? 'normalize' : stack === 'center' ? 'center' : 'zero') : null
  const texts = showsValues(picture, look, { flat, stacked })
  const beside = texts && !stacked
  const beyond = beside && flat ? roomBeyond(measure, look, widest(picture), dimension ? longest(dimension) : 0) : {}
  const axis = amountAxis(measure, along, look, share)
  // The highest value stands between its bar and the title of the axis.
  const raised = beside && !flat && !series
  const amount = raised ? { ...axis, axis: { ...axis.axis, titleY: topTitle.titleY - textHeight } } : axis
  const place = {
    ...(dimension ? { [across]: nameAxis(dimension, across, look) } : {}),
    [along]: { ...(beside ? withoutGrid(amount, measure) : amount), stack: kind, scale: { zero: true, nice: !share, ...beyond } },
    ...(series && stack === 'none' ? { [`${across}Offset`]: { field: 'color', sort: [...(series.labels ?? [])] } } : {}),
  }
  const seams = stacked && picture.rows.length < 200
  const aside = flat && dimension ? { ...whole, width: whole.width - Math.min(nameLimit(look), longest(dimension) * charWidth) } : whole
  const color = picture.channels.color ? colorOf(picture, aside, { direct: isNamed(picture) }) : plainColor(dimension, whole)
  const order = stacked ? { order: { field: 'row', type: 'quantitative' } } : {}
  const mark = { type: 'bar', ...(seams ? { stroke: look.theme.ground, strokeWidth: 0.75 } : {}), ...(size ? { size } : {}) }
  const bars: Layer = { mark, encoding: { ...place, ...color, ...order } }
  if (stacked && texts) return [bars, innerLayer(picture, look, along, { ...place, ...order })]
  return texts ? [bars, valueLayer(measure, look, flat, { ...place, [along]: { ...place[along], field: 'place' }, ...order })] : [bars]
}

/** The colours stand for the names that the axis has already. */
function isNamed(picture: Picture): boolean {
  const { dimension } = rolesOf(picture)
  const { color } = picture.channels
  return color !== undefined && dimension?.field.name === color.field.name && JSON.stringify(dimension.labels) === JSON.stringify(color.labels)
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

/** Values in the middle of their part of a bar, dark on pale colours and pale on dark ones. */
function innerLayer({ channels: { color } }: Picture, look: Look, along: 'x' | 'y', encoding: Readonly<Record<string, object>>): Layer {
  const colors = color ? colorsFor(color, look) : []
  const strong = (color?.labels ?? []).filter((_, at) => luminance(colors[at] ?? '') < 0.18)
  return {
    mark: { type: 'text', fontSize: look.theme.fontSize - 2 },
    encoding: {
      ...encoding,
      [along]: { ...encoding[along], bandPosition: 0.5 },
      text: { field: 'label', type: 'nominal' },
      detail: { field: 'color' },
      color: { condition: { test: { field: 'color', oneOf: strong }, value: '#ffffff' }, value: '#14202b' },
    },
  }
}

/** Characters of the longest value. */
export function widest({ rows }: Picture): number {
  return Math.max(0, ...rows.map(({ label }) => String(label ?? '').length))
}

/** Values stand beside bars that share no place: where the author wants them, or where there is room for all. */
function showsValues(picture: Picture, look: Look, { flat, stacked }: { flat: boolean; stacked: boolean }): boolean {
  const { rows } = picture
  const { labels } = look.touches
  if (labels === 'all') return true
  if (labels === 'none' || stacked) return false
  if (rows.length > 40) return false
  const { series, dimension } = rolesOf(picture)
  const places = Math.max(1, dimension?.labels?.length ?? 1) * Math.max(1, series?.labels?.length ?? 1)
  if (flat) return !series || ((look.height ?? 320) - 80) / places >= textHeight || places * textHeight < 400
  return (look.width - 60) / places >= widest(picture) * charWidth
}
