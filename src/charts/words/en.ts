import type { ChartWords } from '../words.js'

/** What charts say in English. */
export const en: ChartWords = {
  custom: 'Chart',
  rows: 'Number of rows',
  others: (count) => `Others (${count})`,
  grouped: (kept, others) => `The ${kept} largest categories; the other ${others} are grouped.`,
  left: (kept, total) => `${kept} of ${total} categories shown.`,
  of: (measure, dimension) => `${measure} by ${dimension}`,
  bySeries: (series) => `per ${series}`,
  sampled: (shown, total) => `${shown} points, evenly drawn from ${total}.`,
  ignored: (count, formatted, field) => `${formatted} ${count > 1 ? 'values' : 'value'} of “${field}” ignored: ${count > 1 ? 'they are not numbers' : 'it is not a number'}.`,
  chart: 'interactive chart',
  keys: (zoom, pick) =>
    `Arrow keys: go through the values; Home and End: first and last. ${pick ? 'Enter: pick; Shift and arrows: extend the choice. ' : ''}${zoom ? 'Plus and minus: zoom; Page Up and Page Down: move; zero: see all. ' : ''}Escape: leave.`,
  listen: 'Listen to the chart',
  patterns: 'Patterns',
}
