import { DgeError } from '../data/errors.js'
import type { ChannelName } from './chart-type.js'
import type { Draft, Drafts } from './drafts.js'
import type { Column } from '../data/table.js'

/** Puts several terms on one channel, `rows` being those of the table, into one column with the series beside it: long form. @throws DgeError `query` when something else tells series apart */
export function foldSeries(folded: ChannelName, parts: readonly Draft[], others: readonly Draft[], rows: readonly number[]): Pick<Drafts, 'channels' | 'from'> {
  if (others.some(({ name }) => name === 'color')) {
    throw new DgeError('query', `color cannot be added to several ${folded}: they already are the series`)
  }
  const times = parts.length
  const repeat = (column: Column): Column => rows.flatMap((row) => parts.map(() => column[row] ?? null))
  const units = new Set(parts.map(({ field }) => field.unit))
  const [unit] = units
  const measured: Draft = {
    name: folded,
    field: { name: folded, type: 'number', ...(units.size === 1 && unit ? { unit } : {}) },
    title: '',
    aggregated: parts.some(({ aggregated }) => aggregated),
    additive: units.size === 1 && parts.every(({ additive }) => additive),
    column: rows.flatMap((row) => parts.map(({ column }) => column[row] ?? null)),
  }
  const series: Draft = {
    name: 'color',
    field: { name: 'color', type: 'string' },
    title: '',
    additive: false,
    column: rows.flatMap(() => parts.map(({ title }) => title)),
    written: true,
  }
  const rest = others.map((draft) => ({ ...draft, column: repeat(draft.column) }))
  return { channels: [...rest, measured, series], from: Array.from({ length: rows.length * times }, (_, at) => Math.floor(at / times)) }
}
