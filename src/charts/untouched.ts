import { touchAttributes } from './ahead.js'
import { loadTouches, loadTrend } from './coming.js'
import type { Touches, TouchText } from './touches.js'

/** No touch at all. */
export const untouched: Touches = Object.freeze({ highlight: [], annotations: [], colors: new Map<string, string>(), legend: 'auto', labels: 'auto', faults: [] })

/** Whether the author adds anything to the chart. */
export function isTouched(text: TouchText): boolean {
  return (Object.keys(touchAttributes) as (keyof TouchText)[]).some((name) => text[name] != null)
}

/** The author's touches; the code that reads them is loaded where there are some. @throws DgeError `network` */
export async function touchesOf(text: TouchText): Promise<Touches> {
  if (!isTouched(text)) return untouched
  const touches = (await loadTouches()).readTouches(text)
  return touches.trend ? Object.freeze({ ...touches, trending: await loadTrend() }) : touches
}
