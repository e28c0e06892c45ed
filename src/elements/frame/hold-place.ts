import type { DgeDisplay } from '../dge-display.js'

/** What a display with a height that is held says to its styles: parts take what is left of it, and scroll. */
export const heldStyles = ['--_still', '--_held', '--_over'] as const

/** Pixels under the last thing of a page. */
const footing = 64

/** Where the page's styles make a block of the display (`display: block`, grids are wanted), its frame takes the kept height by itself; before places are read. */
export function fillBlock(host: DgeDisplay): void {
  const { display, minHeight, paddingTop, paddingBottom } = getComputedStyle(host)
  const frame = host.renderRoot.querySelector('figure')
  if (frame && /block|flow/.test(display)) frame.style.minHeight = `calc(${minHeight} - ${paddingTop} - ${paddingBottom})`
}

/**
 * A display whose end is in view, or above it, keeps the height that it has, whatever comes into it, unless it is the last thing of the page: what a reader reads
 * under it must not move. What needs more scrolls in its place until nothing that is seen moves, or the reader wants it (`letGoLater`, once it is drawn). Reads places; what
 * it answers writes, once those of all displays are read.
 */
export function holding(host: DgeDisplay): () => void {
  const end = host.renderRoot.querySelector('.foot')?.getBoundingClientRect()
  const { bottom } = host.getBoundingClientRect()
  // Not that of the box on the screen, which the page may draw larger or smaller (`zoom`, `scale`); "auto" without a box of its own.
  const { height, minHeight } = getComputedStyle(host)
  const isLast = document.body.getBoundingClientRect().bottom - bottom < footing
  // Where the page's styles took the place that was kept (`* { all: unset }`), there is none to hold.
  if (!end || !parseFloat(height) || end.top >= innerHeight || isLast || !parseFloat(minHeight)) return () => {}
  return () => {
    const values = [height, '0px', 'auto']
    heldStyles.forEach((name, at) => host.style.setProperty(name, values[at] ?? null))
  }
}
