import type { ChartFrame } from '../../render/chart-renderer.js'

/** A specification that needs no source any more: its named datasets hold the rows. It draws in any editor. */
export function withRows({ spec, rows, names = ['table'] }: ChartFrame): object {
  if (names.length === 0) return spec
  const data = 'data' in spec ? spec.data : undefined
  // Vega lists its datasets, Vega-Lite has a place for named ones.
  if (Array.isArray(data)) {
    return { ...spec, data: data.map((each: { readonly name?: string }) => (names.includes(each.name ?? '') ? { ...each, values: rows } : each)) }
  }
  const isWhole = data === undefined || (typeof data === 'object' && data !== null && 'name' in data && data.name === 'table' && names.length === 1)
  return isWhole ? { ...spec, data: { values: rows } } : { ...spec, datasets: Object.fromEntries(names.map((name) => [name, rows])) }
}
