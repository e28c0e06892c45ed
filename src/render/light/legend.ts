import { Bounds } from './bounds.js'
import { entriesOf, legendsOf } from './legend-words.js'
import { gridLayout } from './grid-layout.js'
import { withoutOverlap } from './overlap.js'
import { reach } from './encode.js'
import { node, rectangle, translate } from './svg.js'
import { symbolBounds, symbolPath } from './symbols.js'
import { textBounds, textNode } from './text.js'
import type { AxisContext } from './axis.js'
import type { Config } from './config.js'
import type { Unit } from './units.js'
import type { Entry, LegendDef } from './legend-words.js'
import type { Look } from './encode.js'
import type { Node } from './svg.js'
import type { TextItem } from './text.js'

/** A drawn legend, whose place is decided by the layout; everything is relative to its own corner. */
export interface DrawnLegend {
  readonly orient: string
  readonly offset: number
  readonly width: number
  readonly height: number
  /** `box`, of symbol and label together, only where values stand one by one. */
  readonly entries: readonly (Entry & { readonly box: Bounds | undefined })[]
  readonly title: TextItem | undefined
  node(x: number, y: number): Node
}

interface Cell {
  readonly bounds: Bounds
  readonly node: Node
}

/** A part of a legend that moves as one: its nodes, and the room it takes from its own origin. */
interface Body {
  readonly bounds: Bounds
  readonly entries: DrawnLegend['entries']
  readonly nodes: readonly Node[]
  readonly defs?: readonly Node[]
}

/** A legend with its place in the plot area. */
export type PlacedLegend = DrawnLegend & { readonly x: number; readonly y: number }
/** The legends of a drawing, around what stands beside (`across`) and above and below (`down`) its plot area. */
export type PlaceLegends = (context: AxisContext, across: Bounds, down: Bounds) => readonly PlacedLegend[]

/** Legends of one side stand beside each other above and below the plot, on top of each other beside it. */
export const placeLegends: PlaceLegends = (context, across, down) => {
  const legends = legendsOf(context.units, context.scales, context.config).map((legend, at) => drawLegend(legend, context, at))
  return ['left', 'right', 'top', 'bottom'].flatMap((orient) => {
    const group = legends.filter((legend) => legend.orient === orient)
    const offset = Math.max(...group.map((legend) => legend.offset))
    const isBeside = orient === 'left' || orient === 'right'
    let along = 0
    const placed = group.map((legend, at) => {
      const start = at === 0 ? 0 : along + 8
      along = start + Math.ceil(isBeside ? legend.height : legend.width)
      return { legend, start }
    })
    const most = Math.max(...group.map((legend) => (isBeside ? legend.width : legend.height)))
    const corner = {
      left: Math.floor(across.x1) - offset - most, right: Math.ceil(across.x2) + offset, top: Math.floor(down.y1) - offset - most, bottom: Math.ceil(down.y2) + offset,
    }[orient] ?? 0
    return placed.map(({ legend, start }) => ({ ...legend, rank: legends.indexOf(legend), x: Math.round(isBeside ? corner : 0) + (isBeside ? 0 : start), y: Math.round(isBeside ? 0 : corner) + (isBeside ? start : 0) }))
  }).sort((a, b) => a.rank - b.rank)
}


function drawLegend(legend: LegendDef, context: AxisContext, index: number): DrawnLegend {
  const { measure, config } = context
  const orient = String(legend.get('orient'))
  const padding = legend.number('padding')
  const body = legend.ramp ? rampOf(legend, context, index) : symbolsOf(legend, context)
  const title = legend.title === undefined ? undefined : titleItem(legend, padding, config.font)
  const down = padding + (title ? textBounds(title, measure).height + legend.number('titlePadding') : 0)
  const all = new Bounds().union(body.bounds.translate(padding, down))
  if (title) all.union(textBounds(title, measure))
  const size = (end: number) => (all.empty ? 2 * padding : Math.ceil(Math.max(0, end - padding) + 2 * padding))
  return {
    orient, offset: legend.number('offset'), title, width: size(all.x2), height: size(all.y2),
    entries: body.entries.map((entry) => ({ ...entry, box: entry.box?.translate(padding, down) })),
    node: (x, y) => node('g', { class: 'mark-group role-legend' }, [
      node('g', { transform: translate(x, y) }, [
        ...(body.defs ? [node('defs', {}, body.defs)] : []),
        node('g', { class: 'mark-group role-legend-entry', transform: translate(padding, down) }, body.nodes),
        ...(title ? [node('g', { class: 'mark-text role-legend-title' }, [textNode(title, measure)])] : []),
      ]),
    ]),
  }
}

