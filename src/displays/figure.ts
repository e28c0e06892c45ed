import { DgeError } from '../data/errors.js'
import { allOf, conjunctsOf, fieldsOfFilter } from '../data/filter.js'
import { columnOf, createTable } from '../data/table.js'
import { textOrder } from '../data/text-order.js'
import { withUnit } from '../data/with-unit.js'
import { figureWordsOf } from '../locale/figure-words.js'
import { formatNumber, formatValue } from '../locale/index.js'
import type { Filter } from '../data/filter.js'
import type { Query } from '../data/query.js'
import type { Field } from '../data/schema.js'
import type { Table, Value } from '../data/table.js'
import type { Term } from '../data/term.js'
import type { FormatOptions, Locale } from '../locale/index.js'
import type { QueryContext } from './query-context.js'

/** The attributes of a figure that ask something of the data. */
export interface FigureWords {
  readonly value?: string | undefined
  readonly by?: string | undefined
  readonly unit?: string | undefined
  readonly compare?: string | undefined
  readonly compareLabel?: string | undefined
}

/** The question of a figure; `queryOf` makes a query that holds the display's own conditions. @throws DgeError */
export function figureQuery({ value, by }: FigureWords, { runtime, schema }: QueryContext, queryOf: (terms: readonly Term[]) => Query): Query {
  const shown = runtime.parseTerm(value?.trim() || 'count()', schema)
  if (!by?.trim()) {
    const query = queryOf([shown])
    // A second row tells that the first is not the only one; the first of an order is what its author wants.
    return { ...query, limit: query.aggregate || query.groupBy || query.orderBy || query.limit === 1 ? 1 : 2 }
  }
  const period = runtime.parseTerm(by, schema)
  return { ...queryOf([shown, period]), orderBy: [{ field: period.as, desc: true }], limit: 2 }
}

/** The answer as one row, with the author's unit and, when asked for, the value that it is compared to. @throws DgeError, also for the least or greatest text where it looks like a number */
export async function figureTable(words: FigureWords, query: Query, context: QueryContext, ask: (query: Query) => Promise<Table>): Promise<Table> {
  const askOne = async (each: Query) => (words.by?.trim() ? ask(each) : onlyRow(await ask(each), words.value))
  const answer = await askOne(query)
  const [shown] = answer.schema
  // The least text of "9" and "10" is not the least number; years have as many digits.
  if (query.aggregate && shown?.type === 'string' && /^(?![12]\d{3}$)-?(0|[1-9]\d*)([.,]\d+)?$/.test(String(valueAt(answer, shown.name)))) {
    throw textOrder(shown.name)
  }
  const table = withUnit(answer, words.unit, [answer.schema[0]?.name])
  const compare = words.compare?.trim()
  if (!compare) return table
  const comparison = { table, query, label: words.compareLabel?.trim(), locale: context.locale }
  if (compare === 'previous') return compareWithPrevious(comparison)
  return compareWith(context.runtime.parseFilter(compare, context.schema), comparison, askOne)
}

/** @throws DgeError `query` when there are several: any of them would pass for the figure */
function onlyRow(table: Table, value = ''): Table {
  if (table.numRows < 2) return table
  throw new DgeError('query', `value="${value.trim()}" has several rows to choose from`, {
    hint: `Say what to make of them, sum(${value.trim()}) or max(${value.trim()}); which one is meant, by where; or order="-…" for the first.`,
  })
}

/** Whether there is no number to show. */
export function isEmptyFigure(table: Table): boolean {
  const first = table.schema[0]
  return table.numRows === 0 || !first || valueAt(table, first.name) === null
}

/** The name of the compared value's column in `table`; its title says what is compared to. */
const comparedName = 'comparison'

/** How an author wants a figure written. */
interface FigureFormat {
  readonly compact: boolean
  readonly digits: number | undefined
}

/** The number, and the difference in words when the table holds a compared value; undefined for a table without columns. */
export function figureTexts(table: Table, locale: Locale, { compact, digits }: FigureFormat): { readonly value: string; readonly comparison?: string } | undefined {
  const field = table.schema[0]
  if (!field) return undefined
  const format: FormatOptions = { compact, ...(digits === undefined ? {} : { digits: Math.min(10, Math.max(0, Math.round(digits))) }) }
  const value = valueAt(table, field.name)
  const quantity = typeof value === 'number' && field.type === 'number' && !field.timeUnit
  const than = table.schema.find(({ name }) => name === comparedName)
  const other = than ? valueAt(table, comparedName) : null
  const whole = formatValue(value, field, locale, quantity ? format : {})
  // In a narrow place the unit goes to a line of its own: no number is cut in two.
  const text = quantity ? whole.replace(/[\u00a0\u202f](?=\D*$)/, ' ') : whole
  if (!than || !quantity) return { value: text }
  const title = than.title ?? ''
  return { value: text, comparison: typeof other === 'number' ? comparison(value, other, title, { field, locale, format }) : missing(title, locale) }
}

