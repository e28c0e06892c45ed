import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { lightTheme } from '../../src/charts/index.js'
import { projectionFor } from '../../src/charts/projection.js'
import { draw, plain } from './drawn.js'
import type { Geometry } from 'geojson'
import type { Schema } from '../../src/data/schema.js'
import type { Row } from '../../src/data/table.js'

const schema: Schema = [{ name: 'code', type: 'string' }, { name: 'nom', type: 'string' }, { name: 'population', type: 'number', unit: 'hab.' }, { name: 'contour', type: 'geometry' }]
const square = (west: number, south: number, side = 0.5, clockwise = false): Geometry => {
  const ring = [[west, south], [west + side, south], [west + side, south + side], [west, south + side], [west, south]]
  return { type: 'Polygon', coordinates: [clockwise ? ring.reverse() : ring] }
}
const row = (nom: string, population: number | null, contour: Geometry | null): Row => ({ code: nom, nom, population, contour })
/** Four in the metropolis (one without a number), one on La Réunion. */
const rows = [
  row('Alpha', 10, square(2, 45)), row('Bravo', 20, square(3, 45)), row('Charlie', 30, square(4, 45, 0.5, true)), row('Delta', null, square(5, 45)),
  row('Écho', 40, square(55.3, -21.2, 0.3)),
]
const shapes = (drawn: Awaited<ReturnType<typeof draw>>) => drawn.marks('symbol').filter(({ datum }) => typeof datum['path'] === 'string')
const legend = (drawn: Awaited<ReturnType<typeof draw>>) => drawn.marks('symbol').filter(({ datum }) => !('path' in datum)).map(({ datum, fill }) => [plain(String(datum['class'])), fill] as const)

