import { Bounds } from './bounds.js'
import { withoutOverlap } from './overlap.js'
import { plainExpression } from './plain-expression.js'
import { plainFormats } from './plain-number.js'
import { byStep, tickStep } from './scale.js'
import { node, round, translate } from './svg.js'
import { textBounds, textNode } from './text.js'
import type { Scale } from './scale.js'
import type { ChannelDef, Props } from './spec.js'
import type { Node } from './svg.js'
import type { MeasureText, TextItem } from './text.js'

/** What an axis is made from: of its channel's definition and the configuration all is said that is read here (`isPlain` in `needs.ts`). */
export interface AxisPlace {
  readonly channel: 'x' | 'y'
  readonly def: ChannelDef
  readonly scale: Scale
  readonly config: Props
  readonly width: number
  readonly height: number
}

/** A drawn axis, below or to the left of the plot area: its grid is a group of its own, below everything. */
export interface PlainAxis {
  /** In pixels of the plot area, labels and title included. */
  readonly bounds: Bounds
  grid(): readonly Node[]
  node(): Node
}

/** The properties of an axis. */
interface Words {
  readonly ticks: boolean
  readonly domain: boolean
  readonly grid: boolean
  readonly tickCount: number
  readonly tickMinStep?: number
  readonly tickSize: number
  readonly format?: string
  readonly labelExpr?: string
  readonly labelOverlap: boolean | 'greedy'
  readonly labelFlush: boolean | number
  readonly labelPadding: number
  readonly labelColor: string
  readonly labelFontSize: number
  readonly labelLimit: number
  readonly titleColor: string
  readonly titleFontSize: number
  readonly titleFontWeight: string
  readonly titleLimit: number
  readonly titlePadding: number
  readonly titleX: number
  readonly titleY: number
  readonly gridColor: string
  readonly tickColor: string
  readonly domainColor: string
}

const isBand = ({ type }: Scale) => type === 'band'

/** Draws an axis of names or of amounts as `axis.ts` does, which draws every other. */
export function drawPlainAxis(place: AxisPlace, measure: MeasureText): PlainAxis {
  const { channel, def, scale, config, width, height } = place
  const isX = channel === 'x'
  const axis = { ticks: true, domain: true, grid: true, labelOverlap: true, labelFlush: true, ...(config['axis'] as Props), ...(config[isBand(scale) ? 'axisDiscrete' : 'axisQuantitative'] as Props), ...def.axis } as unknown as Words
  // Away from the plot area: down, or to the left.
  const sign = isX ? 1 : -1
  const [span, across] = isX ? [width, height] : [height, width]
  const box = (from: number, low: number, to: number, high: number) => (isX ? Bounds.of(from, low, to, high) : Bounds.of(low, from, high, to))
  const tickSize = axis.ticks ? sign * axis.tickSize : 0

  const ticks = ticksOf(axis, place)
  const labels = ticks.map(({ text, at, align }) => withBounds({
    text, ...(isX ? { x: at, y: tickSize + axis.labelPadding, align, baseline: 'top' } : { x: tickSize - axis.labelPadding, y: at, align: 'right', baseline: 'middle' }),
    size: axis.labelFontSize, font: String(config['font']), fill: axis.labelColor, limit: axis.labelLimit,
  }, measure))
  const kept = axis.labelOverlap ? withoutOverlap(labels, axis.labelOverlap, 0) : new Set(labels)
  const inner = new Bounds()
  if (axis.ticks) for (const { at } of ticks) inner.union(box(Math.round(at), 0, Math.round(at), tickSize).expand(0.5))
  for (const { bounds } of kept) inner.union(bounds)
  const reached = isX ? inner.y2 : -inner.x1
  const size = Math.max(0, Math.min(200, Number.isFinite(reached) ? reached : 0))
  inner.union(box(0, 0, span, sign * size))

  const title = def.title ? withBounds({
    text: def.title, ...(isX ? { x: span / 2, y: size + axis.titlePadding, align: 'center', baseline: 'top' } : { x: axis.titleX, y: axis.titleY, align: 'left', baseline: 'bottom' }),
    size: axis.titleFontSize, font: String(config['font']), weight: axis.titleFontWeight, fill: axis.titleColor, limit: axis.titleLimit,
  }, measure) : undefined
  if (title) inner.union(title.bounds)

  const top = isX ? height : 0
  const group = (children: readonly Node[]) => node('g', { class: 'mark-group role-axis' }, [node('g', { transform: translate(0.5, top + 0.5) }, children)])
  const lines = (part: 'grid' | 'tick' | 'domain', children: readonly Node[]) => node('g', { class: `mark-rule role-axis-${part}`, stroke: axis[`${part}Color`], 'stroke-width': 1 }, children)
  const marksAt = (length: number) => ticks.map(({ at }) => line(isX, Math.round(at), 0, length))
  const texts = (part: 'label' | 'title', items: readonly TextItem[]) => (items.length > 0 ? [node('g', { class: `mark-text role-axis-${part}` }, items.map((item) => textNode(item, measure)))] : [])
  return {
    bounds: inner.translate(0, top),
    grid: () => (axis.grid ? [group([lines('grid', marksAt(-sign * across))])] : []),
    node: () => group([
      ...(axis.ticks ? [lines('tick', marksAt(tickSize))] : []),
      ...texts('label', labels.filter((label) => kept.has(label) || isEmpty(label.bounds))),
      ...(axis.domain ? [lines('domain', [line(!isX, 0, Number(scale.range[0]), Number(scale.range[1]))])] : []),
      ...texts('title', title ? [title] : []),
    ]),
  }
}

const isEmpty = ({ width, height }: Bounds) => width <= 1 || height <= 1

function withBounds(item: TextItem, measure: MeasureText): TextItem & { readonly bounds: Bounds } {
  return { ...item, bounds: textBounds(item, measure) }
}

/** A line away from the horizontal axis, or from the vertical one. */
function line(isX: boolean, at: number, from: number, to: number): Node {
  const length = round(to - from)
  return node('line', { transform: isX ? translate(at, from) : translate(from, at), x2: isX ? 0 : length, y2: isX ? length : 0 })
}

/** The ticks with their labels; below an axis of amounts those at its ends stay within it. */
function ticksOf({ tickCount: most, tickMinStep, format, labelExpr, labelFlush }: Words, { scale, config }: AxisPlace) {
  const formats = plainFormats(config)
  const tickCount = tickMinStep ? byStep(scale, most, tickMinStep) : most
  const [low = NaN, high = NaN] = scale.domain.map(Number)
  const write = isBand(scale) ? String : formats.span(tickStep(low, high, tickCount), format)
  const run = labelExpr === undefined ? undefined : plainExpression(labelExpr)
  const near = Number(labelFlush)
  return scale.ticks(tickCount).map((value) => {
    const label = write(value as number)
    const said = run ? run({ datum: { value, label }, formats }) : label
    const at = Number(scale.map(value))
    const [before, after] = [Math.abs(at), Math.abs(Number(scale.range[1]) - at)]
    return {
      text: Array.isArray(said) ? said.map(String) : String(said), at: isBand(scale) ? at + scale.bandwidth / 2 - 0.5 : at,
      align: isBand(scale) ? 'center' : before < after && before <= near ? 'left' : after <= near ? 'right' : 'center',
    }
  })
}
