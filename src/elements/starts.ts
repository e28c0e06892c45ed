import { ahead, calendarTypes, isPlain, plainType, touchAttributes } from '../charts/ahead.js'
import { once } from '../data/once.js'
import { loadRuntime } from '../data/source.js'
import { keptHeights, keptTableHeight, pageSizeOf } from '../displays/kept-height.js'

/** What of a tag tells which code it needs. */
export type Written = Readonly<Partial<Record<'type' | 'x' | 'y' | 'theta' | 'color' | 'size' | 'facet' | 'spec', unknown>>>

/** How a tag starts, before it is a display as after. This is in the core. */
export interface Start {
  /** The height that it keeps in the page, in rem. */
  readonly height: number
  /** Asks for the code that it will draw with; failures are told where the code is awaited. */
  readonly preload: (written: Written, tag?: Element) => void
}

// The lazy chunks of the tags: each is loaded once.
export const loadAuthorChart = once(() => import('./chart/author-chart.js'), 'of authors’ specifications')
export const loadChartView = once(() => import('./chart/chart-display.js'), 'of the chart')
export const loadFigureView = once(() => import('./figure-view.js'), 'of the figure')
export const loadMapView = once(() => import('./map/map-display.js'), 'of the map')
export const loadReading = once(() => import('./chart/reading.js'), 'that reads charts')
export const loadTableView = once(() => import('./table-view.js'), 'of the table')

const quietly = (...loading: readonly Promise<unknown>[]) => loading.forEach((each) => each.catch(() => {}))

/** What an author adds to a chart. */
function isTouched(tag: Element): boolean {
  return Object.entries(touchAttributes).some(([name, attribute]) => tag.hasAttribute(attribute || name))
}

const asked = new Set<string>()

function preloadChart({ type, x, y, theta, color, size, facet, spec }: Written, tag?: Element): void {
  const touched = tag !== undefined && isTouched(tag)
  const ordered = tag?.hasAttribute('order') || tag?.hasAttribute('limit')
  const trend = tag?.hasAttribute('trend')
  // The tag asks before its class is made, and the display once more.
  const words = [type, x, y, theta, color, size, facet, !!spec, touched, ordered, trend].join('|')
  if (asked.has(words)) return
  asked.add(words)
  // What is drawn of some rows in some order is in the same file.
  if (touched || ordered) quietly(import('../charts/touches.js'))
  if (trend) quietly(import('../charts/trend.js'))
  if (spec) return quietly(loadAuthorChart(), loadChartView())
  // What is to be shown is looked for in the data, by their numbers.
  if (!x && !y && !theta) quietly(loadRuntime())
  // Beside the code of the chart, not after it. What an author's own specification needs is known once it is read.
  quietly(import('../render/light-renderer.js'), loadChartView())
  const named = typeof type === 'string' ? type.trim() : ''
  const plain = isPlain({ type, x, y, theta, color, size, facet }) && !touched
  // What the drawing needs beyond plain bars comes beside the rest where the tag foretells it: series have a legend.
  const parted = color || size || theta || !named || /,/.test(`${x} ${y}`)
  if (parted) quietly(import('../render/light/legend.js'))
  if (parted || named !== plainType) quietly(import('../render/light/beyond.js'))
  if (!plain) quietly(import('../render/light/needs.js'))
  if (calendarTypes.includes(named)) {
    quietly(import('../render/light/time.js'))
    // The first date that a page writes takes a phone a tenth of a second: while the code is on its way, nobody waits for it.
    setTimeout(() => new Intl.DateTimeFormat())
  }
  // The same file looks into the data for what to show.
  if (!named) quietly(import('../charts/suggest.js'))
  const other = named && !(named in ahead) ? import('../charts/all-types.js').then(({ typeNamed }) => typeNamed(named)?.load()) : undefined
  // Where the type alone does not say which engine draws it, its specification does.
  if (facet) quietly(import('../render/engine-of.js'))
  else if (other) quietly(other.then((type): unknown => type?.light ?? import('../render/light/supports.js')))
  for (const [name, load] of Object.entries(ahead)) if (!named || (name === named && !plain)) quietly(load())
}

/** Of every tag that displays something. */
export const starts: Readonly<Record<'dge-chart' | 'dge-map' | 'dge-table' | 'dge-figure', Start>> = {
  'dge-chart': { height: keptHeights['dge-chart'], preload: preloadChart },
  'dge-map': { height: keptHeights['dge-map'], preload: () => quietly(loadMapView().then(({ loadMapLibre }) => loadMapLibre())) },
  'dge-table': { height: keptTableHeight(pageSizeOf(undefined)), preload: () => quietly(loadTableView()) },
  // It counts or aggregates: never plain.
  'dge-figure': { height: keptHeights['dge-figure'], preload: () => quietly(loadFigureView(), loadRuntime()) },
}
