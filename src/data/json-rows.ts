import { DgeError } from './errors.js'

/** An object of parsed JSON. */
export type JsonObject = Readonly<Record<string, unknown>>

/** Where rows usually are, in order of preference. */
const usualNames = ['results', 'records', 'data', 'items', 'features', 'value', 'rows', 'member', '@graph']

/**
 * The rows of parsed JSON as objects: an array of objects, of arrays under a header row, of plain values; an object of
 * equally long arrays; or the first such array inside an object, the usual names (results, records, data…) before others,
 * outer levels before inner ones. `path` ("data.items") says which.
 * @throws DgeError `format` when there are none, or nothing at `path`
 */
export function rowsOfJson(json: unknown, path?: string): readonly JsonObject[] {
  if (path) {
    const rows = asRows(atPath(json, path), true)
    if (rows) return rows
    throw new DgeError('format', `At path="${path}" is no array of rows`, { hint: pathsHint(json) })
  }
  const rows = asRows(json, true) ?? search(json)
  if (rows) return rows
  if (isObject(json)) return [json]
  throw new DgeError('format', `The JSON holds no rows, only ${describe(json)}`)
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
function unwrapped(row: JsonObject): JsonObject {
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

/** Breadth first through objects; a thing described in JSON-LD is a row itself. */
function search(json: unknown): readonly JsonObject[] | undefined {
  if (isObject(json) && '@type' in json && !('@graph' in json)) return [json]
  let level: readonly unknown[] = [json]
  while (level.length > 0) {
    const entries = level.filter(isObject).flatMap((object) => Object.entries(object))
    const rank = (name: string) => (usualNames.includes(name) ? usualNames.indexOf(name) : usualNames.length)
    const sorted = [...entries].sort(([a], [b]) => rank(a) - rank(b))
    for (const [, value] of sorted) {
      const rows = Array.isArray(value) && value.length === 0 ? undefined : asRows(value)
      if (rows) return rows
    }
    const empty = sorted.find(([name, value]) => usualNames.includes(name) && Array.isArray(value) && value.length === 0)
    if (empty) return []
    level = entries.map(([, value]) => value)
  }
  return undefined
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
