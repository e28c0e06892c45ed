import { classify, classOf, readClassOptions } from '../data/classification.js'
import { DgeError } from '../data/errors.js'
import { sequentialColors } from '../data/palettes.js'
import { hiddenHint, hiddenOutlines } from '../data/same-outlines.js'
import { nameFieldOf, rowWise } from '../data/place-terms.js'
import { classLabels } from '../locale/class-labels.js'
import { formatNumber } from '../locale/index.js'
import { charWidth, titleOf } from './axes.js'
import { isHighlighted } from './colors.js'
import { dimensionTerm, fieldTerm, isAmount, isMeasure } from './defaults.js'
import { present } from './encoding.js'
import { outlinesOf, polygonsOf } from './outlines.js'
import { mapPlaces } from './map-places.js'
import { mixed } from './ink.js'
import { fitted, ownText, placed, plotOf } from './placed.js'
import { territoriesOf } from './territories.js'
import { kindWordsOf } from './kind-words.js'
import { titles } from './titles.js'
import type { Geometry } from 'geojson'
import type { ClassText, Classification } from '../data/classification.js'
import type { Touches } from './touches.js'
import type { Channel, ChartType, Look, Picture, PictureRow } from './chart-type.js'
import type { Locale } from '../locale/index.js'
import type { Outlines } from './outlines.js'
import type { Box } from './map-places.js'

const example = 'color="population" text="nom"'

