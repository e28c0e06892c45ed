import { formatNumber } from '../locale/index.js'
import { channelText } from './channel-text.js'
import { sentence } from './describe.js'
import { summaryWordsOf } from './summary-words.js'
import type { Channel, Picture } from './chart-type.js'
import type { Language, Locale } from '../locale/index.js'

const pointWords: Readonly<Record<Language, (xs: string, ys: string) => string>> = {
  fr: (xs, ys) => `Abscisse\u00a0: ${xs}. Ordonnée\u00a0: ${ys}`,
  en: (xs, ys) => `Horizontal: ${xs}. Vertical: ${ys}`,
  de: (xs, ys) => `Waagerecht: ${xs}. Senkrecht: ${ys}`,
}

/** Number of points and the ranges of both axes. */
export function pointParts(picture: Picture, locale: Locale): readonly string[] {
  const words = summaryWordsOf(locale)
  const { x, y } = picture.channels
  const range = (channel: Channel | undefined) => {
    if (!channel) return ''
    if (!channel.extent) return (channel.labels ?? []).join(', ') || words.none
    const [low, high] = channel.extent
    return `${channel.title}, ${channelText(low, channel, locale)} – ${channelText(high, channel, locale)}`
  }
  const count = (value: number) => formatNumber(value, locale)
  // A point that lacks one of its places is nowhere.
  const { length } = picture.rows.filter((row) => [x, y].every((channel) => !channel || (row[channel.name] ?? null) !== null))
  const missing = picture.rows.length - length
  return [`${words.values(length, count(length))}.`, sentence(pointWords[locale.language](range(x), range(y))), ...(missing > 0 ? [words.missing(missing, count(missing))] : [])]
}
