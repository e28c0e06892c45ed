import { starts } from '../starts.js'
import { whenIdle } from '../when-idle.js'
import type { DgeDisplay } from '../dge-display.js'

const known = new WeakSet<Element>()

/** What browsers tell of the line; not all of them do. */
interface Connection {
  readonly saveData?: boolean
  readonly effectiveType?: string
}

/**
 * When a display is ready and the browser idle, the code that comes next is brought: what the reader's first touch of it needs, and what
 * the displays further down the page draw with (their data wait for the reader). Not where readers save data, or the line is slow.
 */
export function prefetchNext(host: DgeDisplay): void {
  const { saveData, effectiveType = '' } = (navigator as { readonly connection?: Connection }).connection ?? {}
  if (known.has(host) || saveData || effectiveType.includes('2g')) return
  known.add(host)
  whenIdle(() => prefetch(host))
}

function prefetch(host: DgeDisplay): void {
  if (!host.isConnected) return
  host.touched().catch(() => {})
  // The connection may be gone when these words are wanted.
  for (const coming of [import('./trouble.js'), import('./menu.js')]) coming.catch(() => {})
  for (const display of document.querySelectorAll<DgeDisplay>(Object.keys(starts).join())) if (display.state === 'idle') display.preload()
}
