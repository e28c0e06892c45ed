import { html, nothing } from 'lit'
import { formatDate } from '../../locale/index.js'
import type { TemplateResult } from 'lit'
import type { Metadata } from '../../data/dataset.js'
import type { Locale } from '../../locale/index.js'

/** The line that open licences require: dataset, publisher, licence, date of the data, and what the author adds. */
export function attribution(metadata: Metadata | undefined, credits: string | undefined, locale: Locale): TemplateResult {
  const { source, licence, modified } = locale.messages
  const { title, publisher, page, licence: terms, licenceUrl, modified: date } = metadata ?? {}
  const origin = [title, publisher].filter(Boolean).join(', ')
  const day = date ? Date.parse(date.slice(0, 10)) : NaN
  const parts = [
    origin && html`${source}${locale.language === 'fr' ? '\u00a0' : ''}: ${link(page, origin)}`,
    (terms || licenceUrl) && html`${terms ? '' : `${licence} `}${link(licenceUrl, terms || licenceUrl || '')}`,
    Number.isNaN(day) ? '' : modified(formatDate(day, { precision: 'day' }, locale)),
    credits?.trim(),
  ].filter(Boolean)
  return html`${parts.map((part, index) => html`${index ? ' – ' : nothing}${part}`)}`
}

/** A link when the address is http or https, else its text: metadata come from outside. */
export function link(url: string | undefined, text: string): TemplateResult {
  return isWebAddress(url) ? html`<a href=${url} rel="noopener external" target="_blank">${text}</a>` : html`${text}`
}

/** True for http and https addresses, never for `javascript:` and the like. */
export function isWebAddress(url: string | undefined): url is string {
  return url !== undefined && /^https?:\/\/[^\s]+$/i.test(url)
}
