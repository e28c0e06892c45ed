import { colonOf } from '../locale/colon.js'
import { formatNumber } from '../locale/index.js'
import { channelText } from './channel-text.js'
import { chartName } from './chart-name.js'
import { rolesOf } from './roles.js'
import { summaryWordsOf } from './summary-words.js'
import type { Channel, ChartType, Picture, PictureRow } from './chart-type.js'
import type { Locale } from '../locale/index.js'

/** Name and summary of a chart in words, and each of its values: what a reader gets who cannot see it. */
export interface Description {
  /** "Graphique en barres : Population par Département" */
  readonly name: string
  /** How many, the highest, the lowest, the trend. */
  readonly summary: string
}

/** Says in words what the chart shows, computed from the drawn values. */
export function describe(picture: Picture, type: Partial<Pick<ChartType, 'title' | 'sentences' | 'piles'>>, locale: Locale): Description {
  const name = chartName(picture, type, locale)
  const parts = type.sentences?.(picture, locale) ?? valueParts(type.piles && picture.overlaps ? piled(picture) : picture, locale)
  return { name, summary: [sentence(name), ...parts, ...picture.notes].join(' ') }
}

/** One row for the rows that share a place and stand on top of each other there: what is seen is their sum. */
function piled(picture: Picture): Picture {
  const { dimension, measure, series } = rolesOf(picture)
  if (!measure) return picture
  const piles = new Map<string, PictureRow>()
  for (const row of picture.rows) {
    const place = JSON.stringify([dimension && row[dimension.name], series && row[series.name], row.facet])
    const [before, value] = [piles.get(place)?.[measure.name] ?? null, row[measure.name] ?? null]
    piles.set(place, { ...row, [measure.name]: before === null || value === null ? (before ?? value) : Number(before) + Number(value) })
  }
  return { ...picture, rows: [...piles.values()] }
}

/** One mark's values in words, place first: "Bas-Rhin : 1 157 950 hab." */
export function sayRow(picture: Picture, row: PictureRow, locale: Locale): string {
  const cells = cellsOf(picture, row, locale)
  const colon = colonOf(locale)
  const say = ([title, value]: readonly [string, string], at: number) => (at === 0 && !isAmount(picture, at) ? value : `${title}${title ? colon : ''}${value}`)
  return cells.map(say).filter(Boolean).join(', ')
}

function isAmount(picture: Picture, at: number): boolean {
  return channelsOf(picture)[at]?.scale === 'quantitative'
}

/** Titles and values of one mark, as the tooltip lists them. */
export function cellsOf(picture: Picture, row: PictureRow, locale: Locale): readonly (readonly [title: string, value: string])[] {
  if (picture.cells) return picture.cells(row)
  const cells = channelsOf(picture).map((channel) => [channel.title, textOf(channel, row, locale)] as const)
  return typeof row.share === 'string' ? [...cells, ['', summaryWordsOf(locale).share(row.share)] as const] : cells
}

/** What a reader wants first: the place, the series, the value. */
function channelsOf(picture: Picture): readonly Channel[] {
  const { dimension, measure, series } = rolesOf(picture)
  const { facet, x, y, color, size, x2, y2, low, q1, q3, high, text } = picture.channels
  const all = [facet, text, dimension, series, measure, x, y, color, size, x2, y2, low, q1, q3, high]
  return all.filter((channel, at): channel is Channel => channel !== undefined && all.indexOf(channel) === at)
}

function textOf(channel: Channel, row: PictureRow, locale: Locale): string {
  return channelText(row[channel.name] ?? null, channel, locale)
}

/** How many values, series, the highest, the lowest, the trend, what is missing. */
export function valueParts(picture: Picture, locale: Locale): readonly string[] {
  const words = summaryWordsOf(locale)
  const { dimension, measure, series } = rolesOf(picture)
  if (!measure) return []
  const known = picture.rows.filter((row) => typeof row[measure.name] === 'number')
  const missing = picture.rows.length - known.length
  const count = (value: number) => formatNumber(value, locale)
  const absent = missing > 0 ? [words.missing(missing, count(missing))] : []
  const say = (row: PictureRow) => textOf(measure, row, locale)
  const where = (row: PictureRow) =>
    [picture.channels.facet, dimension, series].filter((channel) => channel !== undefined).map((channel) => textOf(channel, row, locale)).join(', ')
  const amount = (row: PictureRow) => Number(row[measure.name])
  const [first] = known
  if (!first) return [words.none]
  // What gathers the small ones is none of them: it may sum up to the most, and the least is in it.
  const own = known.filter((row) => ![dimension, series].some((channel) => channel?.others !== undefined && row[channel.name] === channel.others))
  const highest = own.reduce((best, row) => (amount(row) > amount(best) ? row : best), own[0] ?? first)
  const lowest = known.reduce((best, row) => (amount(row) < amount(best) ? row : best), first)
  if (known.length === 1) return [words.only(where(first) ? `${where(first)}, ${say(first)}` : say(first)), ...absent]
  const parts = [`${words.values(known.length, count(known.length))}.`]
  if (series) {
    const labels = series.labels ?? []
    parts.push(sentence(words.series(labels.length, count(labels.length), labels.join(', '))))
  }
  parts.push(
    own.length < known.length
      ? sentence(words.highest(say(highest), where(highest)))
      : amount(highest) === amount(lowest)
        ? sentence(words.equal(say(first)))
        : `${words.highest(say(highest), where(highest))}, ${words.lowest(say(lowest), where(lowest))}.`
  )
  // One line alone goes from here to there, and what has no date is at no end of time.
  const dated = dimension?.scale === 'temporal' && !series && !picture.channels.facet && !picture.overlaps ? known.filter((row) => (row[dimension.name] ?? null) !== null) : []
  const [start, end] = [dated[0], dated.at(-1)]
  if (dimension && start && end && start !== end) {
    const span = amount(highest) - amount(lowest)
    const change = amount(end) - amount(start)
    const kind = Math.abs(change) <= span * 0.05 || span === 0 ? 'flat' : change > 0 ? 'up' : 'down'
    parts.push(sentence(words.trend(kind, say(start), say(end), textOf(dimension, start, locale), textOf(dimension, end, locale))))
  }
  return [...parts, ...absent]
}


/** With one full stop: units may end in one ("hab."). */
export function sentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`
}

/** Both measures of a chart that compares two (`y` and `y2`), one after the other. */
export function comparedParts(picture: Picture, locale: Locale): readonly string[] {
  const colon = colonOf(locale)
  return (['y', 'y2'] as const).flatMap((name) => {
    const channel = picture.channels[name]
    if (!channel) return []
    const own = { ...picture, roles: { ...picture.roles, measure: name } }
    return [`${channel.title}${colon}${valueParts(own, locale).join(' ')}`]
  })
}
