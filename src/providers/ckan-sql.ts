import { SqlDataset } from './sql-dataset.js'
import { mostRecords } from './ckan-api.js'
import type { CkanApi } from './ckan-api.js'
import type { CkanField } from './ckan-fields.js'
import type { Field } from '../data/schema.js'
import type { TimeUnit } from '../data/expression.js'
import type { SqlDialect, SqlField } from './sql-writer.js'

const byRoot = new Map<string, Promise<boolean>>()

/** Whether the site takes SQL; most do not. It is asked once. */
export function takesSql(api: CkanApi): Promise<boolean> {
  const known = byRoot.get(api.root)
  if (known) return known
  const probe = api.sql('SELECT 1 AS n', {}).then(
    (rows) => Number(rows[0]?.[0]) === 1,
    () => false
  )
  byRoot.set(api.root, probe)
  return probe
}

/** The table by SQL, with the row number `_id` as a column. One answer has less than the site's most rows. */
export function sqlTable(api: CkanApi, id: string, fields: readonly CkanField[], schema: readonly Field[], total: number): SqlDataset {
  const described = schema.map((field) => sqlField(field, fields.find(({ name }) => name === field.name)))
  const row: SqlField = { name: '_id', type: 'number', stored: 'int4', value: '"_id"' }
  return new SqlDataset({
    name: identifier(id),
    fields: [...described, row],
    dialect,
    metadata: {},
    downloads: [],
    total,
    maxRows: mostRecords - 1,
    run: (sql, options) => api.sql(sql, options),
  })
}

function sqlField(field: Field, known: CkanField | undefined): SqlField {
  const name = identifier(field.name)
  const stored = known?.stored ?? 'text'
  const plain = known?.plain === true
  if (!plain) return { ...field, stored, value: undefined }
  // By code point, whatever the database's language.
  if (field.type === 'string') return { ...field, stored, value: `NULLIF(${name} COLLATE "C", '')`, bare: name }
  const float = /^(float|numeric)/.test(stored)
  const finite = `NULLIF(NULLIF(NULLIF(CAST(${name} AS double precision), 'NaN'), 'Infinity'), '-Infinity')`
  return { ...field, stored, value: float ? finite : name }
}

/**
 * Signs that the way to the database may take for its own (parameters, ends of statements, formats) are written by number.
 * @see https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-STRINGS-UESCAPE
 */
function escaped(text: string, quote: string): string {
  const doubled = text.replaceAll('\0', '').replaceAll(quote, quote + quote)
  if (!/[:;%\\]/.test(doubled)) return `${quote}${doubled}${quote}`
  return `U&${quote}${doubled.replace(/[:;%\\]/g, (sign) => `\\${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)}${quote}`
}

function identifier(name: string): string {
  return escaped(name, '"')
}

const parts: Partial<Record<TimeUnit, string>> = { year: 'year', quarter: 'quarter', month: 'month', week: 'week', day: 'isodow', date: 'day', hour: 'hour' }
const cuts: Partial<Record<TimeUnit, string>> = { yearquarter: 'quarter', yearmonth: 'month', yearweek: 'week', yearmonthdate: 'day' }

const dialect: SqlDialect = {
  identifier,
  text: (value) => escaped(value, "'"),
  date(wallClock, { stored }) {
    const iso = Number.isFinite(wallClock) ? new Date(wallClock).toISOString() : ''
    if (!/^\d{4}-/.test(iso)) return undefined
    if (stored === 'date') return iso.endsWith('T00:00:00.000Z') ? `DATE '${iso.slice(0, 10)}'` : undefined
    return `TIMESTAMP '${iso.slice(0, 23).replace('T', ' ')}'`
  },
  timeUnit(unit, date, { stored }) {
    const stamp = `CAST(${date} AS timestamp)`
    const part = unit === 'hour' && stored === 'date' ? undefined : parts[unit]
    if (part !== undefined) return `CAST(date_part('${part}', ${stamp}) AS integer)`
    const cut = cuts[unit]
    return cut === undefined ? undefined : `date_trunc('${cut}', ${stamp})`
  },
  like: (value, pattern) => `${value} LIKE ${escaped(pattern, "'")}`,
  aggregate(op, value, _counted, p) {
    switch (op) {
      case 'sum':
      case 'min':
      case 'max':
        return `${op}(${value})`
      case 'mean':
        return `avg(${value})`
      case 'distinct':
        return `count(DISTINCT ${value})`
      case 'median':
      case 'quantile': {
        const at = op === 'median' ? 0.5 : (p ?? 0.5)
        return at >= 0 && at <= 1 ? `percentile_cont(${at}) WITHIN GROUP (ORDER BY CAST(${value} AS double precision))` : undefined
      }
      default:
        return undefined
    }
  },
  boolean: (value) => (value ? 'TRUE' : 'FALSE'),
  double: (value) => `CAST(${value} AS double precision)`,
}
