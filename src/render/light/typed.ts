import type { Encoding, MeasureType } from './spec.js'

/** A field without type is a name, unless its scale says otherwise; the type of a datum is its own. */
export function typed(encoding: Encoding): Encoding {
  const types: Readonly<Record<string, MeasureType>> = { linear: 'quantitative', log: 'quantitative', pow: 'quantitative', sqrt: 'quantitative', symlog: 'quantitative', threshold: 'quantitative', time: 'temporal', utc: 'temporal' }
  return Object.fromEntries(Object.entries(encoding).map(([name, def]) => {
    if (def.type !== undefined || (def.field === undefined && def.datum === undefined)) return [name, def]
    const own = def.field === undefined ? (typeof def.datum === 'number' ? 'quantitative' : 'nominal') : Array.isArray(def.sort) || name === 'order' ? 'ordinal' : 'nominal'
    return [name, { ...def, type: types[def.scale?.type ?? ''] ?? own }]
  }))
}