function titleItem(legend: LegendDef, padding: number, font: string): TextItem {
  const own = (name: string) => legend.get(name) as string | undefined
  return {
    text: legend.title ?? '', x: padding, y: padding, align: own('titleAlign') ?? 'left', baseline: own('titleBaseline') ?? 'top', size: legend.number('titleFontSize'),
    font: own('titleFont') ?? font, weight: own('titleFontWeight'), style: own('titleFontStyle'), fill: own('titleColor'), limit: legend.number('titleLimit'),
  }
}

function labelItem(legend: LegendDef, label: string, x: number, y: number, font: string): TextItem {
  const own = (name: string) => legend.get(name) as string | undefined
  return {
    text: label, x, y, size: legend.number('labelFontSize'), font: own('labelFont') ?? font, weight: own('labelFontWeight'), style: own('labelFontStyle'),
    fill: own('labelColor'), limit: legend.number('labelLimit'), align: own('labelAlign') ?? 'left', baseline: own('labelBaseline') ?? 'middle',
  }
}

/** A symbol and a label for each value. */
function symbolsOf(legend: LegendDef, context: AxisContext): Body {
  const { measure, config } = context
  const entries = entriesOf(legend, context, 0)
  const looks = entries.map((entry) => symbolOf(legend, entry, context))
  const sizes = looks.map(({ size, look }) => Math.max(Math.ceil(Math.sqrt(size) + (look.strokeWidth ?? 0)), legend.number('labelFontSize')))
  const widest = Math.max(0, ...sizes)
  const shift = legend.number('symbolOffset')
  const isDown = (legend.get('symbolDirection') ?? legend.get('direction')) === 'vertical'
  const columns = Number(legend.get('columns') ?? (isDown ? 1 : 0))
  const cells = entries.map((entry, at): Cell => {
    const { size, shape, look } = looks[at] as ReturnType<typeof symbolOf>
    const own = sizes[at] ?? 0
    const room = columns ? widest : own
    const place = { x: room / 2 + shift, y: own / 2 }
    const text = labelItem(legend, entry.label, room + shift + legend.number('labelOffset'), own / 2, config.font)
    const bounds = symbolBounds(shape, size).expand(reach(look, true)).translate(place.x, place.y).union(textBounds(text, measure))
    const symbol = node('path', { transform: translate(place.x, place.y), d: symbolPath(shape, size), ...paintOf(look) })
    return {
      bounds,
      node: node('g', {}, [
        node('g', { class: 'mark-symbol role-legend-symbol' }, [symbol]),
        node('g', { class: 'mark-text role-legend-label' }, [textNode(text, measure)]),
      ]),
    }
  })
  const order = isDown && columns > 1 ? downOrder(cells.length, columns) : cells.map((_, at) => at)
  const ordered = order.map((at) => cells[at] as Cell)
  const places = gridLayout(ordered.map(({ bounds }) => bounds), { columns, rowPadding: legend.number('rowPadding'), columnPadding: legend.number('columnPadding'), centered: true })
  const bounds = new Bounds()
  ordered.forEach((cell, at) => bounds.union(cell.bounds.translate(places[at]?.x ?? 0, places[at]?.y ?? 0)))
  return {
    bounds,
    entries: order.map((at, place) => ({ ...(entries[at] as Entry), box: ordered[place]?.bounds.translate(places[place]?.x ?? 0, places[place]?.y ?? 0) })),
    nodes: ordered.map((cell, at) => ({ ...cell.node, attributes: { transform: translate(places[at]?.x ?? 0, places[at]?.y ?? 0) } })),
  }
}

