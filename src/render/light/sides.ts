import type { Unit } from './units.js'

/** The marks as each vertical scale sees them, where every layer of a specification has its own: those of other layers have no y. */
export function sidesOf<T extends Unit>(units: readonly T[]): readonly (readonly T[])[] {
  const layers = [...new Set(units.map(({ layer }) => layer))]
  return layers.map((layer) => units.map((unit) => (unit.layer === layer ? unit : { ...unit, encoding: withoutY(unit) })))
}

function withoutY({ encoding: { y: _y, y2: _y2, ...rest } }: Unit): Unit['encoding'] {
  return rest
}
