import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseTerms } from '../../src/data/shorthand.js'
import { tableFromRows } from '../../src/data/table.js'
import { french } from '../../src/locale/index.js'
import { describeLayer } from '../../src/maps/describe.js'
import { drawLayer } from '../../src/maps/drawing.js'
import { readLayer } from '../../src/maps/encoding.js'
import { lightMapTheme } from '../../src/maps/map-theme.js'
import { sequentialColors } from '../../src/data/palettes.js'
import { DgeError } from '../../src/data/errors.js'
import type { LayerOptions } from '../../src/maps/drawing.js'
import type { LayerText } from '../../src/maps/encoding.js'
import type { Schema } from '../../src/data/schema.js'
import type { Row, Value } from '../../src/data/table.js'
import type { Geometry } from 'geojson'

const schema: Schema = [
  { name: 'nom', type: 'string' },
  { name: 'pop', type: 'number', title: 'Population', unit: 'hab.' },
  { name: 'genre', type: 'string' },
  { name: 'forme', type: 'geometry' },
]
const square = (x: number): Geometry => ({ type: 'Polygon', coordinates: [[[x, 0], [x + 1, 0], [x + 1, 1], [x, 1], [x, 0]]] })
const point = (x: number): Geometry => ({ type: 'Point', coordinates: [x, 45] })
const path = (x: number): Geometry => ({ type: 'LineString', coordinates: [[x, 0], [x + 2, 3]] })

type Cells = readonly [string, number | null, string | null, Geometry | null]
const rows = (cells: readonly Cells[]): Row[] =>
  cells.map(([nom, pop, genre, forme]) => ({ nom, pop, genre, forme }) as Readonly<Record<string, Value>>)

function draw(cells: readonly Cells[], text: LayerText, options: Partial<LayerOptions> = {}) {
  const table = tableFromRows(schema, rows(cells))
  return drawLayer('test', table, readLayer(text, schema, parseTerms), { rank: 0, ...options }, lightMapTheme, french)
}
const spaces = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')
const labels = (drawing: ReturnType<typeof draw>, group = 0) => drawing.legend[group]?.entries.map(({ label }) => spaces(label))
const properties = (drawing: ReturnType<typeof draw>) => drawing.features.features.map((feature) => feature.properties)

const areas: readonly Cells[] = [
  ['A', 1000, 'x', square(0)], ['B', 2000, 'y', square(1)], ['C', 3000, 'x', square(2)], ['D', 4000, null, square(3)], ['E', null, 'x', square(4)],
]

