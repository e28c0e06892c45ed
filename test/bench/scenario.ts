import type { Page } from 'playwright-core'
import type { Body } from './server.js'

/** One page to measure. */
export interface Contestant {
  readonly name: string
  /** "/dge.html", one of the scenario's bodies. */
  readonly path: string
  /** JavaScript that is true once what the reader came for is really there; helpers: `probes` in harness.ts. */
  readonly done: string
  /** More numbers, taken once it is done (a sort, a click, a drag), by the name of their column. */
  readonly after?: (page: Page) => Promise<Readonly<Record<string, number>>>
}

/** What a page is loaded under. */
export interface Conditions {
  readonly name: string
  /** CPU slowdown. */
  readonly cpu: number
  /** Bits per second and round trip in milliseconds; undefined = unthrottled. */
  readonly network?: { readonly bits: number; readonly latency: number }
  readonly viewport?: { readonly width: number; readonly height: number }
  /** Measures the peak memory of the page's process and the time on processors of the whole browser: a new one for each load. */
  readonly memory?: boolean
}

export const unthrottled: Conditions = { name: 'unthrottled', cpu: 1 }
export const phone: Conditions = { name: 'phone (CPU ×4, 1.6 Mb/s, 150 ms)', cpu: 4, network: { bits: 1.6e6, latency: 150 } }

/** What each load measures; `after` of a contestant adds its own. */
export const measures = {
  visible: 'visible, ms: median (min–max)',
  bytes: 'kB',
  scriptBytes: 'kB script',
  requests: 'requests',
  blocking: 'blocking ms',
  longest: 'longest task, ms',
  shift: 'layout shift',
  memory: 'peak MB',
  processors: 'on processors, ms',
} as const

/** A name of `measures`, or of a number of `after`, which is its title too. */
export type Measure = keyof typeof measures | (string & {})

/** What a scenario needs served, and the pages it compares. */
export interface Stage {
  readonly bodies: ReadonlyMap<string, Body>
  readonly contestants: readonly Contestant[]
}

/** Pages compared under the same conditions in one interleaved run: one file per scenario, one line in `scenarios.ts`. */
export interface Scenario {
  /** "S1" */
  readonly id: string
  readonly title: string
  readonly conditions: readonly Conditions[]
  /** Over HTTP/2, as CDNs serve pages of several files. Not for large files: the test server's own HTTP/2 would be what is measured. */
  readonly http2?: boolean
  /** Columns of its table, in order; the first one is compared with the first contestant's. */
  readonly columns: readonly Measure[]
  /** What was measured and how, under the table. */
  readonly note: string
  /** The contestant whose requests are listed under the table. */
  readonly lists?: string
  /** Packages whose versions matter. */
  readonly packages: readonly string[]
  prepare(): Promise<Stage>
}

/** Something measured without pages beside each other (bytes of the build, traffic of a server): gives its own section. */
export interface Study {
  readonly id: string
  readonly title: string
  readonly packages: readonly string[]
  /** Markdown below the title. */
  run(rounds: number): Promise<string>
}
