import { allOf } from '../data/filter.js'
import { titleOf } from '../data/schema.js'
import { beyondPlain, loadPlain, loadRuntime } from '../data/source.js'
import type { Filter } from '../data/filter.js'
import type { Query } from '../data/query.js'
import type { Runtime } from '../data/source.js'
import type { Schema } from '../data/schema.js'
import type { Term } from '../data/term.js'
import type { Locale } from '../locale/index.js'
import type { QueryContext } from './display-contract.js'

/** The runtime that the host's attributes seem to need. */
export async function runtimeFor(host: Element): Promise<Runtime> {
  return looksPlain(host) ? (await loadPlain()).plainRuntime : loadRuntime()
}

/** Whether nothing in the attributes needs the whole runtime; what is missed here is loaded when it turns out. */
function looksPlain(host: Element): boolean {
  return ![...host.attributes].some(({ name, value }) => /^(where|search|order)$/.test(name) || /\w\(| as /.test(value))
}

/** Builds the query with the runtime of the context; with the whole one when the plain one is not enough. */
export async function withRuntime(
  context: QueryContext,
  build: (context: QueryContext) => Query | Promise<Query>
): Promise<{ readonly context: QueryContext; readonly query: Query }> {
  try {
    return { context, query: await build(context) }
  } catch (error) {
    if (!(error instanceof Error) || error.name !== beyondPlain) throw error
    const whole = { ...context, runtime: await loadRuntime() }
    return { context: whole, query: await build(whole) }
  }
}

/** The term with a title that readers understand, when the author gave an aggregate none. */
export function titled(term: Term, schema: Schema, { messages }: Locale): Term {
  const { expr } = term
  if (term.title !== undefined || typeof expr !== 'object' || !('aggregate' in expr)) return term
  if (expr.expr === undefined) return { ...term, title: messages.count }
  const name = typeof expr.expr === 'object' && 'property' in expr.expr ? expr.expr.property : undefined
  const field = name === undefined ? undefined : schema.find((candidate) => candidate.name === name)
  if (!field) return term
  const words = messages.aggregates[expr.aggregate]
  return { ...term, title: words ? `${titleOf(field)} (${words})` : titleOf(field) }
}

/** The query over what readers picked elsewhere. */
export function selected(query: Query, picked: Filter | undefined): Query {
  const where = picked === undefined ? undefined : allOf([query.where, picked])
  return where === undefined ? query : { ...query, where }
}
