import { instantOf, wallClockOf } from '../data/calendar.js'
import { comparisonOps } from '../data/filter.js'
import { conditionOf, prefixOf } from './pushed-condition.js'
import type { Expr, TimeUnit } from '../data/expression.js'
import type { ComparisonOp, Extent, Filter } from '../data/filter.js'
import type { ServerField } from './opendatasoft-fields.js'
import type { Condition, ConditionWriter, Literal } from './pushed-condition.js'

/** Time zone of dates in questions and answers: publishers here mean French days. */
export const timezone = 'Europe/Paris'

/** A condition longer than this is finished here: the URL has no room for it. */
const longest = 2000

const keywords = new Set(
  `and as asc avg by count date_format day dayofweek desc equi false group hour in is like limit lower max millisecond min
   minute month not null or order quarter range second select sum top true upper where within year`.split(/\s+/)
)

/** A field's name: as it is when that is safe, else in back quotes. */
export function quoteName(name: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !keywords.has(name.toLowerCase())) return name
  return `\`${name.replace(/\\/g, '\\\\').replace(/`/g, '\\`')}\``
}

/** Text as a literal that ends where it should. */
export function quoteText(text: string): string {
  return `"${text.replace(/\\/g, '\\\\').replace(/"/g, '\\"')}"`
}

/** The where clause for a bound filter (see `data/bind.ts`); undefined when ODSQL can't say it as the engine means it. */
export function whereClause(filter: Filter, fields: ReadonlyMap<string, ServerField>): Condition | undefined {
  const condition = conditionOf(filter, new OdsqlWriter(fields))
  return condition && condition.text.length <= longest ? condition : undefined
}

/** The clause for rows in the box. */
export function boxClause(name: string, [west, south, east, north]: Extent): string {
  // Coordinates are stored rounded: a little more than the box, and the rest is checked here.
  const [w, s, e, n] = [west - 1e-5, Math.max(-90, south - 1e-5), east + 1e-5, Math.min(90, north + 1e-5)].map(decimal)
  return `in_bbox(${quoteName(name)}, ${s}, ${w}, ${n}, ${e})`
}

/** A group key: what is sent, one or several expressions that together tell the same groups, and how to read them back. */
export interface GroupKey {
  readonly texts: readonly string[]
  readonly field: ServerField
  readonly unit?: TimeUnit
  readonly width?: number
}

const partFunctions: Partial<Record<TimeUnit, readonly string[]>> = {
  year: ['year'],
  month: ['month'],
  date: ['day'],
  hour: ['hour'],
  // Two plain keys in place of date_format, whose pattern letters differ between versions.
  yearmonth: ['year', 'month'],
  yearmonthdate: ['year', 'month', 'day'],
}

/** How the server groups by the expression; undefined when it doesn't, or not as the engine does. */
export function groupKey(expr: Expr, fields: ReadonlyMap<string, ServerField>): GroupKey | undefined {
  if (typeof expr !== 'object') return undefined
  if ('property' in expr) {
    const field = fields.get(expr.property)
    return field && groupable(field) ? { texts: [quoteName(field.name)], field } : undefined
  }
  if (!('op' in expr) || typeof expr.args[0] !== 'object' || !('property' in expr.args[0])) return undefined
  const field = fields.get(expr.args[0].property)
  if (!field || !groupable(field)) return undefined
  const name = quoteName(field.name)
  if (expr.op === 'bin') {
    const width = expr.args[1]
    // Bounds of fractional bins are rounded in other ways.
    if (field.kind !== 'int' || !Number.isSafeInteger(width) || width <= 0) return undefined
    return { texts: [`range(${name}, ${width})`], field, width }
  }
  if (field.type !== 'date') return undefined
  const unit = expr.op as TimeUnit
  if (field.kind === 'date' && unit === 'yearmonthdate') return { texts: [name], field, unit }
  const functions = partFunctions[unit]
  if (!functions || (field.kind === 'date' && unit === 'hour')) return undefined
  return { texts: functions.map((part) => `${part}(${name})`), field, unit }
}

function groupable(field: ServerField): boolean {
  return field.native && !field.multivalued && ['text', 'int', 'double', 'boolean', 'date', 'datetime'].includes(field.kind)
}

/** Conditions of ODSQL 2.1. @see https://help.opendatasoft.com/apis/ods-explore-v2/ */
class OdsqlWriter implements ConditionWriter {
  readonly and = 'and'
  readonly or = 'or'
  readonly #fields: ReadonlyMap<string, ServerField>

  constructor(fields: ReadonlyMap<string, ServerField>) {
    this.#fields = fields
  }

