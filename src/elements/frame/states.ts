import { html, nothing } from 'lit'
import { rowsRead } from '../../data/table.js'
import type { TemplateResult } from 'lit'
import type { DgeError } from '../../data/errors.js'
import type { Table } from '../../data/table.js'
import type { Locale } from '../../locale/index.js'
import type { DgeDisplay } from '../dge-display.js'

export { attribution } from './attribution.js'
export { adoptLateStyles } from './late-styles.js'
export { Menu } from './menu.js'
export { tell } from './notes.js'
export { prefetchNext } from './prefetch.js'

/** There is nothing to show, and what a reader's filter may have to do with it. */
export function empty({ locale, where, search }: DgeDisplay): TemplateResult {
  const { messages } = locale
  return html`<div class="message" role="status">
    <p><strong>${messages.empty}</strong></p>
    ${where || search ? html`<p>${messages.emptyNext}</p>` : nothing}
  </div>`
}

/** It failed: what the reader can do, what the author should know, and a way to try again. */
export function failure(host: DgeDisplay, error: DgeError): TemplateResult {
  const { messages } = host.locale
  const { sentence, next } = messages.errors[error.kind]
  return html`<div class="message" role="alert">
    <p><strong>${sentence}</strong></p>
    <p>${next}</p>
    <details>
      <summary>${messages.details}</summary>
      <p lang="en">${error.message}${error.hint ? html`<br />${error.hint}` : nothing}</p>
    </details>
    ${retry(host)}
  </div>`
}

/** It failed after a drawing: how old that is. */
export function stale(host: DgeDisplay, error: DgeError, drawnAt: Date | undefined): TemplateResult {
  const { messages, tag } = host.locale
  const time = drawnAt?.toLocaleString(tag, { dateStyle: 'long', timeStyle: 'short' }) ?? ''
  return html`<div class="note" role="alert">
    <p>${messages.errors[error.kind].sentence} ${messages.stale(time)}</p>
    ${retry(host)}
  </div>`
}

/** How many of how many rows are shown, or what is shown was made from. */
export function partial(table: Table, { messages, tag }: Locale): TemplateResult {
  const count = (rows: number) => rows.toLocaleString(tag)
  const { rows, total } = rowsRead(table)
  return html`<p class="note" part="partial">${messages.partial(count(rows), total === undefined ? undefined : count(total))}</p>`
}

function retry(host: DgeDisplay): TemplateResult {
  const again = () => {
    // The button goes away: keep the keyboard's place in the page.
    host.renderRoot.querySelector<HTMLElement>('figure')?.focus()
    host.reload()
  }
  return html`<p><button type="button" part="retry" @click=${again}>${host.locale.messages.retry}</button></p>`
}
