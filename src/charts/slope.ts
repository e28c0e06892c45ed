import { DgeError } from '../data/errors.js'
import { amountAxis, amountScale, nameAxis } from './axes.js'
import { channelText } from './channel-text.js'
import { charWidth } from './axes.js'
import { colorOf, inksOf } from './colors.js'
import { compose } from './compose.js'
import { isDiscrete } from './roles.js'
import { spreadOn } from './series-ends.js'
import { refuseShared } from './one-value.js'
import type { ChartType, Picture, PictureRow } from './chart-type.js'

/** Pixels: beyond it slopes look flat. */
const widest = 900

/** Two moments and a line between them per series: who rose, who fell, who overtook whom. */
export const slope: ChartType = {
  name: 'slope',
  light: true,
  title: { fr: 'Graphique en pentes', en: 'Slope chart', de: 'Steigungsdiagramm' },
  example: 'x="annee" y="sum(montant)" color="commune" where="annee IN (2015, 2024)"',
  bands: true,
  most: { series: 15 },
  roles: { measure: 'y', dimension: 'x', series: 'color' },
  channels: {
    x: { required: true, scales: ['ordinal', 'nominal'] },
    y: { required: true, scales: ['quantitative'] },
    color: { required: true, scales: ['nominal', 'ordinal'] },
  },

  /** Only the first and the last moment stay; each end has its text, moved off its neighbours'. */
  arrange(picture, { locale, touches }) {
    const { x, y } = picture.channels
    const all = x?.labels ?? []
    const ends = all.length > 2 ? [all[0] ?? '', all.at(-1) ?? ''] : all
    if (!x || !y) return picture
    const kept = picture.rows.filter((row) => ends.includes(String(row.x)) && typeof row.y === 'number')
    const rows = ends.flatMap((end) => {
      const members = kept.filter((row) => row.x === end)
      const places = spreadOn(y, { touches }, members.map((row) => Number(row.y)), 0.05)
      return members.map((row, at): PictureRow => {
        return { ...row, place: places[at] ?? null, label: channelText(row.y ?? null, y, locale, { compact: true }), name: end === ends[0] ? '' : (row.color ?? '') }
      })
    })
    return { ...picture, rows: rows.map((row, at) => ({ ...row, row: at })), channels: { ...picture.channels, x: { ...x, labels: ends } } }
  },

  spec(picture, whole) {
    const look = { ...whole, width: Math.min(whole.width, widest) }
    const { x, y, color } = picture.channels
    if (!x || !y || !color || !isDiscrete(x) || (x.labels?.length ?? 0) < 2) {
      throw new DgeError('query', 'type="slope" needs two moments on x, a number on y and series on color', { hint: slope.example })
    }
    refuseShared(picture)
    const height = Math.max(look.height ?? 320, (color.labels?.length ?? 0) * 22 + 60)
    const room = sideRoom(picture, look.width)
    const amount = { ...amountAxis(y, 'y', look), axis: null, scale: { ...amountScale(y, look), zero: false } }
    const place = { x: { ...nameAxis(x, 'x', look), title: null, scale: { domain: [...(x.labels ?? [])], padding: 0 }, axis: { ...nameAxis(x, 'x', look).axis, orient: 'top', domain: false, ticks: false } }, y: amount }
    const tint = colorOf(picture, look, { direct: true })
    const isLeft = `datum.x === ${JSON.stringify(x.labels?.[0])}`
    const beyond = valueRoom(picture)
    // On narrow places names stand once, on the right: twice, both would be cut.
    const once = look.width < 480
    const names = once ? look.width * 0.82 - 2 * (9 + beyond) : room - beyond
    const text = (field: 'label' | 'color' | 'name', off: number, limit: number) => ({
      mark: { type: 'text', align: { expr: `${isLeft} ? 'right' : 'left'` }, dx: { expr: `${isLeft} ? ${-off} : ${off}` }, fontSize: look.theme.fontSize - 1, limit },
      encoding: { ...place, y: { ...amount, field: 'place' }, ...inksOf(picture, look), text: { field, type: 'nominal' } },
    })
    return compose(picture, { ...look, height }, [
      { mark: { type: 'line', point: { filled: true, size: 55 } }, encoding: { ...place, ...tint } },
      text('label', 9, beyond),
      text(once ? 'name' : 'color', 9 + beyond, Math.max(30, names)),
    ])
  },
}

/** Pixels for the longest value. */
function valueRoom({ rows }: Picture): number {
  return Math.ceil(Math.max(0, ...rows.map(({ label }) => String(label ?? '').length)) * charWidth) + 4
}

/** Pixels for the longest name and value on one side; the lines keep the middle. */
function sideRoom(picture: Picture, width: number): number {
  const longest = Math.max(0, ...(picture.channels.color?.labels ?? []).map(({ length }) => length))
  return Math.min(Math.ceil(longest * charWidth) + valueRoom(picture), Math.floor(width * 0.4))
}
