import { isCodeName } from '../data/field-name.js'
import { hasAggregate } from '../data/term.js'
import { isYear, year } from './year.js'
import type { Dataset } from '../data/dataset.js'
import type { Field, Schema } from '../data/schema.js'
import type { Term } from '../data/term.js'

const rate = /(^|[_\W])(taux|tx\w*|parts?|pct|pourcent\w*|percent\w*|proportion|ratio|rate|anteil|quote|indice|index|ips|coef\w*|moy(en(ne)?s?)?|average|m[ée]dian\w*|variation|[ée]volution|croissance|fr[ée]quence|densit[ée]|rendement|prix|price|preis|loyer|temp([ée]ratur\w*)?|pression|humidit[ée]|altitude|vitesse|speed|score|note|esp[ée]rance|f[ée]condit[ée]|par_hab\w*|par habitant)([_\W]|$)/i
/** Of so much for each of something, as km/h, and of shares nothing is a sum. */
const ratio = /[%‰°]|dB|\/(?!an)/
/** Names that end so may be those of years, which are not summed, and of what is counted in one. */
const yearLast = /[_\W](ann[ée]e|year|jahr)$|^(rentr[ée]e|session)(?!s)/i
/** Numbers that tell what a row is about, or where it stands in an order: nothing is measured by them where anything else is. */
const band = /^([aâ]ges?|alter|rang|rank|num[ée]ro|ordre|niveau|level|trimestre|mois|month|monat|jour|semaine|week|heure|hour|stunde)([_\W]|$)/i
const place = /^([xy]?(lat|lon|lng|long|latitude|longitude)|x|y|coord\w*)([_\W]|$)|[_\W](lat|lon|lng|latitude|longitude)$/i
const key = /(^|[_\W])(id|id[a-z]{3}|identifi\w+|fid|gid|uid|code|insee|siren|siret|url|lien|link|uri|geo\w*|objectid|telephone|tel|mail|email|depcom|codgeo|num_?(com|dep|reg|epci)\w*|n°|ref|r[ée]f[ée]rence)([_\W]|$)/i

/** Numbers that stand for a kind, or for a place in a list. */
const kind = /(^|[_\W])(types?|cat[ée]gor\w+|kategorie|seq|s[ée]quence)$/i

/** The number of rows. */
export const countTerm: Term = { as: 'count()', expr: { aggregate: 'count' } }

/** A field as it stands. */
export function fieldTerm({ name }: Field): Term {
  return { as: name, expr: { property: name } }
}

export function dimensionTerm(field: Field | undefined): Term | undefined {
  return field && fieldTerm(field)
}

/** Whether the term is measured: an aggregate, arithmetic, or a number that is an amount. */
export function isMeasure({ expr }: Term, schema: Schema): boolean {
  if (hasAggregate(expr)) return true
  if (typeof expr === 'object' && 'op' in expr) return ['+', '-', '*', '/', '%', 'div', '^'].includes(expr.op)
  const field = typeof expr === 'object' && 'property' in expr ? schema.find(({ name }) => name === expr.property) : undefined
  return field !== undefined && isAmount(field)
}

/** A number that is measured, not a code, a year or a coordinate. */
export function isAmount({ name, type, timeUnit }: Field): boolean {
  return type === 'number' && !timeUnit && !year.test(name) && !yearLast.test(name) && !place.test(name) && !key.test(name) && !kind.test(name) && !isCodeName(name)
}

/** A name, code or address: it tells rows apart and puts them in no group. */
export function isKey({ name }: Field): boolean {
  return key.test(name)
}

/** The sum of the first amount that is no age, rank, number of an hour… (the mean of what is no amount to be added up, by its name or title), else the number of rows. */
export function defaultMeasure(schema: Schema): Term {
  const amounts = schema.filter(isAmount)
  const field = amounts.find(({ name }) => !band.test(name)) ?? amounts[0]
  if (!field) return countTerm
  const aggregate = ratio.test(field.unit ?? '') || rate.test(`${field.name} ${field.title ?? ''}`) || band.test(field.name) ? 'mean' : 'sum'
  return { as: `${aggregate}(${field.name})`, expr: { aggregate, expr: { property: field.name } } }
}

/** Time first (unless words are wanted), then words, then whatever can tell rows apart. */
export function defaultDimension(schema: Schema, { words: wanted = false } = {}): Field | undefined {
  const time = schema.find((field) => field.type === 'date' || isYear(field))
  if (time && !wanted) return time
  const words = schema.filter((field) => field.type === 'string' || field.type === 'boolean')
  return words.find((field) => !isKey(field)) ?? words[0] ?? time
}

/** More outlines than these weigh more than they show: their data are asked for as words and numbers. */
const mostAreas = 500

/** Whether a map of areas suits a dataset, by what is known before its rows come: one row per area, with an amount and no time. */
export function isMappable({ schema, geometryType = '', total = Infinity }: Pick<Dataset, 'schema' | 'geometryType' | 'total'>): boolean {
  return /^(Multi)?Polygon$/.test(geometryType) && total <= mostAreas && schema.some(isAmount) && !schema.some((field) => field.type === 'date' || isYear(field))
}
