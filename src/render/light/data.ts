import { isDiscreteType, scaleChannels } from './vocabulary.js'
import { stacked } from './stack.js'
import type { Config } from './config.js'
import type { Datum, ScaleChannel } from './spec.js'
import type { ScaleType } from './scale.js'
import type { Unit } from './units.js'

/** A unit with its rows: as given, for its scales, and for its marks. */
export interface Filled extends Unit {
  readonly raw: readonly Datum[]
  readonly scaled: readonly Datum[]
  readonly drawn: readonly Datum[]
  /** Paths only: whether the row is a point of the path, not a gap. */
  readonly defined: (row: Datum) => boolean
}

export const isPath = ({ type }: Pick<Unit, 'type'>): boolean => type === 'line' || type === 'area'

/** Dates read, values stacked, rows that cannot be placed set aside: as Vega-Lite's transforms do. */
export function fill(unit: Unit, rows: readonly Datum[], types: Readonly<Partial<Record<ScaleChannel, ScaleType>>>, config: Config): Filled {
  const raw = config.parts.time?.dated(unit.encoding, rows) ?? rows
  const whole = unit.stack ? stacked(raw, unit.stack) : raw
  const placed = placedBy(unit, types)
  const defined = (row: Datum) => placed.every((field) => isPlaceable(row[field]))
  const filtered = whole.every(defined) ? whole : whole.filter(defined)
  const path = isPath(unit)
  const given = config.mark(unit.type, unit.mark, 'invalid')
  const mode = given === undefined || given === 'break-paths-show-path-domains' ? (path ? 'break-paths-show-domains' : 'filter') : given
  return {
    ...unit, raw, defined,
    scaled: mode === 'break-paths-show-domains' ? whole : filtered,
    drawn: path && mode !== 'filter' ? whole : filtered,
  }
}

/** Fields whose values must be numbers to have a place. */
function placedBy({ encoding }: Unit, types: Readonly<Partial<Record<ScaleChannel, ScaleType>>>): readonly string[] {
  const fields = scaleChannels.flatMap((channel) => {
    const def = encoding[channel]
    if (def?.field === undefined || def.scale === null || isDiscreteType(def.type)) return []
    const type = types[channel]
    return type === 'band' || type === 'point' || type === 'ordinal' ? [] : [def.field]
  })
  return [...new Set(fields)]
}

function isPlaceable(value: unknown): boolean {
  return value != null && !Number.isNaN(value) && Number.isFinite(Number(value))
}
