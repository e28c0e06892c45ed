import { DgeError } from '../data/errors.js'
import { excerpt, readText, request } from './http.js'
import { SqlDataset } from './sql-dataset.js'
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
    const name = config.layer || server.table || (await server.onlyTable(options))
    const table = tableOf(name)
    const [described, counted] = await Promise.all([
      server.run(`DESCRIBE SELECT * FROM ${table}`, options),
      server.run(`SELECT count(*) AS n FROM ${table}`, options),
    ])
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

  /** The table of a database that has one only. @throws DgeError `query` that lists them, when there are several */
  async onlyTable(options: ExecuteOptions): Promise<string> {
    const names = (await this.run('SHOW TABLES', options)).map(([name]) => String(name))
    const [only] = names
    if (names.length === 1 && only !== undefined) return only
    const shown = names.slice(0, 20).join(', ')
    throw new DgeError('query', `The database has ${names.length} tables and none is named: ${shown}`, {
      url: this.#url.origin,
      hint: 'Name one with layer="…".',
      choices: names.map((layer) => ({ layer })),
    })
  }

  async #ask(sql: string, post: boolean, { signal }: ExecuteOptions): Promise<readonly (readonly unknown[])[] | DgeError> {
    const url = new URL(this.#url)
    if (!post) url.searchParams.set('sql', sql)
    const response = await request(url, {
      signal, timeout: this.#timeout, accept: [400, 401, 403, 404, 405, 422, 500],
      ...(post ? { method: 'POST', body: JSON.stringify({ type: 'json', sql }), headers: { 'content-type': 'text/plain' } } : {}),
    })
    const text = await readText(response, { signal })
    const address = this.#address
    if (!response.ok) return errorOf(text, address) ?? new DgeError('http', `HTTP ${response.status} from ${address}: ${excerpt(text, 300)}`, { status: response.status, url: address })
    return rowsOf(text) ?? errorOf(text, address) ?? new DgeError('format', `Not rows in JSON (“${excerpt(text)}”) at ${address}`, { url: address })
  }

  /** For messages: passwords and keys in the address stay out of them. */
  get #address(): string {
    return this.#url.origin + this.#url.pathname
  }
}

/** Rows are objects: every column has an alias of its own, and none is a number, so their order is that of the SELECT. */
function rowsOf(text: string): unknown[][] | undefined {
  try {
    const parsed: unknown = JSON.parse(text)
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
  const native = nativeType(stored)
  const type = (Object.hasOwn(config.types ?? {}, name) ? config.types?.[name] : undefined) ?? native ?? 'string'
  const daily = stored === 'DATE'
  return {
    name, type, native, daily,
    float: /^(FLOAT|DOUBLE)$/.test(stored),
    ...(type === 'date' ? { precision: daily ? 'day' : 'time' } : {}),
  }
}

/** Undefined for what is shown as text and left alone: lists, blobs, times, instants (their clock depends on the session). */
function nativeType(stored: string): FieldType | undefined {
  if (stored === 'VARCHAR') return 'string'
  if (/^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(\d+,\d+\))$/.test(stored)) return 'number'
  if (/^(DATE|TIMESTAMP(_S|_MS)?)$/.test(stored)) return 'date'
  return stored === 'BOOLEAN' ? 'boolean' : undefined
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
  date(wallClock, daily) {
    const clock = new Date(wallClock).toISOString().slice(0, 23).replace('T', ' ')
    return daily ? `DATE '${clock.slice(0, 10)}'` : `TIMESTAMP '${clock}'`
  },
  finite: (value) => `CASE WHEN isfinite(${value}) THEN ${value} END`,
  timeUnit(unit, date, daily) {
    if (unit.startsWith('year') && unit !== 'year') return `date_trunc('${cuts[unit]}', ${date})`
    return unit === 'hour' && daily ? undefined : `${cuts[unit]}(${date})`
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
