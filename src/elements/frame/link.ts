import { html } from 'lit'
import { isWebAddress } from '../../displays/web-address.js'
import type { TemplateResult } from 'lit'

/** A link when the address is http or https, else its text: metadata come from outside. */
export function link(url: string | undefined, text: string): TemplateResult {
  return isWebAddress(url) ? html`<a href=${url} rel="noopener external" target="_blank">${text}</a>` : html`${text}`
}
