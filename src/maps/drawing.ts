import { rollups } from 'd3-array'
import { DgeError } from '../data/errors.js'
import { fieldOf } from '../data/schema.js'
import { columnOf } from '../data/table.js'
import { formatNumber, formatValue, titleOf } from '../locale/index.js'
import { circle } from './circle.js'
import { hiddenOutlines } from '../data/same-outlines.js'
import { classify, classOf } from '../data/classification.js'
import { areaScale } from './extent.js'
import { featuresOf, isGeometry } from './features.js'
import { fill } from './fill.js'
import { classEntries, sizeEntries, sizeOf } from './legend.js'
import { mostRadius } from './layer-type.js'
import { line } from './line.js'
import { sequentialColors } from '../data/palettes.js'
import { wordsOf } from './words.js'
import type { ClassOptions } from '../data/classification.js'
import type { LayerEncoding } from './encoding.js'
import type { Placed } from './features.js'
import type { LayerType, Paint } from './layer-type.js'
import type { LegendEntry, LegendGroup, Shape, SizeScale } from './legend.js'
import type { MapTheme } from './map-theme.js'
import type { Field } from '../data/schema.js'
import type { Table, Value } from '../data/table.js'
import type { Locale } from '../locale/index.js'
import type { Geometry } from 'geojson'
import type { LayerSpecification } from 'maplibre-gl'

/** The layer types, from bottom to top. */
export const layerTypes: Readonly<Record<LayerType['name'], LayerType>> = { fill, line, circle }

const shapes: Readonly<Record<LayerType['name'], Shape>> = { fill: 'area', line: 'line', circle: 'point' }

/** Everything but the data that decides how a layer looks. */
export interface LayerOptions extends ClassOptions {
  /** Name of a palette, or colours: see `sequentialColors`. */
  readonly palette?: string
  /** What the layer is called; names it in the legend when no value does. */
  readonly title?: string
  /** There is a background under the layer. */
  readonly overlay?: boolean
  /** Which of the theme's colours a layer without values has. */
  readonly rank: number
}

/** A layer made ready for MapLibre, with its legend. */
export interface LayerDrawing extends Placed {
  /** Name of its source. */
  readonly id: string
  readonly table: Table
  readonly encoding: LayerEncoding
  readonly layers: readonly LayerSpecification[]
  readonly legend: readonly LegendGroup[]
  readonly shapes: readonly Shape[]
  /** How far drawings reach beyond their places, in pixels. */
  readonly reach: number
  /** Rows hide others with the same outline. */
  readonly hides: boolean
  /** How many placed rows are not drawn, for want of the number that sizes them. */
  readonly unsized: number
  /** What readers must know of the drawing: rows that are not on it, or that others hide. */
  readonly notes: readonly string[]
}

/** How the rows are coloured. */
interface Colouring {
  readonly paint: Paint
  /** Rank of the colour of a row; absent = no data. */
  readonly rankOf?: (row: number) => number
  readonly entries: readonly LegendEntry[]
  readonly field?: Field
}

/**
 * A table and its encoding as features, style layers and legend. `value` colours areas, sizes points and lines; `color`
 * and `size` go beyond it. Numbers are coloured by classes, words by category.
 * @throws DgeError `query` for classes, palettes and sizes that cannot be
 */
export function drawLayer(
  id: string,
  table: Table,
  encoding: LayerEncoding,
  options: LayerOptions,
  theme: MapTheme,
  locale: Locale
): LayerDrawing {
  const geometries = columnOf(table, encoding.geometry)
  const types = typesIn(geometries)
  const names = types.map(({ name }) => name)
  const roles = rolesOf(table, encoding, names)
  const shape = shapes[names[0] ?? 'fill']
  const color = colouring(table, roles.color, encoding.plain, options, shape, theme, locale)
  const size = roles.size && sizing(table, roles.size, names.includes('circle') ? 'point' : 'line')
  const placed = featuresOf(geometries, (row) => {
    const rank = color.rankOf?.(row) ?? -1
    return { ...(rank < 0 ? {} : { c: rank }), ...(size ? { s: round(size.of(row)) } : {}) }
  }, size !== undefined)
  const hidden = color.field ? hiddenOutlines(geometries, columnOf(table, color.field.name)) : 0
  const unsized = size ? placed.rows.filter((row) => !size.isKnown(row)).length : 0
  const words = wordsOf(locale)
  const told = (say: (count: number, formatted: string) => string, count: number) => (count > 0 ? [say(count, formatNumber(count, locale))] : [])
  const look = { source: id, color: color.paint, sized: size !== undefined, features: placed.rows.length, areas: areaScale(placed.boxes), overlay: options.overlay ?? false, theme }
  return {
    id,
    table,
    encoding,
    ...placed,
    layers: types.flatMap((type) => type.layers(look)),
    legend: groups(color, size, options, theme, locale),
    shapes: names.map((name) => shapes[name]),
    reach: names.includes('circle') ? (size ? mostRadius(table.numRows) : 8) : 0,
    hides: hidden > 0,
    unsized,
    notes: [
      ...told(words.withoutPlace, table.numRows - placed.rows.length),
      ...told(words.unsized, unsized),
      ...told(words.hidden, hidden),
    ],
  }
}

function typesIn(geometries: ArrayLike<Value>): LayerType[] {
  const found = new Set<string>()
  const add = (geometry: Geometry): void => {
    if (geometry.type === 'GeometryCollection') geometry.geometries.forEach(add)
    else found.add(geometry.type)
  }
  for (const value of Array.from(geometries)) if (isGeometry(value)) add(value)
  return Object.values(layerTypes).filter((type) => type.geometries.some((name) => found.has(name)))
}

