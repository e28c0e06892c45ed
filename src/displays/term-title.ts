import { fieldOf } from '../data/schema.js'
import { capital, formatNumber, titleOf } from '../locale/index.js'
import type { Schema } from '../data/schema.js'
import type { AggregateExpr, Term, TermExpr } from '../data/term.js'
import type { Locale } from '../locale/index.js'

/** A column of moments that says no more than that: its year is "Année". */
const plainMoment = /^(date|dates|jour|day|tag|datum|datetime|heure|hour|stunde|time|zeit|timestamp|horodatage|zeitpunkt|mois|month|monat)$/i

/**
 * What readers call a term that the author gave no title: "Population (moyenne)", "Année", "Population / Surface"; undefined
 * for a bare field, which has its own.
 */
export function termTitle(expr: TermExpr, schema: Schema, locale: Locale): string | undefined {
  return typeof expr !== 'object' || 'property' in expr ? undefined : words(expr, schema, locale)
}

function words(expr: TermExpr, schema: Schema, locale: Locale): string | undefined {
  if (typeof expr === 'number') return formatNumber(expr, locale)
  if (typeof expr !== 'object') return String(expr)
  if ('property' in expr) {
    const field = fieldOf(schema, expr.property)
    return field && titleOf(field, locale)
  }
  if ('aggregate' in expr) return aggregateWords(expr, schema, locale)
  if (!('op' in expr)) return undefined
  const [first, second] = expr.args
  const inner = words(first, schema, locale)
  if (inner === undefined) return undefined
  if (expr.op in signs && second !== undefined) {
    const other = words(second, schema, locale)
    return other && `${inner} ${signs[expr.op]} ${other}`
  }
  const unit = (locale.messages.timeUnits as Readonly<Partial<Record<string, string>>>)[expr.op]
  if (unit === undefined) return inner
  return plainMoment.test(inner) ? capital(unit) : `${inner} (${unit})`
}

const signs: Readonly<Partial<Record<string, string>>> = { '+': '+', '-': '−', '*': '×', '/': '/', '^': '^', '%': 'mod', div: 'div' }

function aggregateWords({ aggregate, expr, p }: AggregateExpr, schema: Schema, locale: Locale): string | undefined {
  const { aggregates, count } = locale.messages
  if (expr === undefined) return count
  const inner = words(expr, schema, locale)
  const how = p === undefined ? aggregates[aggregate] : `${aggregates[aggregate]} ${formatNumber(p, locale)}`
  return inner && how ? `${inner} (${how})` : inner
}

/** The term with a title that readers understand, when the author gave what is computed none. */
export function titled(term: Term, schema: Schema, locale: Locale): Term {
  const title = term.title ?? termTitle(term.expr, schema, locale)
  return title === undefined ? term : { ...term, title }
}
