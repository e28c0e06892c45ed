import { css, html, nothing } from 'lit'
import { property } from 'lit/decorators.js'
import { DgeError } from '../data/errors.js'
import { allOf, conjunctsOf, fieldsOfFilter } from '../data/filter.js'
import { titleOf } from '../data/schema.js'
import { columnOf, createTable } from '../data/table.js'
import { formatNumber, formatValue } from '../locale/index.js'
import { DgeDisplay } from './dge-display.js'
import type { CSSResultGroup, TemplateResult } from 'lit'
import type { Filter } from '../data/filter.js'
import type { Query } from '../data/query.js'
import type { Field } from '../data/schema.js'
import type { Table, Value } from '../data/table.js'
import type { Locale } from '../locale/index.js'
import type { QueryContext } from './dge-display.js'

/** The name of the compared value's column in `table`. */
const comparedName = 'comparison'

/**
 * One number, with its label, its unit and what it compares to.
 *
 * @tag dge-figure
 * @csspart value - The number with its unit.
 * @csspart comparison - The difference, in words.
 * @cssprop [--dge-figure-size] - Size of the number.
 */
export class DgeFigure extends DgeDisplay {
  static override styles: CSSResultGroup = [
    DgeDisplay.styles,
    css`
      :host {
        --_height: 15rem;
        --_body: 3rem;
      }
      :host([compare]) {
        --_height: 18rem;
      }
      [part='value'] {
        margin: 0;
        font-size: var(--dge-figure-size, clamp(2rem, 12cqi, 3rem));
        font-weight: 700;
        line-height: 1.2;
        overflow-wrap: anywhere;
      }
      [part='comparison'] {
        margin: 0.25rem 0 0;
      }
    `,
  ]

  /** What to show: `sum(montant)`, `count()`, `sum(pop) / sum(surface)`, or a field of the only row. Rows are counted when absent. */
  @property() value: string | undefined
  /** Unit, in place of the data's. */
  @property() unit: string | undefined
  /** Digits after the decimal mark. */
  @property({ type: Number }) digits: number | undefined
  /** Short form of big numbers: "1,2 M". */
  @property({ type: Boolean }) compact = false
  /** One value per period (`year(date)`): the last is shown. */
  @property() by: string | undefined
  /**
   * What to compare to: a condition that stands in for those of `where` on the same fields (`annee = 2021`), or `previous`
   * for the period before (needs `by`).
   */
  @property() compare: string | undefined
  /** What the compared value is called: "2021", "la moyenne régionale". */
  @property({ attribute: 'compare-label' }) compareLabel: string | undefined

  #than = ''

  override summary(): string {
    return ''
  }

  protected override headingOf(table: Table | undefined): string | undefined {
    const field = table?.schema[0]
    return this.value && field ? titleOf(field) : undefined
  }

  protected override isEmpty(table: Table): boolean {
    return this.#shown(table)?.value == null
  }

  protected override buildQuery(context: QueryContext): Query {
    const { runtime, schema } = context
    const value = runtime.parseTerm(this.value?.trim() || 'count()', schema)
    if (!this.by?.trim()) return { ...this.queryOf([value], context), limit: 1 }
    const by = runtime.parseTerm(this.by, schema)
    const query = this.queryOf([value, by], context)
    return { ...query, orderBy: [{ field: by.as, desc: true }], limit: 2 }
  }

