import { fieldsOfExpr } from './expression.js'
import type { Capabilities } from './capabilities.js'
import type { Expr } from './expression.js'
import type { Aggregate, AggregateOp, Derived, Query } from './query.js'

/** Groups in two steps: finer ones of the server, put together here. */
export interface Regrouped {
  readonly remote: Required<Pick<Query, 'groupBy' | 'aggregate'>>
  readonly local: Required<Pick<Query, 'groupBy' | 'aggregate'>>
}

/** How the aggregates of parts make that of the whole. */
const merged: Partial<Record<AggregateOp, AggregateOp>> = { count: 'sum', sum: 'sum', min: 'min', max: 'max' }

/**
 * A grouping by keys that the server can't compute (the year of a day), by groups of the fields that they read; undefined
 * where the server has no such groups, or the aggregate of a whole isn't made of those of its parts.
 */
export function regrouped({ groupBy = [], aggregate = [] }: Query, { group, aggregate: can, regroup }: Capabilities): Regrouped | undefined {
  if (!regroup || groupBy.length === 0 || !aggregate.every((one) => merged[one.op] !== undefined && can(one))) return undefined
  const taken = new Set([...groupBy, ...aggregate].map(({ as }) => as))
  const raw = new Map<string, string>()
  const remote: Derived[] = []
  const local: Derived[] = []
  for (const key of groupBy) {
    const [name, ...others] = fieldsOfExpr(key.expr)
    if (group(key.expr)) {
      remote.push(key)
      local.push({ ...key, expr: { property: key.as } })
    } else if (name !== undefined && others.length === 0 && regroup(name) && group({ property: name })) {
      let as = raw.get(name)
      if (as === undefined) {
        as = `of ${name}`
        while (taken.has(as)) as += '_'
        raw.set(name, as)
        taken.add(as)
        remote.push({ as, expr: { property: name } })
      }
      local.push({ ...key, expr: over(key.expr, as) })
    } else return undefined
  }
  const parts = aggregate.map((one): Aggregate => ({ ...one, op: merged[one.op] ?? one.op, expr: { property: one.as } }))
  return { remote: { groupBy: remote, aggregate }, local: { groupBy: local, aggregate: parts } }
}

/** The expression, reading another column in place of its only one. */
function over(expr: Expr, name: string): Expr {
  if (typeof expr !== 'object') return expr
  if ('property' in expr) return { property: name }
  if (!('op' in expr)) return expr
  // Expr pairs each op with its number of operands; the same op keeps its own.
  return { op: expr.op, args: expr.args.map((arg) => over(arg, name)) } as unknown as Expr
}
