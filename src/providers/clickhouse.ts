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
    const name = config.layer || server.table || onlyTable(await server.tables(options), server.origin)
    const table = name.split('.').map(identifier).join('.')
    const [described, counted] = await Promise.all([
      server.run(`DESCRIBE TABLE ${table}`, options),
      server.run(`SELECT (SELECT count(*) FROM ${table}), toString(toDate(0))`, options),
    ])
    checkTypes(config.types, described.map(([column]) => String(column)))
    const [total, zeroDate] = counted[0] ?? []
    return new SqlDataset({
      name: table,
      // Old servers write the day 0 as 0000-00-00 and mean that there is none.
      fields: described.map((row) => fieldOf(row, config, String(zeroDate).startsWith('0000'))),
      dialect,
      metadata: { title: name },
      downloads: [{ url: server.addressOf(`SELECT * FROM ${table} FORMAT CSVWithNames`), format: 'csv' }],
      total: Number(total ?? 0),
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
  readonly origin: string
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
    this.origin = this.#url.origin
  }

  addressOf(sql: string): string {
    const url = new URL(this.#url)
    url.searchParams.set('query', sql)
    return url.href
  }

  async run(sql: string, options: ExecuteOptions): Promise<readonly (readonly unknown[])[]> {
    const text = await this.#ask(`${sql} FORMAT JSONCompact`, options)
    try {
      const { meta, data } = parseExactJson(text) as { meta?: unknown; data?: unknown }
      if (Array.isArray(meta) && Array.isArray(data)) return withFirstDay(meta as Meta[], data as unknown[][])
    } catch {
      // Told below: an error after the first rows stands at the end of a broken answer.
    }
    throw errorOf(text, this.#url.origin) ?? new DgeError('format', `Not an answer of ClickHouse (“${excerpt(text)}”) at ${this.#url.origin}`, { url: this.#url.origin })
  }

  async tables(options: ExecuteOptions): Promise<string[]> {
    return (await this.run('SHOW TABLES', options)).map(([name]) => String(name))
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

interface Meta {
  readonly type?: string
}

/** Old servers write the first of January 1970 as 0000-00-00. Where it stands for no date it is NULL already (see `readingOf`). */
function withFirstDay(meta: readonly Meta[], rows: unknown[][]): unknown[][] {
  for (const [at, { type }] of meta.entries()) {
    if (!/^(Nullable\()?Date/.test(type ?? '')) continue
    for (const row of rows) if (typeof row[at] === 'string' && row[at].startsWith('0000-00-00')) row[at] = row[at].replace('0000-00-00', '1970-01-01')
  }
  return rows
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
  if (code === 159 || code === 160) return new DgeError('timeout', `The question takes too long: ${said}`, { url })
  if ([158, 241, 307, 396].includes(code)) return new DgeError('too-large', message, { url, hint: 'Ask less: narrow where="…".' })
  if ([164, 192, 193, 194, 497, 516].includes(code)) return new DgeError('http', message, { status: 403, url, hint: 'The table needs a public read-only user (user=… in the address).' })
  return new DgeError('http', message, { status: 500, url })
}

function fieldOf([column, stored, , , comment]: readonly unknown[], config: SourceConfig, zeroDates: boolean): SqlField {
  const name = String(column)
  const plain = String(stored).replace(/^LowCardinality\((.*)\)$/, '$1')
  const nullable = plain.startsWith('Nullable(')
  const inner = nullable ? plain.slice('Nullable('.length, -1) : plain
  const [native, value] = readingOf(inner, identifier(name), nullable, zeroDates)
  const type = chosenType(config, name) ?? native
  return {
    name, type,
    stored: inner,
    value: type === native ? value : undefined,
    ...(inner === 'String' && type === native ? { bare: identifier(name) } : {}),
    ...(type === 'date' ? { precision: /^Date(32)?$/.test(inner) ? 'day' : 'time' } : {}),
    ...(typeof comment === 'string' && comment ? { description: comment } : {}),
  }
}

/** What we read a column as, and its value in SQL; none for the types that functions of some versions get wrong. */
function readingOf(stored: string, column: string, nullable: boolean, zeroDates: boolean): readonly [FieldType, string | undefined] {
  if (stored === 'String') return ['string', `NULLIF(${column}, '')`]
  if (stored.startsWith('FixedString')) return ['string', `NULLIF(toStringCutToZero(${column}), '')`]
  if (stored.startsWith('Enum')) return ['string', nullable ? undefined : `NULLIF(toString(${column}), '')`]
  if (/^U?Int(8|16|32|64)$/.test(stored)) return ['number', column]
  if (/^U?Int\d+$/.test(stored)) return ['number', `toFloat64(${column})`]
  if (/^(Float|BFloat|Decimal)/.test(stored)) {
    // The answer writes 0.1 for the nearest number of 32 bits, which as a double would be 0.10000000149. Zeros of both signs are one.
    const double = stored === 'Float64' || stored.startsWith('Decimal') ? `toFloat64(${column})` : `toFloat64(toString(${column}))`
    return ['number', stored.startsWith('Decimal') ? double : `if(isFinite(${double}), ${double} + 0, NULL)`]
  }
  if (stored === 'Date') return ['date', zeroDates ? `NULLIF(${column}, toDate(0))` : column]
  if (/^DateTime(\(|$)/.test(stored)) return ['date', wallClock(zeroDates ? `NULLIF(${column}, toDateTime(0))` : column, stored)]
  if (stored.startsWith('Date')) return ['date', undefined]
  return stored === 'Bool' ? ['boolean', column] : ['string', undefined]
}

/** The time as it is shown, whatever the zone: two instants of the hour that comes twice in autumn are one. */
function wallClock(time: string, stored: string): string {
  if (/'(UTC|Etc\/UTC)'/.test(stored)) return time
  return `toDateTime(toUInt32(toUInt16(toDate(${time}))) * 86400 + toHour(${time}) * 3600 + toMinute(${time}) * 60 + toSecond(${time}), 'UTC')`
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

/** Between these days every version has dates. */
const [firstDay, lastDay] = [Date.UTC(1970, 0, 2), Date.UTC(2105, 11, 31)]

/** A name that no column has: inside a lambda it would hide the column. */
const item = 'dge_item_of_list'

/** The value at the fraction `p` of the sorted values, between two of them by straight line, as d3.quantile. */
function quantile(value: string, counted: string, p: number): string {
  const sorted = `arraySort(groupArray(toFloat64(${value})))`
  const place = `((${counted} - 1) * ${p})`
  const [low, high] = [`arrayElement(${sorted}, toUInt64(floor(${place})) + 1)`, `arrayElement(${sorted}, toUInt64(ceil(${place})) + 1)`]
  return `if(${counted} = 0, NULL, ${low} + (${high} - ${low}) * (${place} - floor(${place})))`
}

/** In two passes: the server's own deviation loses digits where all values are large. */
function deviation(value: string, counted: string): string {
  const distance = `(${item} - assumeNotNull(avg(toFloat64(${value}))))`
  return `if(${counted} < 2, NULL, sqrt(arraySum(arrayMap(${item} -> ${distance} * ${distance}, groupArray(toFloat64(${value})))) / (${counted} - 1)))`
}

const dialect: SqlDialect = {
  identifier,
  text,
  date(wallClock, { stored }) {
    if (wallClock < firstDay || wallClock > lastDay) return undefined
    const clock = new Date(wallClock).toISOString()
    if (stored === 'Date') return clock.endsWith('T00:00:00.000Z') ? `toDate('${clock.slice(0, 10)}')` : undefined
    return clock.endsWith('.000Z') ? `toDateTime('${clock.slice(0, 19).replace('T', ' ')}', 'UTC')` : undefined
  },
  timeUnit(unit, date, { stored }) {
    const name = parts[unit]
    return name === undefined || (unit === 'hour' && stored === 'Date') ? undefined : `${name}(${date})`
  },
  // "_" stands for a byte in old versions: only runs are left to the server.
  like: (value, pattern) => (/(^|[^\\])(\\\\)*_/.test(pattern) ? undefined : `${value} LIKE ${text(pattern)}`),
  aggregate(op, value, counted, p) {
    switch (op) {
      // Over no value ClickHouse gives 0 or NaN, and NULL distinct ones.
      case 'sum':
        return `if(${counted} = 0, NULL, sum(toFloat64(${value})))`
      case 'min':
      case 'max':
        return `if(${counted} = 0, NULL, ${op}(${value}))`
      case 'distinct':
        return `if(${counted} = 0, 0, uniqExact(${value}))`
      case 'mean':
        return `if(${counted} = 0, NULL, avg(toFloat64(${value})))`
      case 'median':
        return quantile(value, counted, 0.5)
      case 'quantile':
        return p === undefined || !(p >= 0 && p <= 1) ? undefined : quantile(value, counted, p)
      case 'stdev':
        return deviation(value, counted)
      case 'count':
        return counted
    }
  },
  boolean: (value) => (value ? '1' : '0'),
  double: (value) => `toFloat64(${value})`,
}
