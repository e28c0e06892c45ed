import { allOf } from '../data/all-of.js'
import { DgeError } from '../data/errors.js'
import { beyondPlain, loadPlain, loadRuntime } from '../data/source.js'
import { once } from '../data/once.js'
import type { Filter } from '../data/filter.js'
import type { Query } from '../data/query.js'
import type { Runtime } from '../data/source.js'
import type { Schema } from '../data/schema.js'
import type { Term } from '../data/term.js'
import type { Locale } from '../locale/index.js'
import type { Dataset } from '../data/dataset.js'
import type { DataSource } from '../data/source.js'

/** What a query is built from. */
export interface QueryContext {
  readonly schema: Schema
  readonly dataset: Dataset
  readonly source: DataSource
  /** The lazy chunk: `parseTerm(s)`, `parseFilter`, `toQuery`, `outputSchema`, `execute`. */
  readonly runtime: Runtime
  /** Gives terms that are computed a title; the fields of the plain runtime have their own. */
  readonly titled?: ((term: Term, schema: Schema, locale: Locale) => Term) | undefined
  readonly locale: Locale
  readonly signal: AbortSignal
}

/** What the author wrote that every display understands. */
export interface CommonWords {
  readonly where?: string | undefined
  readonly search?: string | undefined
  readonly order?: string | undefined
  readonly limit?: number | null | undefined
}

/** An attribute as it is written: of an element of a page, or of a file. */
interface Written {
  readonly name: string
  readonly value: string
}

const loadTitles = once(() => import('./term-title.js'))

/** What turns attributes into a query. */
export type Wording = Pick<QueryContext, 'runtime' | 'titled'>

/** The runtime that the attributes seem to need. */
export async function runtimeFor(attributes: Iterable<Written>): Promise<Wording> {
  return looksPlain(attributes) ? { runtime: (await loadPlain()).plainRuntime } : wholeRuntime()
}

/** The runtime that reads whatever authors write. */
export async function wholeRuntime(): Promise<Wording> {
  const [runtime, { titled }] = await Promise.all([loadRuntime(), loadTitles()])
  return { runtime, titled }
}

/** Whether nothing in the attributes needs the whole runtime; what is missed here is loaded when it turns out. Displays have calc() in their own styles. */
function looksPlain(attributes: Iterable<Written>): boolean {
  return ![...attributes].some(({ name, value }) => /^(where|search|order)$/.test(name) || (name !== 'style' && /\w\(| as /.test(value)))
}

/** Builds the query with the runtime of the context; with the whole one when the plain one is not enough. */
export async function withRuntime(
  context: QueryContext,
  build: (context: QueryContext) => Query | Promise<Query>
): Promise<{ readonly context: QueryContext; readonly query: Query }> {
  try {
    return { context, query: await build(context) }
  } catch (error) {
    if (!(error instanceof Error) || error.name !== beyondPlain) throw unlessEmpty(error, context)
    const whole = { ...context, ...(await wholeRuntime()) }
    return { context: whole, query: await Promise.resolve(build(whole)).catch((thrown: unknown) => Promise.reject(unlessEmpty(thrown, context))) }
  }
}

/** A list of nothing names no fields either: that it is empty is what readers should know, not that a field is missing. */
function unlessEmpty(error: unknown, { dataset, schema }: QueryContext): unknown {
  if (!(error instanceof DgeError) || error.kind !== 'field' || dataset.total !== 0 || schema.some(({ type }) => type !== 'geometry')) return error
  return new DgeError('empty', `The data have no rows, and name no fields: ${error.message}`, { cause: error })
}

/** The query of terms with the words that every display has. @throws DgeError `query` or `field` */
export function queryOf(terms: readonly Term[], { runtime, titled, schema, locale }: Pick<QueryContext, 'runtime' | 'titled' | 'schema' | 'locale'>, { where, search, order, limit }: CommonWords): Query {
  const words = search?.trim()
  return runtime.toQuery(
    titled ? terms.map((term) => titled(term, schema, locale)) : terms,
    {
      ...(where?.trim() ? { where: runtime.parseFilter(where, schema, terms.map(({ as }) => as)) } : {}),
      ...(words ? { search: words } : {}),
      ...(order?.trim() ? { order } : {}),
      ...(limit != null && limit >= 0 ? { limit } : {}),
    },
    schema
  )
}

/** The query over what readers picked elsewhere. */
export function selected(query: Query, picked: Filter | undefined): Query {
  const where = picked === undefined ? undefined : allOf([query.where, picked])
  return where === undefined ? query : { ...query, where }
}
