import { html, nothing } from 'lit'
import { DgeError } from '../../data/errors.js'
import { notLoaded } from '../../data/once.js'
import { authorHint } from '../../displays/author-hint.js'
import { emptyWords } from '../../displays/empty-words.js'
import { partialWords } from '../../displays/partial-words.js'
import { troubleWordsOf } from '../../locale/trouble-words.js'
import { adoptAfterFrame } from './late-styles.js'
import { css } from '../css.js'
import type { TemplateResult } from 'lit'
import type { ErrorWords, TroubleWords } from '../../locale/trouble-words.js'
import type { Table } from '../../data/table.js'
import type { Locale } from '../../locale/index.js'
import type { DgeDisplay } from '../dge-display.js'

export { report } from '../author-log.js'
export { holding } from './hold-place.js'

const troubleStyles = css`
  .message {
    justify-self: start;
    max-inline-size: min(34rem, 100%);
    padding: 0.25rem 1rem;
    border-inline-start: 4px solid currentColor;
    overflow-wrap: anywhere;
  }
  .message p {
    margin: 0 0 0.5rem;
  }
  .message > :last-child {
    margin: 0;
  }
  :host([state='empty']) .footer {
    min-block-size: 0;
  }
  .message summary {
    padding-block: 0.25rem;
  }
  .message details {
    margin-block-end: 0.5rem;
  }
`

/** Gives a display the look of what is said here. */
export function adoptTroubleStyles(host: DgeDisplay): void {
  adoptAfterFrame(host, troubleStyles)
}

/** As browsers say that a file of code did not come, each in its way. */
const missingCode = /dynamically imported module|importing a module script/i

/** The failure with what its author may do about it, where the words of the tag tell; code that does not come is a failure of the network. */
export function explained(host: DgeDisplay, error: DgeError): DgeError {
  if (error.kind === 'internal' && missingCode.test(error.message)) return notLoaded(error.cause)
  const hint = authorHint(error, Object.fromEntries([...host.attributes].map(({ name, value }) => [name, value])))
  return hint ? new DgeError(error.kind, error.message, { ...error, cause: error.cause, hint: [hint, error.hint].filter(Boolean).join('\n') }) : error
}

/** As code that did not come and answers that break off are told: no request was made a second time for them. */
const onceAsked = /could not be loaded|broke off/

/** Whether it may pass by itself, after a moment: what breaks off on the way is asked for once more before readers are told. */
export async function isPassing(host: DgeDisplay, thrown: unknown): Promise<boolean> {
  const { kind, message } = explained(host, DgeError.from(thrown))
  if (kind !== 'network' || !onceAsked.test(message) || !navigator.onLine) return false
  await new Promise((resolve) => setTimeout(resolve, 700))
  return true
}

/** There is nothing to show, and what a reader's filter may have to do with it. */
export function empty({ locale, where, search, table }: DgeDisplay): TemplateResult {
  const narrowed = Boolean(where || search)
  return html`<div class="message" role="status">
    <p><strong>${emptyWords(table, narrowed, locale)}</strong></p>
    ${narrowed ? html`<p>${troubleWordsOf(locale).emptyNext}</p>` : nothing}
  </div>`
}

function wordsFor({ kind, status }: DgeError, { errors, missing }: TroubleWords): ErrorWords {
  return kind === 'http' && (status === 404 || status === 410) ? missing : errors[kind]
}

/** It failed: what the reader can do, what the author should know, and a way to try again. */
export function failure(host: DgeDisplay, error: DgeError): TemplateResult {
  const words = troubleWordsOf(host.locale)
  const { sentence, next } = wordsFor(error, words)
  // Without a title, what is said here names the figure, until it goes away.
  void host.updateComplete.then(() => {
    const figure = host.renderRoot.querySelector('figure')
    figure?.setAttribute('aria-labelledby', figure.hasAttribute('aria-label') ? '' : 'failed')
  })
  return html`<div class="message" role="alert">
    <p><strong id="failed">${sentence}</strong></p>
    <p>${next}</p>
    <details>
      <summary>${words.details}</summary>
      <p lang="en">${error.message}${error.hint ? html`<br />${error.hint}` : nothing}</p>
    </details>
    ${retry(host)}
  </div>`
}

/** It failed after a drawing: how old that is. */
export function stale(host: DgeDisplay, error: DgeError, drawnAt: Date | undefined): TemplateResult {
  const words = troubleWordsOf(host.locale)
  const time = drawnAt?.toLocaleString(host.tag, { dateStyle: 'long', timeStyle: 'short' }) ?? ''
  return html`<div class="note" role="alert">
    <p>${wordsFor(error, words).sentence} ${words.stale(time)}</p>
    ${retry(host)}
  </div>`
}

/** How many of how many rows are shown, or what is shown was made from. */
export function partial(table: Table, locale: Locale): TemplateResult {
  return html`<p class="note" part="partial">${partialWords(table, locale)}</p>`
}

function retry(host: DgeDisplay): TemplateResult {
  const again = () => {
    // The button goes away: keep the keyboard's place in the page.
    host.renderRoot.querySelector<HTMLElement>('figure')?.focus()
    host.reload()
  }
  return html`<p><button type="button" part="retry" @click=${again}>${troubleWordsOf(host.locale).retry}</button></p>`
}
