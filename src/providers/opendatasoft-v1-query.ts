import { conditionOf, prefixOf } from './pushed-condition.js'
import type { ComparisonOp, Filter } from '../data/filter.js'
import type { ServerField } from './opendatasoft-fields.js'
import type { Condition, ConditionWriter, Literal } from './pushed-condition.js'
import type { Pairs } from './opendatasoft-v1-api.js'

/** A condition as parameters of a request. */
export interface Clause {
  /** Part of `q`. */
  readonly q?: string
  readonly pairs?: Pairs
  readonly exact: boolean
}

const longest = 1500

/** The condition in the query language of the Search API v1; undefined when it can't be said. */
export function v1Clause(filter: Filter, fields: ReadonlyMap<string, ServerField>): Clause | undefined {
  const condition = conditionOf(filter, new V1Writer(fields))
  return condition && condition.text.length <= longest ? { q: condition.text, exact: condition.exact } : undefined
}

/** @see https://help.opendatasoft.com/apis/ods-search-v1/#query-language */
class V1Writer implements ConditionWriter {
  readonly and = 'AND'
  readonly or = 'OR'
  readonly #fields: ReadonlyMap<string, ServerField>

  constructor(fields: ReadonlyMap<string, ServerField>) {
    this.#fields = fields
  }

  compare(name: string, op: ComparisonOp, value: Literal): Condition | undefined {
    const field = this.#known(name)
    if (!field) return undefined
    if (field.kind === 'text') return typeof value === 'string' ? textCondition(field, op, value) : undefined
    if (field.multivalued) return undefined
    if (field.kind === 'date' && typeof value === 'object' && value.wallClock % 86_400_000 === 0) {
      const day = new Date(value.wallClock).toISOString().slice(0, 10).replaceAll('-', '/')
      return /^\d{4}\//.test(day) ? rangeCondition(name, op, day) : undefined
    }
    const whole = field.kind === 'int' ? Number.isSafeInteger(value) : field.kind === 'double'
    const digits = typeof value === 'number' && whole ? decimal(value) : undefined
    return digits === undefined ? undefined : rangeCondition(name, op, digits)
  }

  part(): undefined {
    return undefined
  }

  isNull(name: string, wanted: boolean): Condition | undefined {
    return this.#known(name) && { text: `${wanted ? '' : 'NOT '}#null(${name})`, exact: true }
  }

  like(name: string, pattern: string): Condition | undefined {
    const field = this.#known(name)
    const { text } = prefixOf(pattern)
    if (field?.kind !== 'text' || field.multivalued || text === '') return undefined
    return { text: `#startswith(${name}, ${quoted(text)})`, exact: false }
  }

  box(): undefined {
    return undefined
  }

  #known(name: string): ServerField | undefined {
    const field = this.#fields.get(name)
    return field?.native && /^\w+$/.test(name) ? field : undefined
  }
}

function textCondition(field: ServerField, op: ComparisonOp, value: string): Condition | undefined {
  if (value === '' || (field.multivalued && (op !== '=' || value.includes(',')))) return undefined
  const is = `#exact(${field.name}, ${quoted(value)})`
  if (op === '=') return { text: is, exact: !field.multivalued }
  return op === '<>' ? { text: `(NOT ${is}) AND (NOT #null(${field.name}))`, exact: true } : undefined
}

/** `:` and `=` search words, so equality is a range of one value. */
function rangeCondition(name: string, op: ComparisonOp, value: string): Condition {
  if (op === '=') return { text: `${name}>=${value} AND ${name}<=${value}`, exact: true }
  if (op === '<>') return { text: `(${name}<${value}) OR (${name}>${value})`, exact: true }
  return { text: `${name}${op}${value}`, exact: true }
}

function quoted(text: string): string {
  return `"${text.replace(/\\/g, '\\\\').replace(/"/g, '\\"')}"`
}

/** Digits without an exponent. */
export function decimal(value: number): string | undefined {
  const text = String(value + 0)
  return /^-?\d+(\.\d+)?$/.test(text) ? text : undefined
}
