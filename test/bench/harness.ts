import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'
import { chromiumArgs, requireChromium } from '../setup/chromium.js'

/** A page to measure. `done` is JavaScript that is true once the marks are really there. */
export interface Contestant {
  readonly name: string
  readonly path: string
  readonly done: string
}

export interface Conditions {
  readonly name: string
  /** CPU slowdown. */
  readonly cpu: number
  /** Bits per second and round trip in milliseconds; undefined = unthrottled. */
  readonly network?: { readonly bits: number; readonly latency: number }
}

export const conditions: readonly Conditions[] = [
  { name: 'unthrottled', cpu: 1 },
  { name: 'phone (CPU ×4, 1.6 Mb/s, 150 ms)', cpu: 4, network: { bits: 1.6e6, latency: 150 } },
]

/** One cold load. Times in milliseconds since navigation. */
export interface Run {
  readonly name: string
  readonly visible: number
  readonly bytes: number
  readonly scriptBytes: number
  readonly requests: number
  /** Sum of what long tasks take beyond 50 ms, until visible. */
  readonly blocking: number
}

/** In every page: elements through open shadow roots, whether enough of them have a size, whether a canvas has colour. */
const probes = `
  window.longTasks = []
  new PerformanceObserver((list) => longTasks.push(...list.getEntries().map((e) => [e.startTime, e.duration]))).observe({ type: 'longtask', buffered: true })
  window.deep = (selector, root = document) => {
    const found = [...root.querySelectorAll(selector)]
    for (const element of root.querySelectorAll('*')) if (element.shadowRoot) found.push(...deep(selector, element.shadowRoot))
    return found
  }
  window.sized = (selector, count) => deep(selector).filter((e) => { const b = e.getBoundingClientRect(); return b.width >= 1 && b.height >= 1 }).length >= count
  const scratch = document.createElement('canvas'); scratch.width = 96; scratch.height = 64
  const pen = scratch.getContext('2d', { willReadFrequently: true })
  window.coloured = (canvas) => {
    if (!canvas?.width) return 0
    pen.clearRect(0, 0, 96, 64); pen.drawImage(canvas, 0, 0, 96, 64)
    const { data } = pen.getImageData(0, 0, 96, 64)
    let count = 0
    for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 20 && Math.max(data[i], data[i + 1], data[i + 2]) - Math.min(data[i], data[i + 1], data[i + 2]) > 40) count++
    return count
  }`

const watch = (done: string) => `
  const frame = () => {
    let there = false
    try { there = ${done} } catch {}
    if (there) window.visibleAt = performance.now()
    else requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)`

/** Loads the page once in a new context, cache off. @throws when the marks do not come within a minute */
export async function load(browser: Browser, origin: string, contestant: Contestant, { cpu, network }: Conditions): Promise<Run> {
  const context = await browser.newContext({ viewport: { width: 1000, height: 700 }, locale: 'fr-FR' })
  try {
    const page = await context.newPage()
    const session = await context.newCDPSession(page)
    const scripts = new Set<string>()
    let bytes = 0
    let scriptBytes = 0
    let requests = 0
    await session.send('Network.enable')
    await session.send('Network.setCacheDisabled', { cacheDisabled: true })
    session.on('Network.responseReceived', ({ requestId, type }) => type === 'Script' && scripts.add(requestId))
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      bytes += encodedDataLength
      if (scripts.has(requestId)) scriptBytes += encodedDataLength
      requests++
    })
    await page.addInitScript(probes + watch(contestant.done))
    if (network) {
      const throughput = network.bits / 8
      await session.send('Network.emulateNetworkConditions', {
        offline: false, latency: network.latency, downloadThroughput: throughput, uploadThroughput: throughput / 2,
      })
    }
    await session.send('Emulation.setCPUThrottlingRate', { rate: cpu })
    await page.goto(origin + contestant.path, { waitUntil: 'commit', timeout: 60_000 })
    await page.waitForFunction('window.visibleAt > 0', undefined, { timeout: 60_000, polling: 100 })
    const { visible, tasks } = await page.evaluate(() => {
      const { visibleAt, longTasks } = window as unknown as { visibleAt: number; longTasks: [number, number][] }
      return { visible: visibleAt, tasks: longTasks }
    })
    const blocking = tasks.filter(([start]) => start < visible).reduce((sum, [, duration]) => sum + duration - 50, 0)
    return { name: contestant.name, visible, bytes, scriptBytes, requests, blocking }
  } finally {
    await context.close()
  }
}

/** Loads every contestant `rounds` times in turn (A B C A B C…), so that a machine that slows down slows all alike. */
export async function measure(origin: string, contestants: readonly Contestant[], condition: Conditions, rounds: number): Promise<Run[]> {
  const browser = await chromium.launch({ executablePath: requireChromium(), args: chromiumArgs })
  const runs: Run[] = []
  try {
    const [first] = contestants
    if (first) await load(browser, origin, first, { name: 'warm-up', cpu: 1 })
    for (let round = 0; round < rounds; round++) {
      for (const contestant of contestants) {
        const run = await load(browser, origin, contestant, condition)
        runs.push(run)
        console.error(`${condition.name} ${round + 1}/${rounds} ${run.name}: ${Math.round(run.visible)} ms`)
      }
    }
  } finally {
    await browser.close()
  }
  return runs
}

/** Median, minimum and maximum. */
export function spread(values: readonly number[]) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const median = sorted.length % 2 ? sorted[middle] : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
  return { median: median ?? NaN, min: sorted[0] ?? NaN, max: sorted.at(-1) ?? NaN }
}
