import { css as given, unsafeCSS } from 'lit'
import type { CSSResult, CSSResultGroup } from 'lit'

/**
 * Lit's `css`, in which a `rem` is 16 pixels at least where the text around the display has that size: pages that make the root's letters
 * small (`html {font-size: 62.5%}`) to count in tens would get displays in two thirds of their size. Container queries know no such length: they count in `em`.
 */
export function css(strings: TemplateStringsArray, ...values: (CSSResultGroup | number)[]): CSSResult {
  return unsafeCSS(given(strings, ...values).cssText.replace(/([\d.]+)rem/g, 'calc($1*var(--_rem))'))
}
