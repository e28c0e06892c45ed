import { afterAll } from '../../controllers/turns.js'
import type { DgeDisplay } from '../dge-display.js'

/** What a display with a height that is held says to its styles: parts take what is left of it, and scroll. */
export const heldStyles = ['--_still', '--_held', '--_over'] as const

/**
 * A display whose end is in view, or above it, keeps the height that it has, whatever comes into it: what a reader reads under it must not move. What needs more scrolls in its place until nothing
 * that is seen moves, or the reader wants it. Reads places; what it answers writes, once those of all displays are read.
 */
export function holding(host: DgeDisplay): () => void {
  const end = host.renderRoot.querySelector('.foot')?.getBoundingClientRect()
  const { height } = host.getBoundingClientRect()
  if (!end || !height || end.top >= innerHeight) return () => {}
  return () => {
    const values = [`${height}px`, '0px', 'auto']
    heldStyles.forEach((name, at) => host.style.setProperty(name, values[at] ?? null))
    void afterAll().then(() => import('./let-go.js')).then(({ letGoLater }) => letGoLater(host), () => {})
  }
}
