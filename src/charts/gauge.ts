import { nice } from 'd3-array'
import { DgeError } from '../data/errors.js'
import { charWidth } from './axes.js'
import { channelText } from './channel-text.js'
import { colorsFor, plainColor } from './colors.js'
import { defaultMeasure } from './defaults.js'
import { present } from './encoding.js'
import { amountOf, ownFill, ownText, placed, plotOf } from './placed.js'
import { wholeOf } from './shares.js'
import type { ChartType, Look, Picture } from './chart-type.js'

/** One number on its way to a whole or a target: an arc from zero to what it could be. */
export const gauge: ChartType = {
  name: 'gauge',
  title: { fr: 'Jauge', en: 'Gauge', de: 'Tachodiagramm' },
  light: true,
  example: 'theta="sum(voix) / sum(inscrits)" format="percent" target="0.5 as Majorité"',
  alone: true,
  bands: true,
  roles: { measure: 'theta' },
  channels: {
    theta: { required: true, scales: ['quantitative'] },
    y: { required: false, scales: ['quantitative'] },
  },

  encode: ({ theta, y }, { schema }) => present({ theta: theta ?? y ?? [defaultMeasure(schema)] }),

  spec(picture, look) {
    const { theta } = picture.channels
    const [row] = picture.rows
    if (!theta || !row) throw new DgeError('query', 'type="gauge" needs one number on theta', { hint: gauge.example })
    if (picture.rows.length > 1) throw new DgeError('query', `type="gauge" shows one number, the data have ${picture.rows.length}`, { hint: 'Say how they add up: theta="sum(montant)".' })
    const value = amountOf(row, theta)
    const [low, high] = boundsOf(picture, value, look)
    const { width, height } = plotOf(look)
    // Where it is narrow, the target is written under the number.
    const side = look.touches.target && width >= 400 ? Math.min(120, width * 0.2) : 16
    const radius = Math.max(40, Math.min(width / 2 - side, height - 56))
    const [cx, cy] = [width / 2, (height + radius) / 2 - 10]
    const angle = (amount: number) => Math.PI * (Math.min(1, Math.max(0, (amount - low) / (high - low))) - 0.5)
    const [inner, outer] = [radius * 0.72, radius]
    const plain = plainColor(undefined, look)
    const fill = colorsFor({ ...theta, labels: [theta.title] }, look)[0] ?? ('value' in plain && typeof plain.value === 'string' ? plain.value : look.theme.text)
    const say = (amount: number) => channelText(amount, theta, look.locale, { compact: true })
    const turn = (field: string) => ({ field, type: 'quantitative', scale: null, stack: null })
    const ring = { theta: turn('a0'), theta2: { field: 'a1' }, radius: turn('r1'), radius2: { field: 'r0' }, x: { value: cx }, y: { value: cy } }
    const whole = { a0: -Math.PI / 2, a1: Math.PI / 2, r0: inner, r1: outer }
    const { target } = look.touches
    const written = typeof row.theta === 'number' ? say(value) : look.locale.messages.missing
    const letters = Math.max(14, Math.min(48, radius / 3.2, (1.75 * inner) / (0.62 * written.length)))
    const texts = (values: readonly object[], mark: object) => ({ values, mark: { type: 'text', color: look.theme.text, ...mark }, encoding: ownText })
    const ends = [low, high].map((amount, at) => ({ x: cx + (at === 0 ? -1 : 1) * ((inner + outer) / 2), y: cy + 14, label: say(amount) }))
    const goal = target ? goalOf(target.value, target.text, { cx, cy, inner, outer, angle, say }) : undefined
    return placed(look, [
      { values: [{ ...whole, fill: look.theme.grid }], polar: true, mark: { type: 'arc' }, encoding: { ...ring, ...ownFill } },
      { values: [{ ...whole, a1: angle(value), fill, row: row.row }], polar: true, mark: { type: 'arc' }, encoding: { ...ring, ...ownFill } },
      ...(goal ? [{ values: [goal.line], mark: { type: 'rule', strokeWidth: 3, color: look.theme.text }, encoding: { x2: { field: 'x2' }, y2: { field: 'y2' } } }, texts([goal.text], { align: goal.align, fontSize: look.theme.fontSize - 1 })] : []),
      texts([{ x: cx, y: cy - letters * 0.45, label: written, row: row.row }], { fontSize: letters, fontWeight: 'bold' }),
      texts(ends, { fontSize: look.theme.fontSize - 1, color: look.theme.muted }),
    ])
  },
}

/** From 0 to the whole: of percentages 100, of shares 1, else a round number beyond the value and its target. */
function boundsOf({ channels: { theta } }: Picture, value: number, { touches }: Look): readonly [number, number] {
  const goal = touches.target?.value ?? 0
  const whole = theta ? wholeOf(theta) : 0
  const most = Math.max(value, goal)
  if (whole >= most && Math.min(value, goal) >= 0) return [0, whole]
  // A target has what lies beyond it.
  const [low, high] = nice(Math.min(0, value, goal), Math.max(most, goal * 1.12) || 1, 4)
  return [low, high]
}

interface Dial {
  readonly cx: number
  readonly cy: number
  readonly inner: number
  readonly outer: number
  readonly angle: (amount: number) => number
  readonly say: (amount: number) => string
}

function goalOf(at: number, label: string | undefined, { cx, cy, inner, outer, angle, say }: Dial) {
  const turn = angle(at)
  const point = (radius: number) => ({ x: cx + Math.sin(turn) * radius, y: cy - Math.cos(turn) * radius })
  const [from, to, text] = [point(inner - 4), point(outer + 4), point(outer + 14)]
  const align = Math.abs(turn) < 0.25 ? 'center' : turn > 0 ? 'left' : 'right'
  const room = Math.abs(turn) < 0.25 ? 2 * cx - 20 : cx - Math.abs(text.x - cx) - 4
  const lines = label ? [`${label}\u00a0: ${say(at)}`, say(at)] : [say(at)]
  const line = { ...from, x2: to.x, y2: to.y }
  const beside = lines.find((each) => each.length * charWidth <= room)
  return beside ? { line, text: { ...text, label: beside }, align } : { line, text: { x: cx, y: cy + 34, label: lines[0] ?? '' }, align: 'center' }
}
