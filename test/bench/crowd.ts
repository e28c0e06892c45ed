import { setTimeout as sleep } from 'node:timers/promises'
import { KeptAnswers, KeptSource } from '../../src/data/kept-source.js'
import { DataSource } from '../../src/data/source.js'
import { refreshDelay } from '../../src/data/refresh-delay.js'
import { openDataset } from '../../src/providers/index.js'
import { wfs } from '../equivalence/backends/mapserver.js'
import { communes } from '../equivalence/communes.js'
import { sixDisplays } from '../equivalence/costs.js'
import { Traffic } from '../equivalence/traffic.js'
import { spread } from './harness.js'
import { processorSecondsBelow } from './processes.js'
import type { SourceConfig } from '../../src/data/dataset.js'
import type { SnapshotStore } from '../../src/data/kept-source.js'
import type { Snapshot } from '../../src/data/snapshot.js'
import type { Study } from './scenario.js'

const perHour = 10_000
/** Views that are really replayed, at the pace of the crowd. */
const replayed = 10

/** One page of one reader: resolves when all its displays are answered. */
type View = (config: SourceConfig) => Promise<unknown>
/** What a reader opens, page after page. */
type Reader = () => readonly View[]

const open = (config: SourceConfig) => new DataSource(config, (own, options) => openDataset(own, options))
const ask = (source: DataSource) => Promise.all(sixDisplays.map((query) => source.query(query)))

/** A page with `cache="1 h"`: what the reader's browser keeps is in memory here, as the JSON that it is there. */
function keptView(browser: Map<string, string>): View {
  const store: SnapshotStore = {
    read: async ({ src }) => JSON.parse(browser.get(src) ?? 'null') as Snapshot | undefined,
    write: async ({ src }, snapshot) => void browser.set(src, JSON.stringify(snapshot)),
  }
  return async (config) => {
    const real = open(config)
    const source = new KeptSource(real, new KeptAnswers(real, (await store.read(real.config)) ?? undefined, store, () => true))
    await source.dataset()
    await ask(source)
  }
}

const fetchEverything: View = (config) =>
  Promise.all(sixDisplays.map(async () => {
    const url = `${config.src}&version=2.0.0&request=GetFeature&typenames=communes&outputformat=geojson&srsname=EPSG:4326`
    const response = await fetch(url)
    if (!response.ok) throw new Error(`HTTP ${response.status} from ${url}`)
    return response.json()
  }))

/** What a page of six displays does to its dataset's server. */
const behaviours: Readonly<Record<string, Reader>> = {
  'each tag fetches everything': () => [fetchEverything],
  'dge, six tags with the same src': () => [(config) => ask(open(config))],
  'dge, a reader comes back to the tab five times': () => [
    async (config) => {
      const source = open(config)
      for (let visit = 0; visit < 5; visit++) await ask(source)
    },
  ],
  'dge with cache="1 h", three pages by each reader': () => {
    const page = keptView(new Map())
    return [page, page, page]
  },
}

interface Replay {
  readonly name: string
  /** Pages opened by all readers. */
  readonly views: number
  readonly requests: number
  readonly bytes: number
  /** Seconds of processor that the server took. */
  readonly cpu: number
  readonly answers: readonly number[]
  readonly atOnce: number
}

/** Views begin at random, as often as the crowd's; each is measured from its beginning to its last answer. */
async function replay(name: string, reader: Reader, config: SourceConfig): Promise<Replay> {
  const traffic = new Traffic()
  let [running, atOnce] = [0, 0]
  const answers: number[] = []
  const before = processorSecondsBelow(process.pid)
  let state = 3
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647
  const views: Promise<void>[] = []
  for (let index = 0; index < replayed; index++) {
    await sleep((-Math.log(1 - random()) * 3_600_000) / perHour)
    views.push((async () => {
      for (const [page, view] of reader().entries()) {
        // What is kept is written a moment after the answers.
        if (page > 0) await sleep(1000)
        const started = performance.now()
        atOnce = Math.max(atOnce, ++running)
        await view(config)
        running--
        answers.push(performance.now() - started)
      }
    })())
  }
  try {
    await Promise.all(views)
  } finally {
    traffic.stop()
  }
  return { name, views: answers.length, requests: traffic.requests, bytes: traffic.bytes, cpu: processorSecondsBelow(process.pid) - before, answers, atOnce }
}

/** The most of 10,000 pages, opened within one second, that refresh in the same second, from the tenth minute on. */
function peakOfRefreshes(delay: () => number): number {
  const seconds = new Map<number, number>()
  for (let page = 0; page < perHour; page++) {
    for (let at = (page / perHour) * 1000; at < 1_800_000; at += delay()) {
      const second = Math.floor(at / 1000)
      if (second >= 600) seconds.set(second, (seconds.get(second) ?? 0) + 1)
    }
  }
  return Math.max(...seconds.values())
}

async function run(): Promise<string> {
  if (wfs.missing?.()) return `Not measured: ${wfs.missing()}.`
  const running = await wfs.start(await communes())
  const results: Replay[] = []
  try {
    for (const [name, reader] of Object.entries(behaviours)) results.push(await replay(name, reader, running.config))
  } finally {
    await running.stop()
  }
  const rows = results.map(({ name, views, requests, bytes, cpu, answers, atOnce }) => {
    const { median, max } = spread(answers)
    const scale = perHour / views
    const cells = [name, +(requests / views).toFixed(1), (bytes / views / 1000).toFixed(0), Math.round(requests * scale).toLocaleString('en'), ((bytes * scale) / 1e9).toFixed(2), Math.round(cpu * scale), `${Math.round(median)} (${Math.round(max)})`, atOnce]
    return `| ${cells.join(' | ')} |`
  })
  return `| behaviour | requests per view | kB per view | requests per hour | GB per hour | server’s processor, s per hour | view complete, ms: median (max) | views at once |
|---|---|---|---|---|---|---|---|
${rows.join('\n')}

A page with six displays of 5,132 communes in a WFS (MapServer on this machine), ${perHour.toLocaleString('en')} views an hour arriving at random; ${replayed} readers are replayed against the
real server at that pace and scaled by the pages that they open. MapServer says nothing of how long its answers hold: no cache but ours keeps any. The requests of a first page: capabilities,
fields, a count, a sample of 20 rows, whether GeoJSON keeps columns apart; the columns of all charts at once; two pages of rows; two or three proofs that conditions and order are obeyed. Bytes are those of bodies before compression. More than 3,600 s of processor per hour is more than one core.
Refreshing (\`refresh="60"\`): of 10,000 pages opened in the same second, ${peakOfRefreshes(() => 60_000).toLocaleString('en')} ask in the same second for ever with a plain timer; with the jitter of
\`dge-source\` at most ${peakOfRefreshes(() => refreshDelay(60)).toLocaleString('en')} do from the tenth minute on, and none of the hidden pages.`
}

/** What many readers cost the server of a dataset. */
export const crowd: Study = { id: 'Crowd', title: '10,000 embeds an hour on one dataset', packages: [], run }
