import { wallClockOf } from './calendar.js'
import { DgeError } from './errors.js'
import { isCodeName, isDateName, isYearName, unitInName } from './field-name.js'
import { hasMark, isMissing, parseBoolean, parseDate, parseNumber, readings, readsComma, readsPoint, splitUnit } from './parse-value.js'
import type { Decimal, ParsedDate } from './parse-value.js'
import type { Pacer } from './pacer.js'
import type { DatePrecision, Field, FieldType } from './schema.js'
import type { Column, Value } from './table.js'

/** The cells of a column as text, in order: an array, or what makes them when they are asked for. */
export interface Cells {
  readonly length: number
  at(index: number): string | undefined
}

/** What is known of a column besides its cells. */
export interface ColumnHints {
  readonly name: string
  /** Digits stand for a thing, not for a quantity (quoted in a file that quotes text only, or labelled by another column). */
  readonly code?: boolean
  /** The decimal mark that the file uses elsewhere, for columns that can be read both ways. */
  readonly decimal?: Decimal | undefined
  /** The author's word: a cell that is not of this type is an error. */
  readonly type?: FieldType | undefined
  /** Line of the file for messages. */
  readonly lineOf?: ((row: number) => number) | undefined
  /** A column that turns out to be text gets no values: the caller has them. */
  readonly fieldOnly?: boolean | undefined
}

export interface TypedColumn {
  readonly field: Field
  readonly values: Column
  /** The first text, where `values` are made only when they are read. */
  readonly first?: string
}

/** How the cells of a column read as numbers. */
export interface NumberProfile {
  /** Decimal marks with which every cell is a number; undefined when there is none, or no number at all. */
  readonly decimals: readonly Decimal[]
  /** The mark to take when there is a choice: a lone "1,234" is 1.234 to French readers, as "1.234" is. */
  readonly likely: Decimal
  /** Every value is a run of digits: it could be a code. */
  readonly digits: boolean
  /** Every value has this unit. */
  readonly unit: string | undefined
  readonly least: number
  readonly most: number
}

/** Cells between two looks at the clock. */
const stride = 5000

/**
 * Gives a column the type that all its cells have: number, date or Oui/Non when each one is, or says that there is no
 * value (NC, s, -); else text. Codes (leading zeros, names as code_insee, siren, telephone) stay text.
 * @throws DgeError `format` with value and line when a cell is not of the author's type
 */
export async function inferColumn(cells: Cells, hints: ColumnHints, pacer: Pacer, profile?: NumberProfile): Promise<TypedColumn> {
  if (hints.type) return forcedColumn(cells, hints, hints.type, pacer)
  const { name } = hints
  const numbers = profile ?? (await profileNumbers(cells, pacer))
  if (numbers && numbers.decimals.length > 0) {
    const dates = numbers.digits && isDateName(name) ? await dateColumn(cells, name, pacer) : undefined
    if (dates) return dates
    // Sixteen digits and nothing else are identifiers, not quantities.
    const code = numbers.digits && !numbers.unit && (hints.code || numbers.most >= 1e15 || isCodeName(name)) && !isYears(name, numbers)
    if (!code) return numberColumn(cells, hints, decimalOf(numbers, hints.decimal), numbers, pacer)
    return textColumn(cells, hints, pacer)
  }
  return (await booleanColumn(cells, name, pacer)) ?? (await dateColumn(cells, name, pacer)) ?? textColumn(cells, hints, pacer)
}

/** The decimal mark of a column that leaves no choice; undefined otherwise. */
export function certainDecimal(profile: NumberProfile | undefined): Decimal | undefined {
  return profile?.decimals.length === 1 ? profile.likely : undefined
}

function decimalOf({ decimals, likely }: NumberProfile, usual: Decimal | undefined): Decimal {
  return usual && decimals.includes(usual) ? usual : likely
}

function isYears(name: string, { least, most, digits }: NumberProfile): boolean {
  return digits && least >= 1800 && most <= 2100 && (isYearName(name) || isDateName(name))
}

