import { extentOf } from './extent.js'
import { rolesOf } from './roles.js'
import type { Channel, ChannelName, ChartType, Picture, PictureRow } from './chart-type.js'

interface Limits {
  readonly categories: number
  readonly series: number
  /** The author set the number of categories. */
  readonly authors: boolean
  /** The series are stacked: what is left out would be missing in the whole. */
  readonly stacked: boolean
  /** The values are amounts of their own, not means of others: parts of a whole may be added up. */
  readonly summable: boolean
  readonly others: (count: number) => string
  readonly grouped: (others: number) => string
  readonly left: (kept: number, total: number) => string
}

/** A picture before its rows are in order. */
export type Raw = Pick<Picture, 'rows' | 'channels' | 'roles'>

/**
 * Keeps a picture readable: too many categories or series are gathered into one when their values may be added up,
 * else left out, and said; rows stand in the order of drawing; lines get a gap where a series has no row.
 */
export function gather(raw: Raw, limits: Limits, { withGaps, tail }: Pick<ChartType, 'withGaps' | 'tail'>): Picture {
  const notes: string[] = []
  let picture = raw
  const { dimension, series } = rolesOf(raw)
  if (dimension?.scale === 'nominal' && limits.categories !== Infinity) {
    picture = shorten(picture, dimension, limits.categories, { ...limits, tail, notes })
  }
  if (series?.scale === 'nominal') picture = shorten(picture, series, limits.series, { ...limits, tail: limits.stacked ? 'summed' : tail, notes })
  const sorted = inOrder(picture)
  const rows = withGaps?.(sorted) ?? sorted.rows
  return { ...sorted, rows: renumber(rows), notes, hints: [], overlaps: hasOverlaps(sorted) }
}

function shorten(raw: Raw, channel: Channel, most: number, limits: Limits & { readonly tail: ChartType['tail']; readonly notes: string[] }): Raw {
  const labels = channel.labels ?? []
  if (labels.length <= most) return raw
  const { measure } = rolesOf(raw)
  const { tail, notes } = limits
  const sums = tail === 'summed' ? limits.summable : measure?.additive === true && !(limits.authors && channel.name !== 'color')
  const rename = tail === 'renamed' && channel.name === 'color'
  const merge = rename || (sums && tail !== 'out')
  const biggest = merge || sums || channel.name === 'color' ? rankBySize(raw, channel, measure) : labels
  const kept = new Set(biggest.slice(0, merge ? most - 1 || 1 : most))
  const names = labels.filter((label) => kept.has(label))
  if (!merge) {
    const isAuthors = limits.authors && channel.name !== 'color'
    if (!isAuthors) notes.push(limits.left(names.length, labels.length))
    const rows = raw.rows.filter((row) => kept.has(String(row[channel.name])))
    return { ...raw, rows, channels: { ...raw.channels, [channel.name]: { ...channel, labels: names } } }
  }
  let others = limits.others(labels.length - names.length)
  while (kept.has(others)) others += '…'
  notes.push(limits.grouped(labels.length - names.length))
  const rows = rename || !measure ? renamed(raw, channel.name, kept, others) : sumOthers(raw, channel.name, measure.name, kept, others)
  // Their sum may be beyond every single value.
  const summed = measure && { [measure.name]: { ...measure, ...extentOf(rows.map((row) => row[measure.name])) } }
  const channels = { ...raw.channels, ...summed, [channel.name]: { ...channel, labels: [...names, others], others } }
  return { ...raw, rows, channels }
}

/** Labels from the largest total to the smallest. */
function rankBySize({ rows }: Raw, channel: Channel, measure: Channel | undefined): readonly string[] {
  const totals = new Map((channel.labels ?? []).map((label) => [label, 0]))
  for (const row of rows) {
    const label = String(row[channel.name])
    const value = measure && row[measure.name]
    if (typeof value === 'number') totals.set(label, (totals.get(label) ?? 0) + Math.abs(value))
  }
  return [...totals].sort(([, a], [, b]) => b - a).map(([label]) => label)
}

/** Each row stays; what is not kept is called `others`. */
function renamed({ rows }: Raw, name: ChannelName, kept: ReadonlySet<string>, others: string): readonly PictureRow[] {
  return rows.map((row) => (kept.has(String(row[name])) ? row : { ...row, [name]: others }))
}

function sumOthers(raw: Raw, name: ChannelName, measure: ChannelName, kept: ReadonlySet<string>, others: string): PictureRow[] {
  const rows: PictureRow[] = []
  const sums = new Map<string, PictureRow>()
  for (const row of raw.rows) {
    if (kept.has(String(row[name]))) {
      rows.push(row)
      continue
    }
    const place = JSON.stringify(Object.entries(row).filter(([key]) => !['row', 'from', name, measure].includes(key)))
    const sum = sums.get(place)
    const value = row[measure]
    const before = sum?.[measure]
    const total = typeof value === 'number' ? value + (typeof before === 'number' ? before : 0) : (before ?? null)
    sums.set(place, { ...row, from: -1, [name]: others, [measure]: total })
  }
  return [...rows, ...sums.values()]
}

/** Rows by dimension, then series, in the order of their labels, or of time. */
function inOrder(raw: Raw): Raw {
  const { dimension, series } = rolesOf(raw)
  const keys = [dimension, series].filter((channel) => channel !== undefined).map((channel) => {
    const rank = new Map((channel.labels ?? []).map((label, at) => [label, at]))
    return (row: PictureRow): number => {
      const value = row[channel.name]
      if (channel.labels) return rank.get(String(value)) ?? 0
      return channel.scale === 'temporal' && typeof value === 'number' ? value : 0
    }
  })
  const rows = [...raw.rows].sort((a, b) => {
    for (const key of keys) if (key(a) !== key(b)) return key(a) - key(b)
    return a.row - b.row
  })
  return { ...raw, rows }
}

function renumber(rows: readonly PictureRow[]): readonly PictureRow[] {
  return rows.map((row, at) => ({ ...row, row: at }))
}

function hasOverlaps(raw: Raw): boolean {
  const { dimension, series } = rolesOf(raw)
  const seen = new Set<string>()
  return raw.rows.some((row) => {
    const place = JSON.stringify([dimension && row[dimension.name], series && row[series.name], row.facet])
    if (seen.has(place)) return true
    seen.add(place)
    return false
  })
}
