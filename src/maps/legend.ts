import { formatValue } from '../locale/index.js'
import { classLabels } from '../locale/class-labels.js'
import { mostRadius, mostWidth } from './layer-type.js'
import { wordsOf } from './words.js'
import type { Classification } from '../data/classification.js'
import type { Field } from '../data/schema.js'
import type { Locale } from '../locale/index.js'

/** What a swatch looks like. */
export type Shape = 'area' | 'point' | 'line'

/** One line of a legend: a swatch and what it means. */
export interface LegendEntry {
  readonly shape: Shape
  readonly color: string
  /** Radius of a point, width of a line, in pixels; absent = a plain swatch. */
  readonly size?: number
  readonly label: string
}

/** What the entries have in common. */
export interface LegendGroup {
  readonly title: string
  readonly entries: readonly LegendEntry[]
}

/** Ranges of the classes, from low to high, then "no data" when some places have none. */
export function classEntries(
  classes: Classification,
  field: Field,
  colors: readonly string[],
  shape: Shape,
  missingColor: string,
  locale: Locale
): readonly LegendEntry[] {
  const entries = classLabels(classes, field, locale).map((label, index): LegendEntry => ({ shape, color: colors[index] ?? missingColor, label }))
  return classes.missing > 0 ? [...entries, { shape, color: missingColor, label: wordsOf(locale).noData }] : entries
}

/** Three sizes that are easy to read, from the largest value down. */
export function sizeEntries(field: Field, scale: SizeScale, color: string, locale: Locale): readonly LegendEntry[] {
  const { max, shape } = scale
  const values: number[] = []
  for (let value = roundDown(max); values.length < 3 && value > 0; value = roundDown(value / 4)) values.push(value)
  return values.map((value) => ({
    shape,
    color,
    size: sizeOf(value, scale),
    label: formatValue(value, field, locale),
  }))
}

/** How values become sizes. */
export interface SizeScale {
  readonly max: number
  /** How many share the map. */
  readonly count: number
  readonly shape: Shape
}

/** Radius or width in pixels: a point's area and a line's width are proportional to the value. */
export function sizeOf(value: number, { max, count, shape }: SizeScale): number {
  if (!(max > 0) || !(value > 0)) return 0
  if (shape === 'line') return Math.max(0.75, (mostWidth * value) / max)
  return Math.max(1.5, mostRadius(count) * Math.sqrt(value / max))
}

/** The largest 1, 2 or 5 times a power of ten that is not above the value. */
function roundDown(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  const digit = value / power
  return (digit >= 5 ? 5 : digit >= 2 ? 2 : 1) * power
}