  compare(name: string, op: ComparisonOp, value: Literal): Condition | undefined {
    const field = this.#known(name)
    if (!field || !comparisonOps.includes(op)) return undefined
    const quoted = quoteName(name)
    if (field.multivalued) return ofLists(quoted, op, value)
    switch (field.kind) {
      case 'text':
        // Order of text is the server's collation; the empty text is stored as no value.
        return typeof value === 'string' && value !== '' ? equality(quoted, op, quoteText(value)) : undefined
      case 'int':
        return typeof value === 'number' ? wholeNumber(quoted, op, value) : undefined
      case 'double':
        return typeof value === 'number' ? ordered(quoted, op, decimal(value)) : undefined
      case 'boolean':
        return typeof value === 'boolean' ? truth(quoted, op, value) : undefined
      case 'date':
      case 'datetime':
        return typeof value === 'object' ? ordered(quoted, op, dateLiteral(value.wallClock, field.kind)) : undefined
      default:
        return undefined
    }
  }

  part(unit: TimeUnit, name: string, op: ComparisonOp, value: number): Condition | undefined {
    const field = this.#known(name)
    const functions = partFunctions[unit]
    if (!field || field.type !== 'date' || field.multivalued || functions?.length !== 1 || !Number.isInteger(value)) return undefined
    if (field.kind === 'date' && unit === 'hour') return undefined
    const quoted = quoteName(name)
    const call = `${functions[0]}(${quoted})`
    const text = op === '<>' ? `not (${call} = ${value})` : `${call} ${op} ${value}`
    return { text: `${text} and ${quoted} is not null`, exact: true }
  }

  isNull(name: string, wanted: boolean): Condition | undefined {
    const field = this.#known(name)
    return field && { text: `${quoteName(name)} is ${wanted ? 'null' : 'not null'}`, exact: true }
  }

  like(name: string, pattern: string): Condition | undefined {
    const field = this.#known(name)
    const { text } = prefixOf(pattern)
    if (!field || field.kind !== 'text' || field.multivalued || text === '') return undefined
    return { text: `startswith(${quoteName(name)}, ${quoteText(text)})`, exact: false }
  }

  box(name: string, box: Extent): Condition | undefined {
    const field = this.#known(name)
    return field?.kind === 'geo_point_2d' && !field.multivalued ? { text: boxClause(name, box), exact: false } : undefined
  }

  #known(name: string): ServerField | undefined {
    const field = this.#fields.get(name)
    return field?.native ? field : undefined
  }
}

/** On a list `=` means "contains", which every list that is this one value alone does. */
function ofLists(name: string, op: ComparisonOp, value: Literal): Condition | undefined {
  if (op !== '=' || typeof value !== 'string' || value === '' || value.includes(',')) return undefined
  return { text: `${name} = ${quoteText(value)}`, exact: false }
}

function equality(name: string, op: ComparisonOp, literal: string): Condition | undefined {
  if (op === '=') return { text: `${name} = ${literal}`, exact: true }
  return op === '<>' ? { text: `not (${name} = ${literal}) and ${name} is not null`, exact: true } : undefined
}

function ordered(name: string, op: ComparisonOp, literal: string | undefined): Condition | undefined {
  if (literal === undefined) return undefined
  if (op === '=' || op === '<>') return equality(name, op, literal)
  return { text: `${name} ${op} ${literal}`, exact: true }
}

/** Whole-number fields are compared with whole numbers: 12.5 between two of them. */
function wholeNumber(name: string, op: ComparisonOp, value: number): Condition | undefined {
  if (Number.isSafeInteger(value)) return ordered(name, op, decimal(value))
  if (!Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER) return undefined
  if (op === '<>') return { text: `${name} is not null`, exact: true }
  if (op === '=') return undefined
  return op.startsWith('<') ? ordered(name, '<=', decimal(Math.floor(value))) : ordered(name, '>=', decimal(Math.ceil(value)))
}

function truth(name: string, op: ComparisonOp, value: boolean): Condition | undefined {
  if (op !== '=' && op !== '<>') return undefined
  return { text: `${name} is ${(op === '=') === value}`, exact: true }
}

/** Digits without an exponent, which the grammar doesn't document; undefined when there is no such text. */
function decimal(value: number): string | undefined {
  const text = String(value + 0)
  return /^-?\d+(\.\d+)?$/.test(text) ? text : undefined
}

/** A day, or the instant that the wall clock stands for; undefined where the clock is turned back or on, or between days. */
function dateLiteral(wallClock: number, kind: string): string | undefined {
  const iso = new Date(wallClock).toISOString()
  if (!/^\d{4}-/.test(iso) || wallClock % 1000 !== 0) return undefined
  if (kind === 'date') return wallClock % 86_400_000 === 0 ? `date'${iso.slice(0, 10)}'` : undefined
  const instant = instantOf(wallClock)
  const twice = wallClockOf(instant + 3_600_000) === wallClock
  if (twice || wallClockOf(instant) !== wallClock) return undefined
  return `date'${new Date(instant).toISOString().slice(0, 19)}Z'`
}
