import { conditionOf, prefixOf } from './pushed-condition.js'
import { isoDay } from '../data/calendar.js'
import type { ComparisonOp, Extent, Filter } from '../data/filter.js'
import type { Argument } from './data-gouv-api.js'
import type { Condition, ConditionWriter, Literal } from './pushed-condition.js'
import type { TabularField } from './data-gouv-fields.js'

/** A condition as arguments, all of which hold. */
export interface TabularClause {
  readonly args: readonly Argument[]
  readonly exact: boolean
}

type Tree = { readonly all: readonly Tree[] } | { readonly any: readonly Tree[] } | { readonly column: string; readonly test: string; readonly value?: string }

/** The condition in the words of the Tabular API; undefined when it can't be said. */
export function tabularClause(filter: Filter, fields: ReadonlyMap<string, TabularField>): TabularClause | undefined {
  const condition = conditionOf(filter, new TabularWriter(fields))
  const args = condition && argumentsOf(JSON.parse(condition.text) as Tree)
  return args && condition ? { args, exact: condition.exact } : undefined
}

/** Places inside a box by the columns of latitude and longitude. */
export function boxArguments([west, south, east, north]: Extent, latitude: string, longitude: string): readonly Argument[] | undefined {
  if (west > east) return undefined
  return [[`${latitude}__greater`, south], [`${latitude}__less`, north], [`${longitude}__greater`, west], [`${longitude}__less`, east]]
}

const tests: Record<ComparisonOp, string> = {
  '=': 'exact', '<>': 'differs', '<': 'strictly_less', '<=': 'less', '>': 'strictly_greater', '>=': 'greater',
}

/** Conditions as JSON of a `Tree`: how they are written depends on where they stand. */
class TabularWriter implements ConditionWriter {
  readonly and = 'all'
  readonly or = 'any'
  readonly #fields: ReadonlyMap<string, TabularField>

  constructor(fields: ReadonlyMap<string, TabularField>) {
    this.#fields = fields
  }

  join(word: string, parts: readonly string[]): string {
    return `{"${word}":[${parts.join(',')}]}`
  }

  compare(name: string, op: ComparisonOp, value: Literal): Condition | undefined {
    const field = this.#known(name)
    const text = field && literalOf(field, op, value)
    if (text === undefined) return undefined
    const compared = leaf(name, tests[op], text)
    // "differs" also holds where there is no value.
    return exact(op === '<>' ? this.join('all', [compared, leaf(name, 'isnotnull')]) : compared)
  }

  part(): undefined {
    return undefined
  }

  isNull(name: string, wanted: boolean): Condition | undefined {
    return this.#known(name) && exact(leaf(name, wanted ? 'isnull' : 'isnotnull'))
  }

  /** Case does not count there, so more rows come. */
  like(name: string, pattern: string): Condition | undefined {
    const longest = literalsOf(pattern).sort((a, b) => b.length - a.length)[0] ?? ''
    if (this.#known(name)?.kind !== 'string' || longest === '' || unsendable.test(longest) || /[*%_\\]/.test(longest)) return undefined
    return { text: leaf(name, 'contains', longest), exact: false }
  }

  box(): undefined {
    return undefined
  }

  #known(name: string): TabularField | undefined {
    const field = this.#fields.get(name)
    return field?.plain ? field : undefined
  }
}

/** The server cuts its query after decoding it: what separates arguments can't be in a value. */
const unsendable = /[&=#%+;"\\*]|[\p{Cc}]|^\s|\s$/u

function literalOf({ kind }: TabularField, op: ComparisonOp, value: Literal): string | undefined {
  switch (kind) {
    case 'string':
      // Order of text depends on the database's language.
      return typeof value === 'string' && (op === '=' || op === '<>') && value !== '' && !unsendable.test(value) ? value : undefined
    case 'int':
      return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? String(value + 0) : undefined
    case 'float': {
      const digits = typeof value === 'number' ? String(value + 0) : ''
      return /^-?\d+(\.\d+)?$/.test(digits) ? digits : undefined
    }
    case 'bool':
      return typeof value === 'boolean' && (op === '=' || op === '<>') ? String(value) : undefined
    case 'date': {
      const day = typeof value === 'object' && value.wallClock % 86_400_000 === 0 ? isoDay(value.wallClock) : ''
      return /^\d{4}-\d\d-\d\d$/.test(day) ? day : undefined
    }
    default:
      return undefined
  }
}

/** The runs of letters between the wildcards of a LIKE pattern. */
function literalsOf(pattern: string): string[] {
  const found: string[] = []
  for (let rest = pattern; ; ) {
    const { text, whole } = prefixOf(rest)
    if (text !== '') found.push(text)
    if (whole) return found
    const wildcard = /^(?:[^\\%_]|\\[\s\S]|\\$)*[%_]/.exec(rest)?.[0].length ?? rest.length
    rest = rest.slice(wildcard)
  }
}

function leaf(column: string, test: string, value?: string): string {
  return JSON.stringify({ column, test, ...(value === undefined ? {} : { value }) })
}

function exact(text: string): Condition {
  return { text, exact: true }
}

function argumentsOf(tree: Tree): readonly Argument[] | undefined {
  if ('column' in tree) {
    const name = `${tree.column}__${tree.test}`
    return [tree.value === undefined ? [name] : [name, tree.value]]
  }
  if ('all' in tree) {
    const parts = tree.all.map(argumentsOf)
    return parts.every((part) => part !== undefined) ? parts.flat() : undefined
  }
  const members = membersOf(tree.any)
  if (members) return [[`${members.column}__in`, members.values.join(',')]]
  const parts = tree.any.map(nested)
  return parts.every((part) => part !== undefined) ? [['or', `(${parts.join(',')})`]] : undefined
}

/** Several values of one column. */
function membersOf(parts: readonly Tree[]): { readonly column: string; readonly values: readonly string[] } | undefined {
  const [first] = parts
  if (!first || !('column' in first)) return undefined
  const values: string[] = []
  for (const part of parts) {
    if (!('column' in part) || part.column !== first.column || part.test !== 'exact' || part.value === undefined) return undefined
    values.push(/[,()]/.test(part.value) ? `"${part.value}"` : part.value)
  }
  return { column: first.column, values }
}

/** Inside `or=(…)` a full stop stands for `=`, and nothing that separates can be quoted. */
function nested(tree: Tree): string | undefined {
  if (!('column' in tree)) {
    const parts = ('all' in tree ? tree.all : tree.any).map(nested)
    return parts.every((part) => part !== undefined) ? `${'all' in tree ? 'and' : 'or'}(${parts.join(',')})` : undefined
  }
  const { column, test, value } = tree
  if (value === undefined) return `${column}__${test}`
  if (/[,()]/.test(value)) return undefined
  return `${column}__${test}.${value.includes('.') ? `"${value}"` : value}`
}
