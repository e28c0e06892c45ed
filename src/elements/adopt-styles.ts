import { adoptStyles } from 'lit'
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
    // Lit appends it, with the name by which a strict policy lets it pass.
    adoptStyles((root instanceof Document ? root.head : root) as ShadowRoot, [styles])
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
