import type { Filter } from './filter.js'

/** The filters that must all hold; undefined stands for "no condition". */
export function allOf(filters: readonly (Filter | undefined)[]): Filter | undefined {
  const args = filters
    .filter((filter) => filter !== undefined && filter !== true)
    .flatMap((filter) => conjunctsOf(filter))
  if (args.length === 0) return undefined
  return args.length === 1 ? args[0] : { op: 'and', args }
}

/** The parts of a conjunction, flattened. */
export function conjunctsOf(filter: Filter | undefined): readonly Filter[] {
  if (filter === undefined) return []
  if (typeof filter === 'object' && 'op' in filter && filter.op === 'and') {
    return filter.args.flatMap((arg) => conjunctsOf(arg))
  }
  return [filter]
}
