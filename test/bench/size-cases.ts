import { Bodies, dgeScript, earlyScript } from './pages.js'
import { measure } from './harness.js'
import { unthrottled } from './scenario.js'
import { bodyOf, serveBodies } from './server.js'

/** A page that loads part of the library, and the most that it may weigh. */
export interface SizeCase {
  readonly name: string
  readonly body: string
  readonly ready: string
  /** Bytes of script in brotli. Exceeding it fails `npm test`; raise it knowingly, in its own commit. */
  readonly budget: number
  /** What the design wants, where that is less. */
  readonly target?: number
}

const state = (tag: string) => `deep('${tag}').every((e) => e.state === 'ready')`
const chart = (attributes: string) => `<dge-chart src="/data.csv" loading="eager" ${attributes}></dge-chart>`

export const sizeCases: readonly SizeCase[] = [
  { name: 'core: every tag registered, lit included', body: '', ready: "customElements.get('dge-chart')", budget: 22_000, target: 22_000 },
  { name: 'core and early.js', body: earlyScript, ready: "customElements.get('dge-chart')", budget: 22_830 },
  { name: 'standard chart: bars from a CSV', body: chart('type="bar" x="mois" y="montant"'), ready: state('dge-chart'), budget: 53_900, target: 45_000 },
  { name: 'chart of sums', body: chart('type="bar" x="mois" y="sum(montant)"'), ready: state('dge-chart'), budget: 68_780, target: 57_000 },
  { name: 'chart drawn by Vega (box plot of an author’s spec)', body: `<dge-chart src="/data.csv" loading="eager" spec='{"mark":"boxplot","encoding":{"y":{"field":"montant","type":"quantitative"}}}'></dge-chart>`, ready: state('dge-chart'), budget: 257_250 },
  { name: 'figure', body: '<dge-figure src="/data.csv" loading="eager" value="sum(montant)"></dge-figure>', ready: state('dge-figure'), budget: 51_740 },
  { name: 'table', body: '<dge-table src="/data.csv" loading="eager"></dge-table>', ready: state('dge-table'), budget: 38_250 },
  { name: 'map of points (MapLibre’s worker beside it: 122 kB)', body: '<dge-map src="/points.geojson" loading="eager"></dge-map>', ready: state('dge-map'), budget: 335_100 },
]

const point = (x: number, y: number) => ({ type: 'Feature', properties: { nom: `${x}` }, geometry: { type: 'Point', coordinates: [x, y] } })

export interface Size {
  readonly name: string
  readonly bytes: number
  readonly files: readonly (readonly [path: string, bytes: number])[]
  /** What is brought when the page is ready and the browser idle: for the reader's first touch, and for displays further down. */
  readonly later: readonly (readonly [path: string, bytes: number])[]
  readonly budget: number
  readonly target: number | undefined
}

/** In the page: hears the display say that it is ready; frames, which `visibleAt` waits for, come late on a busy machine. */
const hearing = `<script>addEventListener('dge-ready', () => (window.readyAt ??= performance.now()))</script>`
/** In the page: what was asked for after it was ready. */
const askedLater = `performance.getEntriesByType('resource').filter(({ startTime }) => startTime > (window.readyAt ?? visibleAt)).map(({ name }) => new URL(name).pathname)`

/** Compressed bytes of a script without the hash that names of our files share: each release has another, and by chance it adds 30 to 100 bytes to a page. */
function sizesWithoutHash(bodies: Bodies): (path: string) => number {
  const hash = [...bodies.keys()].map((path) => /^\/chunks\/frame(-[\w-]{8})\.js$/.exec(path)?.[1]).find(Boolean)
  if (!hash) throw new Error('The build has no file chunks/frame')
  return (path) => bodyOf('text/javascript', String(bodies.get(path)?.bytes ?? '').replaceAll(hash, '')).compressed?.length ?? 0
}

/** Loads every case in Chromium and sums the compressed bodies of the scripts that it asked for until it was ready. */
export async function measureSizes(): Promise<Size[]> {
  const bodies = new Bodies()
  bodies.csv('/data.csv', 'mois;montant\njanvier;12\nfévrier;15\nmars;9\n')
  bodies.json('/points.geojson', { type: 'FeatureCollection', features: [point(7, 48), point(6, 49), point(5, 48)] })
  await bodies.library()
  const sizeOf = sizesWithoutHash(bodies)
  sizeCases.forEach(({ body }, index) => bodies.page(`case-${index}`, body, hearing + dgeScript))
  const server = await serveBodies(bodies)
  try {
    const asked = new Map<string, readonly string[]>()
    const contestants = sizeCases.map(({ name, ready }, index) => ({
      name,
      path: `/case-${index}.html`,
      done: ready,
      // What was asked for before it was ready belongs to it, even if it ends later.
      after: async (page: import('playwright-core').Page) => {
        await page.waitForTimeout(1500)
        asked.set(name, await page.evaluate<string[]>(askedLater))
        return {}
      },
    }))
    const runs = await measure(server.origin, contestants, unthrottled, 1)
    return sizeCases.map(({ name, budget, target }) => {
      const run = runs.find((each) => each.name === name)
      if (!run) throw new Error(`${name}: the page did not get ready`)
      const scripts = run.requests
        .map(([path]) => path)
        .filter((path) => path.endsWith('.js'))
        .map((path) => [path, sizeOf(path)] as const)
      const isLater = ([path]: (typeof scripts)[number]) => asked.get(name)?.includes(path) ?? false
      const files = scripts.filter((each) => !isLater(each))
      return { name, files, later: scripts.filter(isLater), bytes: files.reduce((sum, [, bytes]) => sum + bytes, 0), budget, target }
    })
  } finally {
    await server.stop()
  }
}
