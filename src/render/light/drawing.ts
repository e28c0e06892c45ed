import { axesOf } from './axis.js'
import { Bounds } from './bounds.js'
import { Config } from './config.js'
import { drawMark } from './draw.js'
import { fill } from './data.js'
import { Formats } from './format.js'
import { node, rectangle } from './svg.js'
import { plotWithin, rootNode } from './room.js'
import { scalesOf, scaleTypesOf } from './scales.js'
import { sidesOf } from './sides.js'
import { drawTitle } from './title.js'
import { unitsOf } from './units.js'
import type { AxisContext, DrawnAxis } from './axis.js'
import type { Parts } from './parts.js'
import type { PlacedLegend } from './legend.js'
import type { Drawing } from './room.js'
import type { DrawnMark } from './draw.js'
import type { DrawnTitle } from './title.js'
import type { Datum, LightSpec } from './spec.js'
import type { Filled } from './data.js'
import type { MeasureText } from './text.js'
import type { Node } from './svg.js'

/**
 * Lays a specification out as Vega does: once at full size to learn what stands around the plot area, once in what is left.
 * `parts` are those that `needsOf` names, or more.
 */
export function makeDrawing(spec: LightSpec, table: readonly object[], measure: MeasureText, parts: Parts): Drawing {
  const config = new Config(spec.config, parts)
  const bare = unitsOf(spec, config)
  const types = scaleTypesOf(bare)
  const units = bare.map((unit) => fill(unit, unit.own ?? (table as readonly Datum[]), types, config))
  const padding = spec.padding ?? config.padding
  const whole = { width: spec.width, height: spec.height }
  const context = (size: { readonly width: number; readonly height: number }): AxisContext => {
    const side = (marks: readonly Filled[]) => ({ units: marks, config, measure, formats: new Formats(config), scales: scalesOf(marks, types, config, size), ...size })
    const sides = spec.resolve && sidesOf(units).map(side)
    return sides?.[0] ? { ...sides[0], sides } : side(units)
  }
  const { around } = arrange(context(whole), spec)
  const fitting = plotWithin(whole, padding, around)
  // `fit-x`: the height is that of the plot area, and what stands around it is added.
  const { height } = whole
  const isOpen = spec.autosize?.type === 'fit-x'
  const plot = isOpen ? { ...fitting, height } : fitting
  const size = isOpen ? { ...whole, height: fitting.y + height + Math.max(0, Math.ceil(around.y2 - height)) + padding } : whole
  const final = context(plot)
  const laid = arrange(final, spec)
  const background = spec.background ?? config.background
  const ground = background && background !== 'transparent' ? [node('rect', { ...size, fill: background })] : []
  return {
    ...size, plot, scales: final.scales, marks: laid.marks, entries: entriesOf(laid.legends, plot),
    node: () => rootNode(size, plot, ground, [frameNode(plot, config, units), ...content(laid)]),
  }
}

interface Laid {
  readonly axes: readonly DrawnAxis[]
  readonly marks: readonly DrawnMark[]
  readonly legends: readonly PlacedLegend[]
  readonly title: DrawnTitle | undefined
  /** The room that all of it takes, in pixels of the plot area. */
  readonly around: Bounds
}

function arrange(context: AxisContext, spec: LightSpec): Laid {
  const { config, formats, measure, width, height } = context
  const plot = Bounds.of(0, 0, width, height)
  const across = new Bounds().union(plot)
  const down = new Bounds().union(plot)
  const axes = axesOf(context)
  for (const { channel, bounds } of axes) (channel === 'y' ? across : down).union(bounds)
  const marks = (context.sides ?? [context]).flatMap(({ units, scales }, layer) =>
    units.filter((unit) => !context.sides || unit.layer === layer).map((unit) => drawMark({ unit, scales, config, formats, width, height }, measure)))
  const around = new Bounds().union(plot)
  for (const { bounds, grouped } of marks) for (const room of grouped ? [across, down] : [around]) room.union(bounds)
  const legends = config.parts.legends?.placeLegends(context, across, down) ?? []
  for (const { orient, x, y, width: wide, height: high } of legends) {
    if (orient === 'left' || orient === 'right') around.add(x, 0).add(x + wide, 0)
    else if (orient === 'top' || orient === 'bottom') around.add(0, y).add(0, y + high)
  }
  around.union(across).union(down)
  const title = spec.title == null ? undefined : drawTitle(spec.title, config, measure, around, width)
  if (title) around.union(title.bounds)
  return { axes, marks, legends, title, around }
}

function entriesOf(legends: readonly PlacedLegend[], plot: Drawing['plot']): Drawing['entries'] {
  return legends.flatMap(({ x, y, entries }) => entries.flatMap(({ value, box }) => (box ? [{
    value, box: { x: plot.x + x + box.x1, y: plot.y + y + box.y1, width: box.width, height: box.height },
  }] : [])))
}

function content({ axes, marks, legends, title }: Laid): readonly Node[] {
  const below = axes.filter(({ zindex }) => zindex === 0)
  const above = axes.filter(({ zindex }) => zindex > 0)
  const axisNodes = (list: readonly DrawnAxis[]) => [...list.flatMap((axis) => axis.grid() ?? []), ...list.map((axis) => axis.node())]
  return [...axisNodes(below), ...marks.map((mark) => mark.node()), ...axisNodes(above), ...legends.map((legend) => legend.node(legend.x, legend.y)), ...(title ? [title.node()] : [])]
}

function frameNode({ width, height }: Drawing['plot'], config: Config, units: readonly Filled[]): Node {
  const cartesian = units.some(({ encoding }) => encoding.x !== undefined || encoding.y !== undefined)
  const stroke = config.view('stroke', cartesian)
  const fillColor = config.view('fill', cartesian)
  const off = stroke ? 0.5 : 0
  return node('path', {
    class: 'background', d: rectangle(off, off, width, height),
    fill: fillColor ? String(fillColor) : undefined, stroke: stroke ? String(stroke) : undefined, 'stroke-width': stroke ? Number(config.view('strokeWidth', cartesian) ?? 1) : undefined,
  })
}
