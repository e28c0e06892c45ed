import { amountAxis, charWidth, nameLimit, roomBeyond } from './axes.js'
import { colorOf, colorsFor, plainColor } from './colors.js'
import { cellLook, sidesOf } from './compose.js'
import { inkOn } from './ink.js'
import { barSize, heightOf as plainHeight, isFlat as isPlainFlat, longest, barLayers as plainLayers, textHeight, valuesFit, widest, withTexts } from './plain-bars.js'
import { rolesOf } from './roles.js'
import { missingParts } from './share-words.js'
import { partTexts, stackOf } from './shares.js'
import type { ArrangeContext, Channel, Look, Picture, Stacking } from './chart-type.js'
import type { Layer } from './plain-bars.js'
import type { Touches } from './touches.js'

export { longest, widest } from './plain-bars.js'

/** How series share a bar: as the author says, on top of each other where sums mean something, else side by side. */
export function stackingOf(picture: Picture, { stack }: Touches): Stacking {
  const { series, measure } = rolesOf(picture)
  if (!series) return 'none'
  return stackOf(measure, stack) ?? (measure?.additive && series.title !== '' ? 'zero' : 'none')
}

/** On its side when the author put the measure on x, or when names are too long to stand under their bars in three lines. */
export function isFlat(picture: Picture, whole: Look): boolean {
  return isPlainFlat(picture, cellLook(picture, whole))
}

/** Every bar of a chart on its side keeps a legible height: the drawing grows and its frame scrolls. */
export function heightOf(picture: Picture, look: Look, flat: boolean, stack: Stacking): { height?: number } {
  const { series } = rolesOf(picture)
  return plainHeight(picture, look, flat, stack === 'none' ? Math.max(1, (series?.labels?.length ?? 1) * 0.8) : 1)
}

/** The text of each value, and its share of a stack in percentages that add up to 100. */
export function labelled(picture: Picture, { locale, touches }: ArrangeContext): Picture {
  const { dimension, measure } = rolesOf(picture)
  if (!measure || picture.rows.length > 1000 || stackingOf(picture, touches) !== 'normalize') return withTexts(picture, locale)
  const shares = new Map<number, string>()
  const places = new Map<string, number[]>()
  picture.rows.forEach((row, at) => {
    const place = JSON.stringify([dimension && row[dimension.name], row.facet])
    places.set(place, [...(places.get(place) ?? []), at])
  })
  for (const members of places.values()) {
    const amounts = members.map((at) => Number(picture.rows[at]?.[measure.name] ?? 0))
    partTexts(amounts, measure, locale)?.forEach((text, rank) => shares.set(members[rank] ?? -1, text))
  }
  const told = { ...picture, notes: [...picture.notes, ...missingParts(picture.rows, measure.name, locale)] }
  return withTexts(told, locale, shares)
}

/** The bars of all series, and their values where they fit; values that are missing are always told. */
export function barLayers(picture: Picture, whole: Look, measure: Channel, flat: boolean, stack: Stacking): readonly Layer[] {
  const { dimension, series } = rolesOf(picture)
  const { color } = picture.channels
  const look = cellLook(picture, whole)
  const [along, across] = sidesOf(flat)
  const stacked = stack !== 'none' ? stack : picture.overlaps ? 'zero' : null
  const aside = flat && dimension ? { ...whole, width: whole.width - Math.min(nameLimit(look), longest(dimension) * charWidth) } : whole
  return plainLayers(picture, look, {
    flat,
    stack: stacked,
    axis: amountAxis(measure, along, look, stack === 'normalize'),
    room: () => roomBeyond(measure, look, widest(picture), dimension ? longest(dimension) : 0),
    color: color ? colorOf(picture, aside, { direct: isNamed(picture) }) : plainColor(dimension, whole),
    size: barSize(picture),
    texts: showsValues(picture, look, { flat, stacked: stacked !== null }),
    inner: (encoding) => innerLayer(picture, look, along, encoding),
    ...(series && stack === 'none' ? { more: { [`${across}Offset`]: { field: 'color', sort: [...(series.labels ?? [])] } } } : {}),
  })
}

/** The colours stand for the names that the axis has already. */
function isNamed(picture: Picture): boolean {
  const { dimension } = rolesOf(picture)
  const { color } = picture.channels
  return color !== undefined && dimension?.field.name === color.field.name && JSON.stringify(dimension.labels) === JSON.stringify(color.labels)
}

/** Values in the middle of their part of a bar, dark on pale colours and pale on dark ones. */
function innerLayer({ channels: { color } }: Picture, look: Look, along: 'x' | 'y', encoding: Readonly<Record<string, object>>): Layer {
  const colors = color ? colorsFor(color, look) : []
  const strong = (color?.labels ?? []).filter((_, at) => inkOn(colors[at] ?? '') === '#ffffff')
  return {
    mark: { type: 'text', fontSize: look.theme.fontSize - 2 },
    encoding: {
      ...encoding,
      [along]: { ...encoding[along], bandPosition: 0.5 },
      text: { field: 'label', type: 'nominal' },
      detail: { field: 'color' },
      color: { condition: { test: { field: 'color', oneOf: strong }, value: '#ffffff' }, value: '#000000' },
    },
  }
}

/** Values stand beside bars that share no place: where the author wants them, or where there is room for all. */
function showsValues(picture: Picture, look: Look, { flat, stacked }: { flat: boolean; stacked: boolean }): boolean {
  const { labels } = look.touches
  if (labels === 'all') return true
  if (labels === 'none' || stacked) return false
  const { series, dimension } = rolesOf(picture)
  const beside = Math.max(1, series?.labels?.length ?? 1)
  if (!valuesFit(picture, look, flat, beside)) return false
  const places = Math.max(1, dimension?.labels?.length ?? 1) * beside
  return !flat || !series || ((look.height ?? 320) - 80) / places >= textHeight || places * textHeight < 400
}