/** Which field colours and which sizes. */
function rolesOf(table: Table, { value, color, size }: LayerEncoding, names: readonly LayerType['name'][]) {
  const field = (term: { as: string } | undefined) => (term ? fieldOf(table.schema, term.as) : undefined)
  const sizeField = field(size)
  if (sizeField && sizeField.type !== 'number') {
    throw new DgeError('query', `size: “${sizeField.name}” is not a number (it is ${sizeField.type})`)
  }
  const main = field(value)
  // Years are no amounts.
  const sizes = main?.type === 'number' && !main.timeUnit && !sizeField && !names.includes('fill') && !negative(table, main)
  return { color: field(color) ?? (sizes ? undefined : main), size: sizeField ?? (sizes ? main : undefined) }
}

function negative(table: Table, field: Field): boolean {
  return Array.from(columnOf(table, field.name)).some((value) => typeof value === 'number' && value < 0)
}

function colouring(
  table: Table,
  field: Field | undefined,
  plain: string | undefined,
  options: LayerOptions,
  shape: Shape,
  theme: MapTheme,
  locale: Locale
): Colouring {
  if (!field) return { paint: plain ?? theme.categories[options.rank % theme.categories.length] ?? theme.text, entries: [] }
  const column = columnOf(table, field.name)
  if (field.type !== 'number' && field.type !== 'date') return categories(column, field, shape, theme, locale)
  const numbers = Array.from(column, (value) => (typeof value === 'number' ? value : null))
  const classes = classify(numbers, options)
  if (!classes) {
    return { paint: theme.missing, entries: [{ shape, color: theme.missing, label: wordsOf(locale).noData }], field }
  }
  const own = theme.sequential && !options.palette ? theme.sequential.join(',') : options.palette
  const colors = sequentialColors(own, classes.counts.length, theme.dark)
  return {
    paint: matched(colors, theme.missing),
    rankOf: (row) => classOf(classes, numbers[row]),
    entries: classEntries(classes, field, colors, shape, theme.missing, locale),
    field,
  }
}

/** The most frequent categories get a colour of their own, the rest share a grey. */
function categories(column: ArrayLike<Value>, field: Field, shape: Shape, theme: MapTheme, locale: Locale): Colouring {
  const { noData, others } = wordsOf(locale)
  const label = (value: Value) => formatValue(value, field, locale)
  const values = Array.from(column)
  const known = values.filter((value) => value !== null && value !== '')
  const counted = rollups(known, (rows) => rows.length, (value) => value)
  const order = counted.sort(([a, many], [b, few]) => few - many || label(a).localeCompare(label(b), locale.tag))
  const most = order.length > theme.categories.length ? theme.categories.length - 1 : order.length
  const colors = theme.categories.slice(0, most)
  const ranks = new Map(order.map(([value], index) => [value, Math.min(index, most)]))
  const grey = theme.dark ? '#8b9096' : '#8a8f94'
  const entries: LegendEntry[] = order.slice(0, most).map(([value], index) => ({
    shape, color: colors[index] ?? grey, label: label(value),
  }))
  if (order.length > most) entries.push({ shape, color: grey, label: others })
  if (known.length < values.length) entries.push({ shape, color: theme.missing, label: noData })
  return {
    paint: matched([...colors, grey], theme.missing),
    rankOf: (row) => ranks.get(values[row] ?? null) ?? -1,
    entries,
    field,
  }
}

function matched(colors: readonly string[], missing: string): Paint {
  const [first = missing, ...rest] = colors
  return ['match', ['get', 'c'], 0, first, ...rest.flatMap((color, index) => [index + 1, color]), missing] as Paint
}

interface Sizing {
  readonly field: Field
  readonly scale: SizeScale
  readonly of: (row: number) => number
  /** A place without an amount has no size: it is not seen. */
  readonly isKnown: (row: number) => boolean
}

function sizing(table: Table, field: Field, shape: Shape): Sizing {
  const column = columnOf(table, field.name)
  const numbers = Array.from(column, (value) => (typeof value === 'number' ? value : 0))
  if (numbers.some((value) => value < 0)) {
    throw new DgeError('query', `size: “${field.name}” has negative values, which have no size`, {
      hint: 'Show them by colour: value or color.',
    })
  }
  const max = numbers.reduce((most, value) => Math.max(most, value), 0)
  const scale = { max, count: numbers.length, shape }
  return { field, scale, of: (row) => sizeOf(numbers[row] ?? 0, scale), isKnown: (row) => (column[row] ?? null) !== null }
}

function round(size: number): number {
  return Math.round(size * 100) / 100
}

function groups(
  color: Colouring,
  size: Sizing | undefined,
  { title = '' }: LayerOptions,
  theme: MapTheme,
  locale: Locale
): readonly LegendGroup[] {
  const plain = typeof color.paint === 'string' ? color.paint : (theme.categories[0] ?? theme.text)
  const found: LegendGroup[] = []
  if (color.field) found.push({ title: titleOf(color.field, locale), entries: color.entries })
  if (size) found.push({ title: titleOf(size.field, locale), entries: sizeEntries(size.field, size.scale, plain, locale) })
  if (found.length === 0 && title) found.push({ title: '', entries: [{ shape: 'area', color: plain, label: title }] })
  return found
}
