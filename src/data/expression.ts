/**
 * Parts of a date. Names and meaning follow Vega-Lite's time units: the plain ones cut a number out
 * (`month` 1–12, `day` = ISO weekday 1 Monday–7 Sunday, `date` = day of month, `week` = ISO week), the
 * `year…` ones truncate and stay dates (`yearmonth` = first of the month).
 * @see https://vega.github.io/vega-lite/docs/timeunit.html
 */
export const timeUnits = [
  'year', 'quarter', 'month', 'week', 'day', 'date', 'hour',
  'yearquarter', 'yearmonth', 'yearweek', 'yearmonthdate',
] as const
export type TimeUnit = (typeof timeUnits)[number]

export const arithmeticOps = ['+', '-', '*', '/', '%', 'div', '^'] as const
export type ArithmeticOp = (typeof arithmeticOps)[number]

/**
 * A value computed row by row. The shapes are CQL2 JSON's (OGC 21-065 §7), plus time units and `bin`.
 * Null in, null out; division by zero and dates that do not exist give null.
 */
export type Expr =
  | string
  | number
  | boolean
  | PropertyRef
  /** A calendar day, "2024-01-31". */
  | { readonly date: string }
  /** An instant, RFC 3339, "2024-01-31T10:00:00Z". */
  | { readonly timestamp: string }
  | { readonly op: ArithmeticOp; readonly args: readonly [Expr, Expr] }
  /** Case and accent folding for comparisons. */
  | { readonly op: 'casei' | 'accenti'; readonly args: readonly [Expr] }
  | { readonly op: TimeUnit; readonly args: readonly [Expr] }
  /** Lower bound of the bin of the given width (same unit as the value): floor(v / width) * width. */
  | { readonly op: 'bin'; readonly args: readonly [Expr, number] }

/** A reference to a field. */
export interface PropertyRef {
  readonly property: string
}

/** True when the expression is a bare field. */
export function isProperty(expr: Expr): expr is PropertyRef {
  return typeof expr === 'object' && 'property' in expr
}

/** Names of the fields that the expression reads. */
export function fieldsOfExpr(expr: Expr, into: Set<string> = new Set()): Set<string> {
  if (typeof expr !== 'object') return into
  if ('property' in expr) into.add(expr.property)
  else if ('op' in expr) for (const arg of expr.args) fieldsOfExpr(arg, into)
  return into
}
