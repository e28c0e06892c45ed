import { touchAttributes } from './ahead.js'
import type { Touches, TouchText } from './touches.js'

/** No touch at all. */
export const untouched: Touches = Object.freeze({ highlight: [], annotations: [], colors: new Map<string, string>(), legend: 'auto', labels: 'auto', faults: [] })

/** Whether the author adds anything to the chart. */
export function isTouched(text: TouchText): boolean {
  return (Object.keys(touchAttributes) as (keyof TouchText)[]).some((name) => text[name] != null)
}
