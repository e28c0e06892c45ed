import { parseIsoDate } from '../data/calendar.js'
import { compareText } from '../data/compare-text.js'
import type { Expr } from '../data/expression.js'
import type { ComparisonOp, Filter } from '../data/filter.js'
import type { RowGroup } from 'hyparquet'
import type { ParquetColumn } from './parquet-values.js'

type Bound = number | string

const mirrored: Record<ComparisonOp, ComparisonOp> = { '=': '=', '<>': '<>', '<': '>', '<=': '>=', '>': '<', '>=': '<=' }

/** Whether statistics can say anything of the condition. */
export function prunable(filter: Filter, columns: readonly ParquetColumn[]): boolean {
  return rangesOf(filter, columns) !== undefined
}

/** False when the statistics of the row group tell that no row of it can match. */
export function mayHold(filter: Filter, group: RowGroup, columns: readonly ParquetColumn[]): boolean {
  return rangesOf(filter, columns)?.(group) ?? true
}

type Test = (group: RowGroup) => boolean

function rangesOf(filter: Filter, columns: readonly ParquetColumn[]): Test | undefined {
  if (typeof filter === 'boolean' || 'property' in filter) return undefined
  switch (filter.op) {
    case 'and': {
      const tests = filter.args.map((arg) => rangesOf(arg, columns)).filter((test) => test !== undefined)
      return tests.length > 0 ? (group) => tests.every((test) => test(group)) : undefined
    }
    case 'or': {
      const tests = filter.args.map((arg) => rangesOf(arg, columns))
      return tests.every((test) => test !== undefined) ? (group) => tests.some((test) => test?.(group)) : undefined
    }
    case 'in': {
      const tests = filter.args[1].map((item) => comparison('=', filter.args[0], item, columns))
      return tests.length > 0 && tests.every((test) => test !== undefined) ? (group) => tests.some((test) => test?.(group)) : undefined
    }
    case 'between': {
      const [value, low, high] = filter.args
      const tests = [comparison('>=', value, low, columns), comparison('<=', value, high, columns)]
      return tests.every((test) => test !== undefined) ? (group) => tests.every((test) => test?.(group)) : undefined
    }
    case '=': case '<': case '<=': case '>': case '>=': {
      const [left, right] = filter.args
      return comparison(filter.op, left, right, columns) ?? comparison(mirrored[filter.op], right, left, columns)
    }
    default:
      return undefined
  }
}

function comparison(op: ComparisonOp, left: Expr, right: Expr, columns: readonly ParquetColumn[]): Test | undefined {
  if (typeof left !== 'object' || !('property' in left)) return undefined
  const column = columns.find(({ field }) => field.name === left.property)
  const wanted = boundOf(right)
  // Instants are compared by wall clock here and by instant there; overridden types have no statistics.
  if (!column || wanted === undefined || column.instant || column.native !== column.field.type) return undefined
  return (group) => {
    const chunk = group.columns.find(({ meta_data: meta }) => meta?.path_in_schema.length === 1 && meta.path_in_schema[0] === left.property)
    const statistics = chunk?.meta_data?.statistics
    const low = statistic(statistics?.min_value, column)
    const high = statistic(statistics?.max_value, column)
    if (low === undefined || high === undefined || typeof low !== typeof wanted || typeof high !== typeof wanted) return true
    const [belowLow, aboveHigh] = [compare(wanted, low), compare(wanted, high)]
    switch (op) {
      case '=': return belowLow >= 0 && aboveHigh <= 0
      case '<': return belowLow > 0
      case '<=': return belowLow >= 0
      case '>': return aboveHigh < 0
      case '>=': return aboveHigh <= 0
      default: return true
    }
  }
}

function compare(a: Bound, b: Bound): number {
  return typeof a === 'string' && typeof b === 'string' ? compareText(a, b) : Number(a) - Number(b)
}

function boundOf(expr: Expr): Bound | undefined {
  if (typeof expr === 'number' || typeof expr === 'string') return expr
  if (typeof expr !== 'object') return undefined
  const text = 'date' in expr ? expr.date : 'timestamp' in expr ? expr.timestamp : undefined
  return text === undefined ? undefined : parseIsoDate(text)
}

function statistic(value: unknown, { native }: ParquetColumn): Bound | undefined {
  if (native === 'date') return value instanceof Date ? value.getTime() : undefined
  if (native === 'number') {
    const number = typeof value === 'number' || typeof value === 'bigint' ? Number(value) : NaN
    return Number.isNaN(number) ? undefined : number
  }
  return native === 'string' && typeof value === 'string' ? value : undefined
}
