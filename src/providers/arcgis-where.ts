import { instantOf } from '../data/calendar.js'
import { conditionOf, plainNumber, quoteText } from './pushed-condition.js'
import type { ComparisonOp, Filter } from '../data/filter.js'
import type { ArcgisField } from './arcgis-layer.js'
import type { Condition, ConditionWriter, Literal } from './pushed-condition.js'

type Fields = ReadonlyMap<string, ArcgisField>

/** Longer conditions are refused by databases. */
const longest = 20_000
const day = 86_400_000

/**
 * The filter as an SQL condition of ArcGIS; undefined when it can't be said.
 * @see https://developers.arcgis.com/rest/services-reference/enterprise/query-feature-service-layer/
 */
export function arcgisCondition(filter: Filter, fields: Fields): Condition | undefined {
  const condition = conditionOf(filter, new SqlWriter(fields))
  if (!condition || condition.text.length > longest) return undefined
  // Koop takes any condition with "1=1" in it, be it in a text, for no condition.
  return /1\s*=\s*1/.test(condition.text) ? undefined : condition
}

/**
 * True for a name that SQL needs no quotes for: quoting differs from server to server. Names that every object of JavaScript has
 * ("constructor") mean another thing to koop.
 */
export function isPlainName(name: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}_.]*$/u.test(name) && !/^(true|false|null|not|and|or|in|is|like|between|date|timestamp)$/i.test(name) && !(name in {})
}

class SqlWriter implements ConditionWriter {
  readonly and = 'AND'
  readonly or = 'OR'
  readonly #fields: Fields

  constructor(fields: Fields) {
    this.#fields = fields
  }

  compare(name: string, op: ComparisonOp, value: Literal): Condition | undefined {
    const field = this.#known(name)
    switch (field?.kind) {
      case 'number':
        return typeof value === 'number' ? numberCondition(field, op, value) : undefined
      case 'text':
        return typeof value === 'string' ? textCondition(field, op, value) : undefined
      case 'date':
        return typeof value === 'object' ? dateCondition(field, op, value.wallClock) : undefined
      default:
        return undefined
    }
  }

  /** Servers cut dates in their own time zone. */
  part(): undefined {
    return undefined
  }

  isNull(name: string, wanted: boolean): Condition | undefined {
    return this.#known(name) && { text: `${name} IS ${wanted ? '' : 'NOT '}NULL`, exact: true }
  }

  /** Whether case counts in LIKE differs from database to database, as do its escapes: what may be special is any run. */
  like(name: string, pattern: string): Condition | undefined {
    const field = this.#known(name)
    const loose = pattern.replace(/\\?[^\p{L}\p{N} -]/gu, '%').replace(/%+/g, '%')
    if (field?.kind !== 'text' || loose === '%') return undefined
    return { text: `${name} LIKE ${quoteText(loose)}`, exact: false }
  }

  /** A box is a parameter of the query, not a part of the condition. */
  box(): undefined {
    return undefined
  }

  #known(name: string): ArcgisField | undefined {
    const field = this.#fields.get(name)
    return field?.native && isPlainName(name) ? field : undefined
  }
}

function numberCondition(field: ArcgisField, op: ComparisonOp, value: number): Condition | undefined {
  const text = plainNumber(value)
  if (text === undefined || (Number.isInteger(value) && !Number.isSafeInteger(value))) return undefined
  // Single precision: 0.1 is printed as 0.1 and compared as 0.10000000149.
  if (field.single && !Number.isInteger(value)) return undefined
  return { text: `${field.name} ${op} ${text}`, exact: true }
}

/** The order of texts is the database's; so are trailing blanks and, unless it proved otherwise, upper and lower case. */
function textCondition(field: ArcgisField, op: ComparisonOp, value: string): Condition | undefined {
  if ((op !== '=' && op !== '<>') || !isSafeText(value)) return undefined
  const exact = field.exactText || !/\p{L}/u.test(value)
  if (op === '<>' && !exact) return undefined
  return { text: `${field.name} ${op} ${quoteText(value)}`, exact }
}

/** Koop loses count of quotes at an end or side by side, and takes a backslash for an escape; databases don't agree on '' and blanks at the end. */
function isSafeText(text: string): boolean {
  return text !== '' && text === text.trim() && !/^'|'$|''|[\\\p{Cc}]/u.test(text)
}

function dateCondition(field: ArcgisField, op: ComparisonOp, wallClock: number): Condition | undefined {
  if (wallClock % day !== 0) return undefined
  if (field.daysOnly) {
    const text = isoDay(wallClock)
    return text === undefined ? undefined : { text: `${field.name} ${op} DATE '${text}'`, exact: true }
  }
  const instant = field.zone === 'utc' ? wallClock : instantOf(wallClock)
  if (field.utcLiterals) {
    const text = timestamp(instant)
    return text === undefined ? undefined : { text: `${field.name} ${op} ${text}`, exact: true }
  }
  // Literals are read in a time zone of the server's: a day more on each side.
  const [early, late] = [timestamp(instant - day), timestamp(instant + day)]
  if (early === undefined || late === undefined || op === '<>') return undefined
  const from = `${field.name} >= ${early}`
  const to = `${field.name} <= ${late}`
  return { text: op === '=' ? `(${from}) AND (${to})` : op.startsWith('>') ? from : to, exact: false }
}

function timestamp(instant: number): string | undefined {
  const text = isoDay(instant)
  return text === undefined ? undefined : `TIMESTAMP '${text} ${new Date(instant).toISOString().slice(11, 19)}'`
}

function isoDay(instant: number): string | undefined {
  const text = new Date(instant).toISOString()
  return /^\d{4}-/.test(text) ? text.slice(0, 10) : undefined
}
