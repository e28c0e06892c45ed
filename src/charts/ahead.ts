import type { ChartType } from './chart-type.js'
import type { TouchText } from './touches.js'

/** The type whose code comes with that of all charts. */
export const plainType = 'bar'
/** The types whose axes may well be calendars; nothing is named by ''. */
export const calendarTypes: readonly string[] = ['', 'line', 'area', 'point']

/**
 * The types that are asked for beside the other code of a chart, not after it: those that the data may choose when the author names
 * none, and their like. This is in the core.
 */
export const ahead: Readonly<Record<'line' | 'area' | 'point' | 'arc', () => Promise<ChartType>>> = {
  line: async () => (await import('./line.js')).line,
  area: async () => (await import('./area.js')).area,
  point: async () => (await import('./point.js')).point,
  arc: async () => (await import('./arc.js')).arc,
}

/** Every property that is a touch, with its attribute where that has another name. Their code is asked for ahead. */
export const touchAttributes: Readonly<Record<keyof TouchText, string>> = {
  highlight: '', annotations: '', target: '', palette: '', colors: '', legend: '', labels: '', xTitle: 'x-title', yTitle: 'y-title', format: '', sort: '', stack: '', scale: '', curve: '', trend: '', aspect: '', classes: '', method: '', breaks: '', animation: 'animate',
}
