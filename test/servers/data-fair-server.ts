import { rowsOf } from '../../src/data/table.js'
import { startFaultServer } from './fault-server.js'
import type { Field } from '../../src/data/schema.js'
import type { Row, Table, Value } from '../../src/data/table.js'
import type { FaultServer, Reply } from './fault-server.js'

export interface DataFairOptions {
  /** Hears none of the parameters but `size` and `after`: what must never give a wrong figure. */
  readonly deaf?: boolean
  /** Lines per answer at most. */
  readonly pageSize?: number
  /** Replaces parts of the dataset's description. */
  readonly description?: object
}

/** Where the dataset of `startDataFair` is. */
export const dataFairPath = '/data-fair/api/v1/datasets/essai'

/**
 * Plays data-fair from its documentation and source (never compared with one on the wire): column filters, sort with
 * missing values last, `after` paging, `values_agg` that leaves out missing values and cuts at `agg_size`, sums that are 0
 * for no value, texts over 200 characters out of the index.
 */
export async function startDataFair(table: Table, options: DataFairOptions = {}): Promise<FaultServer> {
  const lines = rowsOf(table).map((row, index) => lineOf(row, index, table))
  const json = (body: unknown, status = 200): Reply => ({ status, type: 'application/json', body: JSON.stringify(body) })
  const about = {
    id: 'essai', title: 'Essai', description: '<p>Un <b>essai</b></p>', count: lines.length, owner: { name: 'Région Grand Est' },
    license: { title: 'Licence Ouverte', href: 'https://www.etalab.gouv.fr/licence-ouverte-open-licence' }, createdAt: '2020-01-01T00:00:00.000Z', dataUpdatedAt: '2026-01-02T03:04:05.000Z', frequency: 'annual', bbox: [6, 48, 7.75, 48.625],
    originalFile: { name: 'essai.csv' }, schema: [...table.schema.flatMap(columnOf), ...calculated], ...options.description,
  }
  const answer = (read: (kept: readonly Line[], parameters: URLSearchParams) => Reply) => (_request: unknown, url: URL) => {
    const parameters = options.deaf ? only(url.searchParams, ['size', 'after', 'field', 'metric']) : url.searchParams
    const unknown = (parameters.get('select') ?? '').split(',').find((name) => name !== '' && name !== '_geopoint' && !table.columns.has(name))
    if (unknown) return { status: 400, type: 'text/plain', body: `Impossible de sélectionner le champ ${unknown}` }
    return read(lines.filter((line) => [...parameters].every(([name, value]) => passes(line, name, value))), parameters)
  }
  return startFaultServer({
    [dataFairPath]: json(about),
    [`${dataFairPath}/lines`]: answer((kept, parameters) => {
      const size = Math.min(Number(parameters.get('size') ?? 12), options.pageSize ?? 10_000)
      if (Number(parameters.get('size') ?? 12) > 10_000) return { status: 400, type: 'text/plain', body: '"size" cannot be more than 10000' }
      const start = Number(parameters.get('after') ?? 0)
      const page = sorted(kept, parameters.get('sort') ?? '').slice(start, start + size)
      const select = parameters.get('select')?.split(',')
      const results = page.map((line) => Object.fromEntries(Object.entries(line).filter(([name, value]) => value !== null && (!select || select.includes(name) || /^_(i|id|score)$/.test(name)))))
      const next = start + size < kept.length && size > 0 ? { next: `http://intern:8080${dataFairPath}/lines?after=${start + size}` } : {}
      return json({ ...next, total: kept.length, results })
    }),
    [`${dataFairPath}/values_agg`]: answer((kept, parameters) => json(valuesAgg(kept, parameters))),
    [`${dataFairPath}/metric_agg`]: answer((kept, parameters) => json({ total: kept.length, metric: metricOf(kept, parameters.get('field') ?? '', parameters.get('metric') ?? '') })),
  })
}

type Line = Readonly<Record<string, string | number | boolean | null>>

const calculated = [
  { key: '_geopoint', type: 'string', 'x-calculated': true }, { key: '_i', type: 'integer', 'x-calculated': true },
  { key: '_id', type: 'string', format: 'uri-reference', 'x-calculated': true }, { key: '_rand', type: 'integer', 'x-calculated': true },
]

