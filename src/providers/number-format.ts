/** What a number format of a spreadsheet makes of a number, as far as it changes what the number is. */
export interface NumberFormat {
  /** The number counts days: how much of the date is shown. */
  readonly date?: 'year' | 'month' | 'day' | 'time' | 'clock'
  readonly unit?: string
  /** Digits that are shown at least: a code with leading zeros. */
  readonly digits?: number
  /** What is shown is the number divided by this: thousands, millions. */
  readonly scale?: number
}

const plain: NumberFormat = {}

/** Formats that files name by number alone. @see ECMA-376, 18.8.30 */
export function builtInFormat(id: number): NumberFormat {
  if (id === 9 || id === 10) return { unit: '%' }
  if (id === 17) return { date: 'month' }
  if (id === 22) return { date: 'time' }
  if ((id >= 18 && id <= 21) || (id >= 45 && id <= 47)) return { date: 'clock' }
  if ((id >= 14 && id <= 16) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)) return { date: 'day' }
  return plain
}

/** What a format code says: "dd/mm/yyyy" is a day, "0.0%" a percentage, "00000" a code of five digits, '0,"k€"' thousands of euros. */
export function numberFormat(code: string): NumberFormat {
  const [first = ''] = code.split(';')
  const unit = /€|\[\$(?:EUR|€)/i.test(first) ? '€' : /%/.test(first.replace(/"[^"]*"|\\./g, '')) ? '%' : undefined
  const elapsed = /\[(h+|m+|s+)\]/i.test(first)
  const letters = first.replace(/"[^"]*"|\\.|\[[^\]]*\]|[_*]./g, '').replace(/general|standard|am\/pm|a\/p/gi, '').toLowerCase()
  const commas = /[0#?](,+)(?!.*[0#?])/.exec(letters)?.[1]?.length ?? 0
  if (commas > 0) {
    const prefix = unit === '€' && new RegExp(`${['', 'k', 'M', 'Md'][commas] ?? ''}\\W*€`).test(first) ? (['', 'k', 'M', 'Md'][commas] ?? '') : ''
    return { scale: 1000 ** commas, ...(unit ? { unit: prefix + unit } : {}) }
  }
  if (unit) return { unit }
  if (elapsed) return { date: 'clock' }
  if (/^0{2,}$/.test(letters.trim())) return { digits: letters.trim().length }
  if (!/[ymdhsaj]/.test(letters) || /[#0?]/.test(letters.replace(/s[.,]0+/g, ''))) return plain
  const has = (letter: RegExp) => letter.test(letters)
  const clock = has(/[hs]/)
  // "a" and "j" are year and day in French formats, which some programs write as they are.
  if (has(/[dj]/)) return { date: clock ? 'time' : 'day' }
  if (has(/[ya]/)) return { date: clock ? 'time' : has(/m/) ? 'month' : 'year' }
  return has(/m/) || clock ? { date: 'clock' } : plain
}

const day = 86_400_000

/** The date that a count of days means, as ISO text: "2022-01-31", "2022-01", "2022-01-31T12:30:00", "12:30:00". */
export function dateText(serial: number, shown: NonNullable<NumberFormat['date']>, since1904: boolean): string {
  const ms = Math.round(serial * 86_400) * 1000
  if (shown === 'clock') return clockText(ms)
  // Excel counts a 29 February 1900 that never was.
  const days = since1904 ? -24_107 : serial < 60 ? -25_568 : -25_569
  const time = new Date(days * day + ms)
  if (Number.isNaN(time.getTime())) return String(serial)
  const iso = time.toISOString()
  switch (shown) {
    case 'year':
      return iso.slice(0, 4)
    case 'month':
      return iso.slice(0, 7)
    case 'day':
      return iso.slice(0, 10)
    case 'time':
      return iso.slice(0, 19)
  }
}

function clockText(ms: number): string {
  const seconds = Math.round(Math.abs(ms) / 1000)
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return (ms < 0 ? '-' : '') + parts.map((part) => String(part).padStart(2, '0')).join(':')
}
