import { html, nothing } from 'lit'
import { wordsOf } from '../../maps/index.js'
import type { TemplateResult } from 'lit'
import type { Locale } from '../../locale/index.js'
import type { Card } from './places.js'

/** The pop-up of a place: text only, whatever the data hold. */
export function popupView(card: Card, close: () => void, locale: Locale): TemplateResult {
  const { title, lines } = card
  return html`<div part="popup" role="dialog" tabindex="-1" aria-label=${title || nothing}>
    <strong>${title}</strong>
    ${lines.length > 0
      ? html`<dl>${lines.map(({ label, text }) => html`<div><dt>${label}</dt><dd>${text}</dd></div>`)}</dl>`
      : nothing}
    <button type="button" aria-label=${wordsOf(locale).close} @click=${close}>
      <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3 3l10 10M13 3L3 13" /></svg>
    </button>
  </div>`
}

const gap = 10
const edge = 8

/** Puts the pop-up beside a point of its stage, where there is room; hides it while the point is out of the view. */
export function placePopup(popup: HTMLElement, stage: HTMLElement, at: { readonly x: number; readonly y: number }): void {
  const { clientWidth: width, clientHeight: height } = stage
  const { offsetWidth: own, offsetHeight: tall } = popup
  const x = Math.max(edge, Math.min(at.x - own / 2, width - own - edge))
  const above = at.y - tall - gap
  const below = at.y + gap
  const y = above >= edge ? above : below + tall <= height - edge ? below : edge
  popup.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`
  const inside = at.x >= 0 && at.y >= 0 && at.x <= width && at.y <= height
  popup.style.visibility = inside ? '' : 'hidden'
}
