import type { TimeUnit } from './expression.js'
import type { DatePrecision } from './schema.js'

const day = 86_400_000

/** How the truncating units are known afterwards; the other units give plain numbers. */
export const truncations: Partial<Record<TimeUnit, DatePrecision>> = {
  yearquarter: 'quarter',
  yearmonth: 'month',
  yearweek: 'week',
  yearmonthdate: 'day',
}

/** The part of a wall-clock date (ms, read as UTC) that `unit` names; see `timeUnits` for the meaning of each. */
export function timePart(unit: TimeUnit, ms: number): number {
  const date = new Date(ms)
  switch (unit) {
    case 'year':
      return date.getUTCFullYear()
    case 'quarter':
      return Math.floor(date.getUTCMonth() / 3) + 1
    case 'month':
      return date.getUTCMonth() + 1
    case 'week':
      return isoWeek(ms)
    case 'day':
      return isoWeekday(ms)
    case 'date':
      return date.getUTCDate()
    case 'hour':
      return date.getUTCHours()
    case 'yearquarter':
      return firstOf(date.getUTCFullYear(), Math.floor(date.getUTCMonth() / 3) * 3)
    case 'yearmonth':
      return firstOf(date.getUTCFullYear(), date.getUTCMonth())
    case 'yearweek':
      return Math.floor(ms / day) * day - (isoWeekday(ms) - 1) * day
    case 'yearmonthdate':
      return Math.floor(ms / day) * day
  }
}

/** First of a month in ms. `Date.UTC` reads years 0–99 as 19xx, `setUTCFullYear` doesn't. */
function firstOf(year: number, month: number): number {
  return new Date(0).setUTCFullYear(year, month, 1)
}

/** 1 Monday – 7 Sunday. */
function isoWeekday(ms: number): number {
  return ((Math.floor(ms / day) + 3) % 7 + 7) % 7 + 1
}

/** ISO 8601: week 1 holds the year's first Thursday. */
function isoWeek(ms: number): number {
  const thursday = Math.floor(ms / day) + 4 - isoWeekday(ms)
  const year = new Date(thursday * day).getUTCFullYear()
  return 1 + Math.floor((thursday - firstOf(year, 0) / day) / 7)
}

/**
 * An instant (ms since 1970 UTC) as the wall clock of metropolitan France, by the rule of Directive 2000/84/EC: summer time
 * from the last Sunday of March to the last Sunday of October, 01:00 UTC.
 */
export function wallClockOf(instant: number): number {
  const year = new Date(instant).getUTCFullYear()
  const summer = instant >= changeover(year, 2) && instant < changeover(year, 9)
  return instant + (summer ? 2 : 1) * 3_600_000
}

/** The instant that shows as this wall clock in metropolitan France (the first one in the doubled hour of October). */
export function instantOf(wallClock: number): number {
  const early = wallClock - 2 * 3_600_000
  return wallClockOf(early) === wallClock ? early : wallClock - 3_600_000
}

/** Last Sunday of the month (March 2, October 9; both have 31 days), 01:00 UTC. */
function changeover(year: number, month: number): number {
  const last = new Date(0).setUTCFullYear(year, month, 31)
  return last - (isoWeekday(last) % 7) * day + 3_600_000
}

const timestampText = /^([+-]?\d{4,6})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s?(Z|[+-]\d\d(?::?\d\d)?)?)?$/i

/**
 * The wall clock (ms) of an ISO 8601 / RFC 3339 date or timestamp: an offset keeps the clock as written, `Z` is shown in
 * French time, no offset is taken as it stands. Undefined when the text is no such date or the day does not exist.
 */
export function parseIsoDate(text: string): number | undefined {
  const match = timestampText.exec(text.trim())
  if (!match) return undefined
  const [year, month, date, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as
    [number, number, number, number, number, number]
  const midnight = new Date(0).setUTCFullYear(year, month - 1, date)
  const written = new Date(midnight)
  if (written.getUTCMonth() !== month - 1 || written.getUTCDate() !== date || hour > 24 || minute > 59 || second > 60) return undefined
  const fraction = match[7] ? Math.floor(Number(`0.${match[7]}`) * 1000) : 0
  const clock = midnight + ((hour * 60 + minute) * 60 + second) * 1000 + fraction
  return match[8]?.toUpperCase() === 'Z' ? wallClockOf(clock) : clock
}

/** The ISO day of a wall clock, "2024-01-31". */
export function isoDay(wallClock: number): string {
  return new Date(wallClock).toISOString().replace(/T.*$/, '')
}
