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
 * When displays are ready and the browser idle, the code that comes next is brought: what the reader's first touch of them needs, and what
 * those further down the page draw with (their data wait for the reader), and what tells the author of equal ranks. Not where readers save data, or the line is slow.
 */
export function prefetchNext(host: DgeDisplay): void {
  const { saveData, effectiveType = '' } = (navigator as { readonly connection?: Connection }).connection ?? {}
  if (saveData || effectiveType.includes('2g')) return
  if (host.limit && host.query?.orderBy) whenIdle(() => void import('./ties.js').then(({ tellTies }) => tellTies(host)).catch(() => {}))
  if (!known.has(host)) whenIdle(() => prefetch(host))
}

function prefetch(host: DgeDisplay): void {
  if (!host.isConnected || known.has(host)) return
  const displays = new Set([host, ...document.querySelectorAll<DgeDisplay>(Object.keys(starts).join())])
  // What readers wait for has the line alone: the last display to be ready brings what comes next for all.
  if ([...displays].some(({ state }) => state === 'loading')) return
  // The connection may be gone when these words are wanted.
  for (const coming of [import('./trouble.js'), import('./menu.js')]) coming.catch(() => {})
  for (const display of displays) {
    if (display.state === 'idle') display.preload()
    else if (!known.has(display)) {
      known.add(display)
      display.touched().catch(() => {})
    }
  }
}
