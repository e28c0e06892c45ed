import { tallest } from './chart-shape.js'

/** A drawing and where it stands. */
interface Placed {
  /** Pixels for which it was drawn. */
  readonly width: number
  /** Pixels that it takes. */
  readonly height: number
  /** It scrolls in a place that does not grow. */
  readonly isFixed: boolean
}

/** The drawing is as wide and as high as its place: it is made anew, without a request, when the place changes. */
export function followPlace(stage: HTMLElement, drawn: () => Placed, redraw: () => Promise<void>): ResizeObserver {
  let before = stage.clientHeight
  const follow = () => {
    const { width, height, isFixed } = drawn()
    // A message under the drawing takes of its height.
    const isLow = !isFixed && Math.min(height, tallest) > stage.clientHeight + 2
    // What the drawing itself made higher is as high as it is.
    const isHigher = stage.clientHeight > Math.max(before, height) + 2
    before = stage.clientHeight
    if ((Math.abs(stage.clientWidth - width) < 2 && !isLow && !isHigher) || stage.clientWidth === 0) return
    redraw().catch((error: unknown) => console.error('[dge]', error))
  }
  // In the next frame: a place that changes while it is observed is an error on the page (“ResizeObserver loop…”).
  const observer = new ResizeObserver(() => requestAnimationFrame(follow))
  observer.observe(stage)
  return observer
}
