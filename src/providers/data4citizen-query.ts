import { decimal } from './opendatasoft-v1-query.js'
import type { Expr } from '../data/expression.js'
import type { Filter } from '../data/filter.js'
import type { ServerField } from './opendatasoft-fields.js'
import type { Clause } from './opendatasoft-v1-query.js'

type Fields = ReadonlyMap<string, ServerField>

/** Values that survive a server that takes the query apart by hand; numbers would be compared as numbers. */
const plainValue = /^[A-Za-z0-9_.: -]{1,100}$/
const looksNumeric = /^[\s\d.+-]*(?:e[\d+-]+)?\s*$/i
const plainName = /^[A-Za-z]\w*$/
/** More values than this make the address too long. */
const mostValues = 50

/**
 * One condition for Data4Citizen, which knows no brackets, no OR beside an AND, and no NOT. Everything it is asked is
 * checked again here.
 */
export function d4cClause(filter: Filter, fields: Fields): Clause | undefined {
  if (typeof filter === 'boolean' || 'property' in filter) return undefined
  switch (filter.op) {
    case '=': {
      const [left, right] = filter.args
      return isText(left, fields) ? refine(left, [right]) : range(left, [['>=', right], ['<=', right]], fields)
    }
    case 'in':
      return isText(filter.args[0], fields) ? refine(filter.args[0], filter.args[1]) : undefined
    case '<':
    case '<=':
    case '>':
    case '>=':
      return range(filter.args[0], [[filter.op, filter.args[1]]], fields)
    case 'between':
      return range(filter.args[0], [['>=', filter.args[1]], ['<=', filter.args[2]]], fields)
    case 'like':
      return substring(filter.args[0], filter.args[1], fields)
    case 'not': {
      const [inner] = filter.args
      if (typeof inner !== 'object' || !('op' in inner) || inner.op !== 'isNull') return undefined
      const name = nameOf(inner.args[0], fields)
      return name === undefined ? undefined : { q: `NOT #null(${name})`, exact: false }
    }
    default:
      return undefined
  }
}

function nameOf(expr: Expr, fields: Fields): string | undefined {
  if (typeof expr !== 'object' || !('property' in expr)) return undefined
  const field = fields.get(expr.property)
  return field?.native && !field.multivalued && plainName.test(field.name) ? field.name : undefined
}

function isText(expr: Expr, fields: Fields): expr is { readonly property: string } {
  const name = nameOf(expr, fields)
  return name !== undefined && fields.get(name)?.kind === 'text'
}

/** `refine` repeated means "one of". */
function refine({ property }: { readonly property: string }, values: readonly Expr[]): Clause | undefined {
  if (values.length === 0 || values.length > mostValues) return undefined
  const texts = values.filter((value) => typeof value === 'string' && plainValue.test(value) && value.trim() === value && !looksNumeric.test(value))
  if (texts.length < values.length) return undefined
  return { pairs: texts.map((text) => [`refine.${property}`, String(text)] as const), exact: false }
}

function range(value: Expr, bounds: readonly (readonly [op: string, bound: Expr])[], fields: Fields): Clause | undefined {
  const name = nameOf(value, fields)
  const kind = name === undefined ? undefined : fields.get(name)?.kind
  if (kind !== 'int' && kind !== 'double') return undefined
  const parts = bounds.map(([op, bound]) => {
    const text = typeof bound === 'number' && (kind === 'double' || Number.isSafeInteger(bound)) ? decimal(bound) : undefined
    return text === undefined ? undefined : `${name}${op}${text}`
  })
  return parts.includes(undefined) ? undefined : { q: parts.join(' AND '), exact: false }
}

/** `F:word` finds the word anywhere in the text, in any case: more than LIKE does. */
function substring(value: Expr, pattern: Expr, fields: Fields): Clause | undefined {
  const folded = unfold(value)
  const text = unfold(pattern)
  if (typeof text !== 'string' || !isText(folded, fields)) return undefined
  const word = /^%?([A-Za-z0-9]+)%?$/.exec(text)?.[1]
  if (word === undefined || looksNumeric.test(word) || /^(and|or|not)$/i.test(word)) return undefined
  return { q: `${folded.property}:${word}`, exact: false }
}

function unfold(expr: Expr): Expr {
  return typeof expr === 'object' && 'op' in expr && expr.op === 'casei' ? expr.args[0] : expr
}
