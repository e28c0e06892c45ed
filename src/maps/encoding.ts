import { DgeError } from '../data/errors.js'
import { isProperty } from '../data/expression.js'
import { nameFieldOf, rowWise } from '../data/place-terms.js'
import { fieldOf } from '../data/schema.js'
import type { Expr } from '../data/expression.js'
import type { Field, Schema } from '../data/schema.js'
import type { Term } from '../data/term.js'

/** What authors write on a map or a layer, in the shorthand. */
export interface LayerText {
  readonly value?: string | undefined
  readonly color?: string | undefined
  readonly size?: string | undefined
  readonly popup?: string | undefined
  readonly geometry?: string | undefined
}

/** What a layer shows of each row. Every term is a column of the answer. */
export interface LayerEncoding {
  /** The geometry field's name. */
  readonly geometry: string
  /** Colour of areas, size of points, width of lines. */
  readonly value?: Term
  readonly color?: Term
  /** One colour for all (`#rrggbb`). */
  readonly plain?: string
  readonly size?: Term
  /** Lines of the pop-up; the first is its title. */
  readonly popup: readonly Term[]
  /** What places are called in words: the first text of the pop-up. */
  readonly name?: Term
}

type Parse = (text: string, schema: Schema) => readonly Term[]

/**
 * Reads the attributes of a layer. A map draws places and not groups, so an aggregate stands for its own row:
 * `sum(pop) / sum(surface)` is `pop / surface` of each place, `count()` is 1.
 * @throws DgeError `geometry` without one, `field` for unknown names, `query` for what the shorthand refuses
 */
export function readLayer(text: LayerText, schema: Schema, parse: Parse): LayerEncoding {
  const geometry = geometryOf(text.geometry?.trim(), schema)
  const one = (channel: 'value' | 'size' | 'color') => {
    const written = text[channel]?.trim()
    if (!written) return undefined
    const [term, second] = parse(written, schema)
    if (second) throw new DgeError('query', `${channel}: one term is needed, “${written}” has several`)
    return term && rowWise(term)
  }
  const plain = plainColor(text.color, schema)
  const value = one('value')
  const size = one('size')
  const color = plain ? undefined : one('color')
  const shown = [value, color, size].filter((term) => term !== undefined)
  const written = text.popup?.trim()
  const popup = written ? parse(written, schema).map(rowWise) : defaultPopup(shown, schema)
  const name = popup.find(({ expr }) => isProperty(expr as Expr) && isText((expr as { property: string }).property, schema))
  return {
    geometry: geometry.name,
    popup: distinct(popup),
    ...(value ? { value } : {}),
    ...(color ? { color } : {}),
    ...(plain ? { plain } : {}),
    ...(size ? { size } : {}),
    ...(name ? { name } : {}),
  }
}

/** Every column that the layer needs, the words first, the geometry last. */
export function termsOf({ geometry, value, color, size, popup }: LayerEncoding): readonly Term[] {
  const place: Term = { as: geometry, expr: { property: geometry } }
  return distinct([...popup, value, color, size].filter((term) => term !== undefined && term.as !== geometry).concat(place) as Term[])
}

function geometryOf(name: string | undefined, schema: Schema): Field {
  if (name) {
    const field = fieldOf(schema, name)
    if (field?.type === 'geometry') return field
    throw new DgeError('field', `geometry: “${name}” ${field ? `is not a geometry (it is ${field.type})` : 'is not a field'}`)
  }
  const field = schema.find(({ type }) => type === 'geometry')
  if (field) return field
  throw new DgeError('geometry', 'The data have no geometry: a map needs points, lines or areas', {
    hint: `Fields are ${schema.map((each) => each.name).slice(0, 20).join(', ')}. Use a GeoJSON, WFS or geo dataset.`,
  })
}

function distinct(terms: readonly Term[]): readonly Term[] {
  return terms.filter((term, index) => terms.findIndex(({ as }) => as === term.as) === index)
}

/** A colour that is no field: `#rgb`, `#rrggbb`. */
function plainColor(text: string | undefined, schema: Schema): string | undefined {
  const color = text?.trim()
  return color && /^#([\da-f]{3}|[\da-f]{6})$/i.test(color) && !fieldOf(schema, color) ? color : undefined
}

/** The name of the place, then what is drawn. */
function defaultPopup(shown: readonly Term[], schema: Schema): readonly Term[] {
  const name = nameFieldOf(schema)
  return name ? [{ as: name.name, expr: { property: name.name } }, ...shown] : shown
}

function isText(name: string, schema: Schema): boolean {
  return fieldOf(schema, name)?.type === 'string'
}
