import { isCodeName, isDateName, isYearName, unitInName } from './field-name.js'
import { once } from './once.js'
import { hasMark, isMissing, parseBoolean, parseNumber, readings, readsComma, readsPoint, splitUnit, wholeNumber } from './parse-value.js'
import { composed } from './text.js'
import type { Decimal } from './parse-value.js'
import type { Pacer } from './pacer.js'
import type { Field, FieldType } from './schema.js'
import type { Column, Value } from './table.js'

/** The cells of a column as text, in order: an array, or what makes them when they are asked for. */
export interface Cells {
  readonly length: number
  /** No cell occurs twice. */
  readonly distinct?: boolean
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
  /** The mark to take when there is a choice: a lone "1,234" is 1.234 to French readers, as "1.234" is, unless hundreds stand beside it. */
  readonly likely: Decimal
  /** Every value is a run of digits, with an E among them at most: it could be a code. */
  readonly digits: boolean
  /** Every value has this unit. */
  readonly unit: string | undefined
  /** Of what is written with digits alone. */
  readonly least: number
  readonly most: number
}

/** What reads dates and the numbers of businesses, and what takes the author's word, come where they are needed. */
export const loadDates = once(() => import('./infer-dates.js'))
const loadForced = once(() => import('./infer-forced.js'))

/** How dates begin: with a digit, quarters also with T or Q, months with their names. */
const mayBeDate = /^\d|^[TQ][1-4]|^(ja|f[eé]|m[aä]|a[pouv]|ju|se|o[ck]|no|d[eé])\p{L}{1,7}\.?(\s\d\d|-(\d\d)?)\d\d$/iu

/** Cells between two looks at the clock. */
export const stride = 5000

/**
 * Gives a column the type that all its cells have: number, date or Oui/Non when each one is, or says that there is no
 * value (NC, s, -); else text. Codes (leading zeros, names as code_insee, siren, telephone) stay text.
 * @throws DgeError `format` with value and line when a cell is not of the author's type
 */
export async function inferColumn(cells: Cells, hints: ColumnHints, pacer: Pacer, profile?: NumberProfile): Promise<TypedColumn> {
  if (hints.type) return (await loadForced()).forcedColumn(cells, hints, hints.type, pacer)
  const { name } = hints
  const numbers = profile ?? (await profileNumbers(cells, pacer))
  if (numbers && numbers.decimals.length > 0) {
    const dates = numbers.digits && isDateName(name) ? await datesOf(cells, name, pacer) : undefined
    if (dates) return dates
    // Sixteen digits and nothing else are identifiers, not quantities; so are the numbers of businesses.
    const code = numbers.digits && !numbers.unit && (hints.code || numbers.most >= 1e15 || isCodeName(name) || (isBetween(numbers, 1e8, 1e9) || isBetween(numbers, 1e13, 1e14)) && (await loadDates()).areRegistered(cells)) && !isYears(name, numbers)
    if (!code) return numberColumn(cells, hints, decimalOf(numbers, hints.decimal), numbers, pacer)
    return textColumn(cells, hints, pacer)
  }
  return (await booleanColumn(cells, name, pacer)) ?? (await datesOf(cells, name, pacer)) ?? textColumn(cells, hints, pacer)
}

/** The decimal mark of a column that leaves no choice; undefined otherwise. */
export function certainDecimal(profile: NumberProfile | undefined): Decimal | undefined {
  return profile?.decimals.length === 1 ? profile.likely : undefined
}

/** The mark to read with. */
export function decimalOf({ decimals, likely }: NumberProfile, usual: Decimal | undefined): Decimal {
  return usual && decimals.includes(usual) ? usual : likely
}

