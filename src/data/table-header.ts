import { unitOf } from './field-name.js'

/** Where the data of a file begins, and under which names. */
export interface Header {
  readonly names: readonly string[]
  /** Records before the data: titles, remarks and the header itself. */
  readonly skip: number
  /** Text of the lines above the header. */
  readonly titles: readonly string[]
  /** What a reader of the file should know. */
  readonly notes: readonly string[]
}

const filled = (cells: readonly string[]) => cells.filter((cell) => cell.trim() !== '').length

/**
 * Tells title lines, header and data apart in the first records. Title lines are those with a single filled cell above a
 * table of several columns. Missing names become `colonne_3`, doubled ones `nom_2`. A first line that holds dates or mail
 * addresses over a column of the same is data: then all names are made.
 */
export function findHeader(records: readonly (readonly string[])[]): Header {
  const width = usualWidth(records)
  let at = 0
  while (at < records.length - 1 && isTitle(records[at] ?? [], width)) at++
  const titles = records.slice(0, at).map((cells) => cells.map((cell) => cell.trim()).filter(Boolean).join(' ')).filter(Boolean)
  const first = records[at] ?? []
  const rows = records.slice(at + 1)
  const two = isData(first, rows) ? undefined : (withUnits(first, rows) ?? underGroups(first, rows, width))
  if (two) return { names: columnNames(two.header, rows.slice(1)), skip: at + 2, titles, notes: [`The header has two lines: ${two.why}, as in “${two.example}”`] }
  if (!isData(first, rows)) return { names: columnNames(first, rows), skip: at + 1, titles, notes: [] }
  const names = columnNames(first.map(() => ''), [first, ...rows])
  return { names, skip: at, titles, notes: ['The file has no header line: its columns are called colonne_1, colonne_2…'] }
}

/** Two lines as one. */
interface TwoLines {
  readonly header: readonly string[]
  readonly why: string
  /** One of the names. */
  readonly example: string | undefined
}

/** A second line that holds units alone, each above a number: it becomes part of its column's name, "Surface (km²)". */
function withUnits(first: readonly string[], [second = [], third]: readonly (readonly string[])[]): TwoLines | undefined {
  const units = second.map((cell) => unitOf(cell.trim().replace(/^[([](.*)[)\]]$/, '$1')))
  const isAlone = second.every((cell, index) => (units[index] === undefined ? cell.trim() === '' : /^[+-]?[\d\s.,]*\d/.test(third?.[index]?.trim() ?? '')))
  if (!third || !isAlone || filled(units.map((unit) => unit ?? '')) === 0 || units[0] !== undefined) return undefined
  const header = first.map((name, index) => (units[index] && !name.includes(`(${units[index]})`) ? `${name.trim()} (${units[index]})` : name))
  return { header, why: 'the second one has units, which are part of the names', example: header.find((_, index) => units[index]) }
}

/** A line of groups above names that repeat below each of them (2020, 2021 above "hommes", "femmes"): "2020 hommes". */
function underGroups(first: readonly string[], [second = [], third]: readonly (readonly string[])[], width: number): TwoLines | undefined {
  const names = second.map((name) => name.trim())
  const groups = filled(first)
  const isHeader = third && names.length === width && names.every((name) => /\p{L}/u.test(name)) && new Set(names).size < width && third.some((cell) => /^[\d\s.,-]*\d$/.test(cell))
  if (!isHeader || groups < 2 || groups >= width) return undefined
  let group = ''
  const header = names.map((name, index) => `${(group = first[index]?.trim() || group)} ${name}`.trim())
  // Each name is then told apart; a file that merely repeats its columns has none that do this.
  return new Set(header).size === width ? { header, why: 'the first one has groups, which begin the names', example: header.at(-1) } : undefined
}

/** Filled cells of most records, from the fuller end when several counts are as frequent. */
function usualWidth(records: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>()
  for (const cells of records) counts.set(filled(cells), (counts.get(filled(cells)) ?? 0) + 1)
  let [width, most] = [0, 0]
  for (const [candidate, count] of counts) {
    if (count > most || (count === most && candidate > width)) [width, most] = [candidate, count]
  }
  return width
}

function isTitle(cells: readonly string[], width: number): boolean {
  const count = filled(cells)
  if (count === 0) return true
  const first = cells[0]?.trim() !== ''
  // In two columns, "nom;" may be a header whose second name is missing.
  if (width <= 2) return width === 2 && count === 1 && cells.length === 1
  return first && (count === 1 || (count === 2 && width >= 5))
}

const date = /^\s*(\d{4}-(0\d|1[0-2])-[0-3]\d([T ]\d\d:\d\d.*)?|\d\d\/\d\d\/\d{4})\s*$/i
const mail = /^[^@\s;,]+@[^@\s;,]+\.\w+$/

function isData(first: readonly string[], rows: readonly (readonly string[])[]): boolean {
  return first.some((cell, index) => {
    const like = (text: string) => (mail.test(text) ? 'mail' : date.test(text) ? 'date' : '')
    const kind = like(cell)
    const below = rows.map((cells) => cells[index] ?? '').filter(Boolean)
    return kind !== '' && below.length > 0 && below.every((text) => like(text) === kind)
  })
}

/** Unique names; trailing columns without a name and without data fall away. */
export function columnNames(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const trimmed = header.map((name) => name.replace(/\s+/g, ' ').trim())
  const widest = rows.reduce((most, cells) => Math.max(most, lastFilled(cells)), lastFilled(trimmed))
  const taken = new Set<string>(trimmed.filter(Boolean))
  const used = new Set<string>()
  const names: string[] = []
  for (let index = 0; index < Math.min(widest, Math.max(header.length, lastFilled(trimmed))); index++) {
    const wanted = trimmed[index] || `colonne_${index + 1}`
    let name = wanted
    for (let count = 2; used.has(name) || (name !== trimmed[index] && taken.has(name)); count++) name = `${wanted}_${count}`
    used.add(name)
    names.push(name)
  }
  return names
}

/** Cells up to the last filled one. */
export function lastFilled(cells: readonly string[]): number {
  let width = cells.length
  while (width > 0 && (cells[width - 1] ?? '').trim() === '') width--
  return width
}