/** Areas in classes of colour, on a projected map without a basemap; the territories of France overseas stand in insets. */
export const choropleth: ChartType = {
  name: 'choropleth',
  title: titles.choropleth,
  example,
  alone: true,
  most: { categories: Infinity },
  roles: { measure: 'color', dimension: 'x' },
  channels: {
    x: { required: false, scales: ['geographic', 'nominal', 'ordinal'] },
    y: { required: false, scales: ['quantitative'] },
    text: { required: false, scales: ['nominal', 'ordinal'] },
    color: { required: true, scales: ['quantitative'] },
  },

  /** Outlines are the data's geometry, names their text, the number the first amount, unless the author says otherwise. */
  encode(given, { schema }) {
    const { x: [first] = [], y: [second] = [], color: [color] = [], text: [text] = [] } = given
    const others = [first, second].filter((term) => term !== undefined)
    const fieldOf = (property: unknown) => schema.find(({ name }) => name === property)
    const isPlace = ({ expr }: (typeof others)[number]) => typeof expr === 'object' && 'property' in expr && fieldOf(expr.property)?.type === 'geometry'
    const shape = others.find(isPlace) ?? dimensionTerm(schema.find(({ type }) => type === 'geometry'))
    if (!shape) throw new DgeError('geometry', 'The data have no geometry: type="choropleth" needs areas', { hint: 'Use a GeoJSON, WFS or geo dataset, or type="bar".' })
    const rest = others.filter((term) => term !== shape)
    const amount = schema.find(isAmount)
    const measured = color ?? rest.find((term) => isMeasure(term, schema)) ?? (amount && fieldTerm(amount))
    if (!measured) throw new DgeError('query', 'type="choropleth" needs a number on color', { hint: example })
    const name = text ?? rest.find((term) => term !== measured) ?? dimensionTerm(nameFieldOf(schema))
    return present({ shape: [shape], x: [name], color: [rowWise(measured)] })
  },

  arrange(picture, { locale, touches }) {
    const count = picture.rows.filter((row) => !areaOf(row)).length
    const { fault, cut } = cutOf(picture, touches)
    const words = kindWordsOf(locale)
    const { classing = {} } = touches
    const method = classing.breaks && fault === undefined ? 'breaks' : (readMethod(classing, fault) ?? 'quantile')
    const how = method === 'quantile' && cut && Math.max(...cut.counts) > 1.5 * Math.min(...cut.counts) + 1 ? 'ties' : method
    const hidden = hiddenOutlines(picture.rows.map(areaOf), picture.rows.map(({ color }) => color ?? null))
    return {
      ...picture,
      notes: [...picture.notes, ...(cut && cut.bounds.length > 2 ? [words.classes(cut.bounds.length - 1, how)] : []), ...(count === 0 ? [] : [words.undrawn(count, formatNumber(count, locale))]), ...(hidden === 0 ? [] : [words.hidden(hidden, formatNumber(hidden, locale))])],
      hints: [...picture.hints, ...(hidden === 0 ? [] : [hiddenHint]), ...(fault === undefined ? [] : [`${fault}: the usual classes are drawn`])],
    }
  },

  spec(picture, look) {
    const { color } = picture.channels
    if (color?.scale !== 'quantitative') throw new DgeError('query', 'type="choropleth" needs a number on color', { hint: `${example}; <dge-map> also colours by category.` })
    const areas = picture.rows.map(areaOf).filter((area) => area !== undefined)
    if (areas.length === 0) throw new DgeError('query', 'type="choropleth" draws areas, and no row has one', { hint: '<dge-map> draws points and lines.' })
    const classes = classesOf(picture, color, look)
    const groups = groupsOf(picture.rows, areas, look.detail)
    const insets = groups.slice(1)
    const { width, height } = plotOf(look)
    const title = titleOf(color) ?? ''
    const letter = charWidth * (look.theme.fontSize / 13)
    const shape = groups[0]?.outlines ?? { width: 1, height: 1 }
    const legend = look.touches.legend === 'none' ? [] : classes.labels
    const places = mapPlaces({ width, height, aspect: shape.width / shape.height, insets: insets.length, labels: legend, title, letter, side: look.touches.legend })
    const frames = [places.main, ...places.insets]
    const marks = groups.flatMap(({ outlines }, at) => marksOf(outlines, frames[at] ?? places.main, at === 0 ? 0 : 5, picture.rows, classes.labelOf))
    const outlined = marks.filter(({ row }) => isHighlighted(String(picture.rows[row]?.x ?? ''), look))
    const tall = { ...look, height: (look.height ?? 320) + places.height - height }
    const fill = { field: 'class', type: 'nominal', sort: null, scale: { domain: [...classes.labels], range: [...classes.colors] }, legend: null }
    const outline = { stroke: look.theme.muted, strokeWidth: 0.5 }
    const outlines = { shape: { field: 'path', type: 'nominal', scale: null, legend: null }, size: { field: 'size', type: 'quantitative', scale: null, legend: null } }
    const text = { type: 'text', align: 'left', baseline: 'middle', fontSize: look.theme.fontSize - 1, color: look.theme.text }
    const inset = width < 520 ? { fontSize: 9, letter: 5.4 } : { fontSize: 10, letter: 6 }
    const small = { ...text, align: 'center', fontSize: inset.fontSize, color: look.theme.muted }
    return placed(tall, [
      { values: places.insets.map(({ x, y, width: across, height: down }) => ({ x, y, x2: x + across, y2: y + down })), mark: { type: 'rect', filled: false, stroke: look.theme.grid }, encoding: { x2: { field: 'x2' }, y2: { field: 'y2' } } },
      { values: places.insets.map(({ x, y, width: across, height: down }, at) => ({ x: x + across / 2, y: y + down + 7, label: fitted(insets[at]?.name ?? '', across + 8, inset.letter, 99) })).filter(({ label }) => label), mark: small, encoding: ownText },
      {
        values: marks, mark: { type: 'point', filled: true, opacity: 1, ...outline },
        encoding: { ...outlines, color: fill },
      },
      // What the author highlights keeps the colour of its class: its outline tells it.
      ...[[look.theme.ground, 5], [look.theme.text, 2.5]].map(([color, strokeWidth]) => ({
        values: outlined, mark: { type: 'point', filled: false, opacity: 1, strokeWidth }, encoding: { ...outlines, color: { value: color } },
      })),
      { values: places.labels.map(({ x, y, label }) => ({ x: x + 7, y, class: label })), mark: { type: 'point', shape: 'square', size: 190, filled: true, opacity: 1, ...outline }, encoding: { color: fill } },
      { values: places.labels.map(({ x, y, label }) => ({ x: x + 21, y, label })), mark: text, encoding: ownText },
      { values: legend.length > 0 ? [{ ...places.title, label: fitted(title, places.title.width, letter) }] : [], mark: { ...text, fontWeight: 'bold' }, encoding: ownText },
    ])
  },
}

interface Group {
  readonly name: string
  readonly outlines: Outlines
}

/** What was projected already: a chart is drawn again for every size. */
const projected = new WeakMap<readonly PictureRow[], Map<number | undefined, readonly Group[]>>()

