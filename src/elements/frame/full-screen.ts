import { around } from '../look-controller.js'
import { css } from '../css.js'
import type { DgeDisplay } from '../dge-display.js'

/** Alone on the screen a display has the page's ground under it, not the browser's black, and scrolls where it needs more. */
export const fullScreenStyles = css`
  :host(:fullscreen) {
    padding: 1rem;
    overflow: auto;
    background: var(--dge-background, var(--_ground, Canvas));
  }
`

/** Tells the styles what lies under the display each time that a page makes it fill the screen. */
export function followFullScreen(host: DgeDisplay): void {
  host.addEventListener('fullscreenchange', () => {
    const grounds = around(host).slice(1).map((node) => (node instanceof Element ? getComputedStyle(node).backgroundColor : ''))
    const ground = grounds.find((color) => color && !/^transparent$|[,/]\s*0\)$/.test(color))
    host.style.setProperty('--_ground', ground ?? null)
  })
}
