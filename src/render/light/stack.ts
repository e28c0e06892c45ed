import { compare, endOf, startOf } from './compare.js'
import { groupBy } from './group-by.js'
import type { ChannelDef, Datum, Encoding, MarkType } from './spec.js'

/** How values of one channel lie on top of each other. */
export interface Stack {
  readonly channel: 'x' | 'y' | 'theta'
  readonly offset: 'zero' | 'normalize' | 'center'
  readonly field: string
  /** Rows that share these values share a stack. */
  readonly groupby: readonly string[]
  /** Fields that tell the parts of a stack apart. */
  readonly by: readonly string[]
  readonly sort: readonly { readonly field: string; readonly descending: boolean }[]
  readonly impute: boolean
}

const stackable: readonly MarkType[] = ['arc', 'bar', 'area', 'line', 'point', 'circle', 'square', 'rule', 'text']
const isMeasure = (def: ChannelDef | undefined) => def?.field !== undefined && def.type === 'quantitative' && !def.bin

/** The stack of a mark, when Vega-Lite makes one. */
export function stackOf(type: MarkType, orient: string | undefined, encoding: Encoding): Stack | undefined {
  if (!stackable.includes(type)) return undefined
  const channel = cartesian(type, orient, encoding) ?? (isMeasure(encoding.theta) ? 'theta' : undefined)
  const def = channel && encoding[channel]
  if (!channel || !def?.field) return undefined
  const wanted = def.stack === undefined ? (['bar', 'area', 'arc'].includes(type) ? 'zero' : undefined) : def.stack === true ? 'zero' : def.stack
  if (!wanted || (channel === 'x' && encoding.x2) || (channel === 'y' && encoding.y2)) return undefined
  const dimension = channel === 'x' ? 'y' : 'x'
  const groups = channel === 'theta' ? [] : [encoding[dimension]?.field, encoding[`${dimension}Offset`]?.field]
  const groupby = groups.filter((field): field is string => field !== undefined && field !== def.field)
  const parts = ['color', 'opacity', 'strokeDash', 'size', 'shape', 'order', 'text', 'detail'] as const
  const by = [...new Set(parts.map((name) => encoding[name]?.field).filter((field): field is string => field !== undefined && !groupby.includes(field)))]
  const order = encoding.order
  const sort = order?.field
    ? [{ field: order.field, descending: order.sort === 'descending' }]
    : by.map((field) => ({ field, descending: channel === 'y' }))
  return { channel, offset: wanted, field: def.field, groupby, by, sort, impute: type === 'line' || type === 'area' }
}

function cartesian(type: MarkType, orient: string | undefined, { x, y }: Encoding): 'x' | 'y' | undefined {
  const grows = type === 'bar' || type === 'area'
  if (x?.field !== undefined && y?.field !== undefined) {
    if (isMeasure(x) && isMeasure(y)) {
      if (x.stack) return 'x'
      if (y.stack) return 'y'
      return grows ? (orient === 'vertical' ? 'y' : orient === 'horizontal' ? 'x' : undefined) : undefined
    }
    return isMeasure(x) ? 'x' : isMeasure(y) ? 'y' : undefined
  }
  if (isMeasure(x)) return grows && orient === 'vertical' ? undefined : 'x'
  if (isMeasure(y)) return grows && orient === 'horizontal' ? undefined : 'y'
  return undefined
}

/** The rows with the start and end of each part; parts that a path lacks at some place are added as nothing. */
export function stacked(given: readonly Datum[], stack: Stack): readonly Datum[] {
  const rows = (stack.impute ? imputed(given, stack) : given).map((row) => ({ ...row }))
  const groups = groupBy(rows, (row) => JSON.stringify(stack.groupby.map((field) => row[field])))
  const sumOf = (group: readonly Datum[]) => group.reduce((total, row) => total + Math.abs(Number(row[stack.field] ?? 0)), 0)
  const most = Math.max(0, ...[...groups.values()].map(sumOf))
  for (const group of groups.values()) {
    const sorted = [...group].sort((a, b) => {
      for (const { field, descending } of stack.sort) {
        const order = compare(a[field], b[field])
        if (order !== 0) return descending ? -order : order
      }
      return 0
    })
    place(sorted, stack, most)
  }
  return rows
}

/** `most` is the sum of the largest stack: in `center` all have its middle. */
function place(rows: readonly Record<string, unknown>[], { field, offset }: Stack, most: number): void {
  const values = rows.map((row) => Number(row[field] ?? 0))
  const sum = values.reduce((total, value) => total + Math.abs(value), 0)
  let [above, below, share] = [offset === 'center' ? (most - sum) / 2 : 0, 0, 0]
  rows.forEach((row, at) => {
    const value = values[at] ?? 0
    if (offset === 'normalize') {
      row[startOf(field)] = share / sum
      row[endOf(field)] = (share += Math.abs(value)) / sum
    } else if (offset === 'center') {
      row[startOf(field)] = above
      row[endOf(field)] = above += Math.abs(value)
    } else if (value < 0) {
      row[startOf(field)] = below
      row[endOf(field)] = below += value
    } else {
      row[startOf(field)] = above
      row[endOf(field)] = above += value
    }
  })
}

function imputed(rows: readonly Datum[], { field, groupby: [key], by }: Stack): readonly Datum[] {
  if (key === undefined) return rows
  const keys = [...new Map(rows.map((row) => [Number.isNaN(row[key]) ? row[key] : String(row[key]), row[key]])).values()]
  const groups = groupBy(rows, (row) => JSON.stringify(by.map((name) => row[name])))
  const added = [...groups.values()].flatMap((group) => {
    const there = new Set(group.map((row) => String(row[key])))
    const model = Object.fromEntries(by.map((name) => [name, group[0]?.[name]]))
    return keys.filter((value) => !there.has(String(value))).map((value) => ({ ...model, [key]: value, [field]: 0 }))
  })
  return [...rows, ...added]
}
