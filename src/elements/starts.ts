import { ahead, calendarTypes, isPlain, plainType, touchAttributes } from '../charts/ahead.js'
import { once } from '../data/once.js'
import { loadRuntime } from '../data/source.js'
import type { keptHeights } from '../displays/kept-height.js'

/** What of a tag tells which code it needs. */
export type Written = Readonly<Partial<Record<'type' | 'x' | 'y' | 'theta' | 'color' | 'size' | 'facet' | 'spec', unknown>>>

/** How a tag starts, before it is a display as after. This is in the core. */
export interface Start {
  /** Asks for the code that it will draw with; failures are told where the code is awaited. */
  readonly preload: (written: Written, tag?: Element) => void
}

// The lazy chunks of the tags: each is loaded once.
export const loadAuthorChart = once(() => import('./chart/author-chart.js'))
export const loadChartView = once(() => import('./chart/chart-display.js'))
export const loadFigureView = once(() => import('./figure-view.js'))
export const loadMapView = once(() => import('./map/map-display.js'))
export const loadReading = once(() => import('./chart/reading.js'))
export const loadTableView = once(() => import('./table-view.js'))

const loadMap = () => loadMapView().then(({ loadMapLibre }) => loadMapLibre())
// What drawings need beyond that.
const loadDrawing = () => import('../render/light/drawing.js')
const loadEngineOf = () => import('../render/engine-of.js')
const loadLegend = () => import('../render/light/legend.js')
const loadNeeds = () => import('../render/light/needs.js')
const loadSuggest = () => import('../charts/suggest.js')
const loadTime = () => import('../render/light/time.js')
const loadTouches = () => import('../charts/touches.js')
const loadTrend = () => import('../charts/trend.js')
/** The first date that a page writes takes a phone a tenth of a second: while the code is on its way, nobody waits for it. */
const firstDate = async () => void setTimeout(() => new Intl.DateTimeFormat())
/** The first canvas too, on which texts are measured, and each of the two fonts of a chart: each in a task of its own. */
const firstPen = async () => {
  for (const weight of ['', 'bold ']) {
    setTimeout(() => {
      const pen = document.createElement('canvas').getContext('2d')
      if (!pen) return
      pen.font = `${weight}12px ${getComputedStyle(document.querySelector('dge-chart') ?? document.body).fontFamily}`
      pen.measureText('0')
    })
  }
}

const brought = new Set<() => Promise<unknown>>()

/** Asks once, however many tags want it: each further `import()` of a chunk takes its time too. */
function bring(...loads: readonly (() => Promise<unknown>)[]): void {
  for (const load of loads) {
    if (brought.has(load)) continue
    brought.add(load)
    load().catch(() => {})
  }
}

/** What an author adds to a chart. */
function isTouched(tag: Element): boolean {
  return Object.entries(touchAttributes).some(([name, attribute]) => tag.hasAttribute(attribute || name))
}

function preloadChart({ type, x, y, theta, color, size, facet, spec }: Written, tag?: Element): void {
  const touched = tag !== undefined && isTouched(tag)
  // What is drawn of some rows in some order is in the same file.
  if (touched || tag?.hasAttribute('order') || tag?.hasAttribute('limit')) bring(loadTouches)
  if (tag?.hasAttribute('trend')) bring(loadTrend)
  // What an author's own specification needs is known once it is read.
  if (spec) return bring(loadAuthorChart, loadChartView)
  // What is to be shown is looked for in the data, by their numbers.
  if (!x && !y && !theta) bring(loadRuntime)
  bring(loadChartView, firstPen)
  const named = typeof type === 'string' ? type.trim() : ''
  const plain = isPlain({ type, x, y, theta, color, size, facet }) && !touched
  // What the drawing needs beyond plain bars comes beside the rest where the tag foretells it: series have a legend.
  const parted = color || size || theta || !named || /,/.test(`${x} ${y}`)
  if (parted) bring(loadLegend)
  if (parted || named !== plainType) bring(loadDrawing)
  if (!plain) bring(loadNeeds)
  if (calendarTypes.includes(named)) bring(loadTime, firstDate)
  // The same file looks into the data for what to show.
  if (!named) bring(loadSuggest)
  // Where the type alone does not say which engine draws it, its specification does.
  if (facet) bring(loadEngineOf)
  if (named && !(named in ahead)) bringOther(named, !facet)
  for (const [name, load] of Object.entries(ahead)) if (!named || (name === named && !plain)) bring(load)
}

const others = new Set<string>()

/** A type that is not asked for by its name here, and what tells whether the light renderer draws it. */
function bringOther(name: string, alone: boolean): void {
  if (others.has(`${name} ${alone}`)) return
  others.add(`${name} ${alone}`)
  const coming = import('../charts/all-types.js').then(({ typeNamed }) => typeNamed(name)?.load())
  coming.then((type): unknown => alone && (type?.light ?? import('../render/light/supports.js'))).catch(() => {})
}

/** Of every tag that displays something. */
export const starts: Readonly<Record<keyof typeof keptHeights, Start>> = {
  'dge-chart': { preload: preloadChart },
  'dge-map': { preload: () => bring(loadMap) },
  'dge-table': { preload: () => bring(loadTableView) },
  // It counts or aggregates: never plain.
  'dge-figure': { preload: () => bring(loadFigureView, loadRuntime) },
}
