import { closest } from '../data/closest.js'
import type { DgeError } from '../data/errors.js'

/** What is written in French, or as spreadsheets and SQL do, and the function meant. */
const functions: Readonly<Record<string, string>> = {
  somme: 'sum', total: 'sum', moyenne: 'mean', moy: 'mean', avg: 'mean', average: 'mean', mediane: 'median', médiane: 'median',
  nombre: 'count', nb: 'count', compte: 'count', compter: 'count', minimum: 'min', maximum: 'max', ecart_type: 'stdev', ecarttype: 'stdev',
  stddev: 'stdev', distincts: 'distinct', unique: 'distinct', uniques: 'distinct', annee: 'year', année: 'year', mois: 'month', semaine: 'week',
  jour: 'day', heure: 'hour', trimestre: 'quarter', percentile: 'quantile', tranches: 'bin', tranche: 'bin',
}
const known = ['sum', 'count', 'mean', 'median', 'min', 'max', 'distinct', 'stdev', 'quantile', 'year', 'quarter', 'month', 'yearmonth', 'week', 'day', 'hour', 'bin']

/** What the author of a tag may write instead, by the failure and the tag's attributes; undefined where they don't tell. */
export function authorHint({ kind, message, status, hint = '' }: DgeError, attributes: Readonly<Record<string, string>>): string | undefined {
  if (kind === 'http' && status === 404) return quotesHint(attributes) ?? addressHint(attributes['src'])
  if (kind === 'unsupported' && /\((application\/pdf|image\/[^)]*)\)/.test(message)) return 'A PDF or a picture has no rows: src is the address of the data (CSV, Excel, JSON…).'
  if (kind !== 'query' && kind !== 'field') return undefined
  return quotesHint(attributes) ?? functionHint(message) ?? conditionHint(message, attributes['where'] ?? '') ?? orderHint(message, hint, attributes['order']) ?? namesHint(message, attributes)
}

/** Word processors and editors of pages make curved quotes of straight ones: HTML reads them as part of the value, and a condition as no quotes. */
function quotesHint({ where = '', ...others }: Readonly<Record<string, string>>): string | undefined {
  if (Object.values(others).some((value) => /^[“”„«].*[“”»]$/.test(value.trim()))) return 'Attributes have straight quotes: x="commune", not x=“commune”.'
  return /[‘’‚“”„«»]/.test(where.replace(/'(''|[^'])*'/g, '')) ? "Text stands between straight quotes: commune = 'Metz', not ‘Metz’." : undefined
}

/** An address without `https://` is one of the page's own site. */
function addressHint(src = ''): string | undefined {
  const domain = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}\//i.exec(src.trim())
  return domain ? `Without https:// the address is one of this site: src="https://${src.trim()}"?` : undefined
}

function functionHint(message: string): string | undefined {
  const [, name] = /the function ([^\s(]+)\(\) is not supported/.exec(message) ?? []
  if (!name) return undefined
  const near = functions[name.toLowerCase()] ?? closest(name, known)
  return `${near ? `Did you mean ${near}()? ` : ''}Functions are ${known.join(', ')}.`
}

function conditionHint(message: string, where: string): string | undefined {
  const [, field] = /^No field "([^"]*)"/.exec(message) ?? []
  if (!where || (field === undefined && !message.includes(where))) return undefined
  const text = where.replace(/'(''|[^'])*'/g, "''")
  if (field !== undefined) {
    const value = new RegExp(`(=|<>|!=|like|in\\s*\\(|,)\\s*"?${field.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}`, 'iu')
    return value.test(where) ? `Text stands between single quotes: '${field}'.` : undefined
  }
  if (/'[^']*\p{L}'\p{L}/u.test(where)) return "An apostrophe in a text is written twice: 'L''eau'."
  if (text.includes('==')) return "Equal is one sign: departement = '67'."
  if (/\s(et|ou|und|oder)\s|&&|\|\|/i.test(text)) return 'Conditions are joined by AND and OR.'
  if (/\d\s+\d/.test(text)) return 'Numbers are written without spaces: 1000.'
  if (/\d,\d/.test(text)) return 'Decimals are written with a point: 0.5.'
  return undefined
}

/** What is drawn has the name of its aggregate: `sum(population)`. */
function orderHint(message: string, hint: string, order = ''): string | undefined {
  const [, field = ''] = /^No field "([^"]*)"/.exec(message) ?? []
  const drawn = field && order.includes(field) ? hint.replace(/^Fields: /, '').split(', ').find((name) => name.endsWith(`(${field})`)) : undefined
  return drawn && `Order is by what is shown: order="${order.replace(field, drawn)}".`
}

function namesHint(message: string, { order = '', compare = '', ...others }: Readonly<Record<string, string>>): string | undefined {
  const [, field] = /^No field "([^"]*)"/.exec(message) ?? []
  if (field !== undefined && /^(nb|nombre|count|compte)$/i.test(field)) return 'The number of rows is count().'
  if (field !== undefined && /^(desc|asc)/i.test(field) && order.includes(field)) return 'Order is by names: order="-total" from the greatest on, order="total" from the least.'
  if (compare && message.includes(` ${compare}: `)) return 'compare is a condition, as where is: compare="annee = 2021".'
  if (/unexpected character ";"/.test(message)) return 'Several are separated by commas.'
  return Object.values(others).some((text) => text.includes('${') || text.includes('{{')) ? "A placeholder of the page's own was not filled in." : undefined
}
