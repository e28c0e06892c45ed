import type { ArithmeticOp, Expr } from './expression.js'
import type { AggregateOp } from './query.js'

/** An expression that may hold aggregates: `sum(pop) / sum(surface)`. Inside an aggregate it is an `Expr`. */
export type TermExpr =
  | Expr
  | AggregateExpr
  | { readonly op: ArithmeticOp; readonly args: readonly [TermExpr, TermExpr] }

/** `p` only for `quantile`. Without `expr`: `count()`. */
export interface AggregateExpr {
  readonly aggregate: AggregateOp
  readonly expr?: Expr
  readonly p?: number
}

/** One thing that an author wants to see: a field, a computed column or an aggregate, with its label. */
export interface Term {
  /** Column name in the answer: the canonical text of the expression (a field's own name), or the author's alias. */
  readonly as: string
  readonly expr: TermExpr
  /** Reader's label: the author's `as "Libellé"`; when absent take the field's title. */
  readonly title?: string
}

/** True when the expression is an aggregate node. */
export function isAggregate(expr: TermExpr): expr is AggregateExpr {
  return typeof expr === 'object' && 'aggregate' in expr
}

/** True when an aggregate stands anywhere in the expression. */
export function hasAggregate(expr: TermExpr): boolean {
  if (typeof expr !== 'object') return false
  if (isAggregate(expr)) return true
  return 'op' in expr && expr.args.some((arg) => hasAggregate(arg))
}
