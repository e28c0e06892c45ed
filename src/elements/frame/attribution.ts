import { html, nothing } from 'lit'
import { attributionParts } from '../../displays/attribution.js'
import { link } from './link.js'
import type { TemplateResult } from 'lit'
import type { Metadata } from '../../data/dataset.js'
import type { Locale } from '../../locale/index.js'

const spans = [['day', 86_400], ['hour', 3600], ['minute', 60]] as const

/** The credits with the age of data that were not read by this page: “données lues il y a 3 heures”. */
function withAge(credits: string | undefined, read: Date, { messages, tag }: Locale): string {
  const seconds = Math.max(60, (Date.now() - read.getTime()) / 1000)
  const [unit, length] = spans.find(([, least]) => seconds >= least) ?? ['minute', 60]
  const ago = new Intl.RelativeTimeFormat(tag).format(-Math.floor(seconds / length), unit)
  return [credits?.trim(), messages.readAgo(ago)].filter(Boolean).join(' – ')
}

/** The line that open licences require: dataset, publisher, licence, date of the data, what the author adds, and how old kept data are. */
export function attribution(metadata: Metadata | undefined, credits: string | undefined, locale: Locale, read?: Date): TemplateResult {
  const parts = attributionParts(metadata, read ? withAge(credits, read, locale) : credits, locale)
  return html`${parts.map(({ before, text, url }, index) => html`${index ? ' – ' : nothing}${before}${link(url, text)}`)}`
}
