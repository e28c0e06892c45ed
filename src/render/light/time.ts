import { timeDay, timeHour, timeMillisecond, timeMinute, timeMonth, timeSecond, timeTickInterval, timeTicks, timeWeek, timeYear, utcDay, utcHour, utcMillisecond, utcMinute, utcMonth, utcSecond, utcTickInterval, utcTicks, utcWeek, utcYear } from 'd3-time'
import { isObject } from './spec.js'
import { timeFormatter } from './time-format.js'
import type { CountableTimeInterval, TimeInterval } from 'd3-time'
import type { IntervalName, Props } from './spec.js'
import type { Kind } from './scale.js'

export { dated } from './dates.js'

const intervals: Readonly<Record<IntervalName, readonly [utc: CountableTimeInterval, local: CountableTimeInterval]>> = {
  millisecond: [utcMillisecond, timeMillisecond], second: [utcSecond, timeSecond], minute: [utcMinute, timeMinute], hour: [utcHour, timeHour],
  day: [utcDay, timeDay], week: [utcWeek, timeWeek], month: [utcMonth, timeMonth], year: [utcYear, timeYear],
}

/** A unit of the calendar, on the clock of UTC or of the reader. */
function intervalOf(name: IntervalName, utc: boolean): CountableTimeInterval {
  return intervals[name][utc ? 0 : 1]
}

/** Every how much time: `tickCount` as the name of a unit, or an object with its `interval` and `step`. */
export function everyOf(wanted: unknown, utc: boolean): TimeInterval {
  const { interval, step } = isObject(wanted) ? wanted : { interval: wanted, step: 1 }
  const base = intervalOf(Object.hasOwn(intervals, String(interval)) ? (interval as IntervalName) : 'year', utc)
  return (step ? base.every(Number(step)) : base) ?? base
}

/** Moments in their order. */
export function calendar(utc: boolean): Kind {
  const same = (value: number) => value
  return {
    forward: same, back: same,
    ticks: (from, to, count) => (utc ? utcTicks : timeTicks)(new Date(from), new Date(to), count),
    nice: (from, to) => {
      const tenth = (utc ? utcTickInterval : timeTickInterval)(new Date(from), new Date(to), 10)
      return tenth ? [tenth.floor(new Date(from)).getTime(), tenth.ceil(new Date(to)).getTime()] : [from, to]
    },
  }
}

/** Writes moments by a specifier, or each with the words of its own precision. */
export function timeWriter(words: Props | undefined): (specifier: unknown, utc: boolean) => (value: unknown) => string {
  const by = timeFormatter(words)
  return (specifier, utc) => {
    const write = typeof specifier === 'string' ? by(specifier, utc) : byPrecision(isObject(specifier) ? specifier : {}, (text) => by(text, utc), utc)
    return (value) => write(value instanceof Date ? value : new Date(Number(value)))
  }
}

/** A year at its start, else the month… */
function byPrecision(words: Props, by: (specifier: string) => (date: Date) => string, utc: boolean): (date: Date) => string {
  const quarter = intervalOf('month', utc).every(3) ?? intervalOf('month', utc)
  const write = (name: string, fallback: string) => by(String(words[name] ?? fallback))
  return (date) => {
    const after = (unit: IntervalName) => intervalOf(unit, utc).floor(date) < date
    if (after('second')) return write('milliseconds', '.%L')(date)
    if (after('minute')) return write('seconds', ':%S')(date)
    if (after('hour')) return write('minutes', '%I:%M')(date)
    if (after('day')) return write('hours', '%I %p')(date)
    if (after('month')) return after('week') ? by(String(words['date'] ?? words['day'] ?? '%a %d'))(date) : write('week', '%b %d')(date)
    if (after('year')) return quarter.floor(date) < date ? write('month', '%B')(date) : write('quarter', '%B')(date)
    return write('year', '%Y')(date)
  }
}
