import { DgeError } from '../data/errors.js'
import { hasAggregate, isAggregate } from '../data/term.js'
import type { Encoding } from './chart-type.js'
import type { Field, Schema } from '../data/schema.js'
import type { Term } from '../data/term.js'

/** The channels as authors write them, in the shorthand: `x="commune" y="sum(montant), sum(credits)"`. */
export interface EncodingText {
  readonly x?: string | undefined
  readonly y?: string | undefined
  readonly color?: string | undefined
  readonly size?: string | undefined
  readonly theta?: string | undefined
}

type Parse = (text: string, schema: Schema) => readonly Term[]

/**
 * The author's channels with sensible ones for what is left out: one thing that is measured (else the number of rows)
 * by time or by category. `type` only matters for `arc`, which has an angle in place of x and y.
 * @throws DgeError `field` or `query` of the shorthand; `query` for several terms where one fits
 */
export function readEncoding(text: EncodingText, type: string | undefined, schema: Schema, parse: Parse): Encoding {
  const list = (channel: keyof EncodingText) => {
    const written = text[channel]?.trim()
    return written ? parse(written, schema) : []
  }
  const one = (channel: 'color' | 'size' | 'theta') => {
    const terms = list(channel)
    if (terms.length > 1) {
      throw new DgeError('query', `${channel}: one term is needed, “${text[channel]}” has ${terms.length}`, {
        hint: 'Several measures go on y: y="sum(a), sum(b)".',
      })
    }
    return terms[0]
  }
  const rest = { ...optional('color', one('color')), ...optional('size', one('size')), ...optional('theta', one('theta')) }
  const given = { x: list('x'), y: list('y'), ...rest }
  if (type === 'arc' || given.theta) return circular(given, schema)
  return cartesian(given, type, schema)
}

/** Every term of the encoding, in the order of the columns of its table. */
export function termsOf({ x, y, color, size, theta }: Encoding): readonly Term[] {
  const terms = [...x, ...y, color, size, theta].filter((term) => term !== undefined)
  return terms.filter((term, index) => terms.findIndex((other) => other.as === term.as) === index)
}

/** Whether adding the term's values up means something: sums and counts, not means, ratios or distinct counts. */
export function isAdditive({ expr }: Term): boolean {
  return isAggregate(expr) && (expr.aggregate === 'sum' || expr.aggregate === 'count')
}

function optional<K extends string>(key: K, term: Term | undefined): Partial<Record<K, Term>> {
  return term ? ({ [key]: term } as Record<K, Term>) : {}
}

function circular({ x, y, color, theta, ...rest }: Encoding, schema: Schema): Encoding {
  const others = [...y, ...x]
  const measured = theta ?? others.find((term) => isMeasure(term, schema)) ?? defaultMeasure(schema)
  const category = color ?? others.find((term) => term !== measured) ?? dimensionTerm(defaultDimension(schema))
  return { x: [], y: [], ...rest, theta: measured, ...optional('color', category) }
}

function cartesian(given: Encoding, type: string | undefined, schema: Schema): Encoding {
  const { x, y, ...rest } = given
  if (x.length > 0 && y.length > 0) {
    if (x.length > 1 && y.length > 1) {
      throw new DgeError('query', 'x and y both have several terms', { hint: 'Several measures go on one of them.' })
    }
    return given
  }
  const dimension = dimensionTerm(defaultDimension(schema, type))
  if (x.length === 0 && y.length === 0) {
    const [first, second] = schema.filter((field) => isAmount(field))
    if (first && second && (type === 'point' || !dimension)) {
      return { x: [fieldTerm(first)], y: [fieldTerm(second)], ...rest }
    }
    return { x: dimension ? [dimension] : [], y: [defaultMeasure(schema)], ...rest }
  }
  const written = x.length > 0 ? x : y
  const counts = written.some((term) => hasAggregate(term.expr))
  const raw = !counts && written.every((term) => isMeasure(term, schema))
  // Several measures, or one that is split by color, stand by themselves.
  const missing = counts || raw ? (rest.color && counts ? undefined : dimension) : countTerm
  const added = missing ? [missing] : []
  return x.length > 0 ? { x, y: added, ...rest } : { x: added, y, ...rest }
}

function isMeasure({ expr }: Term, schema: Schema): boolean {
  if (hasAggregate(expr)) return true
  if (typeof expr === 'object' && 'op' in expr) return ['+', '-', '*', '/', '%', 'div', '^'].includes(expr.op)
  const field = typeof expr === 'object' && 'property' in expr ? schema.find(({ name }) => name === expr.property) : undefined
  return field !== undefined && isAmount(field)
}

const countTerm: Term = { as: 'count()', expr: { aggregate: 'count' } }

function fieldTerm({ name }: Field): Term {
  return { as: name, expr: { property: name } }
}

function dimensionTerm(field: Field | undefined): Term | undefined {
  return field && fieldTerm(field)
}

const rate = /(^|[_\W])(taux|part|pct|pourcent\w*|percent\w*|ratio|rate|anteil|indice|index|moyenne?|average|densite|densité)([_\W]|$)/i
const year = /^(annee|année|an|year|jahr|millesime|millésime|exercice)([_\W]|$)/i
const place = /^(lat|lon|lng|long|latitude|longitude|x|y|coord\w*)([_\W]|$)/i
const key = /(^|[_\W])(id|fid|gid|uid|code|insee|siren|siret|url|lien|link|uri|geo\w*|objectid|telephone|tel|mail|email)([_\W]|$)/i

/** A number that is measured, not a code, a year or a coordinate. */
function isAmount({ name, type, timeUnit }: Field): boolean {
  return type === 'number' && !timeUnit && !year.test(name) && !place.test(name) && !key.test(name)
}

function defaultMeasure(schema: Schema): Term {
  const field = schema.find((each) => isAmount(each))
  if (!field) return countTerm
  const aggregate = field.unit === '%' || rate.test(field.name) ? 'mean' : 'sum'
  return { as: `${aggregate}(${field.name})`, expr: { aggregate, expr: { property: field.name } } }
}

/** Time first, then words, then whatever can tell rows apart. */
function defaultDimension(schema: Schema, type?: string): Field | undefined {
  const time = schema.find((field) => field.type === 'date' || (field.type === 'number' && year.test(field.name)))
  if (time && type !== 'arc') return time
  const words = schema.filter((field) => field.type === 'string' || field.type === 'boolean')
  return words.find((field) => !key.test(field.name)) ?? words[0] ?? time
}