/** Reads every cell as a number in each possible way; undefined as soon as one is none. */
export async function profileNumbers(cells: Cells, pacer: Pacer): Promise<NumberProfile | undefined> {
  let mask = readsPoint | readsComma
  const marks = { '.': false, ',': false }
  let digits = true
  let unit: string | undefined
  let count = 0
  let [least, most] = [Infinity, -Infinity]
  for (let row = 0; row < cells.length; row++) {
    if (row % stride === stride - 1 && pacer.due) await pacer.turn()
    const cell = cells.at(row) ?? ''
    if (cell === '') continue
    const text = cell.trim()
    if (isMissing(text)) continue
    const [number, found] = splitUnit(text)
    if (count > 0 && found !== unit) return undefined
    const ways = readings(number)
    mask &= ways
    if (mask === 0) return undefined
    unit = found
    count++
    if (ways & hasMark) marks[number.includes(',') ? ',' : '.'] = true
    digits &&= /^\d+$/.test(number)
    if (digits) {
      least = Math.min(least, Number(number))
      most = Math.max(most, Number(number))
    }
  }
  const decimals = (['.', ','] as const).filter((mark) => mask & (mark === '.' ? readsPoint : readsComma))
  // "1,234" beside "1.234": one of them is grouped, and nothing tells which.
  if (count === 0 || (decimals.length === 2 && marks['.'] && marks[','])) return undefined
  const likely = decimals.length === 1 ? (decimals[0] ?? '.') : marks[','] ? ',' : '.'
  return { decimals, likely, digits, unit, least, most }
}

async function numberColumn(
  cells: Cells,
  hints: ColumnHints,
  decimal: Decimal,
  profile: NumberProfile,
  pacer: Pacer
): Promise<TypedColumn> {
  const { name } = hints
  const values = await convert(cells, pacer, (text) => (isMissing(text) ? null : parseNumber(splitUnit(text)[0], decimal)))
  if (!values) return textColumn(cells, hints, pacer)
  const unit = profile.unit ?? unitInName(name)
  const year = isYears(name, profile) ? { timeUnit: 'year' as const } : {}
  return { field: { name, type: 'number', ...(unit ? { unit } : {}), ...year }, values: packed(values) }
}

async function booleanColumn(cells: Cells, name: string, pacer: Pacer): Promise<TypedColumn | undefined> {
  const values = unlessEmpty(await convert(cells, pacer, (text) => (isMissing(text) ? null : parseBoolean(text))))
  return values && { field: { name, type: 'boolean' }, values }
}

/** Day first, as in France; month first only where day first gives days that do not exist. */
async function dateColumn(cells: Cells, name: string, pacer: Pacer, forced = false): Promise<TypedColumn | undefined> {
  const compact = forced || isDateName(name)
  for (const order of ['dmy', 'mdy'] as const) {
    const precisions = new Set<DatePrecision>()
    const zulu = new Set<boolean>()
    const read = await convert(cells, pacer, (text) => {
      if (isMissing(text)) return null
      const date = parseDate(text, { order, compact }) ?? (compact ? epochOrYear(text, forced) : undefined)
      if (!date) return undefined
      precisions.add(date.precision)
      if (date.precision === 'time') zulu.add(/T00:00(:00(\.0+)?)?Z$/i.test(text))
      return date.value
    })
    const values = forced ? read : unlessEmpty(read)
    // Quarters among days, say, are no column of dates.
    if (values && (precisions.size <= 1 || [...precisions].every((precision) => precision === 'day' || precision === 'time'))) {
      return asDays(name, values, precisions, zulu)
    }
  }
  return undefined
}

/** Midnight everywhere is a day without a time. */
function asDays(name: string, values: Value[], precisions: ReadonlySet<DatePrecision>, zulu: ReadonlySet<boolean>): TypedColumn {
  const day = 86_400_000
  const midnight = (value: Value) => value === null || (value as number) % day === 0
  if (!precisions.has('time')) return { field: { name, type: 'date', precision: [...precisions][0] ?? 'day' }, values: packed(values) }
  if (zulu.size === 1 && zulu.has(true)) {
    const days = values.map((value) => (value === null ? null : Math.floor((value as number) / day) * day))
    return { field: { name, type: 'date', precision: 'day' }, values: packed(days) }
  }
  return { field: { name, type: 'date', precision: values.every(midnight) ? 'day' : 'time' }, values: packed(values) }
}

/** Milliseconds since 1970 as programs export them; a bare year where the author says that it is a date. */
function epochOrYear(text: string, forced: boolean): ParsedDate | undefined {
  if (/^[1-3]\d{12}$/.test(text)) {
    const instant = Number(text)
    return { value: instant % 86_400_000 === 0 ? instant : wallClockOf(instant), precision: 'time' }
  }
  if (!forced || !/^\d{4}$/.test(text)) return undefined
  return { value: new Date(0).setUTCFullYear(Number(text), 0, 1), precision: 'year' }
}

