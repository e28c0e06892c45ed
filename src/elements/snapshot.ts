import { readSnapshot, SnapshotSource } from '../data/snapshot.js'
import { DgeReadyEvent } from './events.js'
import type { DataSource } from '../data/source.js'
import type { DgeDisplay } from './dge-display.js'

const hour = 3_600_000
const known = new WeakMap<DgeDisplay, SnapshotSource>()

/**
 * The display's source with the snapshot that its prerendered content carries; the source itself once that is spent, or
 * when it is of other data. An old snapshot is drawn, then asked anew.
 */
export function withSnapshot(host: DgeDisplay, source: DataSource): DataSource {
  const before = known.get(host)
  if (before) return before.spent || before.real !== source ? source : before
  const snapshot = readSnapshot(host.querySelector('script[data-dge-snapshot]')?.textContent ?? '')
  if (!snapshot) return source
  const { src, ...settings } = snapshot.config
  const { src: address, ...others } = source.config
  if (!URL.canParse(src, host.baseURI) || new URL(src, host.baseURI).href !== address) return source
  if (JSON.stringify(settings) !== JSON.stringify(others)) return source
  const made = new SnapshotSource(source, snapshot)
  known.set(host, made)
  const spend = () => (made.spent = true)
  source.addEventListener('refresh', spend, { once: true })
  if (Date.now() - made.date.getTime() > (host.snapshotAge ?? 24) * hour) {
    const renew = () => {
      spend()
      host.reload()
    }
    host.addEventListener(DgeReadyEvent.type, renew, { once: true })
  }
  return made
}
