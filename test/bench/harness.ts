import { Chromium } from './devtools.js'
import { peakMemory, processorSeconds } from './processes.js'
import type { Page } from 'playwright-core'
import type { Session } from './devtools.js'
import type { Conditions, Contestant } from './scenario.js'

/** One cold load: the numbers of `measures` and of the contestant's `after`. Times in milliseconds since navigation. */
export interface Run {
  readonly name: string
  readonly values: Readonly<Record<string, number>>
  /** Path and compressed bytes of each request, in the order of their ends. */
  readonly requests: readonly (readonly [path: string, bytes: number])[]
}

/** In every page: elements through open shadow roots, whether enough of them have a size, whether a canvas has colour. */
export const probes = `
  // Functions that run in the page come from the compiler with a call that gives them their names.
  window.__name = (named) => named
  window.longTasks = []; window.shift = 0
  new PerformanceObserver((list) => longTasks.push(...list.getEntries().map((e) => [e.startTime, e.duration]))).observe({ type: 'longtask', buffered: true })
  new PerformanceObserver((list) => { for (const e of list.getEntries()) if (!e.hadRecentInput) shift += e.value }).observe({ type: 'layout-shift', buffered: true })
  window.deep = (selector, root = document) => {
    const found = [...root.querySelectorAll(selector)]
    for (const element of root.querySelectorAll('*')) if (element.shadowRoot) found.push(...deep(selector, element.shadowRoot))
    return found
  }
  window.sized = (selector, count) => deep(selector).filter((e) => { const b = e.getBoundingClientRect(); return b.width >= 1 && b.height >= 1 }).length >= count
  let pen
  window.coloured = (canvas) => {
    if (!canvas?.width) return 0
    pen ??= Object.assign(document.createElement('canvas'), { width: 96, height: 64 }).getContext('2d', { willReadFrequently: true })
    pen.clearRect(0, 0, 96, 64); pen.drawImage(canvas, 0, 0, 96, 64)
    const { data } = pen.getImageData(0, 0, 96, 64)
    let count = 0
    for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 20 && Math.max(data[i], data[i + 1], data[i + 2]) - Math.min(data[i], data[i + 1], data[i + 2]) > 40) count++
    return count
  }`

/** In every page: the time of the first frame in which it is done, as `visibleAt`; its address then says so. */
export const watch = (done: string) => `
  const frame = () => {
    let there = false
    try { there = ${done} } catch {}
    if (!there) return requestAnimationFrame(frame)
    window.visibleAt = performance.now()
    history.replaceState(history.state, '', '#visible')
  }
  requestAnimationFrame(frame)`

/** Loads the page once in a new context, cache off. @throws when the marks do not come within two minutes */
async function load(browser: Chromium, origin: string, contestant: Contestant, conditions: Conditions): Promise<Run> {
  const { session, close } = await browser.open()
  try {
    await prepare(session, contestant.done, conditions.viewport)
    const traffic = await countTraffic(session)
    await throttle(session, conditions)
    const address = origin + contestant.path
    const before = conditions.memory ? processorSeconds(browser.pid) : 0
    await openUntilVisible(session, address, 120_000)
    const ofProcesses = conditions.memory ? { processors: 1000 * (processorSeconds(browser.pid) - before), memory: peakMemory(browser.pid) } : {}
    const values = { ...(await traffic.asked()), ...(await session.evaluate<Run['values']>(`(${timings.toString()})()`)), ...ofProcesses }
    const more = contestant.after && (await browser.seen(address, contestant.after))
    return { name: contestant.name, values: { ...values, ...more }, requests: traffic.requests }
  } finally {
    await close()
  }
}

/** The page of a French reader, which tells when `done` is true. */
export async function prepare(session: Session, done: string, { width, height } = { width: 1000, height: 700 }): Promise<void> {
  await session.send('Page.enable')
  await session.send('Page.addScriptToEvaluateOnNewDocument', { source: probes + watch(done) })
  await session.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false })
  await session.send('Emulation.setFocusEmulationEnabled', { enabled: true })
  await session.send('Emulation.setUserAgentOverride', { userAgent: await session.evaluate<string>('navigator.userAgent'), acceptLanguage: 'fr-FR' })
  await session.send('Emulation.setLocaleOverride', { locale: 'fr-FR' })
  await session.send('Security.setIgnoreCertificateErrors', { ignore: true })
}

/** Opens a page that was prepared until it says that it is done. @throws when it does not say so within the time, in ms */
export async function openUntilVisible(session: Session, address: string, timeout: number): Promise<void> {
  let timer
  const visible = new Promise<void>((done, fail) => {
    session.on<{ url: string }>('Page.navigatedWithinDocument', ({ url }) => url.endsWith('#visible') && done())
    timer = setTimeout(() => fail(new Error(`${address} is not visible after ${timeout} ms`)), timeout)
  })
  try {
    const opened = session.send<{ errorText?: string }>('Page.navigate', { url: address }).then(({ errorText }) => {
      if (errorText) throw new Error(`${address}: ${errorText}`)
    })
    await Promise.all([visible, opened])
  } finally {
    clearTimeout(timer)
  }
}

