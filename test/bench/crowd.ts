import { readFileSync, readdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { DataSource } from '../../src/data/source.js'
import { refreshDelay } from '../../src/data/refresh-delay.js'
import { openDataset } from '../../src/providers/index.js'
import { wfs } from '../equivalence/backends/mapserver.js'
import { communes } from '../equivalence/communes.js'
import { sixDisplays } from '../equivalence/costs.js'
import { Traffic } from '../equivalence/traffic.js'
import { spread } from './harness.js'
import type { SourceConfig } from '../../src/data/dataset.js'
import type { Study } from './scenario.js'

const perHour = 10_000
/** Views that are really replayed, at the pace of the crowd. */
const replayed = 10

type View = (config: SourceConfig) => Promise<unknown>

const open = (config: SourceConfig) => new DataSource(config, (own, options) => openDataset(own, options))
const ask = (source: DataSource) => Promise.all(sixDisplays.map((query) => source.query(query)))

/** What a page of six displays does to its dataset's server. */
const behaviours: Readonly<Record<string, View>> = {
  'each tag fetches everything': (config) =>
    Promise.all(sixDisplays.map(async () => {
      const url = `${config.src}&version=2.0.0&request=GetFeature&typenames=communes&outputformat=geojson&srsname=EPSG:4326`
      const response = await fetch(url)
      if (!response.ok) throw new Error(`HTTP ${response.status} from ${url}`)
      return response.json()
    })),
  'dge, six tags with the same src': (config) => ask(open(config)),
  'dge, a reader comes back to the tab five times': async (config) => {
    const source = open(config)
    for (let visit = 0; visit < 5; visit++) await ask(source)
  },
}

interface Replay {
  readonly name: string
  readonly requests: number
  readonly bytes: number
  /** Seconds of processor that the server took. */
  readonly cpu: number
  readonly answers: readonly number[]
  readonly atOnce: number
}

/** Views begin at random, as often as the crowd's; each is measured from its beginning to its last answer. */
async function replay(name: string, view: View, config: SourceConfig): Promise<Replay> {
  const traffic = new Traffic()
  let [running, atOnce] = [0, 0]
  const answers: number[] = []
  const before = cpuBelow(process.pid)
  let state = 3
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647
  const views: Promise<void>[] = []
  for (let index = 0; index < replayed; index++) {
    await sleep((-Math.log(1 - random()) * 3_600_000) / perHour)
    const started = performance.now()
    atOnce = Math.max(atOnce, ++running)
    views.push(view(config).then(() => void (running--, answers.push(performance.now() - started))))
  }
  try {
    await Promise.all(views)
  } finally {
    traffic.stop()
  }
  return { name, requests: traffic.requests, bytes: traffic.bytes, cpu: cpuBelow(process.pid) - before, answers, atOnce }
}

/** Processor seconds of all processes started below this one, those that ended included (Linux only). */
function cpuBelow(pid: number): number {
  const stats = new Map<string, { readonly parent: string; readonly ticks: number }>()
  for (const id of process.platform === 'linux' ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : []) {
    try {
      const fields = readFileSync(`/proc/${id}/stat`, 'utf8').replace(/^.*\) /, '').split(' ')
      stats.set(id, { parent: fields[1] ?? '', ticks: fields.slice(11, 15).reduce((sum, text) => sum + Number(text), 0) })
    } catch {
      // It ended meanwhile.
    }
  }
  const isBelow = (id: string): boolean => {
    for (let at = stats.get(id)?.parent; at && at !== '0'; at = stats.get(at)?.parent) if (at === String(pid)) return true
    return false
  }
  return [...stats].filter(([id]) => isBelow(id)).reduce((sum, [, { ticks }]) => sum + ticks, 0) / 100
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
    for (const [name, view] of Object.entries(behaviours)) results.push(await replay(name, view, running.config))
  } finally {
    await running.stop()
  }
  const scale = perHour / replayed
  const rows = results.map(({ name, requests, bytes, cpu, answers, atOnce }) => {
    const { median, max } = spread(answers)
    const cells = [name, requests / replayed, (bytes / replayed / 1000).toFixed(0), Math.round(requests * scale).toLocaleString('en'), ((bytes * scale) / 1e9).toFixed(2), Math.round(cpu * scale), `${Math.round(median)} (${Math.round(max)})`, atOnce]
    return `| ${cells.join(' | ')} |`
  })
  return `| behaviour | requests per view | kB per view | requests per hour | GB per hour | server’s processor, s per hour | view complete, ms: median (max) | views at once |
|---|---|---|---|---|---|---|---|
${rows.join('\n')}

A page with six displays of 5,132 communes in a WFS (MapServer on this machine), ${perHour.toLocaleString('en')} views an hour arriving at random; ${replayed} views are replayed against the
real server at that pace and scaled. Bytes are those of bodies before compression. More than 3,600 s of processor per hour is more than one core.
Refreshing (\`refresh="60"\`): of 10,000 pages opened in the same second, ${peakOfRefreshes(() => 60_000).toLocaleString('en')} ask in the same second for ever with a plain timer; with the jitter of
\`dge-source\` at most ${peakOfRefreshes(() => refreshDelay(60)).toLocaleString('en')} do from the tenth minute on, and none of the hidden pages.`
}

/** What many readers cost the server of a dataset. */
export const crowd: Study = { id: 'Crowd', title: '10,000 embeds an hour on one dataset', packages: [], run }