/** Entries that run down the columns, row by row. */
function downOrder(count: number, columns: number): readonly number[] {
  const rows = Math.ceil(count / columns)
  return Array.from({ length: count }, (_, at) => at).sort((a, b) => (a % rows) - (b % rows) || a - b)
}

/** Size, shape and paint of an entry's symbol: what its scales say, else what the marks look like. */
function symbolOf(legend: LegendDef, { value }: Entry, { config }: AxisContext): { readonly size: number; readonly shape: string; readonly look: Look } {
  const { channels, scales, units } = legend
  const has = (channel: (typeof channels)[number]) => channels.includes(channel)
  const using = units.filter((unit) => channels.some((channel) => unit.encoding[channel]?.field !== undefined || unit.encoding[channel]?.datum !== undefined))
  const [unit] = using
  const color = has('color') ? (scales.color?.map(value) as string | undefined) : undefined
  const filled = using.some((each) => each.filled)
  const stroked = using.some((each) => !each.filled)
  // What the first mark that says anything looks like; the others' words are not read.
  const own = using.map((each) => ownLook(each, config)).find((each) => Object.values(each).some((value) => value !== undefined)) ?? {}
  const size = has('size') ? Number(scales.size?.map(value)) : legend.number('symbolSize')
  const word = (name: string) => legend.get(name) as string | undefined
  const said = unit?.encoding.color
  // Of colours by condition the first.
  const markColor = String((said?.condition && [said.condition].flat()[0]?.value) ?? said?.value ?? unit?.mark['color'] ?? unit?.mark['fill'] ?? (unit ? config.color(unit.type) : '#000'))
  const byField = unit?.encoding.color?.field !== undefined
  const plain = unit?.filled ? { fill: byField ? (word('symbolBaseFillColor') ?? 'black') : markColor, stroke: 'transparent' } : { fill: 'transparent', stroke: byField ? word('symbolBaseStrokeColor') : markColor }
  const look = has('color')
    ? { fill: filled ? color : 'transparent', stroke: stroked ? color : own.stroke }
    : plain
  return {
    size, shape: has('shape') ? String(scales.shape?.map(value)) : (word('symbolType') ?? defaultShape(legend)),
    look: {
      ...look, strokeWidth: own.strokeWidth ?? legend.number('symbolStrokeWidth'),
      opacity: has('opacity') ? Number(scales.opacity?.map(value)) : own.opacity,
      fillOpacity: has('color') || !unit?.filled || !byField ? undefined : own.opacity, strokeOpacity: undefined, strokeDash: has('strokeDash') ? (scales.strokeDash?.map(value) as unknown as readonly number[]) : undefined,
    },
  }
}

interface OwnLook {
  readonly stroke?: string | undefined
  readonly strokeWidth?: number | undefined
  readonly opacity?: number | undefined
}

/** What a mark gives its legend's symbols beside the colour. */
function ownLook({ type, mark }: Unit, config: Config): OwnLook {
  const number = (value: unknown) => (value === undefined ? undefined : Number(value))
  const stroke = mark['stroke'] ?? config.markConfig(type, 'stroke')
  const faint = ['point', 'circle', 'square'].includes(type) && mark['fillOpacity'] === undefined ? 0.7 : undefined
  return {
    stroke: stroke as string | undefined, strokeWidth: number(config.markConfig(type, 'strokeWidth')),
    opacity: number(mark['opacity'] ?? config.markConfig(type, 'opacity') ?? faint),
  }
}

