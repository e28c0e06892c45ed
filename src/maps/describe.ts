import { median } from 'd3-array'
import { fieldOf } from '../data/schema.js'
import { columnOf } from '../data/table.js'
import { formatNumber, formatValue, titleOf } from '../locale/index.js'
import { wordsOf } from './words.js'
import type { LayerDrawing } from './drawing.js'
import type { Field } from '../data/schema.js'
import type { Locale } from '../locale/index.js'

/** The layer in words: how many places of what kind; for a number its range with the places at both ends, and median. */
export function describeLayer(drawing: LayerDrawing, locale: Locale): string {
  const words = wordsOf(locale)
  const { table, encoding, rows, shapes } = drawing
  const count = (many: number) => formatNumber(many, locale)
  const placed = rows.length
  const kind = shapes.length === 1 ? ({ area: words.areas, line: words.lines, point: words.points } as const)[shapes[0] ?? 'area'] : words.mixed
  const sentences = [`${kind(placed, count(placed))}.`]
  const shown = encoding.value ?? encoding.color ?? encoding.size
  const field = shown && fieldOf(table.schema, shown.as)
  if (field?.type === 'number') sentences.push(...spread(drawing, field, locale))
  return [...sentences, ...drawing.notes].join(' ')
}

function spread({ table, encoding, unsized }: LayerDrawing, field: Field, locale: Locale): string[] {
  const words = wordsOf(locale)
  const column = columnOf(table, field.name)
  let [low, high, known] = [-1, -1, 0]
  for (let row = 0; row < table.numRows; row++) {
    const value = column[row]
    if (typeof value !== 'number') continue
    known++
    if (low < 0 || value < Number(column[low])) low = row
    if (high < 0 || value > Number(column[high])) high = row
  }
  const missing = table.numRows - known
  // Of those that are not drawn the notes tell.
  const without = missing > 0 && missing !== unsized ? [words.missing(missing, formatNumber(missing, locale))] : []
  if (known === 0) return without
  const names = encoding.name && table.columns.get(encoding.name.as)
  const at = (row: number) => {
    const name = names?.[row]
    return formatValue(column[row], field, locale) + (typeof name === 'string' && known > 1 ? ` (${name})` : '')
  }
  const middle = median(Array.from(column), (value) => (typeof value === 'number' ? value : undefined))
  const sentence = words.spread(titleOf(field, locale), at(low), at(high), formatValue(middle ?? null, field, locale))
  // "hab." ends the sentence by itself.
  return [sentence.replace(/\.\.$/, '.'), ...without]
}
