import { truncations } from '../data/calendar.js'
import { DgeError } from '../data/errors.js'
import { parseExactJson } from '../data/exact-json.js'
import { checkTypes } from '../data/check-types.js'
import { request } from './http.js'
import { excerpt, readText } from './read-text.js'
import { chosenType, onlyTable, SqlDataset } from './sql-dataset.js'
import type { Dataset, ExecuteOptions, OpenOptions, Provider, SourceConfig } from '../data/dataset.js'
import type { TimeUnit } from '../data/expression.js'
import type { FieldType } from '../data/schema.js'
import type { SqlDialect, SqlField } from './sql-writer.js'

/**
 * DuckDB behind an HTTP endpoint that runs `?sql=…` and answers the rows in JSON; or Mosaic's data server, which takes
 * `{"type":"json","sql":…}` in a POST. No address tells such an endpoint from others, so the author names the provider:
 * `src="https://host/sql" provider="duckdb" layer="communes"`; a `.parquet`, `.csv` or `.json` file that the server reads is a layer too.
 * @see https://idl.uw.edu/mosaic/server/
 */
const provider: Provider = {
  name: 'duckdb',
  async open(config: SourceConfig, options: OpenOptions = {}): Promise<Dataset> {
    options.response?.body?.cancel().catch(() => {})
    const server = new DuckDb(config)
    const name = config.layer || server.table || onlyTable(await server.tables(options), server.address)
    const table = tableOf(name)
    const [described, counted] = await Promise.all([
      server.run(`DESCRIBE SELECT * FROM ${table}`, options),
      server.run(`SELECT count(*) AS n FROM ${table}`, options),
    ])
    checkTypes(config.types, described.map(([column]) => String(column)))
    return new SqlDataset({
      name: table,
      fields: described.map(([field, type]) => fieldOf(String(field), String(type), config)),
      dialect,
      metadata: { title: name },
      downloads: [],
      total: Number(counted[0]?.[0] ?? 0),
      maxRows: config.maxRows,
      run: (sql, execution) => server.run(sql, execution),
    })
  },
}
export default provider

/** Longer questions go in the body: servers cut addresses at 8 or 16 kB. */
const longestAddress = 6000

class DuckDb {
  readonly table: string | null
  readonly #url: URL
  readonly #timeout: number | undefined
  /** The endpoint takes questions in the body only. */
  #postOnly = false

  constructor({ src, timeout }: SourceConfig) {
    this.#url = new URL(src)
    this.#timeout = timeout
    this.table = this.#url.searchParams.get('table')
    for (const name of ['table', 'sql']) this.#url.searchParams.delete(name)
    this.#url.hash = ''
  }

  /** Cells by row, in the order of the SELECT. @throws DgeError `field`, `query`, `too-large`, `timeout`, `http`, `format` */
  async run(sql: string, options: ExecuteOptions): Promise<readonly (readonly unknown[])[]> {
    const post = this.#postOnly || sql.length > longestAddress
    const asked = await this.#ask(sql, post, options)
    if (!(asked instanceof DgeError)) return asked
    if (post || saysDuckDb(asked.message)) throw asked
    // An endpoint that does not know ?sql=: Mosaic's wants the question in the body.
    const again = await this.#ask(sql, true, options)
    if (again instanceof DgeError) throw saysDuckDb(again.message) ? again : asked
    this.#postOnly = true
    return again
  }

  async tables(options: ExecuteOptions): Promise<string[]> {
    return (await this.run('SHOW TABLES', options)).map(([name]) => String(name))
  }

  async #ask(sql: string, post: boolean, { signal }: ExecuteOptions): Promise<readonly (readonly unknown[])[] | DgeError> {
    const url = new URL(this.#url)
    if (!post) url.searchParams.set('sql', sql)
    const response = await request(url, {
      signal, timeout: this.#timeout, accept: [400, 401, 403, 404, 405, 422, 500],
      ...(post ? { method: 'POST', body: JSON.stringify({ type: 'json', sql }), headers: { 'content-type': 'text/plain' } } : {}),
    })
    const text = await readText(response, { signal })
    const { address } = this
    if (!response.ok) return errorOf(text, address) ?? new DgeError('http', `HTTP ${response.status} from ${address}: ${excerpt(text, 300)}`, { status: response.status, url: address })
    return rowsOf(text) ?? errorOf(text, address) ?? new DgeError('format', `Not rows in JSON (“${excerpt(text)}”) at ${address}`, { url: address })
  }

  /** For messages: passwords and keys in the address stay out of them. */
  get address(): string {
    return this.#url.origin + this.#url.pathname
  }
}

/** Rows are objects: every column has an alias of its own, and none is a number, so their order is that of the SELECT. */
function rowsOf(text: string): unknown[][] | undefined {
  try {
    const parsed = parseExactJson(text)
    const rows = Array.isArray(parsed) ? parsed : (parsed as { data?: unknown } | null)?.data
    if (!Array.isArray(rows)) return undefined
    return rows.map((row: unknown) => (Array.isArray(row) ? row : Object.values(row as object)))
  } catch {
    return undefined
  }
}

const ownErrors = /\b(Binder|Catalog|Parser|Conversion|Invalid Input|Out of Memory|Out of Range|INTERRUPT|Permission|IO|HTTP|Not implemented|Constraint|Serialization|Internal|Fatal)\s+Error:/i

function saysDuckDb(message: string): boolean {
  return ownErrors.test(message)
}