function defaultShape({ units, channels }: LegendDef): string {
  const types = units.filter((unit) => channels.some((channel) => unit.encoding[channel]?.field !== undefined)).map(({ type, mark }) => String(mark['shape'] ?? shapeFor[type] ?? 'circle'))
  return types.slice(1).includes('circle') ? 'circle' : (types[0] ?? 'circle')
}
const shapeFor: Readonly<Record<string, string>> = { bar: 'square', rect: 'square', square: 'square', line: 'stroke', rule: 'stroke' }

function paintOf({ fill, stroke, strokeWidth, opacity, fillOpacity, strokeDash }: Look) {
  return {
    fill, 'fill-opacity': fillOpacity, stroke, 'stroke-width': stroke === undefined ? undefined : strokeWidth, opacity: opacity === 1 ? undefined : opacity,
    'stroke-dasharray': strokeDash?.length ? strokeDash.join(',') : undefined,
  }
}

/** The opacity that marks have by themselves. */
function fadeOf({ units, channels }: LegendDef): number | undefined {
  const [unit] = units.filter((each) => channels.some((channel) => each.encoding[channel]?.field !== undefined))
  if (unit?.mark['opacity'] !== undefined) return Number(unit.mark['opacity'])
  return unit && ['point', 'circle', 'square'].includes(unit.type) && unit.mark['fillOpacity'] === undefined ? 0.7 : undefined
}

/** A band of colour with labels beside it. */
function rampOf(legend: LegendDef, context: AxisContext, index: number): Body {
  const { measure, config, width, height } = context
  const { scale } = legend
  const isDown = (legend.get('gradientDirection') ?? legend.get('direction')) === 'vertical'
  const clamp = (value: number, low: number, high: number) => Math.max(low, Math.min(high, value))
  const length = Number(legend.get('gradientLength') ?? (isDown ? clamp(height, 64, 200) : clamp(width, 100, 200)))
  const thickness = legend.number('gradientThickness')
  const entries = entriesOf(legend, context, length)
  const beside = thickness + legend.number('gradientLabelOffset')
  const labels = entries.map((entry) => {
    const at = (isDown ? 1 - entry.at : entry.at) * length
    const item = labelItem(legend, entry.label, isDown ? beside : at, isDown ? at : beside, config.font)
    const held = isDown ? { align: 'left', baseline: entry.at <= 0 ? 'bottom' : entry.at >= 1 ? 'top' : 'middle' } : { align: entry.at <= 0 ? 'left' : entry.at >= 1 ? 'right' : 'center', baseline: 'top' }
    const placed = { ...item, ...held, limit: Number(legend.get('gradientLabelLimit') ?? 0) }
    return { ...placed, bounds: textBounds(placed, measure), entry }
  })
  const kept = withoutOverlap(labels, legend.get('labelOverlap'), legend.number('labelSeparation'))
  const id = `dge-ramp-${index}-${entries.length}-${Math.round(length)}`
  const stops = Array.from({ length: 21 }, (_, at) => at / 20)
  const [from, to] = [Number(scale.domain[0]), Number(scale.domain.at(-1))]
  const gradient = node('linearGradient', { id, x1: 0, x2: isDown ? 0 : 1, y1: isDown ? 1 : 0, y2: 0 },
    stops.map((at) => node('stop', { offset: at, 'stop-color': String(scale.map(from + at * (to - from))) })))
  const box = isDown ? Bounds.of(0, 0, thickness, length) : Bounds.of(0, 0, length, thickness)
  const bounds = new Bounds().union(box)
  for (const label of kept) bounds.union(label.bounds)
  const shown = labels.filter((label) => kept.has(label))
  return {
    bounds, defs: [gradient], entries: shown.map(({ entry }) => ({ ...entry, box: undefined })),
    nodes: [
      node('g', { class: 'mark-rect role-legend-gradient' }, [node('path', { d: rectangle(0, 0, box.x2, box.y2), fill: `url(#${id})`, opacity: fadeOf(legend) })]),
      node('g', { class: 'mark-text role-legend-label' }, shown.map((label) => textNode(label, measure))),
    ],
  }
}
