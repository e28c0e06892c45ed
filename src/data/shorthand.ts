import { bindFilter } from './bind.js'
import { printExpr } from './cql2-print.js'
import { DgeError } from './errors.js'
import { ExpressionParser } from './expression-parser.js'
import { allOf, conjunctsOf, fieldsOfFilter } from './filter.js'
import { printName } from './lexer.js'
import { findField, unknownField } from './names.js'
import { stageSchema } from './output-schema.js'
import { fieldOf } from './schema.js'
import { hasAggregate, isAggregate } from './term.js'
import type { Expr } from './expression.js'
import type { Extent, Filter } from './filter.js'
import type { Aggregate, Derived, Order, Query } from './query.js'
import type { Schema } from './schema.js'
import type { AggregateExpr, Term, TermExpr } from './term.js'

/**
 * One thing to show: `montant`, `sum(montant)`, `sum(pop) / sum(surface) as "Densité"`. A text that is exactly a field's
 * name or title is that field, whatever it holds.
 * @throws DgeError `query` (syntax, with the position) or `field` (unknown name, with the likely one)
 */
export function parseTerm(text: string, schema: Schema): Term {
  const terms = parseTerms(text, schema)
  const [term] = terms
  if (!term || terms.length > 1) throw new DgeError('query', `One expression is expected, not ${terms.length}: ${text}`)
  return term
}

/** A list of terms, separated by commas. */
export function parseTerms(text: string, schema: Schema): Term[] {
  const exact = schema.find(({ name }) => name === text.trim()) ?? (/[(),]/.test(text) ? undefined : findField(text, schema))
  return exact ? [{ as: exact.name, expr: { property: exact.name } }] : new TermParser(text, { schema, aggregates: true }).parse()
}

class TermParser extends ExpressionParser {
  parse(): Term[] {
    const terms = [this.#term()]
    while (this.isSymbol(',')) {
      this.advance()
      terms.push(this.#term())
    }
    this.expectEnd()
    return terms
  }

  #term(): Term {
    const { expr } = this.additive()
    if (!this.takeWord('AS')) return { as: nameOf(expr), expr }
    const title = this.#label()
    return { as: title, expr, title }
  }

  /** Quoted either way, or bare words up to the next comma. */
  #label(): string {
    const { kind, text, start } = this.token
    if (kind === 'quoted' || kind === 'string') {
      this.advance()
      return text
    }
    const comma = this.source.indexOf(',', start)
    const end = comma < 0 ? this.source.length : comma
    const label = this.source.slice(start, end).trim()
    if (!label) throw this.error('a label is missing after "as"')
    this.moveTo(end)
    return label
  }
}

/** The column's name when the author gives no alias: a field's own name, otherwise the text of the expression. */
function nameOf(expr: TermExpr): string {
  return typeof expr === 'object' && 'property' in expr ? expr.property : printTerm(expr)
}

/** The expression as an author writes it. */
export function printTerm(expr: TermExpr): string {
  if (isAggregate(expr)) {
    const p = expr.p === undefined ? '' : `, ${expr.p}`
    return `${expr.aggregate}(${expr.expr === undefined ? '' : printExpr(expr.expr)}${p})`
  }
  if (!hasAggregate(expr)) return printExpr(expr as Expr).replace(/^\((.*)\)$/s, '$1')
  const { op, args } = expr as Exclude<TermExpr, Expr | AggregateExpr>
  return args.map((arg) => (isAggregate(arg) || !isArithmetic(arg) ? printTerm(arg) : `(${printTerm(arg)})`)).join(` ${op} `)
}

function isArithmetic(expr: TermExpr): boolean {
  return typeof expr === 'object' && 'op' in expr && expr.args.length === 2 && expr.op !== 'bin'
}

export interface QueryParts {
  readonly where?: Filter | undefined
  readonly search?: string | undefined
  readonly extent?: Extent | undefined
  /** `-total, nom`: a minus sorts downwards; names of terms (alias, text or field). */
  readonly order?: string | undefined
  readonly offset?: number | undefined
  readonly limit?: number | undefined
}

/**
 * The query whose answer has one column per term, in order. When a term aggregates, the others are the group keys;
 * conditions that read an alias hold after grouping, all others before.
 * @throws DgeError `field` or `query`
 */
