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
  values: (count, formatted) => `${formatted} ${count > 1 ? 'values' : 'value'}`,
  series: (count, formatted, names) => `${formatted} series: ${names}`,
  only: (value) => `A single value: ${value}.`,
  highest: (value, where) => `Highest: ${value} (${where})`,
  lowest: (value, where) => `lowest: ${value} (${where})`,
  equal: (value) => `All are ${value}`,
  trend: (kind, from, to, start, end) =>
    kind === 'flat'
      ? `Steady: ${from} (${start}), ${to} (${end})`
      : `${kind === 'up' ? 'Rising' : 'Falling'} from ${from} (${start}) to ${to} (${end})`,
  missing: (count, formatted) => `${formatted} missing ${count > 1 ? 'values' : 'value'}.`,
  share: (share) => `that is ${share}`,
  none: 'No value given.',
  sampled: (shown, total) => `${shown} points, evenly drawn from ${total}.`,
  ignored: (count, formatted, field) => `${formatted} ${count > 1 ? 'values' : 'value'} of “${field}” ignored: ${count > 1 ? 'they are not numbers' : 'it is not a number'}.`,
  chart: 'interactive chart',
  keys: (zoom, pick) =>
    `Arrow keys: go through the values; Home and End: first and last. ${pick ? 'Enter: pick; Shift and arrows: extend the choice. ' : ''}${zoom ? 'Plus and minus: zoom; Page Up and Page Down: move; zero: see all. ' : ''}Escape: leave.`,
  listen: 'Listen to the chart',
  patterns: 'Patterns',
}
