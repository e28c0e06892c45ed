import { unsafeCSS } from 'lit'
import type { CSSResult } from 'lit'

/**
 * Lit's `css`, in which a `rem` is 16 pixels at least where the text around the display has that size: pages that make the root's letters
 * small (`html {font-size: 62.5%}`) to count in tens would get displays in two thirds of their size. Container queries know no such length: they count in `em`.
 */
export function css(strings: TemplateStringsArray, ...values: readonly (CSSResult | number)[]): CSSResult {
  return unsafeCSS(String.raw({ raw: strings }, ...values).replace(/([\d.]+)rem/g, 'calc($1*var(--_rem))'))
}
