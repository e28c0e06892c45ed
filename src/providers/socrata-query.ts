import { conditionOf, plainNumber, prefixOf, quoteText } from './pushed-condition.js'
import type { Aggregate } from '../data/query.js'
import type { Expr, TimeUnit } from '../data/expression.js'
import type { ComparisonOp, Extent, Filter } from '../data/filter.js'
import type { Condition, ConditionWriter, Literal } from './pushed-condition.js'
import type { SocrataField } from './socrata-fields.js'

type Fields = ReadonlyMap<string, SocrataField>

/** A name in a question: always in back quotes, for columns called like words of the language. */
export function quoteName(name: string): string {
  return `\`${name.replaceAll('`', '')}\``
}

/** The `$where` of a bound filter; undefined when SoQL cannot say it. @see https://dev.socrata.com/docs/queries/where.html */
export function whereClause(filter: Filter, fields: Fields): Condition | undefined {
  return conditionOf(filter, new SoqlWriter(fields))
}

/** The clause for geometries in the box, a little wider: the rest is checked here. */
export function boxClause(field: SocrataField | undefined, [west, south, east, north]: Extent): Condition | undefined {
  if (!field || field.type !== 'geometry' || !/^[a-z_]\w*$/i.test(field.name) || west > east) return undefined
  const name = quoteName(field.name)
  const margin = 1e-5
  const [w = 0, s = 0, e = 0, n = 0] = [west - margin, Math.max(-90, south - margin), east + margin, Math.min(90, north + margin)].map((degree) => Number(degree.toFixed(6)))
  if (/^(point|location)$/.test(field.kind)) return { text: `within_box(${name}, ${n}, ${w}, ${s}, ${e})`, exact: false }
  return { text: `intersects(${name}, 'POLYGON ((${w} ${s}, ${e} ${s}, ${e} ${n}, ${w} ${n}, ${w} ${s}))')`, exact: false }
}

const parts: Partial<Record<TimeUnit, string>> = { year: 'date_extract_y', month: 'date_extract_m', date: 'date_extract_d', hour: 'date_extract_hh' }
const cuts: Partial<Record<TimeUnit, string>> = { yearmonth: 'date_trunc_ym', yearmonthdate: 'date_trunc_ymd' }

/** A group key in SoQL; undefined when the site has none that is ours. */
export function groupKey(expr: Expr, fields: Fields): string | undefined {
  if (typeof expr !== 'object') return undefined
  if ('property' in expr) return fields.get(expr.property)?.plain ? quoteName(expr.property) : undefined
  if (!('op' in expr) || typeof expr.args[0] !== 'object' || !('property' in expr.args[0])) return undefined
  const field = fields.get(expr.args[0].property)
  const unit = parts[expr.op as TimeUnit] ?? cuts[expr.op as TimeUnit]
  return field?.plain && field.kind === 'calendar_date' && unit !== undefined ? `${unit}(${quoteName(field.name)})` : undefined
}

const aggregates: Readonly<Record<string, string>> = { count: 'count', sum: 'sum', mean: 'avg', min: 'min', max: 'max', stdev: 'stddev_samp' }

/** An aggregate in SoQL; texts are left out: their order is the site's collation, and an empty one counts there. */
export function aggregateCall({ op, expr }: Aggregate, fields: Fields): string | undefined {
  if (expr === undefined) return op === 'count' ? 'count(*)' : undefined
  if (typeof expr !== 'object' || !('property' in expr)) return undefined
  const field = fields.get(expr.property)
  const call = aggregates[op]
  if (!field?.plain || call === undefined || field.kind === 'text') return undefined
  const suits = field.kind === 'number' || op === 'count' || (field.kind === 'calendar_date' && (op === 'min' || op === 'max'))
  return suits ? `${call}(${quoteName(field.name)})` : undefined
}

/** Conditions of SoQL 2.1. Texts are compared by equality only: their order is the site's collation. */
class SoqlWriter implements ConditionWriter {
  readonly and = 'AND'
  readonly or = 'OR'
  readonly #fields: Fields

  constructor(fields: Fields) {
    this.#fields = fields
  }

  compare(name: string, op: ComparisonOp, value: Literal): Condition | undefined {
    const literal = this.#literal(name, value)
    if (literal === undefined) return undefined
    const { kind } = this.#fields.get(name) ?? { kind: '' }
    if ((kind === 'text' && op !== '=') || (kind === 'checkbox' && op !== '=' && op !== '<>')) return undefined
    return { text: `${quoteName(name)} ${op === '<>' ? '!=' : op} ${literal}`, exact: true }
  }

  oneOf(name: string, values: readonly Literal[]): Condition | undefined {
    const literals = values.map((value) => this.#literal(name, value))
    return literals.includes(undefined) ? undefined : { text: `${quoteName(name)} IN (${literals.join(', ')})`, exact: true }
  }

  part(unit: TimeUnit, name: string, op: ComparisonOp, value: number): Condition | undefined {
    const call = parts[unit]
    const field = this.#fields.get(name)
    if (call === undefined || !field?.plain || field.kind !== 'calendar_date' || !Number.isInteger(value)) return undefined
    return { text: `${call}(${quoteName(name)}) ${op === '<>' ? '!=' : op} ${value}`, exact: true }
  }

  isNull(name: string, wanted: boolean): Condition | undefined {
    const field = this.#fields.get(name)
    if (!field?.plain) return undefined
    const quoted = quoteName(name)
    const empty = field.kind === 'text' ? (wanted ? ` OR ${quoted} = ''` : ` AND ${quoted} != ''`) : ''
    return { text: `(${quoted} IS ${wanted ? '' : 'NOT '}NULL${empty})`, exact: true }
  }

  like(name: string, pattern: string): Condition | undefined {
    const { text } = prefixOf(pattern)
    const field = this.#fields.get(name)
    if (!field?.plain || field.kind !== 'text' || text === '') return undefined
    return { text: `starts_with(${quoteName(name)}, ${quoteText(text)})`, exact: false }
  }

  box(name: string, box: Extent): Condition | undefined {
    return boxClause(this.#fields.get(name), box)
  }

  #literal(name: string, value: Literal): string | undefined {
    const field = this.#fields.get(name)
    if (!field?.plain) return undefined
    switch (field.kind) {
      case 'text':
        return typeof value === 'string' && value !== '' ? quoteText(value) : undefined
      case 'number':
        return plainNumber(value)
      case 'checkbox':
        return typeof value === 'boolean' ? String(value) : undefined
      default: {
        const iso = typeof value === 'object' && Number.isFinite(value.wallClock) ? new Date(value.wallClock).toISOString() : ''
        return /^\d{4}-/.test(iso) ? `'${iso.slice(0, 23)}'` : undefined
      }
    }
  }
}
