import { noCapabilities } from '../data/capabilities.js'
import { DgeError } from '../data/errors.js'
import { isObject } from '../data/json-rows.js'
import { parseDate } from '../data/parse-date.js'
import { createTable } from '../data/table.js'
import { fileDownload, fileMetadata } from './file-metadata.js'
import { request } from './http.js'
import { readJson } from './read-json.js'
import type { Provider, SourceConfig } from '../data/dataset.js'
import type { JsonObject } from '../data/json-rows.js'
import type { Field } from '../data/schema.js'
import type { Table, Value } from '../data/table.js'

/** Rows that a browser can hold: a cube of few cells may have room for billions. */
const mostRows = 5_000_000

/** One side of the cube. */
interface Dimension {
  readonly id: string
  readonly title: string | undefined
  readonly codes: readonly string[]
  /** What the categories are called: one name each. */
  readonly labels: readonly string[]
  readonly isTime: boolean
  readonly isMetric: boolean
  /** How many cells lie between two of its neighbours. */
  readonly stride: number
  /** "%": of a metric with one category. */
  readonly unit: string | undefined
}

/**
 * JSON-stat 2.0, and 1 (`{"dataset": {…}}`): cubes as Eurostat, the INSEE and the statistical offices of the North give them. A column for each dimension with
 * the names of its categories, years and dates where it is time, and `value`; `status` where there is one. Written from the standard.
 * @see https://json-stat.org/full/
 */
const provider: Provider = {
  name: 'json-stat',
  async open(config, { signal, onProgress, response: given } = {}) {
    const response = given ?? (await request(config.src, { signal, timeout: config.timeout }))
    // Statistics are amounts: beyond 2^53 their first 16 digits are what counts.
    const json = await readJson(response, { signal }, JSON.parse)
    const inner = isObject(json) && isObject(json['dataset']) ? json['dataset'] : json
    const cube = isObject(inner) ? inner : {}
    const dimensions = dimensionsOf(cube, config.src)
    const { table, total } = tableOf(cube, dimensions, config)
    onProgress?.(table.numRows, total)
    const [label, source, updated] = ['label', 'source', 'updated'].map((name) => textOf(cube[name]))
    const modified = new Date(updated ?? NaN)
    return {
      schema: table.schema,
      metadata: {
        ...fileMetadata(config.src, response, { titles: label ? [label] : [], notes: totalsNotes(dimensions) }),
        ...(source ? { publisher: source } : {}),
        ...(Number.isNaN(modified.getTime()) ? {} : { modified: modified.toISOString() }),
      },
      capabilities: noCapabilities,
      total,
      atHand: true,
      downloads: [fileDownload(config.src, 'json')],
      execute: async () => table,
    }
  },
}
export default provider

/** @throws DgeError `format` when the sides of the cube are not told, or not as long as it says */
function dimensionsOf(cube: JsonObject, url: string): readonly Dimension[] {
  const all = isObject(cube['dimension']) ? cube['dimension'] : {}
  const [ids, sizes] = ['id', 'size'].map((name) => cube[name] ?? all[name])
  const roles = [cube['role'], all['role']].find(isObject) ?? {}
  const plays = (role: string, id: string) => Array.isArray(roles[role]) && (roles[role] as unknown[]).includes(id)
  if (!Array.isArray(ids) || !Array.isArray(sizes) || ids.length === 0 || ids.length !== sizes.length) throw broken('it does not say its dimensions (id, size)', url)
  let stride = 1
  return ids.map(String).map((id, at) => ({ id, size: Number(sizes[at]) })).reverse().map(({ id, size }): Dimension => {
    const { label, category } = isObject(all[id]) ? all[id] : ({} as JsonObject)
    const { index, label: names, unit } = isObject(category) ? category : ({} as JsonObject)
    const called = isObject(names) ? names : {}
    const codes = Array.isArray(index) ? index.map(String) : isObject(index) ? Object.entries(index).sort(([, a], [, b]) => Number(a) - Number(b)).map(([code]) => code) : Object.keys(called)
    if (codes.length !== size) throw broken(`dimension “${id}” has ${codes.length} categories where it says ${size}`, url)
    const units = isObject(unit) && codes.length === 1 ? unit[codes[0] ?? ''] : undefined
    const before = stride
    stride *= size
    return {
      id, codes, stride: before,
      title: textOf(label),
      labels: apart(codes.map((code) => textOf(called[code]) ?? code), codes),
      isTime: plays('time', id) || (!Array.isArray(roles['time']) && /^(time|time_period|tid)$/i.test(id)),
      isMetric: plays('metric', id),
      unit: isObject(units) ? textOf(units['symbol']) ?? textOf(units['base']) ?? textOf(units['label']) : undefined,
    }
  }).reverse()
}

