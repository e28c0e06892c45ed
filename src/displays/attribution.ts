import { formatDate } from '../locale/index.js'
import type { Metadata } from '../data/dataset.js'
import type { Locale } from '../locale/index.js'

/** One statement of the line under a display: words, then a text that leads to `url` where it is a web address. */
export interface AttributionPart {
  readonly before: string
  readonly text: string
  readonly url?: string | undefined
}

/** What open licences require: dataset, publisher, licence, date of the data, and what the author adds. */
export function attributionParts(metadata: Metadata | undefined, credits: string | undefined, locale: Locale): readonly AttributionPart[] {
  const { source, licence, modified } = locale.messages
  const { title, publisher, page, licence: terms, licenceUrl, modified: date } = metadata ?? {}
  const origin = [title, publisher].filter(Boolean).join(', ')
  const day = date ? Date.parse(date.slice(0, 10)) : NaN
  const more = credits?.trim()
  return [
    ...(origin ? [{ before: `${source}${locale.language === 'fr' ? '\u00a0' : ''}: `, text: origin, url: page }] : []),
    ...(terms || licenceUrl ? [{ before: terms ? '' : `${licence} `, text: terms || licenceUrl || '', url: licenceUrl }] : []),
    ...(Number.isNaN(day) ? [] : [{ before: '', text: modified(formatDate(day, { precision: 'day' }, locale)) }]),
    ...(more ? [{ before: '', text: more }] : []),
  ]
}
