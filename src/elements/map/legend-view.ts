import { html, nothing, svg } from 'lit'
import { wordsOf } from '../../maps/index.js'
import type { TemplateResult } from 'lit'
import type { LegendEntry, LegendGroup } from '../../maps/index.js'
import type { Locale } from '../../locale/index.js'

/** The legend as lists: a swatch and its meaning; `early` shows it before the map is drawn. */
export function legendView(groups: readonly LegendGroup[], early: boolean, outline: string, locale: Locale): TemplateResult {
  const { legend, legendOf } = wordsOf(locale)
  return html`<div part="legend" class=${early ? 'early' : ''}>
    ${groups.map(
      ({ title, entries }) => html`<div>
        ${title ? html`<p aria-hidden="true">${title}</p>` : nothing}
        <ul aria-label=${title ? legendOf(title) : legend}>
          ${entries.map((entry) => html`<li>${swatch(entry, outline)}<span>${entry.label}</span></li>`)}
        </ul>
      </div>`
    )}
  </div>`
}

function swatch({ shape, color, size }: LegendEntry, outline: string): TemplateResult {
  if (shape === 'line') {
    const width = size ?? 4
    const height = Math.max(12, width)
    return html`<svg width="24" height=${height} aria-hidden="true">
      ${svg`<line x1="0" x2="24" y1=${height / 2} y2=${height / 2} stroke=${color} stroke-width=${width} />`}
    </svg>`
  }
  if (shape === 'point') {
    const radius = size ?? 6
    const side = 2 * radius + 2
    return html`<svg width=${side} height=${side} aria-hidden="true">
      ${svg`<circle cx=${side / 2} cy=${side / 2} r=${radius} fill=${color} stroke=${outline} stroke-width="0.75" />`}
    </svg>`
  }
  return html`<svg width="18" height="14" aria-hidden="true">
    ${svg`<rect x="0.5" y="0.5" width="17" height="13" rx="2" fill=${color} stroke=${outline} />`}
  </svg>`
}
