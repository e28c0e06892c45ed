import { axisOf, ticksOf } from './axis-words.js'
import { Bounds } from './bounds.js'
import { withoutOverlap } from './overlap.js'
import { node, round, translate } from './svg.js'
import { extraHeight, textBounds, textNode } from './text.js'
import type { AxisDef, Tick } from './axis-words.js'
import type { Config } from './config.js'
import type { Filled } from './data.js'
import type { Formats } from './format.js'
import type { MeasureText, TextItem } from './text.js'
import type { Node } from './svg.js'
import type { Scales } from './scales.js'

/** A drawn axis: its grid is a group of its own, below everything. */
export interface DrawnAxis {
  readonly channel: 'x' | 'y'
  readonly scale: string
  readonly ticks: readonly (Tick & { readonly shown: boolean })[]
  readonly title: (TextItem & { readonly bounds: Bounds }) | undefined
  /** In pixels of the plot area, labels and title included. */
  readonly bounds: Bounds
  readonly zindex: number
  grid(): Node | undefined
  node(): Node
}

export interface AxisContext {
  readonly units: readonly Filled[]
  readonly scales: Scales
  /** The same for each vertical scale, where there are several: this one is the first. */
  readonly sides?: readonly AxisContext[]
  readonly config: Config
  readonly formats: Formats
  readonly measure: MeasureText
  readonly width: number
  readonly height: number
}

/** The axes of the drawing, x first. */
export function axesOf(context: AxisContext): readonly DrawnAxis[] {
  const axesAlong = (channel: 'x' | 'y', side: AxisContext) => {
    const axis = axisOf(channel, side.units, side.scales[channel], side.config, side)
    return axis ? [drawAxis(axis, side)] : []
  }
  return [...axesAlong('x', context), ...(context.sides ?? [context]).flatMap((side) => axesAlong('y', side))]
}

function drawAxis(axis: AxisDef, context: AxisContext): DrawnAxis {
  const { measure } = context
  const { channel, orient } = axis
  const span = Math.abs(Number(axis.scale.range.at(-1)) - Number(axis.scale.range[0]))
  const ticks = ticksOf(axis, context)
  const sign = orient === 'left' || orient === 'top' ? -1 : 1
  const tickSize = axis.get('ticks') ? axis.number('tickSize') : 0
  const labels = axis.get('labels') ? ticks.map((tick) => labelOf(axis, tick, sign * (tickSize + axis.number('labelPadding')), context)) : []
  const kept = withoutOverlap(labels, axis.get('labelOverlap'), axis.number('labelSeparation'))
  const isThinned = Boolean(axis.get('labelOverlap'))
  const shown = labels.map((label) => (isThinned ? kept.has(label) || !isReal(label.bounds) : true))

  const inner = new Bounds()
  if (axis.get('ticks')) {
    const half = axis.get('tickColor') ? axis.number('tickWidth') / 2 : 0
    for (const { at } of ticks) inner.union(along(channel, Math.round(at), 0, Math.round(at), sign * tickSize).expand(half))
  }
  labels.forEach((label, at) => {
    if (isThinned ? kept.has(label) : shown[at]) inner.union(label.bounds)
  })
  const reached = channel === 'x' ? (sign < 0 ? -inner.y1 : inner.y2) : sign < 0 ? -inner.x1 : inner.x2
  const size = Math.max(axis.number('minExtent'), Math.min(axis.number('maxExtent'), Number.isFinite(reached) ? reached : -Infinity))
  inner.union(along(channel, 0, 0, span, sign * size))
  const title = titleOf(axis, sign, size, context)
  if (title) inner.union(title.bounds)
  const [x, y] = originOf(axis, context)
  const shift = Number(axis.get('translate') ?? 0.5)
  const place = { class: 'mark-group role-axis' }
  const group = (children: readonly Node[]) => node('g', place, [node('g', { transform: translate(x + shift, y + shift) }, children)])
  return {
    channel, scale: axis.scale.type, title, zindex: axis.number('zindex'),
    ticks: ticks.map((tick, at) => ({ ...tick, shown: shown[at] ?? false })),
    bounds: inner.translate(x, y),
    grid: () => (axis.get('grid') ? group([gridNode(axis, ticks, sign, context)]) : undefined),
    node: () => group([
      ...(axis.get('ticks') ? [ticksNode(axis, ticks, sign * tickSize)] : []),
      ...(labels.length ? [node('g', { class: 'mark-text role-axis-label' }, labels.flatMap((label, at) => (shown[at] ? [textNode(label, measure)] : [])))] : []),
      ...(axis.get('domain') ? [domainNode(axis)] : []),
      ...(title ? [node('g', { class: 'mark-text role-axis-title' }, [textNode(title, measure)])] : []),
    ]),
  }
}

const isReal = (bounds: Bounds) => bounds.width > 1 && bounds.height > 1

/** A box by pixels along and away from the axis. */
function along(channel: 'x' | 'y', from: number, low: number, to: number, high: number): Bounds {
  return channel === 'x' ? Bounds.of(from, low, to, high) : Bounds.of(low, from, high, to)
}

function originOf(axis: AxisDef, { width, height }: AxisContext): readonly [number, number] {
  const offset = axis.number('offset')
  const position = axis.number('position')
  const places = { top: [position, -offset], bottom: [position, height + offset], left: [-offset, position], right: [width + offset, position] } as const
  return places[axis.orient]
}

