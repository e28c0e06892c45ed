import { css } from 'lit'
import { addStyles } from '../adopt-styles.js'
import { frameStyles } from './frame-styles.js'
import type { CSSResult } from 'lit'
import type { DgeDisplay } from '../dge-display.js'

/** The look of what stands in the frame once its code is there. */
const lateStyles = css`
  .note {
    margin: 0 0 0.5rem;
    padding-inline-start: 0.75rem;
    border-inline-start: 4px solid currentColor;
  }
  a {
    color: inherit;
  }
  button:hover:not([aria-disabled='true']) {
    border-color: currentColor;
  }
  button[aria-disabled='true'] {
    cursor: default;
    opacity: 0.5;
  }
  button[aria-expanded='true'] {
    border-color: currentColor;
    box-shadow: inset 0 0 0 1px currentColor;
  }
  .sr {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: 0;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (forced-colors: active) {
    button[aria-disabled='true'] {
      color: GrayText;
      opacity: 1;
    }
  }
`

/** Gives it to a display. */
export function adoptLateStyles(host: DgeDisplay): void {
  adoptAfterFrame(host, lateStyles)
}

/** Gives a display more styles, after the frame's first ones and before the display's own, which win. */
export function adoptAfterFrame({ shadowRoot: root }: DgeDisplay, styles: CSSResult): void {
  const first = frameStyles.styleSheet
  addStyles(root, styles, root && first ? root.adoptedStyleSheets.indexOf(first) + 1 : undefined)
}
