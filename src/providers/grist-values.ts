import { wallClockOf } from '../data/calendar.js'
import type { FieldType } from '../data/schema.js'
import type { Value } from '../data/table.js'

/** Type of a column by Grist's name for it ("DateTime:Europe/Paris", "Ref:Communes"); undefined for `Any`, which the values tell. */
export function typeOfGrist(kind: string): FieldType | undefined {
  const [name = ''] = kind.split(':', 1)
  if (name === 'Numeric' || name === 'Int' || name === 'ManualSortPos' || name === 'PositionNumber') return 'number'
  if (name === 'Bool') return 'boolean'
  if (name === 'Date' || name === 'DateTime') return 'date'
  return name === 'Any' ? undefined : 'string'
}

/**
 * One cell. Dates are seconds since 1970 (of UTC for days, an instant for date and time), lists `["L", …]`, failed
 * formulas `["E", …]`, the empty reference 0.
 */
export function gristValue(raw: unknown, kind: string, type: FieldType, labels?: ReadonlyMap<number, Value>): Value {
  if (raw === null || raw === undefined || raw === '') return null
  if (Array.isArray(raw)) return listValue(raw, type, labels)
  switch (type) {
    case 'number': {
      const number = typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : raw
      return typeof number === 'number' && Number.isFinite(number) ? number : null
    }
    case 'boolean':
      return typeof raw === 'boolean' ? raw : raw === 1 || raw === 0 ? raw === 1 : null
    case 'date':
      return typeof raw === 'number' && Number.isFinite(raw) ? dateOf(raw * 1000, kind) : null
    case 'geometry':
      return null
    case 'string':
      if (kind.startsWith('Ref:') && typeof raw === 'number') return raw === 0 ? null : textOf(labels ? (labels.get(raw) ?? null) : raw)
      return textOf(raw)
  }
}

function listValue(raw: readonly unknown[], type: FieldType, labels?: ReadonlyMap<number, Value>): Value {
  const [code, ...items] = raw
  if (code === 'D' || code === 'd') return type === 'date' && typeof items[0] === 'number' ? dateOf(items[0] * 1000, code === 'D' ? `DateTime:${String(items[1])}` : 'Date') : null
  if (code !== 'L' || type !== 'string') return null
  const texts = items.map((item) => textOf(labels && typeof item === 'number' ? (labels.get(item) ?? null) : item))
  return texts.filter((text) => text !== null).join(', ') || null
}

function textOf(raw: unknown): string | null {
  if (raw === null || raw === undefined || raw === '') return null
  return typeof raw === 'object' ? JSON.stringify(raw) : String(raw)
}

function dateOf(instant: number, kind: string): number {
  const zone = /^DateTime:(.+)$/.exec(kind)?.[1]
  if (zone === undefined && !kind.startsWith('DateTime')) return instant
  return zone === undefined || zone === 'Europe/Paris' ? wallClockOf(instant) : clockIn(zone, instant)
}

/** The wall clock in a zone by its name; French time for a name that nobody knows. */
function clockIn(zone: string, instant: number): number {
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' })
    const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]))
    const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
    return new Date(0).setUTCFullYear(year, month - 1, day) + ((hour * 60 + minute) * 60 + second) * 1000
  } catch {
    return wallClockOf(instant)
  }
}