/** Two categories of one name would be added up as one: their codes tell them apart. */
function apart(labels: readonly string[], codes: readonly string[]): readonly string[] {
  const seen = new Map<string, number>()
  for (const label of labels) seen.set(label, (seen.get(label) ?? 0) + 1)
  return labels.map((label, at) => ((seen.get(label) ?? 0) > 1 && label !== codes[at] ? `${label} (${codes[at]})` : label))
}

/** A row for each cell with a value or a status, and for the moments between: a line breaks where nothing is published. */
function tableOf(cube: JsonObject, dimensions: readonly Dimension[], { src: url, maxRows = Infinity, types = {} }: SourceConfig): { readonly table: Table; readonly total: number } {
  const size = sizeOf(dimensions)
  const { value, status } = cube
  if (!Array.isArray(value) && !isObject(value)) throw broken('it has no values', url)
  if (Array.isArray(value) && value.length !== size) throw broken(`it has ${value.length} values where its dimensions have room for ${size}`, url)
  const words = [cube['extension']].map((one) => (isObject(one) && isObject(one['status']) && isObject(one['status']['label']) ? one['status']['label'] : {}))[0] ?? {}
  const valueAt = (cell: number) => plainValue(Array.isArray(value) ? value[cell] : value[cell])
  const statusAt = (cell: number) => {
    const code = textOf(typeof status === 'string' ? status : Array.isArray(status) ? status[cell] : isObject(status) ? status[cell] : undefined)
    return code === undefined ? null : (textOf(words[code]) ?? code)
  }
  const cells = cellsOf([value, status], dimensions, url, (cell) => valueAt(cell) !== null || (typeof status !== 'string' && statusAt(cell) !== null))
  const rows = cells.slice(0, maxRows)
  const taken = new Set(dimensions.map(({ id }) => id))
  const free = (name: string): string => (taken.has(name) ? free(`${name}_2`) : name)
  const columns = [...dimensions.map((dimension) => columnOfDimension(dimension, rows, types[dimension.id] === 'string')), valueColumn(cube, dimensions, rows.map(valueAt), free('value'))]
  const states = rows.map(statusAt)
  if (states.some((state) => state !== null)) columns.push({ field: { name: free('status'), type: 'string' }, values: states })
  const extra = { numRows: rows.length, complete: rows.length === cells.length, total: cells.length }
  return { table: createTable(columns.map(({ field }) => field), new Map(columns.map(({ field, values }) => [field.name, values])), extra), total: cells.length }
}

const sizeOf = (dimensions: readonly Dimension[]) => dimensions.reduce((product, { codes }) => product * codes.length, 1)

