import { DgeError } from '../data/errors.js'
import { amountAxis, nameAxis, roomAbove } from './axes.js'
import { channelText } from './channel-text.js'
import { colorOf } from './colors.js'
import { cellLook, compose } from './compose.js'
import { valueParts } from './describe.js'
import { isDiscrete } from './roles.js'
import { kindWordsOf } from './kind-words.js'
import { colonOf } from '../locale/colon.js'
import type { Channel, ChartType, PictureRow } from './chart-type.js'

/** How gains and losses lead, one after the other, to a total (budgets): each bar begins where the one before it ends. */
export const waterfall: ChartType = {
  name: 'waterfall',
  title: { fr: 'Graphique en cascade', en: 'Waterfall chart', de: 'Wasserfalldiagramm' },
  light: true,
  example: 'x="poste" y="sum(montant)" sort="data"',
  bands: true,
  keepsOrder: true,
  gathers: true,
  tail: 'summed',
  roles: { measure: 'y', dimension: 'x' },
  channels: {
    x: { required: true, scales: ['nominal', 'ordinal'] },
    y: { required: true, scales: ['quantitative'] },
  },

  /** `start` and `end` are the sums before and after each row; the total, of each small multiple, is a row of its own. Names keep the data's order. */
  arrange(picture, { locale }) {
    const { x, y } = picture.channels
    const [up, down, total] = kindWordsOf(locale).waterfall
    if (!x || !y || picture.overlaps) return picture
    const rows = (picture.channels.facet?.labels ?? [undefined]).flatMap((facet) => {
      let sum = 0
      const steps = picture.rows.filter((row) => facet === undefined || row.facet === facet).map((row): PictureRow => {
        const value = typeof row.y === 'number' ? row.y : 0
        const start = sum
        sum += value
        return { ...row, start, end: sum, color: value < 0 ? down : up, label: channelText(row.y ?? null, y, locale, { compact: true }) }
      })
      const last = { row: 0, from: -1, x: total, y: sum, start: 0, end: sum, color: total, label: channelText(sum, y, locale, { compact: true }) }
      return [...steps, facet === undefined ? last : { ...last, facet }]
    }).map((row, at): PictureRow => ({ ...row, row: at }))
    const ends = [0, ...rows.map(({ end }) => Number(end))]
    const color: Channel = { name: 'color', scale: 'nominal', title: '', field: { name: 'color', type: 'string' }, additive: false, labels: [up, down, total] }
    const channels = { x: { ...x, labels: [...(x.labels ?? []), total] }, y: { ...y, extent: [Math.min(...ends), Math.max(...ends)] as const }, color }
    return { ...picture, rows, channels: { ...picture.channels, ...channels } }
  },

  sentences(picture, locale) {
    const { y, color } = picture.channels
    const steps = { ...picture, rows: picture.rows.filter(({ from }) => from >= 0) }
    const totals = picture.rows.filter((row) => row.color === color?.labels?.[2])
    const colon = colonOf(locale)
    const nameOf = ({ x, facet }: PictureRow) => (typeof facet === 'string' ? `${String(x)} (${facet})` : String(x))
    return [...valueParts(steps, locale), ...(y ? totals.map((row) => `${nameOf(row)}${colon}${channelText(row.y ?? null, y, locale)}.`) : [])]
  },

  spec(picture, whole) {
    const look = cellLook(picture, whole)
    const { x, y } = picture.channels
    if (!x || !y || !isDiscrete(x) || picture.overlaps) {
      throw new DgeError('query', 'type="waterfall" needs steps on x, each with one number on y', { hint: waterfall.example })
    }
    const shown = look.touches.labels === 'all' || (look.touches.labels === 'auto' && (look.width - 60) / (x.labels?.length ?? 1) >= 42)
    const amount = { ...amountAxis(y, 'y', look), scale: { zero: true, nice: true, ...(shown ? roomAbove(y, look) : {}) } }
    const place = { x: nameAxis(x, 'x', look), y: { ...amount, field: 'start' }, y2: { field: 'end' } }
    const text = { type: 'text', dy: { expr: 'datum.end < datum.start ? 9 : -7' }, fontSize: look.theme.fontSize - 2, color: look.theme.text }
    const bars = { mark: { type: 'bar' }, encoding: { ...place, ...colorOf(picture, whole) } }
    const values = { mark: text, encoding: { x: place.x, y: { ...amount, field: 'end' }, text: { field: 'label', type: 'nominal' } } }
    return compose(picture, whole, shown ? [bars, values] : [bars])
  },
}
