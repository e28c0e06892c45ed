import { DgeError } from '../data/errors.js'
import { KeptAnswers, KeptSource } from '../data/kept-source.js'
import { openSnapshotCache } from '../data/snapshot-cache.js'
import { isPrivate } from '../providers/http.js'
import { DgeReadyEvent } from './events.js'
import type { DataSource } from '../data/source.js'
import type { DgeDisplay } from './dge-display.js'

const units: Readonly<Record<string, number>> = { s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000, j: 86_400_000 }
const usual = 3_600_000

/** Milliseconds of `1 h`, `30 min`, `2 d` (`2 j`); an hour when empty. @throws DgeError `query` */
export function lifetimeOf(text: string): number {
  if (text === '') return usual
  const [, amount = '', unit = ''] = /^(\d+(?:[.,]\d+)?)\s*(s|min|h|d|j)$/i.exec(text) ?? []
  const lifetime = Number(amount.replace(',', '.')) * (units[unit.toLowerCase()] ?? NaN)
  if (Number.isFinite(lifetime)) return lifetime
  throw new DgeError('query', `cache: “${text}” is no time`, { hint: 'A number and a unit: cache="30 min", cache="1 h", cache="2 d".' })
}

/** Parameters of addresses that open what is not for everybody. */
const secret = /^(access|api|auth|id|sub\w*)?[-_]?(key|token|secret|signature|sig|password|passwd|pwd|auth|jwt|session)$/i

/** Whether the address itself is a key: such answers are not kept. */
export function carriesCredentials(address: string): boolean {
  const { username, password, searchParams } = new URL(address)
  return username !== '' || password !== '' || [...searchParams.keys()].some((name) => secret.test(name))
}

const known = new WeakMap<DgeDisplay, KeptSource>()
const reading = new WeakMap<DataSource, Promise<KeptAnswers | undefined>>()

/** What is kept of a source; undefined where nothing can or may be. */
async function read(source: DataSource): Promise<KeptAnswers | undefined> {
  const { src } = source.config
  if (!URL.canParse(src) || carriesCredentials(src)) return undefined
  const store = await openSnapshotCache()
  if (!store) return undefined
  const snapshot = await store.read(source.config).catch(() => undefined)
  return new KeptAnswers(source, snapshot, store, () => !isPrivate(src))
}

/**
 * The display's source with what the browser keeps of its answers (`cache="1 h"`). An answer older than that is drawn, then asked anew; when
 * that fails it stays, with its age. The source itself where nothing is or may be kept. @throws DgeError `query` for a time that is none
 */
export async function withKept(host: DgeDisplay, source: DataSource): Promise<DataSource> {
  const lifetime = lifetimeOf(source.config.cache ?? '')
  const before = known.get(host)
  if (before?.real === source) return before
  const coming = reading.get(source) ?? read(source)
  reading.set(source, coming)
  const kept = await coming
  if (!kept) return source
  const made = new KeptSource(source, kept)
  known.set(host, made)
  source.addEventListener('refresh', () => (made.spent = true), { once: true })
  host.addEventListener(DgeReadyEvent.type, () => {
    const taken = known.get(host) === made && host.query && made.takenAt(host.query)
    if (!taken || Date.now() - taken.getTime() < lifetime) return
    made.spent = true
    host.reload()
  })
  return made
}