async function textColumn(cells: Cells, { name, fieldOnly }: ColumnHints, pacer: Pacer): Promise<TypedColumn> {
  const values = fieldOnly ? [] : await convert(cells, pacer, (text) => text)
  return { field: { name, type: 'string' }, values: values ?? [] }
}

async function forcedColumn(cells: Cells, hints: ColumnHints, type: FieldType, pacer: Pacer): Promise<TypedColumn> {
  const { name } = hints
  const fail = (row: number): DgeError => {
    const line = hints.lineOf ? `Line ${hints.lineOf(row)}` : `Row ${row + 1}`
    const shown = (cells.at(row) ?? '').slice(0, 60)
    return new DgeError('format', `${line}: “${shown}” in column “${name}” is no ${type}, which types="${name}:${type}" asks for`)
  }
  switch (type) {
    case 'string':
      return textColumn(cells, hints, pacer)
    case 'boolean': {
      const read = (text: string) => parseBoolean(text) ?? new Map([['1', true], ['0', false], ['o', true], ['n', false]]).get(text.toLowerCase())
      let bad = -1
      const values = await convert(cells, pacer, (text) => (isMissing(text) ? null : read(text)), (row) => (bad = row))
      if (!values) throw fail(bad)
      return { field: { name, type }, values }
    }
    case 'date': {
      const dates = await dateColumn(cells, name, pacer, true)
      if (dates) return dates
      throw fail(findCell(cells, (cell) => !isMissing(cell.trim()) && !dateOf(cell.trim())))
    }
    case 'number':
      return forcedNumbers(cells, name, hints.decimal, pacer, fail)
    default:
      throw fail(findCell(cells, (cell) => cell !== ''))
  }
}

/** The row of the first cell that `test` finds; -1 for none. */
function findCell(cells: Cells, test: (cell: string) => boolean): number {
  for (let row = 0; row < cells.length; row++) if (test(cells.at(row) ?? '')) return row
  return -1
}

function dateOf(text: string): ParsedDate | undefined {
  return parseDate(text, { order: 'dmy', compact: true }) ?? epochOrYear(text, true)
}

/** Leading zeros and units of several kinds are no obstacle when the author says that it is a number. */
async function forcedNumbers(
  cells: Cells,
  name: string,
  usual: Decimal | undefined,
  pacer: Pacer,
  fail: (row: number) => DgeError
): Promise<TypedColumn> {
  const numberOf = (text: string) => splitUnit(text)[0].replace(/^([+\-−]?)0+(?=\d)/, '$1')
  const plain: Cells = { length: cells.length, at: (row) => numberOf((cells.at(row) ?? '').trim()) }
  const profile = await profileNumbers(plain, pacer)
  const decimal = profile ? decimalOf(profile, usual) : (usual ?? '.')
  let bad = -1
  const values = await convert(plain, pacer, (text) => (isMissing(text) ? null : parseNumber(text, decimal)), (row) => (bad = row))
  if (!values) throw fail(bad)
  const units = new Set<string>()
  for (let row = 0; row < cells.length; row++) {
    const unit = splitUnit((cells.at(row) ?? '').trim())[1]
    if (unit !== undefined) units.add(unit)
  }
  const unit = units.size === 1 ? [...units][0] : unitInName(name)
  return { field: { name, type: 'number', ...(unit ? { unit } : {}) }, values: packed(values) }
}

/** Converts every cell (trimmed; empty = null); undefined at the first that `read` cannot, after telling its row. */
async function convert(
  cells: Cells,
  pacer: Pacer,
  read: (text: string) => Value | undefined,
  refuse?: (row: number) => void
): Promise<Value[] | undefined> {
  const values: Value[] = []
  let known = new Map<string, Value>()
  for (let row = 0; row < cells.length; row++) {
    if (row % stride === stride - 1 && pacer.due) await pacer.turn()
    const cell = cells.at(row) ?? ''
    let value = cell === '' ? null : known.get(cell)
    if (value === undefined) {
      const text = cell.trim()
      value = text === '' ? null : read(text)
      if (value === undefined) {
        refuse?.(row)
        return undefined
      }
      if (known.size > 5000) known = new Map()
      known.set(cell, value)
    }
    values.push(value)
  }
  return values
}

/** The values, unless there is none at all: "-" alone makes no column of dates. */
function unlessEmpty(values: Value[] | undefined): Value[] | undefined {
  return values?.some((value) => value !== null) ? values : undefined
}

/** Eight bytes a number where none is missing. */
function packed(values: Value[]): Column {
  return values.length > 1000 && values.every((value) => typeof value === 'number') ? new Float64Array(values as number[]) : values
}
