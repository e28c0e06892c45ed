import { DgeError } from '../data/errors.js'
import { amountAxis } from './axes.js'
import { binWidth } from './bin-width.js'
import { plainColor, colorOf } from './colors.js'
import { cellLook, compose } from './compose.js'
import { countTerm, fieldTerm, isAmount } from './defaults.js'
import type { ChartType, EncodeContext } from './chart-type.js'
import type { Expr } from '../data/expression.js'
import type { Term } from '../data/term.js'

/** How many values fall in each interval of a number. The width of intervals suits the values, unless `bin(f, 10)` gives it. */
export const histogram: ChartType = {
  name: 'histogram',
  title: { fr: 'Histogramme', en: 'Histogram', de: 'Histogramm' },
  light: true,
  example: 'x="population"',
  most: { categories: Infinity },
  roles: { measure: 'y', dimension: 'x', series: 'color' },
  channels: {
    x: { required: true, scales: ['quantitative'] },
    y: { required: false, scales: ['quantitative'] },
    color: { required: false, scales: ['nominal', 'ordinal'] },
  },

  async encode(given, context) {
    const first = context.schema.find((field) => isAmount(field))
    const term = given.x?.[0] ?? (first && fieldTerm(first))
    if (!term) throw new DgeError('query', 'type="histogram" needs a number on x', { hint: histogram.example })
    const words = context.schema.find(({ name, type }) => type === 'string' && typeof term.expr === 'object' && 'property' in term.expr && term.expr.property === name)
    if (words) throw new DgeError('query', `type="histogram" needs a number on x, “${words.name}” holds words`, { hint: 'type="bar" counts categories.' })
    const x = binWidth(term) === undefined ? await binned(term, context) : term
    return { ...given, x: [x], y: given.y ?? [countTerm] }
  },

  /** Both ends of each interval. */
  arrange(picture, { encoding }) {
    const width = binWidth(encoding.x?.[0]) ?? 1
    const rows = picture.rows.filter(({ x }) => typeof x === 'number')
      .map((row, at) => ({ ...row, row: at, start: row.x ?? null, end: Number((Number(row.x) + width).toPrecision(12)) }))
    const { x } = picture.channels
    const extent = x?.extent && ([x.extent[0], x.extent[1] + width] as const)
    return { ...picture, rows, channels: { ...picture.channels, ...(x && extent ? { x: { ...x, extent, interval: width } } : {}) } }
  },

  spec(picture, whole) {
    const look = cellLook(picture, whole)
    const { x, y, color } = picture.channels
    if (!x || !y || x.scale !== 'quantitative') throw new DgeError('query', 'type="histogram" needs a number on x', { hint: histogram.example })
    const { field: _field, ...axis } = amountAxis(x, 'x', look)
    const amount = amountAxis(y, 'y', look)
    return compose(picture, whole, [{
      mark: { type: 'bar', stroke: look.theme.ground, strokeWidth: 0.75 },
      encoding: {
        x: { ...axis, field: 'start', bin: 'binned', scale: { zero: false, nice: false } },
        x2: { field: 'end' },
        y: { ...amount, stack: color ? 'zero' : null, scale: { zero: true, nice: true } },
        ...(color ? colorOf(picture, whole) : plainColor(undefined, look)),
        ...(color ? { order: { field: 'row', type: 'quantitative' } } : {}),
      },
    }])
  },
}

/** The term in intervals of a round width: about as many as the square root of the number of values, from 5 to 30. */
async function binned(term: Term, { ask }: EncodeContext): Promise<Term> {
  const { expr } = term
  if (typeof expr === 'object' && ('aggregate' in expr)) throw new DgeError('query', 'histogram: x is a number of each row, not an aggregate', { hint: histogram.example })
  const inner = expr as Expr
  const row = await ask([
    { as: 'low', expr: { aggregate: 'min', expr: inner } },
    { as: 'high', expr: { aggregate: 'max', expr: inner } },
    { as: 'count', expr: { aggregate: 'count', expr: inner } },
  ])
  const [low, high, count] = [Number(row['low'] ?? 0), Number(row['high'] ?? 0), Number(row['count'] ?? 0)]
  const wanted = Math.max(5, Math.min(30, Math.ceil(Math.sqrt(count))))
  const whole = Number.isInteger(low) && Number.isInteger(high)
  const width = roundWidth((high - low) / wanted, whole)
  return { as: term.as, expr: { op: 'bin', args: [inner, width] }, ...(term.title === undefined ? {} : { title: term.title }) }
}

/** 1, 2, 5 or ten times that, not below the span asked for; whole numbers keep whole intervals. */
function roundWidth(span: number, whole: boolean): number {
  if (!(span > 0)) return 1
  const power = 10 ** Math.floor(Math.log10(span))
  const step = [1, 2, 5, 10].find((factor) => factor * power >= span * 0.999) ?? 10
  const width = Number((step * power).toPrecision(12))
  return whole ? Math.max(1, Math.round(width)) : width
}
