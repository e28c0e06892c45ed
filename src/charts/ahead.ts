import type { ChartType } from './chart-type.js'
import type { TouchText } from './touches.js'

/** The type whose plain drawing comes with the code of all charts. */
export const plainType = 'bar'

/** Whether bars of one thing along another are all that a tag asks for, as far as its channels tell: nothing else is read then. */
export function isPlain({ type, x, y, ...others }: Readonly<Partial<Record<'type' | 'x' | 'y' | 'color' | 'size' | 'theta' | 'facet', unknown>>>): boolean {
  const isOne = (text: unknown) => typeof text === 'string' && text.trim() !== '' && !text.includes(',')
  return typeof type === 'string' && type.trim() === plainType && isOne(x) && isOne(y) && Object.values(others).every((text) => !text)
}
/** The types whose axes may well be calendars; nothing is named by ''. */
export const calendarTypes: readonly string[] = ['', 'line', 'area', 'point']

/**
 * The types that are asked for beside the other code of a chart, not after it: those that the data may choose when the author names
 * none, and their like. This is in the core.
 */
export const ahead: Readonly<Record<'bar' | 'line' | 'area' | 'point' | 'arc', () => Promise<ChartType>>> = {
  bar: async () => (await import('./bar.js')).bar,
  line: async () => (await import('./line.js')).line,
  area: async () => (await import('./area.js')).area,
  point: async () => (await import('./point.js')).point,
  arc: async () => (await import('./arc.js')).arc,
}

/** Every property that is a touch, with its attribute where that has another name. Their code is asked for ahead. */
export const touchAttributes: Readonly<Record<keyof TouchText, string>> = {
  highlight: '', annotations: '', target: '', palette: '', colors: '', legend: '', labels: '', xTitle: 'x-title', yTitle: 'y-title', format: '', sort: '', stack: '', scale: '', curve: '', trend: '', aspect: '', classes: '', method: '', breaks: '', animation: 'animate',
}
