import { html, nothing } from 'lit'
import { offersOf } from '../../displays/offers.js'
import { noAnswer } from '../../locale/early.js'
import type { TemplateResult } from 'lit'
import type { DgeDisplay } from '../dge-display.js'

type Lists = typeof import('./menu-lists.js')
/** `files` to download; `more`: what else can be done with the drawing. */
export type ListName = 'files' | 'more'

/** The buttons under a display: its data as a table, a list of files, and a list of all else that can be done with it. */
export class Menu {
  readonly #host: DgeDisplay
  readonly #toggleData: () => Promise<void>
  readonly #title: () => string
  #lists: Lists | undefined
  #open: ListName | undefined
  #failure = ''

  constructor(host: DgeDisplay, toggleData: () => Promise<void>, title: () => string) {
    this.#host = host
    this.#toggleData = toggleData
    this.#title = title
  }

  render(usable: boolean, dataShown: boolean): TemplateResult {
    const { messages } = this.#host.locale
    const offered = offersOf(this.#host.offers)
    const files = offered === undefined || offered.some((word) => word !== 'more')
    const more = offered === undefined || offered.includes('more')
    // The buttons take their place before they can be used: nothing moves when they appear.
    return html`<div part="menu" class=${usable ? '' : 'off'} @keydown=${this.#onKey} @focusout=${this.#onLeave}>
      ${this.#host.offersData
        ? html`<button type="button" part="data-button" aria-expanded=${dataShown} @click=${this.#toggleData}>
            ${messages.data}
          </button>`
        : nothing}
      ${files ? this.#button('files', messages.download) : nothing} ${more ? this.#button('more', messages.actions) : nothing}
      ${this.#open && usable && this.#lists ? this.#lists.menuList(this.#open, this.#host, this.#run) : nothing}
      ${this.#failure ? html`<span role="alert">${this.#failure}</span>` : nothing}
    </div>`
  }

  #button(name: ListName, label: string): TemplateResult {
    const part = name === 'files' ? 'download-button' : 'more-button'
    return html`<button type="button" part=${part} aria-expanded=${this.#open === name} @click=${() => void this.#toggle(name)}>
      ${label}
    </button>`
  }

  async #toggle(name: ListName): Promise<void> {
    this.#show(this.#open === name ? undefined : name)
    try {
      if (this.#lists) return
      this.#lists = await import('./menu-lists.js')
      this.#lists.adoptListStyles(this.#host)
      this.#host.requestUpdate()
    } catch (cause) {
      await this.#fail(cause)
    }
  }

  /** Runs what an entry of a list does; the file is named after the title. */
  readonly #run = async (work: (title: string) => unknown): Promise<void> => {
    this.#failure = ''
    this.#show(undefined, true)
    try {
      await work(this.#title() || this.#host.locale.messages.untitled)
    } catch (cause) {
      await this.#fail(cause)
    }
  }

  /** The browser may refuse (memory, a policy of the page): the reader's click must not end in silence. */
  async #fail(cause: unknown): Promise<void> {
    console.error(`[dge] <${this.#host.localName}> what was asked in the menu could not be done`, cause)
    const said = await import('../../locale/trouble-words.js').catch(() => undefined)
    this.#failure = said?.troubleWordsOf(this.#host.locale).errors.internal.sentence ?? noAnswer
    this.#show(undefined)
  }

  #show(open: ListName | undefined, focus = false): void {
    const before = this.#open
    this.#open = open
    this.#host.requestUpdate()
    // The entry that has the focus goes away: the keyboard's place is its button.
    if (focus && before) this.#find(before)?.focus()
  }

  readonly #onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !this.#open) return
    event.stopPropagation()
    this.#show(undefined, true)
  }

  readonly #onLeave = (event: FocusEvent) => {
    const inside = event.relatedTarget instanceof Node && (event.currentTarget as Node).contains(event.relatedTarget)
    // A click beside the buttons moves the focus to nothing; a click in Safari on a button too, hence the delay.
    if (this.#open && !inside && event.relatedTarget) this.#show(undefined)
  }

  #find(name: ListName): HTMLElement | null {
    return this.#host.renderRoot.querySelector<HTMLElement>(`[part="${name === 'files' ? 'download-button' : 'more-button'}"]`)
  }
}