describe('drawing of layers', () => {
  it('areas are coloured by class, with a legend of ranges and of missing data', () => {
    const drawing = draw(areas, { value: 'pop' }, { classes: 2 })
    // The median of 1000…4000 is 2500: A and B below, C and D above, E without value.
    assert.deepEqual(properties(drawing), [{ c: 0 }, { c: 0 }, { c: 1 }, { c: 1 }, {}])
    assert.deepEqual(labels(drawing), ['1 000 à 2 500 hab.', '2 500 à 4 000 hab.', 'Sans donnée'])
    assert.equal(drawing.legend[0]?.title, 'Population')
    const [low = '', high = ''] = sequentialColors(undefined, 2, false)
    assert.deepEqual(drawing.legend[0]?.entries.map(({ color }) => color), [low, high, lightMapTheme.missing])
    const fill = drawing.layers.find(({ type }) => type === 'fill')
    assert.deepEqual(fill?.type === 'fill' && fill.paint?.['fill-color'], ['match', ['get', 'c'], 0, low, 1, high, lightMapTheme.missing])
    assert.deepEqual(drawing.layers.map(({ id }) => id), ['test-fill', 'test-outline'])
  })

  it('outlines stand out from the colours that they part: the ground between dark areas, grey between pale ones', () => {
    const lineColor = (drawing: ReturnType<typeof draw>) => {
      const outline = drawing.layers.find(({ type }) => type === 'line')
      return outline?.type === 'line' ? outline.paint?.['line-color'] : undefined
    }
    const { outline, seam } = lightMapTheme
    assert.equal(lineColor(draw(areas, {})), seam)
    assert.equal(lineColor(draw(areas, { color: '#ffe' })), outline)
    assert.deepEqual(lineColor(draw(areas, { value: 'pop' }, { classes: 2 })), ['match', ['get', 'c'], 0, outline, 1, seam, outline])
  })

  it('areas far apart have an outline of their own colour from afar: each can be seen', () => {
    const speck = (x: number): Geometry => ({ type: 'Polygon', coordinates: [[[x, 0], [x + 0.01, 0], [x + 0.01, 0.01], [x, 0.01], [x, 0]]] })
    const paint = (of: (x: number) => Geometry) => {
      const outline = draw([['A', 1, 'x', of(0)], ['B', 2, 'y', of(1)], ['C', 3, 'y', of(2)]], { color: 'genre' }).layers.at(-1)
      return outline?.type === 'line' ? outline.paint : undefined
    }
    const [color, width] = [paint(speck)?.['line-color'], paint(speck)?.['line-width']] as unknown as [readonly unknown[], readonly unknown[]]
    // 0.01 degrees are 16 pixels from zoom 10 on.
    assert.deepEqual([color[0], Math.round(Number(color[3])), width[0], width[2]], ['step', 10, 'step', 5])
    assert.deepEqual(color[2], ['match', ['get', 'c'], 0, lightMapTheme.categories[0], 1, lightMapTheme.categories[1], 2, '#8a8f94', lightMapTheme.missing])
    assert.equal((paint(square)?.['line-color'] as unknown as readonly unknown[])[0], 'match')
  })

  it('years on lines and points are colours: nobody sees them as amounts', () => {
    const schemaOfYears: Schema = [{ name: 'an', type: 'number', timeUnit: 'year' }, { name: 'forme', type: 'geometry' }]
    const table = tableFromRows(schemaOfYears, [1999, 2003, 2004, 2009].map((an, at) => ({ an, forme: path(at) })))
    const drawing = drawLayer('test', table, readLayer({ value: 'an' }, schemaOfYears, parseTerms), { rank: 0, classes: 2 }, lightMapTheme, french)
    assert.deepEqual(properties(drawing), [{ c: 0 }, { c: 0 }, { c: 1 }, { c: 1 }])
    assert.match(describeLayer(drawing, french), /de 1999 à 2009, médiane 2003,5\./)
  })

  it('tells areas that others of the same outline hide, where their values differ', () => {
    const years: readonly Cells[] = [['A', 1, null, square(0)], ['A', 2, null, square(0)], ['B', 3, null, square(1)], ['B', 3, null, square(1)]]
    const drawing = draw(years, { value: 'pop' })
    assert.deepEqual(drawing.notes, ['1 ligne a le contour d’une autre et la cache\u00a0: la carte ne montre qu’une valeur par lieu.'])
    assert.match(describeLayer(drawing, french), /la carte ne montre qu’une valeur par lieu\.$/)
    assert.deepEqual([draw(years, {}).notes, draw([['A', 1, null, point(0)], ['A', 2, null, point(0)]], { value: 'pop' }).notes], [[], []])
  })

  it('feature ids are row numbers, rows without place are left out and told', () => {
    const drawing = draw([['A', 1, null, null], ['B', 2, null, square(1)]], { value: 'pop' })
    assert.deepEqual(drawing.features.features.map(({ id }) => id), [1])
    assert.match(describeLayer(drawing, french), /^1 zone\. .*1 ligne sans localisation ne figure pas sur la carte\.$/)
    assert.deepEqual(drawing.notes, ['1 ligne sans localisation ne figure pas sur la carte.'])
  })

  it('places without a size are told to all readers, once', () => {
    const drawing = draw([['A', null, null, point(0)], ['B', null, null, point(1)], ['C', 3, null, point(2)]], { value: 'pop' })
    assert.deepEqual(drawing.notes, ['2 lieux sans donnée ne sont pas dessinés.'])
    assert.match(describeLayer(drawing, french), /médiane 3\shab\. 2 lieux sans donnée ne sont pas dessinés\.$/)
  })

  it('breaks of the author read as below, between and above', () => {
    const drawing = draw(areas, { value: 'pop' }, { breaks: [1500, 2500] })
    assert.deepEqual(labels(drawing), ['moins de 1 500 hab.', '1 500 à 2 500 hab.', '2 500 hab. et plus', 'Sans donnée'])
  })

  it('bounds get the digits that keep them apart', () => {
    const close: readonly Cells[] = [1.2341, 1.2352, 1.2363].map((pop, index) => ['N', pop, null, square(index)])
    assert.deepEqual(labels(draw(close, { value: 'pop' }, { classes: 2 })), ['1,234 à 1,235 hab.', '1,235 à 1,236 hab.'])
  })

  it('points have areas in proportion to the value', () => {
    const drawing = draw([['A', 400, null, point(0)], ['B', 100, null, point(1)], ['C', 0, null, point(2)]], { value: 'pop' })
    const [big, small, none] = properties(drawing).map((each) => Number(each?.['s']))
    // A quarter of the value is half of the radius.
    assert.ok(big && small && Math.abs(small / big - 0.5) < 0.01)
    assert.equal(none, 0)
    assert.deepEqual(labels(drawing), ['200 hab.', '50 hab.', '10 hab.'])
    const sizes = drawing.legend[0]?.entries.map(({ size }) => size ?? 0) ?? []
    assert.ok(Math.abs((sizes[1] ?? 0) / (sizes[0] ?? 1) - 0.5) < 0.01)
  })

  it('negative values of points are coloured, as a negative size is nothing; a size asked for is refused', () => {
    const cells: readonly Cells[] = [['A', -5, null, point(0)], ['B', 5, null, point(1)]]
    assert.deepEqual(properties(draw(cells, { value: 'pop' }, { classes: 2 })), [{ c: 0 }, { c: 1 }])
    assert.throws(() => draw(cells, { size: 'pop' }), (error) => error instanceof DgeError && /negative/.test(error.message))
    assert.throws(() => draw(cells, { size: 'nom' }), (error) => error instanceof DgeError && /not a number/.test(error.message))
  })

  it('lines widen in proportion', () => {
    const drawing = draw([['A', 40, null, path(0)], ['B', 10, null, path(1)]], { value: 'pop' })
    assert.deepEqual(properties(drawing), [{ s: 12 }, { s: 3 }])
    assert.deepEqual(drawing.layers.map(({ type }) => type), ['line'])
  })

  it('categories get colours by frequency, the rest grey, none the missing colour', () => {
    const drawing = draw(areas, { color: 'genre' })
    assert.deepEqual(labels(drawing), ['x', 'y', 'Sans donnée'])
    assert.deepEqual(properties(drawing), [{ c: 0 }, { c: 1 }, { c: 0 }, {}, { c: 0 }])
    const many: readonly Cells[] = [...'abcdefghij'].map((letter, index) => [letter, 1, letter, square(index)])
    assert.deepEqual(labels(draw(many, { color: 'genre' })), ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'Autres'])
  })

  it('mixed geometries each get their layer, areas below', () => {
    const drawing = draw([['A', 1, null, point(0)], ['B', 2, null, square(1)], ['C', 3, null, path(2)]], { value: 'pop' }, { classes: 3 })
    assert.deepEqual(drawing.layers.map(({ type }) => type), ['fill', 'line', 'line', 'circle'])
    assert.deepEqual(properties(drawing), [{ c: 0 }, { c: 1 }, { c: 2 }])
  })

  it('without a value all places have one colour and no legend, but a name among several layers', () => {
    assert.deepEqual(draw(areas, {}).legend, [])
    assert.deepEqual(labels(draw(areas, {}, { title: 'Communes' })), ['Communes'])
    assert.deepEqual(draw(areas, { color: '#123456' }, { title: 'X' }).legend[0]?.entries[0]?.color, '#123456')
  })

  it('all values missing is told, not coloured', () => {
    assert.deepEqual(labels(draw([['A', null, null, square(0)]], { value: 'pop' })), ['Sans donnée'])
  })

  it('is told in words with both ends, their names and the median', () => {
    assert.equal(
      spaces(describeLayer(draw(areas, { value: 'pop' }), french)),
      '5 zones. Population : de 1 000 hab. (A) à 4 000 hab. (D), médiane 2 500 hab. 1 lieu sans donnée.'
    )
  })
})