function isBetween({ least, most }: NumberProfile, from: number, to: number): boolean {
  return least >= from && most < to
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
    const whole = wholeNumber(cell)
    if (whole !== undefined) {
      if (count > 0 && unit !== undefined) return undefined
      count++
      if (whole < least) least = whole
      if (whole > most) most = whole
      continue
    }
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
    const isWhole = /^\d+$/.test(number)
    // 1E3 may be the name of a building.
    digits &&= isWhole || /^\d+e\d+$/i.test(number)
    if (isWhole) {
      least = Math.min(least, Number(number))
      most = Math.max(most, Number(number))
    }
  }
  const decimals = (['.', ','] as const).filter((mark) => mask & (mark === '.' ? readsPoint : readsComma))
  // "1,234" beside "1.234": one of them is grouped, and nothing tells which.
  if (count === 0 || (decimals.length === 2 && marks['.'] && marks[','])) return undefined
  // "1.234", "12.345" beside 999: of decimals hardly one is whole, and numbers without a mark would not end below a thousand.
  const areGroups = most >= 100 && most < 1000
  const likely = decimals.length === 1 ? (decimals[0] ?? '.') : marks[','] !== areGroups ? ',' : '.'
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
  const values = await convert(cells, pacer, (text) => (isMissing(text) ? null : parseNumber(splitUnit(text)[0], decimal)), undefined, wholeNumber)
  if (!values) return textColumn(cells, hints, pacer)
  const unit = profile.unit ?? unitInName(name)
  const year = isYears(name, profile) ? { timeUnit: 'year' as const } : {}
  return { field: { name, type: 'number', ...(unit ? { unit } : {}), ...year }, values: packed(values) }
}

async function booleanColumn(cells: Cells, name: string, pacer: Pacer): Promise<TypedColumn | undefined> {
  const values = unlessEmpty(await convert(cells, pacer, (text) => (isMissing(text) ? null : parseBoolean(text))))
  return values && { field: { name, type: 'boolean' }, values }
}

/** The cells as they are. */
export async function textColumn(cells: Cells, { name, fieldOnly }: ColumnHints, pacer: Pacer): Promise<TypedColumn> {
  const values = fieldOnly ? [] : await convert(cells, pacer, composed)
  return { field: { name, type: 'string', ...(isUnfilled(cells) ? { unfilled: true } : {}) }, values: values ?? [] }
}

/** Whether no cell says a value. */
function isUnfilled(cells: Cells): boolean {
  for (let row = 0; row < cells.length; row++) if (!isMissing((cells.at(row) ?? '').trim())) return false
  return true
}

/** Converts every cell (trimmed; empty = null), at once by `quick` where that can; undefined at the first that `read` cannot, after telling its row. */
export async function convert(
  cells: Cells,
  pacer: Pacer,
  read: (text: string) => Value | undefined,
  refuse?: (row: number) => void,
  quick?: (cell: string) => Value | undefined
): Promise<Value[] | undefined> {
  const values: Value[] = []
  let known = new Map<string, Value>()
  for (let row = 0; row < cells.length; row++) {
    if (row % stride === stride - 1 && pacer.due) await pacer.turn()
    const cell = cells.at(row) ?? ''
    let value = cell === '' ? null : (quick?.(cell) ?? known.get(cell))
    if (value === undefined) {
      const text = cell.trim()
      value = text === '' ? null : read(text)
      if (value === undefined) {
        refuse?.(row)
        return undefined
      }
      if (known.size > 5000) known = new Map()
      if (!cells.distinct) known.set(cell, value)
    }
    values.push(value)
  }
  return values
}

/** The column as one of dates: none is where any cell begins as no date does. */
async function datesOf(cells: Cells, name: string, pacer: Pacer): Promise<TypedColumn | undefined> {
  for (let row = 0; row < cells.length; row++) {
    const text = (cells.at(row) ?? '').trim()
    if (isMissing(text)) continue
    return mayBeDate.test(text) ? (await loadDates()).dateColumn(cells, name, pacer) : undefined
  }
  return undefined
}

/** The values, unless there is none at all: "-" alone makes no column of dates. */
export function unlessEmpty(values: Value[] | undefined): Value[] | undefined {
  return values?.some((value) => value !== null) ? values : undefined
}

/** Eight bytes a number where none is missing. */
export function packed(values: Value[]): Column {
  return values.length > 1000 && values.every((value) => typeof value === 'number') ? new Float64Array(values) : values
}
