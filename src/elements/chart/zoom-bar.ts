import { html } from 'lit'
import { windowOf } from '../../charts/window.js'
import { zoomWordsOf } from '../../charts/zoom-words.js'
import { formatDate } from '../../locale/index.js'
import { css } from '../css.js'
import type { TemplateResult } from 'lit'
import type { Picture, Window } from '../../charts/index.js'
import type { Field } from '../../data/schema.js'
import type { Locale } from '../../locale/index.js'

/** What the buttons of the zoom do. */
export type ZoomStep = 'nearer' | 'farther' | 'earlier' | 'later' | 'all'

/** A calendar axis and the part of it that is in view. */
export interface ZoomState {
  readonly whole: Window
  readonly view: Window
  /** No less can be shown. */
  readonly nearest: boolean
  readonly field: Field
}

/** The buttons under a picture whose calendar is in view whole; undefined for one without a calendar to zoom into. */
export function wholeZoomBar(picture: Picture): ((locale: Locale, run: (step: ZoomStep) => void) => TemplateResult) | undefined {
  const [whole, field] = [windowOf(picture), picture.channels.x?.field]
  return whole && field && ((locale, run) => zoomBar({ whole, view: whole, field, nearest: false }, locale, run))
}

export const zoomStyles = css`
  [part='zoom'] {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem;
    font-size: var(--dge-small-size, 0.875rem);
  }
  [part='zoom'] button {
    display: grid;
    place-items: center;
    inline-size: 2.25rem;
    padding: 0;
  }
  [part='zoom'] svg {
    inline-size: 1rem;
    block-size: 1rem;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.75;
  }
  [part='zoom'] output {
    margin-inline-start: 0.25rem;
    font-variant-numeric: tabular-nums;
  }
  @media print {
    [part='zoom'] {
      display: none;
    }
  }
`

/** The buttons that zoom into a calendar axis, and what of it is in view. They stand there before the code that zooms. */
export function zoomBar({ whole, view, nearest, field }: ZoomState, locale: Locale, run: (step: ZoomStep) => void): TemplateResult {
  const words = zoomWordsOf(locale)
  const button = (step: ZoomStep, label: string, path: string, off: boolean) =>
    html`<button type="button" title=${label} aria-disabled=${off} @click=${() => !off && run(step)}>
      <svg viewBox="0 0 16 16" aria-hidden="true"><path d=${path} /></svg>
    </button>`
  const zoomed = view !== whole
  return html`<div part="zoom" role="group" aria-label=${words.zoom}>
    ${button('nearer', words.zoomIn, 'M8 3v10M3 8h10', nearest)}
    ${button('farther', words.zoomOut, 'M3 8h10', !zoomed)}
    ${button('earlier', words.earlier, 'M10 3L5 8l5 5', !zoomed || view[0] <= whole[0])}
    ${button('later', words.later, 'M6 3l5 5-5 5', !zoomed || view[1] >= whole[1])}
    ${button('all', words.all, 'M2 3v10M14 3v10M5 8h6M7 6L5 8l2 2M9 6l2 2-2 2', !zoomed)}
    <output>${words.inView(formatDate(view[0], field, locale), formatDate(view[1], field, locale))}</output>
  </div>`
}
