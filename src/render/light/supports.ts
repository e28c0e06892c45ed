import { Config } from './config.js'
import { isObject } from './spec.js'
import { curveNames, isDiscreteType, scaleChannels } from './vocabulary.js'
import { isOutline } from './outline.js'
import { isPath } from './data.js'
import { isWorded } from './worded.js'
import { scaleTypesOf } from './scales.js'
import { sidesOf } from './sides.js'
import { unitsOf } from './units.js'
import * as allowed from './allowed.js'
import type { Channel, ChannelDef, CurveName, LightSpec, Props, ScaleChannel } from './spec.js'
import type { Unit } from './units.js'

/** Whether the light renderer draws the specification exactly as Vega does; everything else goes to Vega. */
export function supports(spec: Props): boolean {
  if (!isWorded(spec)) return false
  const config = new Config(spec['config'] as Props | undefined)
  const units = unitsOf(spec as LightSpec, config)
  return units.length > 0 && units.every((unit) => drawable(unit, config)) && (spec['resolve'] === undefined ? agree(units, config) : apart(units, config))
}

/** Two layers whose amounts stand on either side; the grid is the first one's. */
function apart(units: readonly Unit[], config: Config): boolean {
  const sides = sidesOf(units)
  const amounts = (side: readonly Unit[]) => side.flatMap(({ encoding: { y } }) => (y?.scale !== null && (y?.field !== undefined || y?.datum !== undefined) ? [y] : []))
  const [left = [], right = []] = sides.map(amounts)
  const isAmount = ({ type, scale }: ChannelDef) => type === 'quantitative' && (scale?.type ?? 'linear') === 'linear'
  return sides.length === 2 && left.length > 0 && right.length > 0 && sides.every((side) => agree(side, config)) && [...left, ...right].every(isAmount)
    && left.every(({ axis }) => axis !== null && (axis?.['orient'] ?? 'left') === 'left') && right.every(({ axis }) => axis?.['orient'] === 'right' && axis['grid'] === false)
}

/** What one mark needs of its channels. */
function drawable(unit: Unit, config: Config): boolean {
  const { type, mark, encoding, stack } = unit
  const corners = Object.keys(mark).some((name) => name.startsWith('cornerRadius')) || ['cornerRadius', 'cornerRadiusEnd'].some((name) => config.markConfig(type, name) !== undefined)
  if (type === 'bar' && corners && stack) return false
  // A path has one colour.
  if (encoding.color?.condition !== undefined && isPath(unit)) return false
  if (config.mark(type, mark, 'invalid') === null || config.mark(type, mark, 'invalid') === 'show') return false
  if (!curveNames.includes((config.mark(type, mark, 'interpolate') ?? 'linear') as CurveName)) return false
  if ([encoding.x, encoding.y].some((def) => def?.bin) && !binnedWell(unit)) return false
  if (encoding.radius || encoding.theta2 || encoding.radius2 || encoding.theta?.scale === null) {
    if (!turnedWell(unit)) return false
  } else if (type === 'arc' && (encoding.theta === undefined || (stack?.channel !== 'theta' && encoding.theta.value === undefined))) return false
  return (Object.entries(encoding) as [Channel, ChannelDef][]).every(([name, def]) => typedWell(name, def, unit, config))
}

/** Bars between the ends of intervals, on one side. */
function binnedWell({ type, encoding: { x, y, x2, y2, xOffset, yOffset } }: Unit): boolean {
  return type === 'bar' && !(x?.bin && y?.bin) && !xOffset && !yOffset && (x?.bin ? x2?.field !== undefined && !y2 : y2?.field !== undefined && !x2)
}

/** Angles and radii that are laid out already: of sectors both ends, of texts their middle. */
function turnedWell({ type, stack, encoding: { theta, radius, theta2, radius2 } }: Unit): boolean {
  const given = [theta, radius].every((def) => def?.field !== undefined && def.type === 'quantitative' && def.scale === null && def.stack === null)
  const ends = [theta2, radius2].map((def) => def?.field !== undefined)
  return given && !stack && (type === 'arc' ? ends.every(Boolean) : type === 'text' && !ends.some(Boolean))
}

