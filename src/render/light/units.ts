import { isObject } from './spec.js'
import type { Config } from './config.js'
import type { Channel, ChannelDef, Datum, Encoding, LightSpec, MarkType, Props } from './spec.js'
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
  /** Which of the specification's own layers it is of. */
  readonly layer: number
}

/** The marks of a specification, bottom first: layers flattened, points and lines that a mark carries as marks of their own. */
export function unitsOf(spec: LightSpec, config: Config): readonly Unit[] {
  const { beyond } = config.parts
  return draftsOf(spec).flatMap((draft) => beyond?.overlaid({ ...draft, encoding: beyond.typed(draft.encoding) }, config) ?? [draft]).map(({ mark, encoding, own, layer }) => {
    const type = mark['type'] as MarkType
    const orient = beyond ? beyond.orientOf(type, encoding, mark['orient']) : encoding.x?.type === 'quantitative' ? 'horizontal' : 'vertical'
    const filled = config.mark(type, mark, 'filled') ?? !['point', 'line', 'rule'].includes(type)
    return { type, mark, encoding, orient, filled: filled === true, stack: beyond?.stackOf(type, orient, encoding), own, layer }
  })
}

/** A mark before what follows from its encoding. */
export interface Draft {
  readonly mark: Props
  readonly encoding: Encoding
  readonly own: readonly Datum[] | undefined
  readonly layer: number
}

/** The marks as they are written, with the channels that they share. */
export function draftsOf(spec: LightSpec): readonly Draft[] {
  return flatten(spec, {}, undefined)
}

function flatten(spec: LightSpec, outer: Encoding, around: readonly Datum[] | undefined, within?: number): readonly Draft[] {
  const encoding = merged(outer, spec.encoding ?? {})
  const values = spec.data?.['values']
  const own = Array.isArray(values) ? (values as readonly Datum[]) : around
  if (spec.layer) return spec.layer.flatMap((layer, at) => flatten(layer, encoding, own, within ?? at))
  return [{ mark: isObject(spec.mark) ? spec.mark : { type: spec.mark }, encoding, own, layer: within ?? 0 }]
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
