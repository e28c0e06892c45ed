import { readSnapshot, SnapshotSource } from '../data/snapshot.js'
import { DgeReadyEvent } from './events.js'
import { whenIdle } from './when-idle.js'
import type { DataSource } from '../data/source.js'
import type { DgeDisplay } from './dge-display.js'

const waiting = new WeakSet<DgeDisplay>()

/**
 * Resolves when a prerendered display may be brought to life: once the page is loaded and the browser idle, or when a reader
 * comes to it. One whose data are too many to be in the page (outlines) waits for a reader alone: it would ask for them. What
 * a reader does in it meanwhile goes on in the live one: the open table, the place of the keyboard.
 */
export function wanted(host: DgeDisplay, signal: AbortSignal): Promise<void> {
  if (!waiting.has(host)) host.addEventListener(DgeReadyEvent.type, () => handOver(host), { once: true })
  waiting.add(host)
  return new Promise((resolve) => {
    const listen = { once: true, passive: true, signal }
    signal.addEventListener('abort', () => resolve(), { once: true })
    for (const type of ['pointerenter', 'touchstart', 'focusin']) host.addEventListener(type, () => resolve(), listen)
    const idle = () => whenIdle(resolve)
    if (host.loading === 'eager' || host.matches(':hover, :focus-within')) resolve()
    else if (isFresh(host) && !host.prerendered?.querySelector('script[data-dge-snapshot]')) return
    else if (document.readyState === 'complete') idle()
    else addEventListener('load', idle, listen)
  })
}

function handOver(host: DgeDisplay): void {
  const { prerendered, renderRoot } = host
  const data = renderRoot.querySelector<HTMLElement>('[part="data-button"]')
  const focused = prerendered?.contains(document.activeElement)
  if (prerendered?.querySelector('details[open]')) data?.click()
  if (focused) (data ?? renderRoot.querySelector('figure'))?.focus({ preventScroll: true })
}

const hour = 3_600_000

function isFresh({ prerendered, snapshotAge }: DgeDisplay): boolean {
  return Date.now() - Date.parse(prerendered?.getAttribute('data-date') ?? '') <= (snapshotAge ?? 24) * hour
}

const known = new WeakMap<DgeDisplay, SnapshotSource>()

/**
 * The display's source with the snapshot that its prerendered content carries; the source itself once that is spent, or
 * when it is of other data. An old snapshot is drawn, then asked anew.
 */
export function withSnapshot(host: DgeDisplay, source: DataSource): DataSource {
  const before = known.get(host)
  if (before) return before.spent || before.real !== source ? source : before
  const snapshot = readSnapshot(host.prerendered?.querySelector('script[data-dge-snapshot]')?.textContent ?? '')
  if (!snapshot) return source
  const { src, ...settings } = snapshot.config
  const { src: address, ...others } = source.config
  if (!URL.canParse(src, host.baseURI) || new URL(src, host.baseURI).href !== address) return source
  if (JSON.stringify(settings) !== JSON.stringify(others)) return source
  const made = new SnapshotSource(source, snapshot)
  known.set(host, made)
  const spend = () => (made.spent = true)
  source.addEventListener('refresh', spend, { once: true })
  if (!isFresh(host)) {
    const renew = () => {
      spend()
      host.reload()
    }
    host.addEventListener(DgeReadyEvent.type, renew, { once: true })
  }
  return made
}
