import { css } from '../css.js'
import { addStyles } from '../adopt-styles.js'
import { frameStyles } from './frame-styles.js'
import { followFullScreen, fullScreenStyles } from './full-screen.js'
import type { CSSResult } from 'lit'
import type { DgeDisplay } from '../dge-display.js'

/** The look of what stands around a drawing: links, and buttons under a hand. */
const lateStyles = css`
  a {
    color: inherit;
  }
  button:hover:not([aria-disabled='true']) {
    border-color: currentColor;
  }
  button[aria-expanded='true'] {
    border-color: currentColor;
    box-shadow: inset 0 0 0 1px currentColor;
  }
`

/** Gives it to a display. */
export function adoptLateStyles(host: DgeDisplay): void {
  adoptAfterFrame(host, lateStyles)
  adoptAfterFrame(host, fullScreenStyles)
  followFullScreen(host)
}

/** Gives a display more styles, after the frame's first ones and before the display's own, which win. */
export function adoptAfterFrame({ shadowRoot: root }: DgeDisplay, styles: CSSResult): void {
  const first = frameStyles.styleSheet
  addStyles(root, styles, root && first ? root.adoptedStyleSheets.indexOf(first) + 1 : undefined)
}
