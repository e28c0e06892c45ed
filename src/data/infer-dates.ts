import { wallClockOf } from './calendar.js'
import { isDateName } from './field-name.js'
import { convert, packed, unlessEmpty } from './infer.js'
import { parseDate } from './parse-date.js'
import { isMissing } from './parse-value.js'
import type { Cells, TypedColumn } from './infer.js'
import type { Pacer } from './pacer.js'
import type { ParsedDate } from './parse-date.js'
import type { DatePrecision } from './schema.js'
import type { Value } from './table.js'

/** Day first, as in France; month first only where day first gives days that do not exist. */
export async function dateColumn(cells: Cells, name: string, pacer: Pacer, forced = false): Promise<TypedColumn | undefined> {
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
    // Quarters among days, say, are no column of dates, nor are years of schools.
    if (values && (forced || !areSeasons(cells)) && (precisions.size <= 1 || [...precisions].every((precision) => precision === 'day' || precision === 'time'))) {
      return asDays(name, values, precisions, zulu)
    }
  }
  return undefined
}

/**
 * Whether numbers of nine or of fourteen digits are those of businesses (SIREN) or of their places (SIRET): the last digit is the check digit of the
 * others (Luhn's), which by chance it is in one of ten. La Poste's places have a rule of their own.
 */
export function areRegistered(cells: Cells): boolean {
  let count = 0
  for (let row = 0; row < cells.length; row++) {
    const digits = (cells.at(row) ?? '').trim()
    if (isMissing(digits)) continue
    const sum = [...digits].reverse().reduce((sum, digit, at) => sum + (at % 2 === 0 ? Number(digit) : Math.floor(Number(digit) / 5) + ((2 * Number(digit)) % 10)), 0)
    if (sum % 10 !== 0 && !/^356000000\d{5}$/.test(digits)) return false
    count++
  }
  return count >= 5
}

/** 2009-10, 2010-11, 2011-12: each begins in one year and ends in the next; one alone may be a month. */
function areSeasons(cells: Cells): boolean {
  const seen = new Set<string>()
  for (let row = 0; row < cells.length; row++) {
    const text = (cells.at(row) ?? '').trim()
    if (isMissing(text)) continue
    const [, first, second] = /^\d\d(\d\d)-(\d\d)$/.exec(text) ?? []
    if (first === undefined || Number(second) !== (Number(first) + 1) % 100) return false
    seen.add(text)
  }
  return seen.size > 1
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
export function epochOrYear(text: string, forced: boolean): ParsedDate | undefined {
  if (/^[1-3]\d{12}$/.test(text)) {
    const instant = Number(text)
    return { value: instant % 86_400_000 === 0 ? instant : wallClockOf(instant), precision: 'time' }
  }
  if (!forced || !/^\d{4}$/.test(text)) return undefined
  return { value: new Date(0).setUTCFullYear(Number(text), 0, 1), precision: 'year' }
}
