import { timeDay, timeHour, timeMillisecond, timeMinute, timeMonth, timeSecond, timeTickInterval, timeTicks, timeWeek, timeYear, utcDay, utcHour, utcMillisecond, utcMinute, utcMonth, utcSecond, utcTickInterval, utcTicks, utcWeek, utcYear } from 'd3-time'
import type { CountableTimeInterval, TimeInterval } from 'd3-time'

export type { TimeInterval }

const intervals = {
  millisecond: [utcMillisecond, timeMillisecond], second: [utcSecond, timeSecond], minute: [utcMinute, timeMinute], hour: [utcHour, timeHour],
  day: [utcDay, timeDay], week: [utcWeek, timeWeek], month: [utcMonth, timeMonth], year: [utcYear, timeYear],
} as const satisfies Readonly<Record<string, readonly [utc: CountableTimeInterval, local: CountableTimeInterval]>>
export type IntervalName = keyof typeof intervals

/** Whether a word names a unit of the calendar. */
export const isInterval = (name: unknown): name is IntervalName => typeof name === 'string' && Object.hasOwn(intervals, name)

/** A unit of the calendar, on the clock of UTC or of the reader. */
export function intervalOf(name: IntervalName, utc: boolean): CountableTimeInterval {
  return intervals[name][utc ? 0 : 1]
}

/** About `count` round moments between two. */
export function momentsBetween(from: number, to: number, count: number, utc: boolean): readonly Date[] {
  return (utc ? utcTicks : timeTicks)(new Date(from), new Date(to), count)
}

/** The interval that divides a span of time into about ten. */
export function tenthOf(from: number, to: number, utc: boolean): TimeInterval | null {
  return (utc ? utcTickInterval : timeTickInterval)(new Date(from), new Date(to), 10)
}
