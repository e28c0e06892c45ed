import { DgeError } from './errors.js'

/** An object of parsed JSON. */
export type JsonObject = Readonly<Record<string, unknown>>

/** Where rows usually are, in order of preference. */
const usualNames = ['results', 'records', 'data', 'items', 'features', 'value', 'rows', 'member', '@graph']

/** Rows found in JSON. */
export interface JsonRows {
  readonly rows: readonly JsonObject[]
  /** What was assumed, when other arrays might have been meant. */
  readonly note?: string
}

/**
 * The rows of parsed JSON as objects: an array of objects, of arrays under a header row, of plain values; an object of
 * equally long arrays; or the first such array inside an object, the usual names (results, records, data…) before others,
 * outer levels before inner ones; else objects alike, each under its key. `path` ("data.items") says which; a single object there is one row, and so is a thing
 * described in JSON-LD.
 * @throws DgeError `format` when there are none, or nothing at `path`
 */
export function rowsOfJson(json: unknown, path?: string): JsonRows {
  if (path) {
    const value = atPath(json, path)
    const rows = asRows(value, true) ?? (isObject(value) ? (fromKeys(value) ?? [value]) : undefined)
    if (rows) return { rows }
    throw new DgeError('format', `At path="${path}" is no array of rows`, { hint: pathsHint(json) })
  }
  const rows = asRows(json, true)
  if (rows) return { rows }
  if (isObject(json) && '@type' in json && !('@graph' in json)) return { rows: [json] }
  const found = search(json) ?? searchKeys(json)
  if (found) return found
  throw new DgeError('format', `The JSON holds no array of rows${isObject(json) ? '' : `, only ${describe(json)}`}`, {
    hint: isObject(json) ? `Its members: ${Object.keys(json).slice(0, 10).join(', ')}.` : 'An array of objects is needed.',
  })
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value as rows, or undefined. */
function asRows(value: unknown, plain = false): readonly JsonObject[] | undefined {
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value
    if (items.every(isObject)) return items.map(unwrapped)
    if (items.every((item) => Array.isArray(item))) return fromArrays(items)
    if (items.some(isObject)) return items.filter(isObject).map(unwrapped)
    return plain ? items.map((item) => ({ value: item })) : undefined
  }
  return isObject(value) ? fromColumns(value) : undefined
}

/** Rows of Opendatasoft's old exports wrap the fields. */
export function unwrapped(row: JsonObject): JsonObject {
  return isObject(row['fields']) && 'recordid' in row ? row['fields'] : row
}

/** A header row and rows of cells; without a header of names the columns are numbered. */
function fromArrays(rows: readonly (readonly unknown[])[]): readonly JsonObject[] | undefined {
  const [head, ...rest] = rows
  if (!head) return undefined
  const named = head.length > 0 && head.every((name) => typeof name === 'string') && new Set(head).size === head.length
  // A pair of numbers is a position, not a row.
  if (!named && rows.every((row) => row.every((cell) => typeof cell === 'number'))) return undefined
  const names = named ? head.map(String) : head.map((_, index) => `colonne_${index + 1}`)
  return (named ? rest : rows).map((row) => Object.fromEntries(names.map((name, index) => [name, row[index] ?? null])))
}

/** `{a: […], b: […]}`, equally long, of plain values. */
function fromColumns(value: JsonObject): readonly JsonObject[] | undefined {
  const entries = Object.entries(value)
  const isColumn = (column: unknown): column is unknown[] => Array.isArray(column) && column.every((cell) => typeof cell !== 'object' || cell === null)
  const columns = entries.map(([, column]) => column)
  const length = Array.isArray(columns[0]) ? columns[0].length : 0
  if (entries.length < 2 || !columns.every(isColumn) || !columns.every((column) => column.length === length)) return undefined
  return Array.from({ length }, (_, row) => Object.fromEntries(entries.map(([name, column]) => [name, (column as unknown[])[row]])))
}

/**
 * `{"01001": {…}, "01002": {…}}`: objects that are alike, whose keys are a column more. `{"nom": {"0": …}, "pop": {"0": …}}`, as
 * pandas writes tables, is columns.
 */
