import { DgeError } from '../data/errors.js'
import { excerpt, readText, request } from './http.js'
import { SqlDataset } from './sql-dataset.js'
import type { Dataset, ExecuteOptions, OpenOptions, Provider, SourceConfig } from '../data/dataset.js'
import type { TimeUnit } from '../data/expression.js'
import type { FieldType } from '../data/schema.js'
import type { SqlDialect, SqlField } from './sql-writer.js'

/**
 * ClickHouse over HTTP, one node or a Distributed table: the cluster's road for data beyond one machine. The address is the
 * server's, with `database`, `table` (or `layer="…"`) and a public read-only `user`: `https://host:8443/?table=communes`.
 * Requests are GET, which the server runs read-only, without a preflight.
 * @see https://clickhouse.com/docs/interfaces/http
 */
const provider: Provider = {
  name: 'clickhouse',
  async open(config: SourceConfig, options: OpenOptions = {}): Promise<Dataset> {
    options.response?.body?.cancel().catch(() => {})
    const server = new ClickHouse(config)
    const name = config.layer || server.table
    if (!name) throw await server.whichTable(options)
    const table = name.split('.').map(identifier).join('.')
    const [described, counted] = await Promise.all([
      server.run(`DESCRIBE TABLE ${table}`, options),
      server.run(`SELECT count(*) FROM ${table}`, options),
    ])
    return new SqlDataset({
      name: table,
      fields: described.map((row) => fieldOf(row, config)),
      dialect,
      metadata: { title: name },
      downloads: [{ url: server.addressOf(`SELECT * FROM ${table} FORMAT CSVWithNames`), format: 'csv' }],
      total: Number(counted[0]?.[0] ?? 0),
      maxRows: config.maxRows,
      run: (sql, execution) => server.run(sql, execution),
    })
  },
}
export default provider

/** Longer questions go in the body; servers cut addresses at 8 or 16 kB. */
const longestAddress = 6000

class ClickHouse {
  readonly table: string | null
  readonly #url: URL
  readonly #timeout: number | undefined
  /** Users of the strictest kind may set no limit of their own. */
  #mayLimit = true

  constructor({ src, timeout }: SourceConfig) {
    this.#url = new URL(src)
    this.#timeout = timeout
    this.table = this.#url.searchParams.get('table')
    for (const name of ['table', 'query']) this.#url.searchParams.delete(name)
    this.#url.hash = ''
  }

