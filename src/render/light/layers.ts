import { isObject } from './spec.js'
import type { Channel, ChannelDef, Datum, Encoding, LightSpec, Props } from './spec.js'

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