/** What DuckDB says of a failure, alone or in `{"error": …}`; undefined when it isn't DuckDB that speaks. */
function errorOf(text: string, url: string): DgeError | undefined {
  const kind = ownErrors.exec(text)?.[1]?.toLowerCase()
  if (kind === undefined) return undefined
  const said = excerpt(plainMessage(text), 300)
  const message = `DuckDB refused the question: ${said}`
  if (kind === 'binder' && /column|binding/i.test(said)) return new DgeError('field', message, { url })
  if (kind === 'catalog' || kind === 'io') return new DgeError('query', message, { url, hint: 'Check layer="…".' })
  if (kind === 'out of memory') return new DgeError('too-large', message, { url, hint: 'Ask less: narrow where="…".' })
  if (kind === 'interrupt') return new DgeError('timeout', message, { url })
  if (kind === 'permission') return new DgeError('http', message, { status: 403, url })
  return new DgeError('http', message, { status: 500, url })
}

function plainMessage(text: string): string {
  try {
    const parsed = JSON.parse(text) as { error?: unknown; message?: unknown } | null
    const said = parsed?.error ?? parsed?.message
    return typeof said === 'string' ? said : text
  } catch {
    return text
  }
}

/** `schema.table`, each part quoted; a file is one name. */
function tableOf(name: string): string {
  return /\.(parquet|csv|tsv|json|ndjson|jsonl)(\.gz)?$/i.test(name) ? identifier(name) : name.split('.').map(identifier).join('.')
}

function fieldOf(name: string, stored: string, config: SourceConfig): SqlField {
  const column = identifier(name)
  const [native, value] = readingOf(stored, column)
  const type = chosenType(config, name) ?? native
  return {
    name, type, stored,
    value: type === native ? value : undefined,
    ...(stored === 'VARCHAR' && type === native ? { bare: column } : {}),
    ...(type === 'date' ? { precision: stored === 'DATE' ? 'day' : 'time' } : {}),
  }
}

/** What we read a column as, and its value in SQL; none for lists, blobs, times, and instants (their clock is the session's). */
function readingOf(stored: string, column: string): readonly [FieldType, string | undefined] {
  if (stored === 'VARCHAR') return ['string', `NULLIF(${column}, '')`]
  if (/^(UUID$|ENUM\()/.test(stored)) return ['string', `NULLIF(CAST(${column} AS VARCHAR), '')`]
  if (/^U?(TINY|SMALL|BIG|HUGE)INT$|^U?INTEGER$/.test(stored)) return ['number', column]
  if (stored.startsWith('DECIMAL')) return ['number', `CAST(${column} AS DOUBLE)`]
  if (stored === 'DOUBLE') return ['number', `CASE WHEN isfinite(${column}) THEN ${column} END`]
  // 0.1 of 32 bits is what was meant, not 0.10000000149.
  if (stored === 'FLOAT') return ['number', `CASE WHEN isfinite(${column}) THEN CAST(CAST(${column} AS VARCHAR) AS DOUBLE) END`]
  if (stored === 'DATE') return ['date', `CASE WHEN isfinite(${column}) THEN ${column} END`]
  if (/^TIMESTAMP(_S|_MS|_NS)?$/.test(stored)) return ['date', `CASE WHEN isfinite(${column}) THEN date_trunc('milliseconds', CAST(${column} AS TIMESTAMP)) END`]
  if (stored.startsWith('TIMESTAMP')) return ['date', undefined]
  return stored === 'BOOLEAN' ? ['boolean', column] : ['string', undefined]
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`
}

const cuts: Readonly<Record<TimeUnit, string>> = {
  year: 'year', quarter: 'quarter', month: 'month', week: 'week', day: 'isodow', date: 'day', hour: 'hour',
  yearquarter: 'quarter', yearmonth: 'month', yearweek: 'week', yearmonthdate: 'day',
}

const dialect: SqlDialect = {
  identifier,
  text,
  date(wallClock, { stored }) {
    const clock = new Date(wallClock).toISOString()
    // Years of four digits: others are written with a sign.
    if (clock.length > 24) return undefined
    if (stored === 'DATE') return clock.endsWith('T00:00:00.000Z') ? `DATE '${clock.slice(0, 10)}'` : undefined
    return `TIMESTAMP '${clock.slice(0, 23).replace('T', ' ')}'`
  },
  timeUnit(unit, date, { stored }) {
    if (unit in truncations) return `date_trunc('${cuts[unit]}', ${date})`
    return unit === 'hour' && stored === 'DATE' ? undefined : `${cuts[unit]}(${date})`
  },
  like: (value, pattern) => `${value} LIKE ${text(pattern)} ESCAPE '\\'`,
  aggregate(op, value, _counted, p) {
    switch (op) {
      case 'distinct':
        return `count(DISTINCT ${value})`
      // Sums of integers are exact in 128 bits; those of doubles are compensated, as ours.
      case 'sum':
        return `fsum(${value})`
      case 'mean':
        return `favg(${value})`
      case 'min':
      case 'max':
        return `${op}(${value})`
      case 'median':
        return `quantile_cont(CAST(${value} AS DOUBLE), 0.5)`
      case 'quantile':
        return p === undefined || p < 0 || p > 1 ? undefined : `quantile_cont(CAST(${value} AS DOUBLE), ${p})`
      case 'stdev':
        return `stddev_samp(${value})`
      case 'count':
        return `count(${value})`
    }
  },
  boolean: (value) => (value ? 'TRUE' : 'FALSE'),
  double: (value) => `CAST(${value} AS DOUBLE)`,
}