function labelOf(axis: AxisDef, { at, label, value }: Tick, away: number, { config, measure }: AxisContext): TextItem & { readonly bounds: Bounds } {
  const { channel, orient, scale } = axis
  const flush = axis.get('labelFlush')
  const held = (low: string, high: string, middle: string) => (flush === undefined || flush === false ? middle : atEnd(scale.range, Number(scale.map(value)), Number(flush), low, high, middle))
  const own = (name: string) => axis.get(name) as string | undefined
  const offset = axis.number('labelOffset')
  const item: TextItem = {
    text: label, x: channel === 'x' ? at + offset : away, y: channel === 'x' ? away : at + offset,
    align: own('labelAlign') ?? (channel === 'x' ? held('left', 'right', 'center') : orient === 'right' ? 'left' : 'right'),
    baseline: own('labelBaseline') ?? (channel === 'x' ? (orient === 'top' ? 'bottom' : 'top') : held('top', 'bottom', 'middle')),
    angle: axis.number('labelAngle'), size: axis.number('labelFontSize'), font: own('labelFont') ?? config.font,
    weight: own('labelFontWeight'), style: own('labelFontStyle'), fill: own('labelColor'), fillOpacity: axis.get('labelOpacity') as number | undefined,
    limit: axis.number('labelLimit'),
  }
  return { ...item, bounds: textBounds(item, measure) }
}

function atEnd(range: readonly unknown[], value: number, threshold: number, low: string, high: string, middle: string): string {
  const ends = [Number(range[0]), Number(range.at(-1))]
  const [before, after] = [Math.abs(value - Math.min(...ends)), Math.abs(Math.max(...ends) - value)]
  return before < after && before <= threshold ? low : after <= threshold ? high : middle
}

function titleOf(axis: AxisDef, sign: number, size: number, { config, measure }: AxisContext): (TextItem & { readonly bounds: Bounds }) | undefined {
  const { title, channel, orient, scale } = axis
  if (title === undefined) return undefined
  const anchor = axis.get('titleAnchor')
  const share = anchor === 'start' ? 0 : anchor === 'end' ? 1 : 0.5
  const [from, to] = [Number(scale.range[0]), Number(scale.range.at(-1))]
  const middle = from + share * (to - from)
  const own = (name: string) => axis.get(name) as string | undefined
  const [left, top] = [axis.get('titleX'), axis.get('titleY')]
  const item: TextItem = {
    text: title, x: Number(left ?? (channel === 'x' ? middle : 0)), y: Number(top ?? (channel === 'y' ? middle : 0)),
    align: own('titleAlign') ?? (anchor === 'start' ? 'left' : anchor === 'end' ? 'right' : 'center'),
    baseline: own('titleBaseline') ?? (orient === 'bottom' ? 'top' : 'bottom'),
    angle: Number(axis.get('titleAngle') ?? (channel === 'y' ? sign * 90 : 0)), size: axis.number('titleFontSize'), font: own('titleFont') ?? config.font,
    weight: own('titleFontWeight'), style: own('titleFontStyle'), fill: own('titleColor'), limit: axis.number('titleLimit'),
  }
  const isAuto = left == null && top == null ? true : (channel === 'x' ? top : left) == null
  if (!isAuto) return { ...item, bounds: textBounds(item, measure) }
  const away = sign * (size + (orient === 'bottom' ? 0 : extraHeight(item)) + axis.number('titlePadding'))
  const placed = channel === 'x' ? { ...item, y: away } : { ...item, x: away }
  return { ...placed, bounds: textBounds(placed, measure) }
}

function line(channel: 'x' | 'y', at: number, from: number, to: number): Node {
  const [x, y] = channel === 'x' ? [at, from] : [from, at]
  const length = round(to - from)
  return node('line', { transform: translate(x, y), x2: channel === 'x' ? 0 : length, y2: channel === 'x' ? length : 0 })
}

/** Lines in a group that carries their paint. */
function lines(axis: AxisDef, part: 'grid' | 'tick' | 'domain', children: readonly Node[]): Node {
  const dash = axis.get(`${part}Dash`)
  return node('g', {
    class: `mark-rule role-axis-${part}`, stroke: String(axis.get(`${part}Color`)), 'stroke-width': axis.number(`${part}Width`),
    'stroke-opacity': axis.get(`${part}Opacity`) as number | undefined, 'stroke-dasharray': Array.isArray(dash) ? dash.join(',') : undefined,
  }, children)
}

function gridNode(axis: AxisDef, ticks: readonly Tick[], sign: number, { width, height }: AxisContext): Node {
  const length = axis.channel === 'x' ? height : width
  return lines(axis, 'grid', ticks.map(({ at }) => line(axis.channel, Math.round(at), 0, -sign * length)))
}

function ticksNode(axis: AxisDef, ticks: readonly Tick[], length: number): Node {
  return lines(axis, 'tick', ticks.map(({ at }) => line(axis.channel, Math.round(at), 0, length)))
}

function domainNode(axis: AxisDef): Node {
  const [from, to] = [Number(axis.scale.range[0]), Number(axis.scale.range.at(-1))]
  return lines(axis, 'domain', [line(axis.channel === 'x' ? 'y' : 'x', 0, from, to)])
}
