import { loadTouches, loadTrend } from './coming.js'
import type { Touches, TouchText } from './touches.js'

/** No touch at all. */
export const untouched: Touches = Object.freeze({ highlight: [], annotations: [], colors: new Map<string, string>(), legend: 'auto', labels: 'auto', faults: [] })

/** Every attribute that is a touch, as a property. */
const written: Readonly<Record<keyof TouchText, true>> = {
  highlight: true, annotations: true, target: true, palette: true, colors: true, legend: true, labels: true, xTitle: true, yTitle: true, format: true, sort: true, stack: true, scale: true, curve: true, trend: true, aspect: true, classes: true, method: true, breaks: true, animation: true,
}

/** The author's touches; the code that reads them is loaded where there are some. @throws DgeError `network` */
export async function touchesOf(text: TouchText): Promise<Touches> {
  if (!(Object.keys(written) as (keyof TouchText)[]).some((name) => text[name] != null)) return untouched
  const touches = (await loadTouches()).readTouches(text)
  return touches.trend ? Object.freeze({ ...touches, trending: await loadTrend() }) : touches
}
