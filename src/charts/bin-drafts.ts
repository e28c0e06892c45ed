import { formatValue } from '../locale/index.js'
import { binWidth } from './bin-width.js'
import type { Draft, Drafts } from './drafts.js'
import type { PictureOptions } from './picture.js'
import type { Encoding } from './chart-type.js'
import type { Value } from '../data/table.js'

/** More bars are gathered, and hide how wide a gap is. */
const mostBins = 30

/**
 * Intervals are called by both ends, where they are categories; types that show a distribution (`fillsBins`) have those that no row falls in,
 * unless the author orders or limits them: 0 for counts and sums of which nothing was cut (`whole`), else nothing.
 */
export function withBins(drafts: Drafts, encoding: Encoding, options: PictureOptions): Drafts {
  const { locale } = options
  const widthOf = ({ name }: Draft) => binWidth(encoding[name]?.[0])
  const channels = drafts.channels.map((draft): Draft => {
    const width = widthOf(draft)
    const text = (value: number) => formatValue(Number(value.toPrecision(12)), draft.field, locale, { unit: false })
    return width ? { ...draft, nameOf: (value) => (typeof value === 'number' ? `${text(value)} – ${text(value + width)}` : undefined) } : draft
  })
  const binned = channels.filter(({ name, nameOf }) => nameOf && (name === 'x' || name === 'y'))
  const [bins] = binned
  const measure = channels.find(({ name }) => name === (bins?.name === 'x' ? 'y' : 'x'))
  const ordered = options.order ?? options.touches?.sort ?? options.limit
  const width = bins && widthOf(bins)
  const all = { ...drafts, channels }
  return options.type.fillsBins && width && measure && binned.length === 1 && ordered === undefined ? filled(all, bins, measure, width, options) : all
}

function filled({ channels, from, notes }: Drafts, bins: Draft, measure: Draft, width: number, { whole }: PictureOptions): Drafts {
  const others = channels.filter((draft) => draft !== bins && draft !== measure)
  const places = Array.from(bins.column, (value) => (typeof value === 'number' ? Math.round(value / width) : null))
  const known = places.filter((place) => place !== null)
  const [low, high] = [Math.min(...known), Math.max(...known)]
  if (known.length === 0 || high - low >= mostBins) return { channels, from, notes }
  /** The first row of each series and small multiple. */
  const likes = new Map(Array.from(from, (_, row) => [JSON.stringify(others.map(({ column }) => column[row])), row] as const).reverse())
  const there = new Set(known)
  const missing = Array.from({ length: high - low + 1 }, (_, at) => low + at).filter((place) => !there.has(place))
  const added = missing.flatMap((place) => [...likes.values()].map((like) => ({ place, like })))
  const valueIn = (draft: Draft, { place, like }: { place: number; like: number }): Value =>
    draft === bins ? Number((place * width).toPrecision(12)) : draft === measure ? (whole && measure.additive ? 0 : null) : (draft.column[like] ?? null)
  return {
    channels: channels.map((draft) => ({ ...draft, column: [...Array.from(draft.column), ...added.map((row) => valueIn(draft, row))] })),
    from: [...from, ...added.map(() => -1)],
    notes,
  }
}
