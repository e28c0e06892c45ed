import { loadTouches, loadTrend } from './coming.js'
import { isTouched, untouched } from './untouched.js'
import type { Touches, TouchText } from './touches.js'

/** The author's touches; the code that reads them is loaded where there are some. @throws DgeError `network` */
export async function touchesOf(text: TouchText): Promise<Touches> {
  if (!isTouched(text)) return untouched
  const touches = (await loadTouches()).readTouches(text)
  return touches.trend ? Object.freeze({ ...touches, trending: await loadTrend() }) : touches
}