export function toQuery(terms: readonly Term[], parts: QueryParts, schema: Schema): Query {
  const grouped = terms.some(({ expr }) => hasAggregate(expr))
  const shape = grouped ? groupedShape(terms) : rowShape(terms)
  const stage = stageSchema(shape, schema)
  const { where, having } = splitFilter(parts.where, shape, schema)
  const select = terms.map(({ as }) => as)
  const query: Query = {
    ...(where === undefined ? {} : { where }),
    ...(parts.search ? { search: parts.search } : {}),
    ...(parts.extent ? { extent: parts.extent } : {}),
    ...(shape.groupBy ? { groupBy: shape.groupBy } : {}),
    ...(shape.aggregate ? { aggregate: shape.aggregate } : {}),
    ...(having === undefined ? {} : { having: bindFilter(having, stage) }),
    ...(shape.compute?.length ? { compute: shape.compute } : {}),
    ...(parts.order?.trim() ? { orderBy: parseOrder(parts.order, terms, grouped ? [] : schema) } : {}),
    ...(parts.offset ? { offset: parts.offset } : {}),
    ...(parts.limit === undefined ? {} : { limit: parts.limit }),
    ...(select.length ? { select } : {}),
  }
  return Object.freeze(query)
}

/** Bare fields stay; everything else is computed row by row. */
function rowShape(terms: readonly Term[]): Pick<Query, 'compute' | 'groupBy' | 'aggregate'> {
  return {
    compute: terms.filter(({ as, expr }) => !(isField(expr) && expr.property === as)).map((term) => derived(term, term.expr as Expr)),
  }
}

function groupedShape(terms: readonly Term[]): Pick<Query, 'compute' | 'groupBy' | 'aggregate'> {
  const aggregates = new Map<string, Aggregate>()
  const taken = new Set(terms.map(({ as }) => as))
  const aggregateOf = (expr: AggregateExpr, term?: Term): string => {
    const as = term?.as ?? hiddenName(printTerm(expr), taken)
    const { aggregate: op, ...rest } = expr
    if (!aggregates.has(as)) aggregates.set(as, { as, op, ...rest, ...(term?.title === undefined ? {} : { title: term.title }) })
    return as
  }
  // Arithmetic over aggregates is computed from hidden columns that `select` leaves out.
  const over = (expr: TermExpr): Expr => {
    if (isAggregate(expr)) return { property: aggregateOf(expr) }
    if (!hasAggregate(expr)) return expr as Expr
    const { op, args } = expr as Exclude<TermExpr, Expr | AggregateExpr>
    return { op, args: [over(args[0]), over(args[1])] }
  }
  const groupBy: Derived[] = []
  const compute: Derived[] = []
  for (const term of terms) {
    if (isAggregate(term.expr)) aggregateOf(term.expr, term)
    else if (hasAggregate(term.expr)) compute.push(derived(term, over(term.expr)))
    else groupBy.push(derived(term, term.expr as Expr))
  }
  return { ...(groupBy.length ? { groupBy } : {}), aggregate: [...aggregates.values()], compute }
}

function hiddenName(name: string, taken: ReadonlySet<string>): string {
  return taken.has(name) ? `${name} ` : name
}

function derived({ as, title }: Term, expr: Expr): Derived {
  return { as, expr, ...(title === undefined ? {} : { title }) }
}

function isField(expr: TermExpr): expr is { readonly property: string } {
  return typeof expr === 'object' && 'property' in expr
}

function splitFilter(where: Filter | undefined, shape: Query, schema: Schema) {
  const aliases = new Set([...(shape.aggregate ?? []), ...(shape.groupBy ?? [])].map(({ as }) => as).filter((as) => !fieldOf(schema, as)))
  const after: Filter[] = []
  const before: Filter[] = []
  for (const conjunct of conjunctsOf(where)) {
    const readsAlias = [...fieldsOfFilter(conjunct)].some((name) => aliases.has(name))
    if (readsAlias) after.push(conjunct)
    else before.push(bindFilter(conjunct, schema))
  }
  return { where: allOf(before), having: allOf(after) }
}

/** Parses `-total, nom`. Names are those of the terms; rows may also be sorted by a field that is not shown. */
export function parseOrder(text: string, terms: readonly Term[], schema: Schema): Order[] {
  return splitNames(text).map((part) => {
    const desc = part.startsWith('-')
    const name = (desc || part.startsWith('+') ? part.slice(1) : part).trim().replace(/^"(.*)"$/s, '$1')
    const term = terms.find(({ as, title, expr }) => [as, title, printTerm(expr), printName(as)].includes(name) || (isField(expr) && expr.property === name))
    const field = term?.as ?? findField(name, [...terms.map(({ as }) => ({ name: as, type: 'string' as const })), ...schema])?.name
    if (field === undefined) throw unknownField(name, [...terms.map(({ as }) => ({ name: as, type: 'string' as const })), ...schema])
    return desc ? { field, desc } : { field }
  })
}

/** Splits at commas outside parentheses and quotes. */
function splitNames(text: string): string[] {
  return (text.match(/(?:"[^"]*"|\([^()]*\)|[^,"(]|[("])+/g) ?? []).map((part) => part.trim()).filter(Boolean)
}
