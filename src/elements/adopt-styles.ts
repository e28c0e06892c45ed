import type { CSSResult } from 'lit'

/**
 * Gives styles to a root, once: after those that it has, or at the place `at`. Browsers without style sheets that are shared (Safari
 * before 16.4) get an element, which comes last.
 */
export function addStyles(root: Document | ShadowRoot | null, styles: CSSResult, at?: number): void {
  if (!root) return
  const { styleSheet, cssText } = styles
  if (styleSheet) {
    const sheets = [...root.adoptedStyleSheets]
    if (sheets.includes(styleSheet)) return
    sheets.splice(at ?? sheets.length, 0, styleSheet)
    root.adoptedStyleSheets = sheets
  } else if (!elementOf(root, cssText)) {
    const element = document.createElement('style')
    // The name by which Lit knows what a strict policy lets pass.
    const { litNonce } = globalThis as { readonly litNonce?: string }
    if (litNonce) element.nonce = litNonce
    element.textContent = cssText
    ;(root instanceof Document ? root.head : root).append(element)
  }
}

/** Takes them away again. */
export function removeStyles(root: Document | ShadowRoot, { styleSheet, cssText }: CSSResult): void {
  if (styleSheet) root.adoptedStyleSheets = root.adoptedStyleSheets.filter((sheet) => sheet !== styleSheet)
  else elementOf(root, cssText)?.remove()
}

function elementOf(root: Document | ShadowRoot, text: string): Element | undefined {
  return [...root.querySelectorAll('style')].find(({ textContent }) => textContent === text)
}
