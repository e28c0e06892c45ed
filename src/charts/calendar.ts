import { DgeError } from '../data/errors.js'
import { colorOf } from './colors.js'
import { countTerm, defaultMeasure, isAmount } from './defaults.js'
import { frameOf } from './axes.js'
import type { ChartSpec, ChartType, Encoding } from './chart-type.js'
import type { Schema } from '../data/schema.js'
import type { Term } from '../data/term.js'

const dayLength = 86_400_000

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
  arrange(picture) {
    const years = new Set<number>()
    const rows = picture.rows.filter(({ x }) => typeof x === 'number').map((row, at) => {
      const date = new Date(Number(row.x))
      const year = date.getUTCFullYear()
      years.add(year)
      const first = new Date(0).setUTCFullYear(year, 0, 1)
      const offset = weekday(first) - 1
      return { ...row, row: at, start: Math.floor((Math.floor((Number(row.x) - first) / dayLength) + offset) / 7), end: weekday(Number(row.x)), facet: String(year) }
    })
    const ordered = [...years].sort((a, b) => a - b)
    const facet = { name: 'facet', scale: 'ordinal', title: '', field: { name: 'facet', type: 'string' }, additive: false, labels: ordered.map(String) } as const
    return { ...picture, rows, channels: { ...picture.channels, facet } }
  },

  spec(picture, look) {
    const { x, color, facet } = picture.channels
    if (!x || !color || color.scale !== 'quantitative') throw new DgeError('query', 'type="calendar" needs a date on x and a number on color', { hint: calendar.example })
    const side = Math.max(4, Math.min(22, Math.floor((look.width - 70) / 54)))
    const { autosize: _fit, width: _width, height: _height, ...frame } = { height: undefined, ...frameOf(look) }
    const format = (options: Intl.DateTimeFormatOptions, time: number) => new Intl.DateTimeFormat(look.locale.tag, { ...options, timeZone: 'UTC' }).format(time)
    // Months begin within a week of the same place in every year.
    const months = Object.fromEntries(Array.from({ length: 12 }, (_, month) => [Math.round((Date.UTC(2023, month, 1) - Date.UTC(2023, 0, 1)) / dayLength / 7 + 0.4), format({ month: side < 9 ? 'narrow' : 'short' }, Date.UTC(2023, month, 1))]))
    const days = Object.fromEntries([1, 3, 5, 7].map((day) => [day, format({ weekday: side < 9 ? 'narrow' : 'short' }, Date.UTC(2024, 0, day))]))
    const named = (names: object) => ({ labelExpr: `${JSON.stringify(names)}[datum.value] || ''`, values: Object.keys(names).map(Number), ticks: false, domain: false, grid: false, labelAngle: 0, labelOverlap: false })
    return {
      ...frame,
      facet: { row: { field: 'facet', type: 'ordinal', sort: [...(facet?.labels ?? [])], title: null, header: { labelAngle: 0, labelAlign: 'left', labelAnchor: 'start', labelOrient: 'top', labelFontWeight: 'bold' } } },
      spacing: 12,
      spec: {
        width: { step: side }, height: { step: Math.max(side, 11) },
        mark: { type: 'rect', stroke: look.theme.ground, strokeWidth: side < 9 ? 0.5 : 1 },
        encoding: {
          x: { field: 'start', type: 'ordinal', title: null, scale: { domain: Array.from({ length: 54 }, (_, week) => week), padding: 0 }, axis: named(months) },
          y: { field: 'end', type: 'ordinal', title: null, scale: { domain: [1, 2, 3, 4, 5, 6, 7], padding: 0 }, axis: named(days) },
          ...colorOf(picture, look),
        },
      },
    } as unknown as ChartSpec
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