/** The cells of all series in which one is filled, in order. @throws DgeError `too-large` */
function cellsOf(parts: readonly unknown[], dimensions: readonly Dimension[], url: string, isFilled: (cell: number) => boolean): number[] {
  const size = sizeOf(dimensions)
  const time = dimensions.find(({ isTime }) => isTime)
  const [stride, periods] = [time?.stride ?? 1, time?.codes.length ?? 1]
  const series = new Set<number>()
  const add = (cell: number) => {
    if (Number.isInteger(cell) && cell >= 0 && cell < size && isFilled(cell)) series.add(cell - (Math.floor(cell / stride) % periods) * stride)
  }
  for (const part of parts) {
    if (Array.isArray(part)) for (let cell = 0; cell < part.length; cell++) add(cell)
    else if (isObject(part)) for (const cell of Object.keys(part)) add(Number(cell))
  }
  if (series.size * periods > mostRows) throw new DgeError('too-large', `The cube at ${url} has ${series.size * periods} cells`, { url, hint: 'Ask for fewer categories or periods in its address.' })
  const cells = [...series].flatMap((first) => Array.from({ length: periods }, (_, at) => first + at * stride))
  return cells.sort((a, b) => a - b)
}

interface CubeColumn {
  readonly field: Field
  readonly values: readonly Value[]
}

function columnOfDimension({ id, title, codes, labels, stride, isTime }: Dimension, rows: readonly number[], asText: boolean): CubeColumn {
  const at = (cell: number) => Math.floor(cell / stride) % codes.length
  const { field, values } = (isTime && !asText ? periodsOf(codes) : undefined) ?? { field: { type: 'string' as const }, values: labels }
  return { field: { name: id, ...(title && title !== id ? { title } : {}), ...field }, values: rows.map((cell) => values[at(cell)] ?? null) }
}

/** Years, or dates that are equally fine ("2024-01", "2024M01", "2024-Q1", "2024K1"); undefined for other periods. */
function periodsOf(codes: readonly string[]): { readonly field: Omit<Field, 'name'>; readonly values: readonly Value[] } | undefined {
  if (codes.every((code) => /^\d{4}$/.test(code))) return { field: { type: 'number', timeUnit: 'year' }, values: codes.map(Number) }
  const dates = codes.map((code) => parseDate(code.replace(/^(\d{4})M(\d\d)$/, '$1-$2').replace(/^(\d{4})K([1-4])$/, '$1-Q$2'), { order: 'dmy', compact: false }))
  const precision = dates[0]?.precision
  if (precision === undefined || dates.some((date) => date?.precision !== precision)) return undefined
  return { field: { type: 'date', precision }, values: dates.map((date) => date?.value ?? null) }
}

/** A single metric gives its name and unit; else the cube is called what is measured, where that is short. */
function valueColumn(cube: JsonObject, dimensions: readonly Dimension[], values: readonly Value[], name: string): CubeColumn {
  const metric = dimensions.find(({ isMetric, codes }) => isMetric && codes.length === 1)
  const label = textOf(cube['label'])
  const title = metric?.labels[0] ?? (label && label.length <= 60 ? label : undefined)
  const type = values.some((value) => typeof value === 'string') ? 'string' : 'number'
  const field: Field = { name, type, ...(title ? { title } : {}), ...(metric?.unit && type === 'number' ? { unit: metric.unit } : {}) }
  return { field, values: type === 'string' ? values.map((value) => (value === null ? null : String(value))) : values }
}

/** Whoever sums over a dimension with its total in it counts twice. */
function totalsNotes(dimensions: readonly Dimension[]): string[] {
  const isTotal = (dimension: Dimension) => dimension.codes.length > 1 && dimension.codes.some((code, at) => /^(_?T|TOTA?L?)$/i.test(code) || /^(total|ensemble|insgesamt)$/i.test(dimension.labels[at] ?? ''))
  const names = dimensions.filter(isTotal).map(({ id }) => id)
  return names.length > 0 ? [`Totals stand beside their parts in ${names.join(', ')}: fix these dimensions before anything is summed`] : []
}

function plainValue(value: unknown): Value {
  return typeof value === 'number' && Number.isFinite(value) ? value : typeof value === 'string' && value !== '' ? value : null
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
}

function broken(what: string, url: string): DgeError {
  return new DgeError('format', `The JSON-stat at ${url} cannot be read: ${what}`, { url })
}
