import { parseIsoDate } from './calendar.js'
import { foldText } from './text.js'
import type { DatePrecision } from './schema.js'

/** How day, month and year stand in a date written with numbers. */
export type DateOrder = 'dmy' | 'mdy'

export interface ParsedDate {
  /** Milliseconds of the wall clock, read as UTC. */
  readonly value: number
  readonly precision: DatePrecision
}

export interface DateRules {
  readonly order: DateOrder
  /** Also 20240131, 202401 and 31/01/24: only where the column's name speaks of dates. */
  readonly compact: boolean
}

const numeric = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?:[ T,]+(\d{1,2})[:h](\d{2})(?::(\d{2}))?)?$/
const yearFirst = /^(\d{4})([/.])(\d{1,2})\2(\d{1,2})(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?$/
const together = /^(\d{4})(\d{2})(\d{2})(?:[ T]?(\d{2}):?(\d{2})(?::?(\d{2}))?)?$/
const monthly = /^(\d{4})-(\d{2})$|^(\d{2})\/(\d{4})$/
const quarterly = /^(\d{4})[ -]?[TQ]([1-4])$|^[TQ]([1-4])[ -/](\d{4})$/i
const weekly = /^(\d{4})-?[SW](\d{2})$/i
const worded = /^(?:(\d{1,2})(?:er|\.)?[\s-])?(\p{L}{3,9})\.?(?:[\s-](\d{4})|-(\d{2}))$/iu

/** The date that a cell says; undefined when it says none, or a day that does not exist. */
export function parseDate(text: string, rules: DateRules): ParsedDate | undefined {
  const letter = text.charCodeAt(0)
  // Digit, T/Q of a quarter, or a month.
  if (!(letter >= 48 && letter <= 57) && !beginsInLetters.test(text)) return undefined
  if (text.length >= 10 && text[4] === '-') {
    const value = parseIsoDate(text)
    if (value !== undefined) return { value, precision: text.length > 10 ? 'time' : 'day' }
  }
  return numericDate(text, rules) ?? partialDate(text) ?? wordedDate(text) ?? (rules.compact ? compactDate(text) : undefined)
}

const beginsInLetters = /^([TQ][1-4]|\p{L}{3,9}\.?[\s-]\d)/iu

/** Months in French, English and German, each by a letter or so more than others share. */
const months = [
  'janvier january januar', 'fevrier february februar', 'mars march marz', 'avril april', 'mai may', 'juin june juni', 'juillet july juli', 'aout august',
  'septembre september', 'octobre october oktober', 'novembre november', 'decembre december dezember',
]

/** "12 février 2024", "1er janv. 2024", "mars 2024", and "janv-24" as spreadsheets write months. */
function wordedDate(text: string): ParsedDate | undefined {
  const [, day, word = '', year, short] = worded.exec(text) ?? []
  const begun = ` ${foldText(word)}`
  const found = word ? months.flatMap((names, at) => (` ${names}`.includes(begun) ? [at + 1] : [])) : []
  const [month] = found
  if (month === undefined || found.length > 1) return undefined
  const whole = year ?? longYear(short)
  return day ? clock(whole, String(month), day, []) : start(whole, month, 'month')
}

const longYear = (short = '') => String(Number(short) + (Number(short) < 70 ? 2000 : 1900))

function numericDate(text: string, { order, compact }: DateRules): ParsedDate | undefined {
  const match = numeric.exec(text)
  if (match) {
    const [, first, , second, year = '', ...time] = match
    if (year.length === 2 && !compact) return undefined
    const [day, month] = order === 'dmy' ? [first, second] : [second, first]
    return clock(year.length === 2 ? longYear(year) : year, month, day, time)
  }
  const [, year, , month, day, ...time] = yearFirst.exec(text) ?? []
  return year ? clock(year, month, day, time) : undefined
}

function compactDate(text: string): ParsedDate | undefined {
  const [, year, month, day, ...time] = together.exec(text) ?? []
  if (year) return clock(year, month, day, time)
  const [, shortYear, shortMonth] = /^((?:19|20)\d\d)(0[1-9]|1[0-2])$/.exec(text) ?? []
  return shortYear ? start(shortYear, Number(shortMonth), 'month') : undefined
}

function partialDate(text: string): ParsedDate | undefined {
  const [, year, month, monthFirst, yearLast] = monthly.exec(text) ?? []
  if (year ?? yearLast) return start(year ?? yearLast, Number(month ?? monthFirst), 'month')
  const [, quarterYear, quarter, quarterFirst, quarterLast] = quarterly.exec(text) ?? []
  if (quarter ?? quarterFirst) return start(quarterYear ?? quarterLast, Number(quarter ?? quarterFirst) * 3 - 2, 'quarter')
  const [, weekYear, week] = weekly.exec(text) ?? []
  return weekYear ? isoWeekStart(Number(weekYear), Number(week)) : undefined
}

function start(year: string | undefined, month: number, precision: DatePrecision): ParsedDate | undefined {
  const value = parseIsoDate(`${year}-${String(month).padStart(2, '0')}-01`)
  return value === undefined ? undefined : { value, precision }
}

/** Monday of an ISO week: week 1 holds 4 January. Most years have 52. */
function isoWeekStart(year: number, week: number): ParsedDate | undefined {
  const monday = (of: number) => {
    const fourth = Date.UTC(of, 0, 4)
    return fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * 86_400_000
  }
  const value = monday(year) + (week - 1) * 7 * 86_400_000
  return week < 1 || value >= monday(year + 1) ? undefined : { value, precision: 'week' }
}

function clock(year = '', month = '', day = '', time: readonly (string | undefined)[]): ParsedDate | undefined {
  const two = (part: string) => part.padStart(2, '0')
  const [hour, minute, second = '00'] = time
  const text = `${year}-${two(month)}-${two(day)}${hour && minute ? `T${two(hour)}:${minute}:${second}` : ''}`
  const value = parseIsoDate(text)
  return value === undefined ? undefined : { value, precision: hour ? 'time' : 'day' }
}