/** Longer than the browser takes to tell that a request has ended whose answer the page has used. */
const lateness = 2000

/** What goes over the line from now on: `requests` all, as they end; `asked()` sums those that were asked for so far, whose ends the browser may tell late. */
async function countTraffic(session: Session) {
  const scripts = new Set<string>()
  const paths = new Map<string, string>()
  const ends = new Map<string, () => void>()
  const open: Promise<void>[] = []
  const bytesOf = new Map<string, number>()
  const requests: [path: string, bytes: number][] = []
  // No copies of bodies: the browser makes text of those when they end, in the page's own thread and memory.
  await session.send('Network.enable', { maxTotalBufferSize: 0, maxResourceBufferSize: 0 })
  await session.send('Network.setCacheDisabled', { cacheDisabled: true })
  session.on<{ requestId: string; request: { url: string } }>('Network.requestWillBeSent', ({ requestId, request }) => {
    if (request.url.startsWith('http')) open.push(new Promise((done) => ends.set(requestId, done)))
  })
  session.on<{ requestId: string; type: string; response: { url: string } }>('Network.responseReceived', ({ requestId, type, response }) => {
    paths.set(requestId, new URL(response.url).pathname)
    if (type === 'Script') scripts.add(requestId)
  })
  const ended = (requestId: string, bytes: number) => {
    bytesOf.set(requestId, bytes)
    requests.push([paths.get(requestId) ?? '', bytes])
    ends.get(requestId)?.()
  }
  session.on<{ requestId: string; encodedDataLength: number }>('Network.loadingFinished', ({ requestId, encodedDataLength }) => ended(requestId, encodedDataLength))
  // A body that was read to its end, and let go before the browser noted it, is told as broken off: the page knows how long it was.
  session.on<{ requestId: string }>('Network.loadingFailed', ({ requestId }) => {
    const path = paths.get(requestId) ?? ''
    const length = `performance.getEntriesByType('resource').filter(({ name }) => new URL(name).pathname === ${JSON.stringify(path)}).reduce((most, { encodedBodySize }) => Math.max(most, encodedBodySize), 0)`
    void session.evaluate<number>(length).then((bytes) => ended(requestId, bytes), () => ended(requestId, 0))
  })
  const asked = async () => {
    const ids = [...ends.keys()]
    await Promise.race([Promise.all(open), new Promise((done) => setTimeout(done, lateness))])
    const sum = (some: readonly string[]) => some.reduce((bytes, id) => bytes + (bytesOf.get(id) ?? 0), 0)
    return { bytes: sum(ids), scriptBytes: sum(ids.filter((id) => scripts.has(id))), requests: ids.filter((id) => bytesOf.has(id)).length }
  }
  return { asked, requests }
}

async function throttle(session: Session, { cpu, network }: Conditions): Promise<void> {
  if (network) {
    const throughput = network.bits / 8
    await session.send('Network.emulateNetworkConditions', {
      offline: false, latency: network.latency, downloadThroughput: throughput, uploadThroughput: throughput / 2,
    })
  }
  await session.send('Emulation.setCPUThrottlingRate', { rate: cpu })
}

/** Runs in the page. */
function timings() {
  const { visibleAt, longTasks, shift } = window as unknown as { visibleAt: number; longTasks: [number, number][]; shift: number }
  const before = longTasks.filter(([start]) => start < visibleAt).map(([, duration]) => duration)
  return { visible: visibleAt, shift, longest: Math.max(0, ...before), blocking: before.reduce((sum, duration) => sum + duration - 50, 0) }
}

/**
 * Loads every contestant `rounds` times in turn (A B C A B C…), so that a machine that slows down slows all alike. One that
 * fails is told on the console, has fewer runs, and stops nobody.
 */
export async function measure(origin: string, contestants: readonly Contestant[], conditions: Conditions, rounds: number): Promise<Run[]> {
  let browser = await Chromium.launch()
  const runs: Run[] = []
  try {
    const [first] = contestants
    if (first) await load(browser, origin, first, { name: 'warm-up', cpu: 1 }).catch(() => {})
    for (let round = 0; round < rounds; round++) {
      for (const contestant of contestants) {
        if (conditions.memory) {
          await browser.close()
          browser = await Chromium.launch()
        }
        const said = `${conditions.name} ${round + 1}/${rounds} ${contestant.name}`
        try {
          const run = await load(browser, origin, contestant, conditions)
          runs.push(run)
          console.error(`${said}: ${Math.round(run.values['visible'] ?? NaN)} ms`)
        } catch (error) {
          console.error(`${said}: failed: ${String(error).slice(0, 200)}`)
        }
      }
    }
  } finally {
    await browser.close()
  }
  return runs
}

/** Two frames of the page: what was asked for before is drawn. */
export function twoFrames(page: Page): Promise<void> {
  return page.evaluate(() => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))))
}

/** Median, minimum and maximum of the numbers among them. */
export function spread(values: readonly (number | undefined)[]) {
  const sorted = values.filter((value): value is number => value !== undefined && !Number.isNaN(value)).sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const median = sorted.length % 2 ? sorted[middle] : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2
  return { median: median ?? NaN, min: sorted[0] ?? NaN, max: sorted.at(-1) ?? NaN }
}
