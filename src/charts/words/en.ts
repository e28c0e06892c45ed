import type { ChartWords } from '../words.js'

/** What charts say in English. */
export const en: ChartWords = {
  custom: 'Chart',
  rows: 'Number of rows',
  others: (count) => `Others (${count})`,
  grouped: (others) => `“Others” are the ${others} smallest categories.`,
  left: (kept, total) => `${kept} of ${total} categories shown.`,
  of: (measure, dimension) => `${measure} by ${dimension}`,
  bySeries: (series) => `per ${series}`,
  sampled: (shown, total) => `${shown} points, evenly drawn from ${total}.`,
  ignored: (count, formatted, field) => `${formatted} ${count > 1 ? 'values' : 'value'} of “${field}” ignored: ${count > 1 ? 'they are not numbers' : 'it is not a number'}.`,
  chart: 'interactive chart',
}
