import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { DgeDisplay } from '../dge-display.js'

/** The buttons under a display: its data as a table, and a list of files to download. */
export class Menu {
  readonly #host: DgeDisplay
  readonly #toggleData: () => Promise<void>
  #open = false
  #failed = false

  constructor(host: DgeDisplay, toggleData: () => Promise<void>) {
    this.#host = host
    this.#toggleData = toggleData
  }

  render(usable: boolean, dataShown: boolean): TemplateResult {
    const { messages } = this.#host.locale
    // The buttons take their place before they can be used: nothing moves when they appear.
    return html`<div part="menu" class=${usable ? '' : 'off'} @keydown=${this.#onKey} @focusout=${this.#onLeave}>
      ${this.#host.offersData
        ? html`<button type="button" part="data-button" aria-expanded=${dataShown} @click=${this.#toggleData}>
            ${messages.data}
          </button>`
        : nothing}
      <button type="button" part="download-button" aria-expanded=${this.#open} @click=${() => this.#show(!this.#open)}>
        ${messages.download}
      </button>
      ${this.#open && usable ? this.#list() : nothing}
      ${this.#failed ? html`<span role="alert">${messages.errors.internal.sentence}</span>` : nothing}
    </div>`
  }

  #list(): TemplateResult {
    const { messages } = this.#host.locale
    const csv = {
      name: 'CSV',
      extension: 'csv',
      run: async () => new Blob([await this.#host.toCSV()], { type: 'text/csv;charset=utf-8' }),
    }
    return html`<ul>
      ${[csv, ...this.#host.exports()].map(
        ({ name, extension, run }) =>
          html`<li>
            <button
              type="button"
              aria-label=${messages.downloadAs(name)}
              @click=${() => this.#save(run, extension)}
            >
              ${name}
            </button>
          </li>`
      )}
    </ul>`
  }

  async #save(run: () => Promise<Blob>, extension: string): Promise<void> {
    this.#failed = false
    this.#show(false)
    try {
      const { save } = await import('./save.js')
      await save(run, this.#host.heading || this.#host.locale.messages.untitled, extension)
    } catch (cause) {
      // The browser may refuse (memory, a policy of the page): the reader's click must not end in silence.
      this.#failed = true
      this.#host.requestUpdate()
      console.error(`[dge] <${this.#host.localName}> the ${extension} file could not be made`, cause)
    }
  }

  #show(open: boolean): void {
    this.#open = open
    this.#host.requestUpdate()
  }

  readonly #onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !this.#open) return
    event.stopPropagation()
    this.#show(false)
    this.#host.renderRoot.querySelector<HTMLElement>('[part="download-button"]')?.focus()
  }

  readonly #onLeave = (event: FocusEvent) => {
    const inside = event.relatedTarget instanceof Node && (event.currentTarget as Node).contains(event.relatedTarget)
    // A click beside the buttons moves the focus to nothing; a click in Safari on a button too, hence the delay.
    if (this.#open && !inside && event.relatedTarget) this.#show(false)
  }
}
