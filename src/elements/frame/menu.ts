import { html, nothing } from 'lit'
import { noAnswer } from '../../locale/early.js'
import { adoptListStyles, menuList } from './menu-lists.js'
import type { TemplateResult } from 'lit'
import type { DgeDisplay } from '../dge-display.js'
import type { ListName } from './menu-lists.js'

/** What the buttons under a display open: a list of files, and a list of all else that can be done with it. */
export class Menu {
  readonly #host: DgeDisplay
  readonly #title: () => string
  #open: ListName | undefined
  #failure = ''

  constructor(host: DgeDisplay, title: () => string) {
    this.#host = host
    this.#title = title
    adoptListStyles(host)
    const place = host.renderRoot.querySelector<HTMLElement>('[part="menu"]')
    place?.addEventListener('keydown', (event) => this.#onKey(event))
    place?.addEventListener('focusout', (event) => this.#onLeave(event))
  }

  /** The list that is open. */
  get open(): ListName | undefined {
    return this.#open
  }

  /** Opens a list, or closes it. */
  toggle(name: ListName): void {
    this.#show(this.#open === name ? undefined : name)
  }

  /** The open list, and what could not be done. */
  render(): TemplateResult {
    return html`${this.#open ? menuList(this.#open, this.#host, this.#run) : nothing}
    ${this.#failure ? html`<span role="alert">${this.#failure}</span>` : nothing}`
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !this.#open) return
    // Nor does it close a dialog of the page around it.
    event.preventDefault()
    event.stopPropagation()
    this.#show(undefined, true)
  }

  #onLeave(event: FocusEvent): void {
    const inside = event.relatedTarget instanceof Node && (event.currentTarget as Node).contains(event.relatedTarget)
    // A click beside the buttons moves the focus to nothing; a click in Safari on a button too, hence the delay.
    if (this.#open && !inside && event.relatedTarget) this.#show(undefined)
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

  #find(name: ListName): HTMLElement | null {
    return this.#host.renderRoot.querySelector<HTMLElement>(`[part="${name === 'files' ? 'download-button' : 'more-button'}"]`)
  }
}
