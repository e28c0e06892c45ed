import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { Reading } from './reading.js'

/** What stands around the drawing of a chart. */
export interface ChartMarkup {
  /** For screen readers: what it is called, what it is, what it shows, how it is read. */
  readonly name: string
  readonly kind: string
  readonly summary: string
  readonly keys: string | undefined
  /** What was just done. */
  readonly said: string
  readonly notes: readonly string[]
  /** The code of reading, once it is there, and what shows the period in view. */
  readonly reading: Reading | undefined
  /** The mark that is read; the first one, until somebody reads. */
  readonly option: TemplateResult | typeof nothing | undefined
  readonly zoomBar: TemplateResult | typeof nothing
}

/**
 * The place of the drawing with all that lies over and under it; to the keyboard and to screen readers it is a list of marks. What describes it is hidden: it is heard of the
 * list, and the summary once more under the title.
 */
export function chartMarkup({ name, kind, summary, keys, said, notes, reading, option, zoomBar }: ChartMarkup): TemplateResult {
  return html`<div part="chart" class=${reading?.zoom.zoomed ? 'zoomed' : ''}>
      <div
        class="list"
        role="listbox"
        tabindex="0"
        aria-label=${name}
        aria-roledescription=${kind}
        aria-describedby="words keys"
        aria-activedescendant=${reading?.keyboard.option.id ?? nothing}
      >
        ${option}
      </div>
      <div class="drawing"></div>
      <div class="overlay">${reading?.tooltip.renderPoint()} ${reading?.brush.render()} ${reading?.legend.render()}</div>
      ${reading?.tooltip.render()}
    </div>
    ${reading?.legend.renderHidden()} ${zoomBar}
    <p id="words" hidden .textContent=${summary}></p>
    ${keys === undefined ? nothing : html`<p id="keys" hidden>${keys}</p>`}
    <div class="sr" aria-live="polite" aria-atomic="true" .textContent=${said}></div>
    ${notes.map((note) => html`<p class="note" .textContent=${note}></p>`)}`
}