function fromKeys(value: JsonObject): readonly JsonObject[] | undefined {
  const entries = Object.entries(value)
  const rows = entries.map(([, row]) => row)
  if (rows.length < 2 || !rows.every(isObject)) return undefined
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  if (names.length > 0 && names.every((name, at) => name === String(at))) {
    return fromColumns(Object.fromEntries(entries.map(([name, column]) => [name, names.map((at) => (column as JsonObject)[at] ?? null)])))
  }
  const alike = (row: JsonObject) => Object.keys(row).length * 2 > names.length && Object.values(row).some((cell) => !isObject(cell) && !Array.isArray(cell))
  return rows.every(alike) ? entries.map(([key, row]) => ({ [names.includes(keyName) ? `${keyName}_1` : keyName]: key, ...(row as JsonObject) })) : undefined
}

const keyName = 'key'

/** Objects by their keys, outer levels first. */
function searchKeys(json: unknown): JsonRows | undefined {
  let level: readonly Member[] = [{ path: '', name: '', value: json }]
  while (level.length > 0) {
    for (const { value, path } of level) {
      const rows = isObject(value) ? fromKeys(value) : undefined
      if (rows) return { rows, note: `The rows are the members of ${path ? `“${path}”` : 'the object'}, with their names in column “${keyName}”` }
    }
    level = level.flatMap(({ value, path }) => membersOf(value, path && `${path}.`))
  }
  return undefined
}

interface Member {
  readonly path: string
  readonly name: string
  readonly value: unknown
}

const rank = ({ name }: Member) => (usualNames.includes(name) ? usualNames.indexOf(name) : usualNames.length)

/** Breadth first through objects. */
function search(json: unknown): JsonRows | undefined {
  let level = membersOf(json, '')
  while (level.length > 0) {
    const sorted = [...level].sort((a, b) => rank(a) - rank(b))
    const full = sorted.filter(({ value }) => !Array.isArray(value) || value.length > 0)
    const found = full.flatMap((member) => {
      const rows = asRows(member.value)
      return rows ? [{ member, rows }] : []
    })
    const [first, second] = found
    if (first && second && rank(first.member) === rank(second.member)) {
      return { rows: first.rows, note: `The rows are those at “${first.member.path}”; path="${second.member.path}" would give others` }
    }
    if (first) return { rows: first.rows }
    if (sorted.some((member) => usualNames.includes(member.name) && Array.isArray(member.value) && member.value.length === 0)) return { rows: [] }
    level = level.flatMap(({ value, path }) => membersOf(value, `${path}.`))
  }
  return undefined
}

function membersOf(value: unknown, prefix: string): Member[] {
  return isObject(value) ? Object.entries(value).map(([name, inner]) => ({ path: prefix + name, name, value: inner })) : []
}

function atPath(json: unknown, path: string): unknown {
  if (isObject(json) && Object.hasOwn(json, path)) return json[path]
  let value = json
  const walked: string[] = []
  for (const step of path.split('.')) {
    const next: unknown = Array.isArray(value) && /^\d+$/.test(step) ? value[Number(step)] : isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined
    if (next === undefined) {
      const place = walked.length > 0 ? `in “${walked.join('.')}”` : 'at the top'
      throw new DgeError('format', `path="${path}": there is no “${step}” ${place}`, { hint: pathsHint(json) })
    }
    walked.push(step)
    value = next
  }
  return value
}

/** Names an author the arrays that there are. */
function pathsHint(json: unknown): string {
  const found: string[] = []
  const visit = (value: unknown, path: string, depth: number) => {
    if (found.length >= 8) return
    if (Array.isArray(value) && value.some(isObject)) found.push(path || '(the top)')
    else if (isObject(value) && depth < 4) for (const [name, inner] of Object.entries(value)) visit(inner, path ? `${path}.${name}` : name, depth + 1)
  }
  visit(json, '', 0)
  return found.length > 0 ? `Arrays of objects are at: ${found.join(', ')}.` : 'There is no array of objects in it.'
}

function describe(value: unknown): string {
  return value === null ? 'null' : `a ${typeof value}`
}
