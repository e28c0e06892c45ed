import { amountAxis, amountScale, charWidth, nameAxis, nameLimit, roomBeyond, withoutGrid } from './axes.js'
import { longest, widest } from './bars.js'
import { channelText } from './channel-text.js'
import { colorOf, plainColor } from './colors.js'
import { cellLook, sidesOf } from './compose.js'
import { rolesOf } from './roles.js'
import type { ArrangeContext, Look, Picture } from './chart-type.js'
import type { Layer } from './compose.js'

/** The smallest and largest value of each category (`start`, `end`), and the text of each value. */
export function withSpans(picture: Picture, { locale }: ArrangeContext): Picture {
  const { dimension, measure } = rolesOf(picture)
  if (!dimension || !measure) return picture
  const spans = new Map<string, readonly [number, number]>()
  const placeOf = (row: Picture['rows'][number]) => JSON.stringify([row[dimension.name], row.facet])
  for (const row of picture.rows) {
    const value = row[measure.name]
    if (typeof value !== 'number') continue
    const [low, high] = spans.get(placeOf(row)) ?? [value, value]
    spans.set(placeOf(row), [Math.min(low, value), Math.max(high, value)])
  }
  const rows = picture.rows.map((row) => {
    const [start, end] = spans.get(placeOf(row)) ?? [null, null]
    return { ...row, start, end, label: channelText(row[measure.name] ?? null, measure, locale, { compact: true }) }
  })
  return { ...picture, rows }
}

/** Dots with stems: from zero, or along the span of the series of their category. */
export function dotLayers(picture: Picture, whole: Look, { flat, stems }: { flat: boolean; stems: 'zero' | 'span' }): readonly Layer[] {
  const { dimension, measure, series } = rolesOf(picture)
  if (!dimension || !measure) return []
  const look = cellLook(picture, whole)
  const [along, across] = sidesOf(flat)
  const { labels } = look.touches
  const texts = labels === 'all' || (flat && !series && picture.rows.length <= 40 && labels !== 'none')
  const beyond = texts && flat ? roomBeyond(measure, look, widest(picture) + 1, longest(dimension)) : {}
  const axis = amountAxis(measure, along, look)
  const amount = { ...(texts && stems === 'zero' ? withoutGrid(axis, measure) : axis), scale: { ...amountScale(measure, look, stems === 'zero' || undefined), ...beyond } }
  const place = { [across]: { ...nameAxis(dimension, across, look) }, [along]: amount }
  const aside = flat ? { ...whole, width: whole.width - Math.min(nameLimit(look), longest(dimension) * charWidth) } : whole
  const color = picture.channels.color ? colorOf(picture, aside) : plainColor(dimension, look)
  const ends = stems === 'zero'
    ? { [along]: amount, [`${along}2`]: { datum: 0 }, ...color }
    : { [along]: { ...amount, field: 'start' }, [`${along}2`]: { field: 'end' } }
  const stem: Layer = {
    mark: { type: 'rule', strokeWidth: stems === 'zero' ? 2.5 : 3, ...(stems === 'span' ? { color: look.theme.other } : {}) },
    encoding: { [across]: place[across], ...ends },
  }
  const dots: Layer = { mark: { type: 'point', filled: true, opacity: 1, size: 110 }, encoding: { ...place, ...color } }
  const layers = stems === 'zero' || series ? [stem, dots] : [dots]
  if (!texts) return layers
  const text = { type: 'text', color: look.theme.text, fontSize: look.theme.fontSize - 2, ...(flat ? { align: 'left', dx: 10 } : { dy: -11 }) }
  return [...layers, { mark: text, encoding: { ...place, text: { field: 'label', type: 'nominal' } } }]
}
