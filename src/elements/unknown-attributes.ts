import { letOut } from './unclosed.js'

/** Attributes of every HTML element, and those that frameworks and browsers' extensions write. */
const others = /^(id|class|style|lang|dir|hidden|slot|part|exportparts|role|tabindex|translate|is|nonce|inert|popover|draggable|accesskey|spellcheck|contenteditable|autofocus|item\w+|(data|aria|x|v|ng|hx|wire)-.*|on.*|.*[^a-z0-9-].*)$/

/** The attributes of a tag that mean nothing to it. */
export function unknownAttributes(element: Element): readonly string[] {
  const { observedAttributes } = element.constructor as typeof HTMLElement & { readonly observedAttributes: readonly string[] }
  // "title" is the browser's tooltip, and what most authors call a heading.
  const isOther = (name: string) => others.test(name) || (name === 'title' && element.hasAttribute('heading'))
  return element.getAttributeNames().filter((name) => !observedAttributes.includes(name) && !isOther(name))
}

/** Tells the author of the page of those of a tag and of its layers, with those that were probably meant, and of tags that are none of ours; and of weeks beside years, which end at other days. What a tag without an end holds is let out. */
export function tellAttributes(element: Element): void {
  const strangers = [...document.querySelectorAll(':not(:defined)')].filter(({ localName }) => localName.startsWith('dge-'))
  const wrong = [element, ...element.querySelectorAll(':scope > dge-layer')].filter((each) => customElements.get(each.localName) && unknownAttributes(each).length > 0)
  letOut(element)
  const written = Array.from(element.attributes, ({ value }) => value).join(' ')
  const isSplit = /\bweek\s*\(/i.test(written) && /\byear\s*\(/i.test(written)
  if (isSplit || strangers.length + wrong.length > 0) import('./attribute-hints.js').then(({ tellHints }) => tellHints(wrong, strangers, isSplit ? element : undefined)).catch(() => {})
}
