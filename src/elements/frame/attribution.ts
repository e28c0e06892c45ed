import { html, nothing } from 'lit'
import { attributionParts, isWebAddress } from '../../displays/attribution.js'
import type { TemplateResult } from 'lit'
import type { Metadata } from '../../data/dataset.js'
import type { Locale } from '../../locale/index.js'

export { isWebAddress } from '../../displays/attribution.js'

/** The line that open licences require: dataset, publisher, licence, date of the data, and what the author adds. */
export function attribution(metadata: Metadata | undefined, credits: string | undefined, locale: Locale): TemplateResult {
  const parts = attributionParts(metadata, credits, locale)
  return html`${parts.map(({ before, text, url }, index) => html`${index ? ' – ' : nothing}${before}${link(url, text)}`)}`
}

/** A link when the address is http or https, else its text: metadata come from outside. */
export function link(url: string | undefined, text: string): TemplateResult {
  return isWebAddress(url) ? html`<a href=${url} rel="noopener external" target="_blank">${text}</a>` : html`${text}`
}
