import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'

/** One of the things that a picture shows, in words. */
export interface Option {
  readonly words: string
  /** Its place among all, from 1 on. */
  readonly position: number
  readonly count: number
}

/**
 * What the keyboard is on in a picture: to screen readers and braille displays the picture is a list, and this its active option, which they follow as they
 * do everywhere. Not all of them hear what an `application` tells by itself (Orca hears nothing of it).
 * @see https://www.w3.org/WAI/ARIA/apg/patterns/listbox/
 */
export class ActiveOption {
  #option: Option | undefined
  #side = 0

  /** For `aria-activedescendant` of the list. */
  get id(): string | typeof nothing {
    return this.#option ? `option-${this.#side}` : nothing
  }

  /** Goes to another one, an element of its own: that one has got other words is not always heard. */
  go(option: Option | undefined): void {
    this.#option = option
    this.#side = 1 - this.#side
  }

  /** @param first while none is active: a list that is empty is heard as nothing */
  render(first: () => Option | undefined, isSelected: boolean): TemplateResult {
    const { words, position, count } = this.#option ?? first() ?? {}
    const option = html`<div class="sr" role="option" id=${this.id} aria-selected=${isSelected || nothing} aria-posinset=${position} aria-setsize=${count} .textContent=${words}></div>`
    return html`${[0, 1].map((side) => (words !== undefined && side === this.#side ? option : nothing))}`
  }
}