interface Writing {
  readonly field: Field
  readonly locale: Locale
  readonly format: FormatOptions
}

/** There is nothing to compare with: "2021 : non renseigné". */
function missing(than: string, { language, messages }: Locale): string {
  return `${than.charAt(0).toUpperCase()}${than.slice(1)}${language === 'fr' ? '\u00a0' : ''}: ${messages.missing}`
}

/** The direction is a word and a sign, never only a colour. */
function comparison(value: number, other: number, than: string, { field, locale, format }: Writing): string {
  const { more, less, same, points } = figureWordsOf(locale)
  const difference = value - other
  const size = Math.abs(difference)
  // Sums of doubles differ by less than what was written.
  if (size <= 1e-12 * Math.abs(value)) return `= ${same(than)}`
  const percent = field.unit === '%'
  // A difference below the digits of the values is written with its own: "0,0 more" is said of nothing.
  const own = format.digits !== undefined && size < 0.5 / 10 ** format.digits ? {} : format
  const amount = percent ? points(formatNumber(size, locale, own), size) : formatNumber(size, locale, own, field.unit)
  const words = (difference > 0 ? more : less)(amount, than)
  const arrow = difference > 0 ? '▲' : '▼'
  // Of what is negative no percentage can be told: from −2 to 1 is no rise by 150 %; nor of degrees, whose zero is arbitrary.
  if (percent || other <= 0 || field.unit === '°C') return `${arrow} ${words}`
  const share = formatNumber((difference / other) * 100, locale, { digits: 1, sign: true }, '%')
  return `${arrow} ${share} (${words})`
}

interface Comparison {
  readonly table: Table
  readonly query: Query
  readonly label: string | undefined
  readonly locale: Locale
}

/**
 * The table with the value under another condition beside it. Conditions of the comparison stand in for those of the
 * query on the same fields; the others stay.
 */
async function compareWith(
  filter: Filter,
  { table, query, label, locale }: Comparison,
  ask: (query: Query) => Promise<Table>
): Promise<Table> {
  const replaced = fieldsOfFilter(filter)
  const kept = conjunctsOf(query.where).filter((part) => [...fieldsOfFilter(part)].every((name) => !replaced.has(name)))
  const where = allOf([...kept, filter])
  const other = await ask(where === undefined ? query : { ...query, where })
  const value = other.numRows > 0 ? valueAt(other, table.schema[0]?.name ?? '') : null
  return compared(table, value, label || literalOf(filter) || figureWordsOf(locale).comparison, other.complete)
}

/** The table of the last two periods as one row: the last value with the one before beside it. */
function compareWithPrevious({ table, label, locale }: Comparison): Table {
  const [value, by] = table.schema
  if (!value || !by) {
    const hint = 'Add by="year(date)" or the like.'
    throw new DgeError('query', 'compare="previous" needs to know the periods', { hint })
  }
  const period = table.numRows > 1 ? formatValue(columnOf(table, by.name)[1], by, locale) : figureWordsOf(locale).comparison
  return compared(table, columnOf(table, value.name)[1] ?? null, label || period, true)
}

/** What is drawn is what `table` and the CSV hold. */
function compared(table: Table, other: Value, title: string, complete: boolean): Table {
  const first = table.schema[0]
  if (!first || table.numRows === 0) return table
  const columns = new Map<string, readonly Value[]>(table.schema.map(({ name }) => [name, [valueAt(table, name)]]))
  columns.set(comparedName, [other])
  const schema = [...table.schema, { ...first, name: comparedName, title }]
  return createTable(schema, columns, { numRows: 1, complete: table.complete && complete, total: table.total, read: table.read })
}

function valueAt(table: Table, name: string): Value {
  return table.columns.get(name)?.[0] ?? null
}

/** "annee = 2021" is best called "2021". */
function literalOf(filter: Filter): string | undefined {
  if (typeof filter !== 'object' || !('op' in filter) || filter.op !== '=') return undefined
  const literal = filter.args[1]
  return typeof literal === 'string' || typeof literal === 'number' ? String(literal) : undefined
}
