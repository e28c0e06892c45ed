import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseTerms } from '../../src/data/shorthand.js'
import { tableFromRows } from '../../src/data/table.js'
import { french } from '../../src/locale/index.js'
import { drawLayer } from '../../src/maps/drawing.js'
import { readLayer } from '../../src/maps/encoding.js'
import { mapSvg } from '../../src/maps/map-svg.js'
import { lightMapTheme } from '../../src/maps/map-theme.js'
import { sequentialColors } from '../../src/data/palettes.js'
import type { Schema } from '../../src/data/schema.js'
import type { Geometry } from 'geojson'

const schema: Schema = [{ name: 'nom', type: 'string' }, { name: 'pop', type: 'number' }, { name: 'forme', type: 'geometry' }]
const square = (west: number, side = 10): Geometry => ({ type: 'Polygon', coordinates: [[[west, 0], [west + side, 0], [west + side, side], [west, side], [west, 0]]] })
const layer = (cells: readonly (readonly [number | null, Geometry])[], value = 'pop') =>
  drawLayer('a', tableFromRows(schema, cells.map(([pop, forme], at) => ({ nom: `n${at}`, pop, forme }))), readLayer({ value }, schema, parseTerms), { rank: 0 }, lightMapTheme, french)
const all = (svg: string, pattern: RegExp) => [...svg.matchAll(pattern)].map(([, found]) => found)

describe('a still map', () => {
  it('is in Web Mercator, as MapLibre has it: 512 pixels around the world at zoom 0', () => {
    // Zoom 1: 1,024 pixels for 360 degrees; 45° east of the middle is 128 pixels to the right.
    const svg = mapSvg([layer([[1, { type: 'Point', coordinates: [45, 0] }], [4, { type: 'Point', coordinates: [0, 66.51326] }]])], { width: 600, height: 600, padding: 16, look: { center: [0, 0], zoom: 1 } })
    // 66.51326° north is a quarter of the world's height above the equator: ln(tan(45° + 66.51326°/2)) = π/2.
    assert.deepEqual(all(svg, /<circle cx="([-\d.]+)"/g), ['300', '428'])
    assert.deepEqual(all(svg, /cy="([-\d.]+)"/g), ['44', '300'])
    // The larger lies below: its radius is twice that of a fourth of its value.
    const [large = 0, small = 0] = all(svg, / r="([\d.]+)"/g).map(Number)
    assert.ok(Math.abs(large - 2 * small) <= 0.02)
  })

  it('fits what is to be seen into its place, with the padding around', () => {
    const svg = mapSvg([layer([[1, square(-5)]])], { width: 520, height: 2000, padding: 10, look: [-5, 0, 5, 10] })
    // 500 pixels are 10 degrees; half pixels.
    assert.match(svg, /<path d="M20,\d+l1000,0l0,-\d+l-1000,0l0,\d+Z"/)
  })

  it('colours areas by the classes of the live map, and says what has no value', () => {
    const svg = mapSvg([layer([[1, square(0)], [2, square(10)], [null, square(20)]])], { width: 600, height: 400, padding: 0, look: [0, 0, 30, 10] })
    const [low, high] = sequentialColors(undefined, 2, false)
    assert.deepEqual(all(svg, / fill="(#[^"]+)"/g), [low, high, lightMapTheme.missing])
    assert.match(svg, new RegExp(`stroke="${lightMapTheme.outline}"`))
  })

  it('leaves out what lies far from the view', () => {
    const drawn = [layer([[1, square(0)], [2, square(120)]])]
    assert.equal(all(mapSvg(drawn, { width: 300, height: 300, padding: 0, look: [0, 0, 10, 10] }), /(<path)/g).length, 1)
    assert.equal(all(mapSvg(drawn, { width: 300, height: 300, padding: 0, look: [0, 0, 130, 10] }), /(<path)/g).length, 2)
  })
})
