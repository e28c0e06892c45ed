import { parseIsoDate, isoDay } from '../data/calendar.js'
import { isProperty } from '../data/expression.js'
import type { Expr } from '../data/expression.js'
import type { ComparisonOp, Extent, Filter } from '../data/filter.js'
import type { FairField } from './data-fair-fields.js'

export type Pairs = readonly (readonly [name: string, value: string | number])[]

/** A condition as parameters of a request; several of them must all hold. */
export interface FairClause {
  readonly pairs: Pairs
  readonly exact: boolean
}

const suffixes: Partial<Record<ComparisonOp, string>> = { '=': '_eq', '<': '_lt', '<=': '_lte', '>': '_gt', '>=': '_gte' }
const mirrored: Record<ComparisonOp, ComparisonOp> = { '=': '=', '<>': '<>', '<': '>', '<=': '>=', '>': '<', '>=': '<=' }
const day = 86_400_000
/** Longer texts are not in the server's index (Elasticsearch's `ignore_above`). */
const longestText = 200

/**
 * A condition in column filters (`pop_gte=1000`), undefined when they can't say it: texts compare by equality only, because
 * texts over 200 characters are not in the index and would be missing from ranges and negations.
 * @see https://data-fair.github.io/
 */
export function fairClause(filter: Filter, fields: ReadonlyMap<string, FairField>): FairClause | undefined {
  if (typeof filter === 'boolean' || 'property' in filter) return undefined
  switch (filter.op) {
    case 'between': {
      const [value, low, high] = filter.args
      const parts = [comparison('>=', value, low, fields), comparison('<=', value, high, fields)]
      const [from, to] = parts
      return from && to ? { pairs: [...from.pairs, ...to.pairs], exact: from.exact && to.exact } : undefined
    }
    case 'in': {
      const [value, items] = filter.args
      const field = fieldOf(value, fields)
      const written = field && items.map((item) => (field.type === 'date' ? undefined : literal(field, item)))
      const safe = written?.every((text) => text !== undefined && text !== '' && !/[,"]/.test(text))
      return field && safe && written && written.length > 0 ? { pairs: [[`${field.name}_in`, written.join(',')]], exact: true } : undefined
    }
    case '=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return isProperty(filter.args[0])
        ? comparison(filter.op, filter.args[0], filter.args[1], fields)
        : comparison(mirrored[filter.op], filter.args[1], filter.args[0], fields)
    default:
      return undefined
  }
}

/** Points in a box, a little wider: the server rounds coordinates. */
export function boxClause([west, south, east, north]: Extent): FairClause | undefined {
  const margin = 0.00001
  const box = [west - margin, south - margin, east + margin, north + margin]
  return west <= east ? { pairs: [['bbox', box.map((number) => Number(number.toFixed(6))).join(',')]], exact: false } : undefined
}

function fieldOf(expr: Expr, fields: ReadonlyMap<string, FairField>): FairField | undefined {
  const field = isProperty(expr) ? fields.get(expr.property) : undefined
  return field?.plain && field.index && /^\w+$/.test(field.name) ? field : undefined
}

function comparison(op: ComparisonOp, left: Expr, right: Expr, fields: ReadonlyMap<string, FairField>): FairClause | undefined {
  const field = fieldOf(left, fields)
  const suffix = suffixes[op]
  if (!field || suffix === undefined || (field.type === 'string' && op !== '=') || (field.type === 'boolean' && op !== '=')) return undefined
  if (field.type === 'date') return dateClause(field.name, op, right)
  const text = literal(field, right)
  return text === undefined || text === '' ? undefined : { pairs: [[field.name + suffix, text]], exact: true }
}

/** Its days are instants in some time zone: a day more on each side, and the rest is done here. */
function dateClause(name: string, op: ComparisonOp, right: Expr): FairClause | undefined {
  const text = typeof right !== 'object' ? undefined : 'date' in right ? right.date : 'timestamp' in right ? right.timestamp : undefined
  const time = text === undefined ? undefined : parseIsoDate(text)
  if (time === undefined || Math.abs(time) > 8e12) return undefined
  const from = [`${name}_gte`, isoDay(time - 2 * day)] as const
  const to = [`${name}_lte`, isoDay(time + 2 * day)] as const
  return { pairs: op === '=' ? [from, to] : op.startsWith('>') ? [from] : [to], exact: false }
}

function literal(field: FairField, expr: Expr): string | undefined {
  if (field.type === 'number') return typeof expr === 'number' && numberFits(field, expr) ? String(expr) : undefined
  if (field.type === 'boolean') return typeof expr === 'boolean' ? String(expr) : undefined
  return field.type === 'string' && typeof expr === 'string' && expr.length <= longestText && expr.trim() === expr ? expr : undefined
}

/** A fraction compared with whole numbers is refused or rounded by some versions. */
function numberFits(field: FairField, value: number): boolean {
  return field.kind === 'integer' ? Number.isSafeInteger(value) : Number.isFinite(value) && !/e/.test(String(value))
}