  protected override async loadTable(query: Query, context: QueryContext): Promise<Table> {
    const table = await super.loadTable(query, context)
    const compare = this.compare?.trim()
    if (!compare) return table
    if (compare === 'previous') return this.#withPrevious(table, context)
    const filter = context.runtime.parseFilter(compare)
    const other = await super.loadTable({ ...query, ...whereOf(query, filter) }, context)
    const name = table.schema[0]?.name ?? ''
    this.#than = this.compareLabel?.trim() || literalOf(filter) || context.locale.messages.comparison
    return compared(table, other.numRows > 0 ? (columnOf(other, name)[0] ?? null) : null, this.#than, other.complete)
  }

  protected override async draw(): Promise<void> {
    this.requestUpdate()
    await this.updateComplete
  }

  protected override renderContent(): TemplateResult | undefined {
    const shown = this.#shown(this.table)
    if (!shown) return undefined
    const { field, value, other } = shown
    const text =
      typeof value === 'number' && field.type === 'number' && !field.timeUnit
        ? formatValue(value, field, this.locale, this.#format())
        : formatValue(value, field, this.locale)
    return html`<p part="value">${text}</p>
      ${typeof value === 'number' && typeof other === 'number'
        ? html`<p part="comparison">${this.#comparison(value, other, field, this.locale)}</p>`
        : nothing}`
  }

  #withPrevious(table: Table, { locale }: QueryContext): Table {
    const [value, by] = table.schema
    if (!this.by?.trim() || !value || !by) {
      throw new DgeError('query', 'compare="previous" needs to know the periods', { hint: 'Add by="year(date)" or the like.' })
    }
    const period = table.numRows > 1 ? (columnOf(table, by.name)[1] ?? null) : null
    this.#than = this.compareLabel?.trim() || formatValue(period, by, locale)
    return compared(table, table.numRows > 1 ? (columnOf(table, value.name)[1] ?? null) : null, this.#than, true)
  }

  #shown(table: Table | undefined): { field: Field; value: Value; other: Value } | undefined {
    const first = table?.schema[0]
    if (!table || !first || table.numRows === 0) return undefined
    const unit = this.unit?.trim()
    const field = unit ? { ...first, unit } : first
    const other = table.columns.get(comparedName)?.[0] ?? null
    return { field, value: columnOf(table, first.name)[0] ?? null, other }
  }

  #format(): { compact: boolean; digits?: number } {
    return { compact: this.compact, ...(this.digits == null ? {} : { digits: this.digits }) }
  }

  /** The direction is a word and a sign, never only a colour. */
  #comparison(value: number, other: number, field: Field, locale: Locale): string {
    const { more, less, same, points } = locale.messages
    const difference = value - other
    if (difference === 0) return `= ${same(this.#than)}`
    const size = Math.abs(difference)
    const percent = field.unit === '%'
    const amount = percent
      ? points(formatNumber(size, locale, this.#format()), size)
      : formatNumber(size, locale, this.#format(), field.unit)
    const words = (difference > 0 ? more : less)(amount, this.#than)
    const arrow = difference > 0 ? '▲' : '▼'
    if (percent || other === 0) return `${arrow} ${words}`
    const share = formatNumber((difference / Math.abs(other)) * 100, locale, { digits: 1, sign: true }, '%')
    return `${arrow} ${share} (${words})`
  }
}

/** Conditions of the comparison stand in for those on the same fields; the others stay. */
function whereOf(query: Query, filter: Filter): { where?: Filter } {
  const replaced = fieldsOfFilter(filter)
  const kept = conjunctsOf(query.where).filter((part) => [...fieldsOfFilter(part)].every((name) => !replaced.has(name)))
  const where = allOf([...kept, filter])
  return where === undefined ? {} : { where }
}

/** "annee = 2021" is best called "2021". */
function literalOf(filter: Filter): string | undefined {
  if (typeof filter !== 'object' || !('op' in filter) || filter.op !== '=') return undefined
  const literal = filter.args[1]
  return typeof literal === 'string' || typeof literal === 'number' ? String(literal) : undefined
}

/** The first row with the compared value beside it: what is drawn is what `table` and the CSV hold. */
function compared(table: Table, other: Value, title: string, complete: boolean): Table {
  const first = table.schema[0]
  if (!first || table.numRows === 0) return table
  const columns = new Map([
    ...table.schema.map(({ name }) => [name, [columnOf(table, name)[0] ?? null]] as const),
    [comparedName, [other]] as const,
  ])
  const schema = [...table.schema, { ...first, name: comparedName, title }]
  return createTable(schema, columns, { numRows: 1, complete: table.complete && complete })
}

declare global {
  interface HTMLElementTagNameMap {
    'dge-figure': DgeFigure
  }
}