  addressOf(sql: string): string {
    const url = new URL(this.#url)
    url.searchParams.set('query', sql)
    return url.href
  }

  async run(sql: string, options: ExecuteOptions): Promise<readonly (readonly unknown[])[]> {
    const text = await this.#ask(`${sql} FORMAT JSONCompact`, options)
    try {
      const { data } = JSON.parse(text) as { data?: unknown }
      if (Array.isArray(data)) return data as unknown[][]
    } catch {
      // Told below: an error after the first rows stands at the end of a broken answer.
    }
    throw errorOf(text, this.#url.origin) ?? new DgeError('format', `Not an answer of ClickHouse (“${excerpt(text)}”) at ${this.#url.origin}`, { url: this.#url.origin })
  }

  /** Several tables and none named: the error that lists them. */
  async whichTable(options: ExecuteOptions): Promise<DgeError> {
    const tables = (await this.run('SHOW TABLES', options)).map(([name]) => String(name))
    const shown = tables.slice(0, 20).join(', ')
    return new DgeError('query', `The database has ${tables.length} tables and none is named: ${shown}`, {
      url: this.#url.origin,
      hint: 'Name one with table=… in the address, or layer="…".',
      choices: tables.map((layer) => ({ layer })),
    })
  }

  async #ask(sql: string, { signal }: ExecuteOptions): Promise<string> {
    const url = new URL(this.#url)
    const limited = this.#mayLimit
    if (limited) {
      url.searchParams.set('max_execution_time', String(Math.ceil((this.#timeout ?? 30_000) / 1000)))
      // Versions before 20 rewrite a = 1 OR a = 2 OR a = 3 for other shards as something that these don't know.
      url.searchParams.set('optimize_min_equality_disjunction_chain_length', '1000000')
    }
    const short = sql.length < longestAddress
    if (short) url.searchParams.set('query', sql)
    const response = await request(url, {
      signal, timeout: this.#timeout, accept: [400, 401, 403, 404, 500],
      ...(short ? {} : { method: 'POST', body: sql, headers: { 'content-type': 'text/plain' } }),
    })
    const text = await readText(response, { signal })
    if (response.ok) return text
    const error = errorOf(text, this.#url.origin)
    if (limited && error && /Code: 164\b/.test(text)) {
      this.#mayLimit = false
      return this.#ask(sql, { ...(signal ? { signal } : {}) })
    }
    throw error ?? new DgeError('http', `HTTP ${response.status} from ${this.#url.origin}: ${excerpt(text, 300)}`, { status: response.status, url: this.#url.origin })
  }
}

/** What the server says of a failure, by its code. @see https://github.com/ClickHouse/ClickHouse/blob/master/src/Common/ErrorCodes.cpp */
function errorOf(text: string, url: string): DgeError | undefined {
  const match = /Code: (\d+)[\s\S]*?(?:DB::Exception: )([\s\S]*)/.exec(text)
  if (!match) return undefined
  const code = Number(match[1])
  const said = excerpt(match[2] ?? '', 300)
  const message = `ClickHouse refused the question (code ${code}): ${said}`
  if (code === 60 || code === 81) return new DgeError('query', `No such table or database: ${said}`, { url, hint: 'Check table=… and database=… in the address.' })
  if (code === 47 || code === 16) return new DgeError('field', message, { url })
  if (code === 159) return new DgeError('timeout', `The question takes too long: ${said}`, { url })
  if ([158, 241, 307, 396].includes(code)) return new DgeError('too-large', message, { url, hint: 'Ask less: narrow where="…".' })
  if ([164, 192, 193, 194, 497, 516].includes(code)) return new DgeError('http', message, { status: 403, url, hint: 'The table needs a public read-only user (user=… in the address).' })
  return new DgeError('http', message, { status: 500, url })
}

function fieldOf([name, type, , , comment]: readonly unknown[], config: SourceConfig): SqlField {
  const plain = String(type).replace(/^(?:LowCardinality|Nullable)\((.*)\)$/, '$1').replace(/^Nullable\((.*)\)$/, '$1')
  const native = nativeType(plain)
  const daily = /^Date(32)?$/.test(plain)
  const chosen = config.types?.[String(name)] ?? native ?? 'string'
  return {
    name: String(name),
    type: chosen,
    native, daily,
    float: /^(Float|Decimal)/.test(plain),
    ...(chosen === 'date' ? { precision: daily ? 'day' : 'time' } : {}),
    ...(typeof comment === 'string' && comment ? { description: comment } : {}),
  }
}

function nativeType(type: string): FieldType | undefined {
  if (/^(String|FixedString|Enum|UUID|IPv)/.test(type)) return /^(String|FixedString)/.test(type) ? 'string' : undefined
  if (/^(U?Int\d+|Float|Decimal)/.test(type)) return 'number'
  if (type.startsWith('Date')) return 'date'
  return type === 'Bool' ? 'boolean' : undefined
}

function identifier(name: string): string {
  return `\`${name.replace(/[\\`]/g, '\\$&')}\``
}

function text(value: string): string {
  return `'${value.replace(/[\\']/g, '\\$&')}'`
}

const parts: Partial<Record<TimeUnit, string>> = {
  year: 'toYear', quarter: 'toQuarter', month: 'toMonth', day: 'toDayOfWeek', date: 'toDayOfMonth', hour: 'toHour',
  yearquarter: 'toStartOfQuarter', yearmonth: 'toStartOfMonth', yearweek: 'toMonday', yearmonthdate: 'toDate',
}

const dialect: SqlDialect = {
  identifier,
  text,
  date(wallClock, daily) {
    const clock = new Date(wallClock).toISOString().slice(0, 19).replace('T', ' ')
    return daily ? `toDate('${clock.slice(0, 10)}')` : `toDateTime('${clock}')`
  },
  finite: (value) => `if(isFinite(toFloat64(${value})), toFloat64(${value}), NULL)`,
  timeUnit(unit, date, daily) {
    const name = parts[unit]
    return name === undefined || (unit === 'hour' && daily) ? undefined : `${name}(${date})`
  },
  // "_" stands for a byte in old versions: only runs are left to the server.
  like: (value, pattern) => (/(^|[^\\])(\\\\)*_/.test(pattern) ? undefined : `${value} LIKE ${text(pattern)}`),
  aggregate(op, value, counted) {
    // Over no value ClickHouse gives 0 or NaN, and NULL distinct ones. Its quantiles do not interpolate, its deviation loses digits: done here.
    if (op === 'sum' || op === 'min' || op === 'max') return `if(${counted} = 0, NULL, ${op}(${value}))`
    if (op === 'distinct') return `if(${counted} = 0, 0, count(DISTINCT ${value}))`
    return op === 'mean' ? `if(${counted} = 0, NULL, avg(${value}))` : undefined
  },
  boolean: (value) => (value ? '1' : '0'),
  double: (value) => `toFloat64(${value})`,
}
