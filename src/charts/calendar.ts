import { DgeError } from '../data/errors.js'
import { colorOf } from './colors.js'
import { countTerm, defaultMeasure, isAmount } from './defaults.js'
import { charWidth } from './axes.js'
import { refuseShared } from './one-value.js'
import { ownText, placed } from './placed.js'
import { placelessNote } from './placeless.js'
import type { ChartType, Encoding } from './chart-type.js'
import type { Schema } from '../data/schema.js'
import type { Term } from '../data/term.js'

const dayLength = 86_400_000

/** Columns of a year. */
const weeks = 54
/** Pixels above a year for its name, and of a legend above or below all. */
const titleHeight = 20
const legendHeight = 66

/** Years that are drawn one under the other. */
const mostYears = 40

/** One square per day, a band per year: weeks from left to right, Monday on top. */
export const calendar: ChartType = {
  name: 'calendar',
  title: { fr: 'Calendrier', en: 'Calendar', de: 'Kalender' },
  example: 'x="date" color="sum(valeur)"',
  alone: true,
  most: { categories: Infinity },
  roles: { measure: 'color', dimension: 'x' },
  channels: {
    x: { required: true, scales: ['temporal'] },
    color: { required: false, scales: ['quantitative'] },
    y: { required: false, scales: ['quantitative'] },
  },

  encode(given, { schema }) {
    const day = dayTerm(given, schema)
    const { x: _x, y, color, ...rest } = given
    const amount = color ?? y ?? [schema.some((field) => isAmount(field)) ? defaultMeasure(schema) : countTerm]
    return { ...rest, x: [day], color: amount }
  },

  /** Centuries of days are no calendar: they are a line. */
  instead({ channels: { facet } }, { encoding: { x = [], color = [], facet: _facet, ...rest } }) {
    const years = facet?.labels?.length ?? 0
    return years > mostYears ? { type: 'line', encoding: { ...rest, x, y: color }, hint: `type="calendar": ${years} years are too many. A line is drawn instead.` } : undefined
  },

  /** Each day's week of its year (`start`), weekday (`end`, 1 Monday to 7) and year (`facet`). */
  arrange(picture, { locale }) {
    const years = new Set<number>()
    const dated = picture.rows.filter(({ x }) => typeof x === 'number')
    const notes = dated.length === 0 || dated.length === picture.rows.length ? [] : [placelessNote(picture.channels.x?.title ?? '', locale)]
    const rows = dated.map((row, at) => {
      const date = new Date(Number(row.x))
      const year = date.getUTCFullYear()
      years.add(year)
      const first = new Date(0).setUTCFullYear(year, 0, 1)
      const offset = weekday(first) - 1
      return { ...row, row: at, start: Math.floor((Math.floor((Number(row.x) - first) / dayLength) + offset) / 7), end: weekday(Number(row.x)), facet: String(year) }
    })
    const ordered = [...years].sort((a, b) => a - b)
    const facet = { name: 'facet', scale: 'ordinal', title: '', field: { name: 'facet', type: 'string' }, additive: false, labels: ordered.map(String) } as const
    return { ...picture, rows, notes: [...picture.notes, ...notes], channels: { ...picture.channels, facet } }
  },

  spec(picture, look) {
    const { x, color, facet } = picture.channels
    if (!x || !color || color.scale !== 'quantitative') throw new DgeError('query', 'type="calendar" needs a date on x and a number on color', { hint: calendar.example })
    refuseShared(picture)
    const { theme, locale, touches, width } = look
    const side = Math.max(4, Math.min(22, Math.floor((width - 70) / weeks)))
    const down = Math.max(side, 11)
    const years = facet?.labels ?? []
    const format = (options: Intl.DateTimeFormatOptions, time: number) => new Intl.DateTimeFormat(locale.tag, { ...options, timeZone: 'UTC' }).format(time)
    const top = (year: string | undefined) => years.indexOf(String(year)) * (titleHeight + 7 * down + 12) + titleHeight
    const days = [1, 3, 5, 7].map((day) => ({ day, label: format({ weekday: side < 9 ? 'narrow' : 'short' }, Date.UTC(2024, 0, day)) }))
    const left = Math.ceil(Math.max(...days.map(({ label }) => label.length)) * charWidth) + 6
    const end = top(years.at(-1)) + 7 * down
    // Months begin within a week of the same place in every year.
    const months = Array.from({ length: 12 }, (_, month) => ({ week: Math.round((Date.UTC(2023, month, 1) - Date.UTC(2023, 0, 1)) / dayLength / 7 + 0.4), label: format({ month: side < 9 ? 'narrow' : 'short' }, Date.UTC(2023, month, 1)) }))
    const squares = picture.rows.map(({ start, end: day, facet: year, color: amount, row }) => {
      const [across, from] = [left + Number(start) * side, top(String(year)) + (Number(day) - 1) * down]
      return { x: across, x2: across + side, y: from, y2: from + down, color: amount ?? null, row }
    })
    const text = { type: 'text', baseline: 'middle', fontSize: theme.fontSize - 1, color: theme.muted }
    const beside = touches.legend === 'right' ? 90 : 0
    const over = touches.legend === 'none' || beside ? 0 : legendHeight
    // What stands around the plot has its room beside it: a pixel of the layout is one of the drawing.
    const size = { ...look, width: left + weeks * side + 8, height: end + 28 }
    const drawn = placed(size, [
      { values: years.map((year) => ({ x: left, y: top(year) - titleHeight / 2, label: year })), mark: { ...text, align: 'left', fontWeight: 'bold', color: theme.text }, encoding: ownText },
      { values: years.flatMap((year) => days.map(({ day, label }) => ({ x: left - 5, y: top(year) + (day - 0.5) * down, label }))), mark: { ...text, align: 'right' }, encoding: ownText },
      { values: months.map(({ week, label }) => ({ x: left + (week + 0.5) * side, y: end + 10, label })), mark: { ...text, align: 'center' }, encoding: ownText },
      { values: squares, mark: { type: 'rect', stroke: theme.ground, strokeWidth: side < 9 ? 0.5 : 1 }, encoding: { x2: { field: 'x2' }, y2: { field: 'y2' }, ...colorOf(picture, look) } },
    ])
    return { ...drawn, width: size.width + beside, height: size.height + over }
  },
}

/** 1 Monday to 7 Sunday. */
function weekday(time: number): number {
  return ((Math.floor(time / dayLength) + 3) % 7 + 7) % 7 + 1
}

/** The days of the author's date, or of the first one of the data. @throws DgeError `query` when there is none */
function dayTerm({ x = [] }: Encoding, schema: Schema): Term {
  const [term] = x
  const name = term && typeof term.expr === 'object' && 'property' in term.expr ? term.expr.property : undefined
  if (term && name === undefined) return term
  const field = schema.find((each) => each.type === 'date' && (name === undefined || each.name === name))
  if (!field) throw new DgeError('query', 'type="calendar" needs a date on x', { hint: calendar.example })
  const title = term?.title ?? field.title
  return { as: `yearmonthdate(${field.name})`, expr: { op: 'yearmonthdate', args: [{ property: field.name }] }, ...(title === undefined ? {} : { title }) }
}