describe('choropleth', () => {
  it('needs nothing but its name: one shape per area, in the classes that quantiles make, with what is missing told', async () => {
    const drawn = await draw({ type: 'choropleth', classes: 2 }, rows, schema, { width: 800, height: 400 })
    assert.equal(shapes(drawn).length, 5)
    // 10, 20, 30, 40: the median is 25.
    assert.deepEqual(legend(drawn).map(([label]) => label), ['10 à 25 hab.', '25 à 40 hab.', 'non renseigné'])
    const fill = new Map(legend(drawn))
    const fills = new Map(shapes(drawn).map((item) => [drawn.picture.rows[item.datum['row'] as number]?.x, item.fill]))
    assert.equal(fills.get('Alpha'), fill.get('10 à 25 hab.'))
    assert.equal(fills.get('Bravo'), fill.get('10 à 25 hab.'))
    assert.equal(fills.get('Charlie'), fill.get('25 à 40 hab.'))
    assert.equal(fills.get('Écho'), fill.get('25 à 40 hab.'))
    assert.equal(fills.get('Delta'), fill.get('non renseigné'))
    assert.equal(new Set(fill.values()).size, 3)
    assert.match(drawn.summary, /^Carte choroplèthe : Population par nom\. 4 valeurs\. La plus élevée : 40 hab\. \(Écho\), la plus basse : 10 hab\. \(Alpha\)\. 1 valeur manquante\./)
  })

  it('what is overseas stands in an inset left of the metropolis; alone, it has the whole place', async () => {
    const drawn = await draw({ type: 'choropleth' }, rows, schema, { width: 800, height: 400 })
    assert.equal(drawn.marks('rect').length, 1)
    assert.ok(drawn.marks('text').some(({ text }) => text === 'La Réunion'))
    const [frame] = drawn.marks('rect')
    const byName = new Map(shapes(drawn).map((item) => [drawn.picture.rows[item.datum['row'] as number]?.x, item]))
    const away = byName.get('Écho')
    assert.ok(frame && away && away.x > frame.x && away.x < frame.x + frame.width && away.y > frame.y && away.y < frame.y + frame.height, 'inside its frame')
    assert.ok((byName.get('Alpha')?.x ?? 0) > frame.x + frame.width)
    // From west to east, at the same distance.
    const [alpha = 0, bravo = 0, charlie = 0] = ['Alpha', 'Bravo', 'Charlie'].map((name) => byName.get(name)?.x)
    assert.ok(Math.abs(bravo - alpha - (charlie - bravo)) < 2 && bravo > alpha)
    assert.equal((await draw({ type: 'choropleth' }, rows.slice(4), schema)).marks('rect').length, 0)
    assert.equal((await draw({ type: 'choropleth' }, [...rows, row('Berlin', 5, square(13, 52))], schema)).marks('rect').length, 0, 'elsewhere: all together')
  })

  it('says how classes are cut; a highlighted area has an outline of its own and keeps its colour', async () => {
    const drawn = await draw({ type: 'choropleth', classes: 2, highlight: 'bravo' }, rows, schema)
    assert.match(drawn.summary, /2 classes : autant de lieux dans chacune\./)
    const own = shapes(drawn).filter(({ datum }) => drawn.picture.rows[datum['row'] as number]?.x === 'Bravo')
    assert.equal(own.length, 3)
    assert.deepEqual(own.slice(1).map(({ stroke }) => stroke), [lightTheme.ground, lightTheme.text])
    const plainly = await draw({ type: 'choropleth', classes: 2 }, rows, schema)
    assert.equal(own[0]?.fill, shapes(plainly).find(({ datum }) => plainly.picture.rows[datum['row'] as number]?.x === 'Bravo')?.fill)
  })

  it('does not call classes equal that many equal values make unequal; their limits are in the author’s format', async () => {
    const of = (...values: readonly number[]) => values.map((value, at) => row(`n${at}`, value, square(at, 45)))
    const ties = await draw({ type: 'choropleth', classes: 4 }, of(0, 0, 0, 0, 0, 1, 2, 2, 3), schema)
    // Quartiles 0, 0, 2: six values below 2, three from it on.
    assert.deepEqual([legend(ties).map(([label]) => label), ties.picture.notes], [['0 à 2 hab.', '2 à 3 hab.'], ['2 classes\u00a0: nombres de lieux inégaux, car beaucoup ont la même valeur.']])
    const bare = schema.map(({ unit: _unit, ...field }) => field)
    const percent = await draw({ type: 'choropleth', classes: 2, format: 'percent' }, of(0.012, 0.034, 0.056, 0.2), bare)
    assert.deepEqual(legend(percent).map(([label]) => label), ['1,2 à 4,5 %', '4,5 à 20,0 %'])
  })

  it('rows that another of the same outline hides are told', async () => {
    const twice = await draw({ type: 'choropleth' }, [...rows, row('Alpha', 11, square(2, 45)), row('Bravo', 20, square(3, 45))], schema)
    assert.match(twice.picture.notes.join(' '), /1 ligne a le contour d’une autre et la cache/)
    assert.match(twice.picture.hints.join(' '), /where="annee = 2024"/)
  })

  it('classes that cannot be are the usual ones, and the author is told', async () => {
    const drawn = await draw({ type: 'choropleth', classes: 2, method: 'quantiles' }, rows, schema)
    assert.equal(shapes(drawn).length, 5)
    assert.match(drawn.picture.hints.join(), /method: “quantiles” is not known.*the usual classes are drawn/)
    assert.match((await draw({ type: 'choropleth', classes: 400 }, rows, schema)).picture.hints.join(), /classes/)
  })

  it('the author cuts classes, in the reader’s language', async () => {
    const drawn = await draw({ type: 'choropleth', breaks: '20, 35', color: 'sum(population) as Population', x: 'contour', text: 'nom' }, rows, schema, { lang: 'de' })
    assert.deepEqual(legend(drawn).map(([label]) => label), ['unter 20 hab.', '20 bis 35 hab.', '35 hab. und mehr', 'keine Angabe'])
    assert.match(drawn.name, /^Choroplethenkarte: Population nach Nom/)
  })

  it('on a phone legend and insets stand below, inside', async () => {
    const drawn = await draw({ type: 'choropleth' }, rows, schema, { width: 300, height: 320 })
    const texts = drawn.marks('text').map(({ y }) => y)
    const lowest = Math.max(...shapes(drawn).map(({ y }) => y))
    assert.equal(texts.filter((y) => y > lowest).length, 1 + 1 + legend(drawn).length, 'name of the inset, title, classes')
    assert.ok(Math.max(...texts) <= drawn.size.height)
    assert.ok(drawn.marks('symbol').every(({ x }) => x >= 0 && x <= 300))
  })

  it('areas and a number are needed; rows without an outline are told', async () => {
    await assert.rejects(draw({ type: 'choropleth' }, [{ code: 'a', nom: 'a', population: 1, contour: { type: 'Point', coordinates: [2, 45] } }], schema), /draws areas/)
    await assert.rejects(draw({ type: 'choropleth', color: 'nom' }, rows, schema), /needs a number on color/)
    await assert.rejects(draw({ type: 'choropleth' }, [{ nom: 'a', population: 1 }], schema.slice(1, 3)), /no geometry/)
    assert.match((await draw({ type: 'choropleth' }, [...rows, row('Sans', 7, null)], schema)).summary, /1 ligne sans contour n’est pas dessinée/)
  })
})

describe('projections', () => {
  it('Lambert’s cone is conformal, and north is up', () => {
    const project = projectionFor([-5, 42, 8, 51])
    const at = (x: number, y: number) => project(x, y)
    const [from, east, north] = [at(1, 46), at(1.001, 46), at(1, 46.001)]
    const across = Math.hypot(east[0] - from[0], east[1] - from[1])
    const up = Math.hypot(north[0] - from[0], north[1] - from[1])
    // A degree of longitude is cos 46° of one of latitude; the map keeps that.
    assert.ok(Math.abs(across / up - Math.cos((46 * Math.PI) / 180)) < 1e-4)
    assert.ok(north[1] < from[1])
    // On the standard parallels (43.5° and 49.5°) lengths are true: a thousandth of a degree in radians.
    const true1 = Math.hypot(at(1, 43.5005)[0] - at(1, 43.4995)[0], at(1, 43.5005)[1] - at(1, 43.4995)[1])
    assert.ok(Math.abs(true1 - (0.001 * Math.PI) / 180) < 1e-8)
  })

  it('Mercator’s takes the equator and the world', () => {
    const project = projectionFor([-180, -60, 180, 85])
    assert.deepEqual(project(180, 0).map((value) => Math.round(value * 1e6) / 1e6 + 0), [3.141593, 0])
  })
})
