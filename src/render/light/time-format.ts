import type { Props } from './spec.js'

/** Parts of a moment by d3's letters, as numbers. */
const numbers: Readonly<Record<string, readonly [read: (date: Date) => number, digits: number]>> = {
  Y: [(date) => date.getUTCFullYear(), 4], y: [(date) => date.getUTCFullYear() % 100, 2], m: [(date) => date.getUTCMonth() + 1, 2], d: [(date) => date.getUTCDate(), 2],
  e: [(date) => date.getUTCDate(), 2], H: [(date) => date.getUTCHours(), 2], I: [(date) => date.getUTCHours() % 12 || 12, 2], M: [(date) => date.getUTCMinutes(), 2],
  S: [(date) => date.getUTCSeconds(), 2], L: [(date) => date.getUTCMilliseconds(), 3], q: [(date) => Math.floor(date.getUTCMonth() / 3) + 1, 1],
  j: [(date) => Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0)) / 864e5) + 1, 3],
}
const names: Readonly<Record<string, readonly [list: string, read: (date: Date) => number]>> = {
  b: ['shortMonths', (date) => date.getUTCMonth()], B: ['months', (date) => date.getUTCMonth()], a: ['shortDays', (date) => date.getUTCDay()], A: ['days', (date) => date.getUTCDay()],
  p: ['periods', (date) => (date.getUTCHours() >= 12 ? 1 : 0)],
}

const english: Props = {
  periods: ['AM', 'PM'], days: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'], shortDays: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
  months: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
  shortMonths: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
}

/** Writes dates by a specifier in the words of a language (English when it says nothing). */
export function timeFormatter(words: Props | undefined): (specifier: string, utc: boolean) => (date: Date) => string {
  return (specifier, utc) => (given) => {
    const date = utc ? given : new Date(Date.UTC(given.getFullYear(), given.getMonth(), given.getDate(), given.getHours(), given.getMinutes(), given.getSeconds(), given.getMilliseconds()))
    return specifier.replace(/%([-_0]?)(.)/g, (all, pad: string, letter: string) => {
      const [read, digits] = numbers[letter] ?? []
      if (read && digits) return pad === '-' ? String(read(date)) : String(read(date)).padStart(digits, pad === '_' || (letter === 'e' && !pad) ? ' ' : '0')
      const [list, rank] = names[letter] ?? []
      return letter === '%' ? '%' : list && rank ? String(((words ?? english)[list] as readonly string[] | undefined)?.[rank(date)] ?? '') : all
    })
  }
}