/** What is drawn together: the metropolis, then the territories overseas. */
function groupsOf(rows: readonly PictureRow[], areas: readonly Geometry[], detail: number | undefined): readonly Group[] {
  const known = projected.get(rows) ?? new Map<number | undefined, readonly Group[]>()
  projected.set(rows, known)
  const found = known.get(detail)
  if (found) return found
  const { main, insets } = territoriesOf(areas)
  const groups = [{ name: '', outlines: outlinesOf(main, detail) }, ...insets.map(({ name, geometries }) => ({ name, outlines: outlinesOf(geometries, detail && detail / 5) }))]
  known.set(detail, groups)
  return groups
}

/** The row's geometry when it has an area. */
function areaOf({ shape }: PictureRow): Geometry | undefined {
  const geometry = typeof shape === 'object' && shape !== null ? shape : undefined
  return geometry && polygonsOf(geometry).length > 0 ? geometry : undefined
}

/** Classes by name and colour, from low to high, then what has no value, when something has none. */
function classesOf(picture: Picture, color: Channel, look: Look) {
  const { theme, touches, locale } = look
  const { cut, values } = cutOf(picture, touches)
  const names = cut ? namesOf(cut, color, locale) : []
  const missing = locale.messages.missing
  const grey = mixed(theme.other, theme.ground, 0.55)
  const lacks = values.includes(null)
  return {
    labels: lacks ? [...names, missing] : names,
    colors: lacks ? [...colorsOf(names.length, look), grey] : colorsOf(names.length, look),
    labelOf: (row: PictureRow) => (cut && typeof row.color === 'number' ? names[classOf(cut, row.color)] : undefined) ?? missing,
  }
}

/** The classes in the author's format. */
function namesOf(cut: Classification, { field, format }: Channel, locale: Locale): readonly string[] {
  const { format: way, digits } = format ?? {}
  if (way !== 'percent' || field.unit === '%') return classLabels(cut, field, locale, digits)
  return classLabels({ ...cut, bounds: cut.bounds.map((bound) => bound * 100) }, { ...field, unit: '%' }, locale, digits)
}

/** The values in the author's classes, or in the usual ones when he asks for classes that cannot be (`fault`). */
function cutOf({ rows }: Picture, { classing = {} }: Touches): { readonly cut: Classification | undefined; readonly values: readonly (number | null)[]; readonly fault?: string } {
  const values = rows.map((row) => (typeof row.color === 'number' ? row.color : null))
  try {
    return { values, cut: classify(values, readClassOptions(classing)) }
  } catch (error) {
    if (!(error instanceof DgeError)) throw error
    return { values, cut: classify(values), fault: error.message }
  }
}

/** The author's way to cut, when it could be read. */
function readMethod(classing: ClassText, fault: string | undefined) {
  return fault === undefined ? readClassOptions(classing).method : undefined
}

/** The author's palette, else the page's colours of amounts. */
function colorsOf(count: number, { theme, touches }: Look): readonly string[] {
  const { palette } = touches
  if (count === 0) return []
  if (typeof palette === 'string') return sequentialColors(palette, count, theme.dark)
  const own = palette ?? theme.ramp
  if (own.every((hex) => /^#([\da-f]{3}|[\da-f]{6})$/i.test(hex))) return own.length === count ? own : sequentialColors(own.join(' '), count, theme.dark)
  return palette ? Array.from({ length: count }, (_, at) => own[Math.round((at * (own.length - 1)) / Math.max(1, count - 1))] ?? theme.text) : sequentialColors(undefined, count, theme.dark)
}

/** The areas of one frame: as large as they fit, in its middle. */
function marksOf({ width, height, of }: Outlines, frame: Box, inner: number, rows: readonly PictureRow[], labelOf: (row: PictureRow) => string) {
  const scale = Math.max(0.001, Math.min((frame.width - 2 * inner) / width, (frame.height - 2 * inner) / height))
  const [left, top] = [frame.x + (frame.width - width * scale) / 2, frame.y + (frame.height - height * scale) / 2]
  return rows.flatMap((row) => {
    const area = areaOf(row)
    const outline = area && of.get(area)
    // A symbol's path is drawn by half the root of its size.
    return outline ? [{ x: left + outline.x * scale, y: top + outline.y * scale, path: outline.path, size: (2 * scale) ** 2, class: labelOf(row), row: row.row }] : []
  })
}
