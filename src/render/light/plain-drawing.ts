import { Bounds } from './bounds.js'
import { drawPlainAxis } from './plain-axis.js'
import { plainExpression } from './plain-expression.js'
import { plainFormats } from './plain-number.js'
import { plotWithin, rootNode } from './room.js'
import { bandScale, continuousScale, linear, nice } from './scale.js'
import { isObject } from './spec.js'
import { node, rectangle } from './svg.js'
import { textBounds, textNode } from './text.js'
import type { Drawing, Size, Spot } from './room.js'
import type { Scale } from './scale.js'
import type { ChannelDef, Datum, LightSpec, Props } from './spec.js'
import type { Node } from './svg.js'
import type { MeasureText, TextItem } from './text.js'

type Scales = Readonly<Record<'x' | 'y', Scale>>
/** `isWithin`: it surely takes no room around the plot area, and is not measured. */
type Item = Spot & { readonly isWithin?: boolean; readonly node: () => Node }
/** A mark and its channels: of amounts, of names, and of all else. */
interface Layer {
  readonly mark: Props
  readonly encoding: Readonly<Record<'x' | 'y' | 'color' | 'text', ChannelDef>>
}

/**
 * Draws bars between names that are listed and amounts from zero, and texts beside them, as `makeDrawing` does, which draws all else: a small part of its
 * code. Of the specification is read what `isPlain` (`needs.ts`) lets through.
 */
export function drawPlain({ width, height, padding = 0, config = {}, ...spec }: LightSpec, table: readonly object[], measure: MeasureText): Drawing {
  const whole = { width, height }
  const layers = (spec.layer ?? [spec]) as unknown as readonly Layer[]
  const rows = table as readonly Datum[]
  const scalesFor = scalesOf(layers, rows, config)
  const layOut = (size: Size) => {
    const scales = scalesFor(size)
    const axes = layers.slice(0, 1).flatMap(({ encoding }) => (['x', 'y'] as const).map((channel) => drawPlainAxis({ channel, def: encoding[channel], scale: scales[channel], config, ...size }, measure)))
    return { scales, axes, marks: layers.map((layer) => itemsOf(layer, rows, { scales, config, measure, size })) }
  }
  // As Vega does: once at full size to learn what stands around the plot area, once in what is left.
  const first = layOut(whole)
  const around = Bounds.of(0, 0, width, height)
  for (const { bounds } of first.axes) around.union(bounds)
  for (const item of first.marks.flat()) if (!item.isWithin) around.union(item.bounds)
  const plot = plotWithin(whole, padding, around)
  const { scales, axes, marks } = layOut(plot)
  return {
    ...whole, plot, scales, entries: [], marks: marks.map((items) => ({ spots: () => items })),
    node: () => rootNode(whole, plot, [], [
      node('path', { class: 'background', d: rectangle(0, 0, plot.width, plot.height) }),
      ...axes.flatMap((axis) => axis.grid()), ...axes.map((axis) => axis.node()),
      ...marks.map((items, at) => node('g', { class: `mark-${layers[at]?.mark['type'] === 'text' ? 'text' : 'rect'} role-mark marks` }, items.map((item) => item.node()))),
    ]),
  }
}

/** The scales for a plot area of some size. */
function scalesOf(layers: readonly Layer[], rows: readonly Datum[], config: Props): (size: Size) => Scales {
  const [{ encoding: { x, y } }] = layers as readonly [Layer]
  const [names, amounts] = x.type === 'quantitative' ? [y, x] : [x, y]
  let [low, high] = [Infinity, -Infinity]
  for (const row of rows) {
    for (const { encoding } of layers) {
      const value = row[encoding[amounts === x ? 'x' : 'y'].field ?? '']
      if (value == null || value === '') continue
      const number = Number(value)
      if (number < low) low = number
      if (number > high) high = number
    }
  }
  // Of bars without any amount and without texts nothing has a place.
  if (low > high && layers.length === 1) low = high = NaN
  const { domainMin = Math.min(0, low), domainMax = Math.max(0, high), nice: isNice } = amounts.scale ?? {}
  const ends = [Number(domainMin), Number(domainMax)]
  const domain = isNice ? nice(linear, ends) : ends
  const { bandPaddingInner, bandPaddingOuter } = config['scale'] as Props
  return ({ width, height }) => {
    const band = (end: number) => bandScale('band', names.scale?.domain ?? [], [0, end], Number(bandPaddingInner), Number(bandPaddingOuter))
    const line = (from: number, to: number) => continuousScale('linear', linear, domain, [from, to])
    return names === x ? { x: band(width), y: line(height, 0) } : { x: line(0, width), y: band(height) }
  }
}

/** The bars, or the texts; rows without an amount have none. */
function itemsOf({ mark, encoding }: Layer, rows: readonly Datum[], { scales, config, measure, size }: { readonly scales: Scales; readonly config: Props; readonly measure: MeasureText; readonly size: Size }): readonly Item[] {
  const [amounts] = [encoding.x, encoding.y].filter(({ type }) => type === 'quantitative')
  const hasPlace = (value: unknown) => value != null && !Number.isNaN(value) && Number.isFinite(Number(value))
  return rows.filter((row) => hasPlace(row[amounts?.field ?? ''])).map((datum): Item => {
    const at = (channel: 'x' | 'y') => Number(scales[channel].map(datum[encoding[channel].field ?? '']))
    if (mark['type'] === 'text') {
      const item = textOf(mark, datum, at('x') + scales.x.bandwidth / 2, at('y') + scales.y.bandwidth / 2, String(datum[encoding.text.field ?? '']), config)
      // No letter is wider: to measure a text takes a phone longer than all else that is done for it.
      const [wide, high] = [String(item.text).length * item.size * 1.2 + 9, item.size + 9]
      const isWithin = item.x > wide && item.x < size.width - wide && item.y > high && item.y < size.height - high
      return { datum, isWithin, get bounds() { return textBounds(item, measure) }, node: () => textNode(item, measure, { datum }) }
    }
    // A bar fills its band, and goes from zero to its amount.
    const side = (channel: 'x' | 'y') => {
      const [scale, start] = [scales[channel], at(channel)]
      if (scale.bandwidth) return [start, Math.max(0.25, scale.bandwidth)] as const
      const zero = Number(scale.map(0))
      return [Math.min(start, zero), Math.abs(zero - start)] as const
    }
    const [[x, width], [y, height]] = [side('x'), side('y')]
    return { datum, bounds: Bounds.of(x, y, x + width, y + height), node: () => node('path', { d: rectangle(x, y, width, height), fill: colorOf(encoding.color, datum) }, [], { datum }) }
  })
}

function colorOf({ condition, value }: ChannelDef, row: Datum): string {
  const met = condition && [condition].flat().find(({ test: { field, equal } }) => row[field] === equal)
  return String((met ?? { value }).value)
}

function textOf(mark: Props, datum: Datum, x: number, y: number, text: string, config: Props): TextItem {
  const own = (name: string) => {
    const value = mark[name]
    return isObject(value) ? plainExpression(String(value['expr']))?.({ datum, formats: plainFormats(config) }) : value
  }
  return {
    text, x, y, size: Number(mark['fontSize']), font: String(config['font']), align: String(own('align') ?? 'center'), baseline: 'middle',
    dx: Number(own('dx') ?? 0), dy: Number(own('dy') ?? 0), fill: String(mark['color']),
  }
}