function columnOf({ name, type, title }: Field): object[] {
  if (type === 'geometry') return []
  const kind = type === 'date' ? { type: 'string', format: 'date' } : { type }
  return [{ key: name, ...kind, ...(title ? { title } : {}) }]
}

function lineOf(row: Row, index: number, { schema }: Table): Line {
  const cells = schema.map(({ name, type }): [string, string | number | boolean | null] => {
    const value = row[name] ?? null
    if (type === 'geometry') return ['_geopoint', pointOf(value)]
    return [name, type === 'date' && typeof value === 'number' ? new Date(value).toISOString().slice(0, 10) : (value as string | number | boolean | null)]
  })
  return Object.fromEntries([...cells, ['_i', index], ['_id', `l${index}`], ['_score', null]])
}

function pointOf(value: Value): string | null {
  return typeof value === 'object' && value?.type === 'Point' ? `${value.coordinates[1]},${value.coordinates[0]}` : null
}

const indexed = (value: Line[string] | undefined) => (typeof value === 'string' && value.length > 200 ? null : (value ?? null))

function passes(line: Line, parameter: string, text: string): boolean {
  if (parameter === 'bbox') {
    const [west = 0, south = 0, east = 0, north = 0] = text.split(',').map(Number)
    const [latitude = NaN, longitude = NaN] = String(line['_geopoint'] ?? '').split(',').map(Number)
    return longitude >= west && longitude <= east && latitude >= south && latitude <= north
  }
  const [, name = '', op = ''] = /^(.+)_(eq|in|gte|lte|gt|lt)$/.exec(parameter) ?? []
  if (!Object.hasOwn(line, name)) return true
  const value = indexed(line[name])
  if (value === null) return false
  const typed = (written: string) => (typeof value === 'number' ? Number(written) : typeof value === 'boolean' ? written === 'true' : written)
  if (op === 'in') return text.split(',').some((one) => typed(one) === value)
  const literal = typed(text)
  return op === 'eq' ? value === literal : op === 'gte' ? value >= literal : op === 'lte' ? value <= literal : op === 'gt' ? value > literal : value < literal
}

function sorted(lines: readonly Line[], sort: string): readonly Line[] {
  const keys = sort.split(',').filter(Boolean).map((key) => ({ name: key.replace(/^-/, ''), sign: key.startsWith('-') ? -1 : 1 }))
  return [...lines].sort((a, b) => {
    for (const { name, sign } of keys) {
      const [left, right] = [indexed(a[name]), indexed(b[name])]
      if (left === right) continue
      if (left === null || right === null) return left === null ? 1 : -1
      return (left < right ? -1 : 1) * sign
    }
    return Number(a['_i']) - Number(b['_i'])
  })
}

function valuesAgg(lines: readonly Line[], parameters: URLSearchParams): object {
  const name = parameters.get('field') ?? ''
  const groups = new Map<string | number | boolean, Line[]>()
  for (const line of lines) {
    const value = indexed(line[name])
    if (value !== null) groups.set(value, [...(groups.get(value) ?? []), line])
  }
  const all = [...groups].sort(([, a], [, b]) => b.length - a.length)
  const shown = all.slice(0, Number(parameters.get('agg_size') ?? 20))
  const extra = (parameters.get('extra_metrics') ?? '').split(',').filter(Boolean).map((one) => one.split(':'))
  const aggs = shown.map(([value, members]) => ({
    total: members.length, value, results: [],
    ...Object.fromEntries(extra.map(([field = '', metric = '']) => [`${field}_${metric}`, metricOf(members, field, metric)])),
  }))
  return { total: lines.length, total_values: all.length, total_other: all.slice(shown.length).reduce((sum, [, members]) => sum + members.length, 0), aggs }
}

function metricOf(lines: readonly Line[], name: string, metric: string): number | null {
  const values = lines.map((line) => line[name]).filter((value) => typeof value === 'number')
  const sum = values.reduce((total, value) => total + value, 0)
  if (metric === 'value_count') return values.length
  if (metric === 'sum') return sum
  if (values.length === 0) return null
  return metric === 'avg' ? sum / values.length : metric === 'min' ? Math.min(...values) : Math.max(...values)
}

function only(parameters: URLSearchParams, names: readonly string[]): URLSearchParams {
  return new URLSearchParams([...parameters].filter(([name]) => names.includes(name)))
}
