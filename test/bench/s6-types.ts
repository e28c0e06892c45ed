import { files, pagesOf, types } from './chart-type-pages.js'
import { Chromium } from './devtools.js'
import { openUntilVisible, prepare, spread } from './harness.js'
import { Bodies, dgeScript } from './pages.js'
import { serveBodies } from './server.js'
import type { Study } from './scenario.js'

interface Loads {
  readonly cold: number
  readonly warm: number
  readonly bytes: number
}

const libraries = ['dge', 'vega-embed', 'Chart.js', 'ECharts', 'Plot']
const nameOf = (type: string, library: string) => `${type}-${library}`.replace(/[ .]/g, '')

/** A first visit with an empty cache, and a second one of the same browser: milliseconds to the first frame with marks, bytes of the first. */
async function visit(browser: Chromium, address: string, done: string): Promise<Loads> {
  const { session, close } = await browser.open()
  try {
    await prepare(session, done, { width: 700, height: 600 })
    let bytes = 0
    await session.send('Network.enable')
    session.on<{ encodedDataLength: number }>('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength))
    const load = async () => {
      await openUntilVisible(session, address, 30_000)
      return session.evaluate<number>('visibleAt')
    }
    const cold = await load()
    const first = bytes
    return { cold, warm: await load(), bytes: first }
  } finally {
    await close()
  }
}

async function run(rounds: number): Promise<string> {
  const bodies = new Bodies()
  await bodies.library()
  for (const [path, text] of Object.entries(files)) bodies.csv(path, text)
  const contestants = types.flatMap((page) => Object.entries(pagesOf(page)).map(([library, { code, body, done }]) => ({ type: page.type, library, code, body, done, name: nameOf(page.type, library) })))
  for (const { name, code, body } of contestants) {
    if (code) await bodies.bundled(name, code, body)
    else bodies.page(name, body, dgeScript)
  }
  const server = await serveBodies(bodies, 'max-age=3600')
  const browser = await Chromium.launch()
  const loads = new Map<string, Loads[]>()
  try {
    for (let round = 0; round < rounds; round++) {
      for (const { name, done } of contestants) {
        const seen = await visit(browser, `${server.origin}/${name}.html`, done).catch((error: unknown) => console.error(`${name}: ${String(error).slice(0, 150)}`))
        if (seen) loads.set(name, [...(loads.get(name) ?? []), seen])
      }
    }
  } finally {
    await browser.close()
    await server.stop()
  }
  const cell = (type: string, library: string) => {
    const seen = loads.get(nameOf(type, library))
    if (!seen) return '–'
    const of = (part: keyof Loads) => Math.round(spread(seen.map((each) => each[part])).median)
    return `${of('cold')} / ${of('warm')} ms, ${Math.round(of('bytes') / 1000)} kB`
  }
  const rows = types.map(({ type }) => `| ${type} | ${libraries.map((library) => cell(type, library)).join(' | ')} |`)
  return `| chart | ${libraries.join(' | ')} |
|---|${libraries.map(() => '---').join('|')}|
${rows.join('\n')}

First visit / second visit with the browser’s cache, medians of ${rounds} interleaved rounds, unthrottled; kB of the first visit in brotli. The same small file each
time, read by each page itself. A dash: the library has no such type by itself. Bundles of the peers hold only what the chart needs; dge’s page also brings
menu, data table, keyboard and words for screen readers.`
}

/** Twelve types of chart, cold and warm, beside the libraries that have them. */
export const s6: Study = { id: 'S6', title: 'twelve types of chart, cold and warm', packages: ['vega-embed', 'vega', 'vega-lite', 'chart.js', 'echarts', '@observablehq/plot'], run }
