import { timeFormatLocale as localeOf } from 'd3-time-format'
import type { TimeLocaleDefinition } from 'd3-time-format'

export type { TimeLocaleDefinition }

const english: TimeLocaleDefinition = {
  dateTime: '%x, %X', date: '%-m/%-d/%Y', time: '%-I:%M:%S %p', periods: ['AM', 'PM'],
  days: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
  shortDays: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
  months: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
  shortMonths: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
}

/** Writes dates by a specifier in the words of a language (English when it says nothing). */
export function timeFormatLocale(words: TimeLocaleDefinition | undefined): (specifier: string, utc: boolean) => (date: Date) => string {
  const locale = localeOf(words ?? english)
  return (specifier, utc) => (utc ? locale.utcFormat(specifier) : locale.format(specifier))
}
