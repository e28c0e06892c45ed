import { afterAll } from '../../controllers/turns.js'
import { whenIdle } from '../when-idle.js'
import type { DgeChart } from '../dge-chart.js'

/** Drawings are never taller: beyond it they scroll in their frame. */
export const tallest = 4000

/**
 * Gives the chart's place its shape, the author's or the usual one, and says its height in pixels. What an earlier drawing needed beyond it stays until the
 * new one is there: a frame of the page may come in between.
 */
export function shaped(stage: HTMLElement, aspect: number | undefined): number {
  if (aspect === undefined) return placeOf(stage)
  const height = Math.round(stage.clientWidth / aspect)
  stage.style.minBlockSize ||= held(height)
  return height
}

/** Whether the height of a chart is the author's, or held (`holding`). */
export function isFixed(host: DgeChart): boolean {
  return Boolean(host.height?.trim() || host.style.getPropertyValue('--_still'))
}

/** The height of a place without what a drawing made of it. */
function placeOf(stage: HTMLElement): number {
  const { minBlockSize } = stage.style
  if (minBlockSize) stage.style.minBlockSize = ''
  const { clientHeight } = stage
  if (minBlockSize) stage.style.minBlockSize = minBlockSize
  return clientHeight
}

/**
 * A drawing that needs more height than its place has (many bars, a long legend) gets it, unless the author set the height. `had` is the
 * height of a place that the drawing does not change: to ask for it once more would lay out the whole page. One of the author's `aspect` is no lower.
 * What fits (`isNarrow`: in width) has no scroll bars, not even until it is drawn for a place that has become smaller: each would call for the other.
 */
export function grown(host: DgeChart, stage: HTMLElement, needed: number, isNarrow: boolean, had: number | undefined, aspect: number | undefined): void {
  const place = had ?? placeOf(stage)
  const isHigh = needed > place + 1
  stage.style.overflow = isNarrow && !isHigh ? 'hidden' : ''
  // A finger that goes across moves what is wide; else it chooses a range.
  stage.style.touchAction = isNarrow ? 'pan-y pinch-zoom' : ''
  const grows = !host.height?.trim() && isHigh
  const least = grows ? Math.min(tallest, Math.ceil(needed) + 1) : aspect === undefined ? undefined : place
  stage.style.minBlockSize = least === undefined ? '' : held(least)
}

/** A height, unless the display's own is held (`holding`). */
const held = (height: number) => `var(--_held, ${height}px)`

const apart: HTMLElement[] = []

/**
 * A drawing of known height within its place is laid out and painted by itself: at once in view, else when all are drawn and the browser is idle, one
 * after the other. All at once would keep a page of many charts from its reader.
 */
export function setApart(drawing: HTMLElement, height: number | undefined): void {
  drawing.style.blockSize = height === undefined ? '' : `${height}px`
  drawing.classList.toggle('apart', height !== undefined)
  if (height === undefined || apart.includes(drawing)) return
  if (apart.push(drawing) === 1) void afterAll().then(layOutNext)
}

function layOutNext(): void {
  whenIdle(() => {
    let drawing = apart.shift()
    // What left the page meanwhile is let go.
    while (drawing && !drawing.isConnected) drawing = apart.shift()
    drawing?.classList.remove('apart')
    if (apart.length > 0) requestAnimationFrame(layOutNext)
  })
}

/** The author's `animate`: a new drawing fades in, except for readers who asked for less motion. */
export function appear(drawing: HTMLElement, duration: number | undefined): void {
  if (!duration || matchMedia('(prefers-reduced-motion: reduce)').matches) return
  drawing.animate([{ opacity: 0 }, { opacity: 1 }], { duration, easing: 'ease-out' })
}
