import { isObject } from './spec.js'
import type { Config } from './config.js'
import type { Channel, ChannelDef, Datum, Encoding, LightSpec, MarkType, MeasureType, Props } from './spec.js'
import type { Stack } from './stack.js'

/** One mark of a specification with its whole encoding. */
export interface Unit {
  readonly type: MarkType
  readonly mark: Props
  readonly encoding: Encoding
  readonly orient: 'vertical' | 'horizontal' | undefined
  readonly filled: boolean
  readonly stack: Stack | undefined
  /** Rows of its own, in place of those of the specification. */
  readonly own: readonly Datum[] | undefined
}

/** The marks of a specification, bottom first: layers flattened, points and lines that a mark carries as marks of their own. */
export function unitsOf(spec: LightSpec, config: Config): readonly Unit[] {
  const { beyond } = config.parts
  return draftsOf(spec).flatMap((draft) => beyond?.overlaid(draft, config) ?? [draft]).map(({ mark, encoding, own }) => {
    const type = mark['type'] as MarkType
    const orient = orientOf(type, encoding, mark['orient'])
    const filled = config.mark(type, mark, 'filled') ?? !['point', 'line', 'rule'].includes(type)
    return { type, mark, encoding, orient, filled: filled === true, stack: beyond?.stackOf(type, orient, encoding), own }
  })
}

/** A mark before what follows from its encoding. */
export interface Draft {
  readonly mark: Props
  readonly encoding: Encoding
  readonly own: readonly Datum[] | undefined
}

/** The marks as they are written, with the channels that they share and the types of their fields. */
export function draftsOf(spec: LightSpec): readonly Draft[] {
  return flatten(spec, {}, undefined).map((draft) => ({ ...draft, encoding: typed(draft.encoding) }))
}

function flatten(spec: LightSpec, outer: Encoding, around: readonly Datum[] | undefined): readonly Draft[] {
  const encoding = merged(outer, spec.encoding ?? {})
  const values = spec.data?.['values']
  const own = Array.isArray(values) ? (values as readonly Datum[]) : around
  if (spec.layer) return spec.layer.flatMap((layer) => flatten(layer, encoding, own))
  return [{ mark: isObject(spec.mark) ? spec.mark : { type: spec.mark }, encoding, own }]
}

/** A layer's channels complete those of the specification around it; null takes one away. */
function merged(outer: Encoding, inner: Encoding): Encoding {
  const result: Partial<Record<Channel, ChannelDef>> = { ...outer }
  for (const [name, def] of Object.entries(inner) as [Channel, ChannelDef | null][]) {
    if (def === null) delete result[name]
    else result[name] = def.field !== undefined || def.datum !== undefined ? { ...outer[name], ...def } : def
  }
  return result
}

/** A field without type is a name, unless its scale says otherwise; the type of a datum is its own. */
function typed(encoding: Encoding): Encoding {
  const types: Readonly<Record<string, MeasureType>> = { linear: 'quantitative', log: 'quantitative', pow: 'quantitative', sqrt: 'quantitative', symlog: 'quantitative', threshold: 'quantitative', time: 'temporal', utc: 'temporal' }
  return Object.fromEntries(Object.entries(encoding).map(([name, def]) => {
    if (def.type !== undefined || (def.field === undefined && def.datum === undefined)) return [name, def]
    const own = def.field === undefined ? (typeof def.datum === 'number' ? 'quantitative' : 'nominal') : Array.isArray(def.sort) || name === 'order' ? 'ordinal' : 'nominal'
    return [name, { ...def, type: types[def.scale?.type ?? ''] ?? own }]
  }))
}

const isMeasure = (def: ChannelDef | undefined) => def?.type === 'quantitative' && !def.bin && (def.field !== undefined || def.datum !== undefined)

/** The direction in which a mark grows, by Vega-Lite's rules. */
export function orientOf(type: MarkType, { x, y, x2, y2 }: Encoding, given: unknown): Unit['orient'] {
  if (['point', 'circle', 'square', 'rect', 'arc'].includes(type)) return undefined
  const wanted = given as Unit['orient']
  if (type === 'bar' || type === 'text') {
    if (x?.bin) return 'vertical'
    if (y?.bin) return 'horizontal'
    if ((x2 || y2) && wanted) return wanted
    if (y2 && !x2) return 'vertical'
    if (x2 && !y2) return 'horizontal'
  }
  if (type !== 'line') {
    if (type !== 'area' && x2 && y2) return undefined
    if (y2) return 'vertical'
    if (x2) return 'horizontal'
    if (type === 'rule' && x && !y) return 'vertical'
    if (type === 'rule' && y && !x) return 'horizontal'
  }
  if (wanted) return wanted
  if (isMeasure(x) !== isMeasure(y)) return isMeasure(x) ? 'horizontal' : 'vertical'
  if (isMeasure(x)) return 'vertical'
  const [across, along] = [x?.type === 'temporal', y?.type === 'temporal']
  return across === along ? undefined : across ? 'vertical' : 'horizontal'
}