function typedWell(name: Channel, def: ChannelDef, unit: Unit, config: Config): boolean {
  if (!(scaleChannels as readonly string[]).includes(name) || (def.field === undefined && def.datum === undefined)) return true
  const channelName = name as ScaleChannel
  const isNamed = isDiscreteType(def.type)
  const type = scaleTypesOf([unit])[channelName]
  const position = ['x', 'y', 'xOffset', 'yOffset'].includes(name)
  if (def.scale === null) return nameless(channelName, def, unit)
  if (type === undefined) return true
  const discrete = ['band', 'point', 'ordinal'].includes(type)
  if (discrete !== isNamed && type !== 'threshold') return false
  const fitting: Readonly<Record<string, readonly string[]>> = {
    quantitative: ['linear', 'log', 'pow', 'sqrt', 'symlog', 'threshold'], temporal: ['time', 'utc'], nominal: ['band', 'point', 'ordinal'], ordinal: ['band', 'point', 'ordinal'],
  }
  if (!fitting[def.type ?? 'nominal']?.includes(type)) return false
  if (type === 'threshold') return name === 'color' && def.legend === null && Array.isArray(def.scale?.range) && Array.isArray(def.scale?.domain)
  if (!discrete && def.scale?.domain !== undefined && (def.scale.domain.length !== 2 || def.scale.domain.some((end) => typeof end !== 'number'))) return false
  if (position) return (name === 'x' || name === 'y' ? true : discrete) && def.scale?.range === undefined
  if (name === 'color') return colored(def, unit, discrete, config)
  if (name === 'shape' || name === 'strokeDash') return discrete
  if (name === 'size') return !discrete && (def.scale?.range !== undefined || sizedByVega(unit))
  return !discrete
}

/** Channels whose values may be what is drawn itself. */
function nameless(name: ScaleChannel, { field = '' }: ChannelDef, { type, own }: Unit): boolean {
  if (name === 'shape') return type === 'point' && own !== undefined && own.every((row) => isOutline(row[field]))
  return name === 'color' || name === 'theta' || (name === 'size' && (type === 'text' || type === 'point'))
}

/** Sizes that Vega-Lite derives from the steps of names are its own. */
function sizedByVega({ type, encoding }: Unit): boolean {
  return ['point', 'circle', 'square'].includes(type) && !isDiscreteType(encoding.x?.type) && !isDiscreteType(encoding.y?.type)
}

function colored(def: ChannelDef, { type }: Unit, discrete: boolean, config: Config): boolean {
  if (def.type === 'temporal') return false
  const range = def.scale?.range
  if (discrete) return range !== undefined || config.range(def.type === 'ordinal' ? 'ordinal' : 'category') !== undefined
  const colors = range ?? config.range(type === 'rect' ? 'heatmap' : 'ramp')
  return Array.isArray(colors) && colors.length > 1 && colors.every(allowed.isPlainColor)
}

/** Marks that share a scale must mean the same by it. */
function agree(units: readonly Unit[], config: Config): boolean {
  const text = (value: unknown) => JSON.stringify(value)
  return scaleChannels.every((name) => {
    const defs = units.map(({ encoding }) => encoding[name]).filter((def) => def !== undefined && def.scale !== null && (def.field !== undefined || def.datum !== undefined)) as ChannelDef[]
    if (new Set(defs.map(({ type }) => kindOf(type))).size > 1) return false
    const same = (values: readonly unknown[]) => new Set(values.filter((value) => value !== undefined).map(text)).size <= 1
    const sorts = defs.filter(({ sort }) => isObject(sort) || Array.isArray(sort) || (typeof sort === 'string' && sort !== 'ascending'))
    if (sorts.length > 0 && defs.length > 1 && !same(defs.map(({ sort, field }) => [sort, field]))) return false
    const guides = defs.map((def) => def.axis ?? undefined)
    return same(defs.map(({ scale }) => scale?.domain)) && same(defs.map(({ scale }) => scale?.type)) && same(guides.map((axis) => axis?.['orient'])) &&
      (isDiscreteType(defs[0]?.type) || config.scale('continuousPadding') === undefined || defs.length < 2)
  })
}

const kindOf = (type: ChannelDef['type']) => (isDiscreteType(type) ? 'name' : type)
