import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isMappable } from '../../src/charts/defaults.js'
import { defaultMeasure } from '../../src/charts/defaults.js'
import { draw } from './drawn.js'
import type { Schema } from '../../src/data/schema.js'

const columns: Schema = [
  { name: 'code_insee', type: 'string' }, { name: 'nom', type: 'string', title: 'Nom' }, { name: 'region', type: 'string', title: 'Région' },
  { name: 'population', type: 'number' }, { name: 'surface', type: 'number' },
]
const towns = Array.from({ length: 60 }, (_, at) => ({ code_insee: `${at}`, nom: `Ville ${at}`, region: at % 3 ? 'Est' : 'Ouest', population: at, surface: 60 - at }))

describe('a chart without type, x and y', () => {
  it('what is no amount is averaged, whether its name or its title says so', () => {
    const measure = (field: Partial<Schema[number]>) => defaultMeasure([{ name: 'commune', type: 'string' }, { name: 'value', type: 'number', ...field }]).as
    assert.equal(measure({}), 'sum(value)')
    for (const field of [{ unit: '%' }, { title: 'Taux de chômage' }, { title: 'Température moyenne' }]) assert.equal(measure(field), 'mean(value)')
    assert.equal(measure({ name: 'prix_m2' }), 'mean(prix_m2)')
    assert.equal(measure({ name: 'age' }), 'mean(age)')
    assert.equal(measure({ name: 'TXCOUVGLO_COM_2014' }), 'mean(TXCOUVGLO_COM_2014)')
    for (const name of ['salaire_moyen', 'Délai moyen', 'Parts de marché', 'Proportion de cadres', 'Dépense par habitant', 'loyer_m2', 'temp_max', 'pression', 'Évolution 2019-2020', 'Trimestre', 'depense_par_hab']) assert.equal(measure({ name }), `mean(${name})`)
    for (const unit of ['‰', '°C', 'hab/km²', 'µg/m³', 'km/h', 'dB']) assert.equal(measure({ unit }), 'mean(value)', unit)
    for (const unit of ['€', 'GWh', 't/an']) assert.equal(measure({ unit }), 'sum(value)', unit)
    for (const name of ['Participants', 'ventes', 'taxe', 'temps_trajet', 'annees_perdues', 'Population par commune', 'quotes']) assert.equal(measure({ name }), `sum(${name})`)
    for (const name of ['BGT_ANNEE', 'AnneeMutation', 'rentree_scolaire', 'session', 'N°', 'n°_ordre', 'uic_ref']) assert.equal(measure({ name }), 'count()', name)
    for (const name of ['rentrees_fiscales', 'sessions']) assert.equal(measure({ name }), `sum(${name})`, name)
    for (const name of ['Lieu : Identifiant', 'IdGen', 'Xlong', 'stop_lat', 'stop_lon']) assert.equal(measure({ name }), 'count()', name)
    assert.equal(defaultMeasure([{ name: 'age', type: 'number' }, { name: 'habitants', type: 'number' }]).as, 'sum(habitants)')
    // A department and its parts are no shares.
    assert.equal(measure({ title: 'Partenaires' }), 'sum(value)')
  })

  it('words with few values are bars of the first amount, the largest first; codes of places suggest a map', async () => {
    const chart = await draw({}, towns, columns)
    assert.equal(chart.type, 'bar')
    // 0…59 sums to 1770; multiples of 3 to 570.
    assert.deepEqual(chart.picture.rows.map(({ x, y }) => [x, y]), [['Est', 1200], ['Ouest', 570]])
    assert.equal(chart.why, 'Des barres, parce que « Région » compte 2 catégories. Une carte conviendrait aussi : « Code INSEE » situe les lignes sur le territoire (balise <dge-map>, si les données ont aussi des contours ou des coordonnées).')
  })

  it('data with geometries name the tag that maps them, in each language', async () => {
    const placed: Schema = [{ name: 'geometry', type: 'geometry', title: 'Contour' }, ...columns]
    const why = async (lang: string) => (await draw({}, towns, placed, { lang })).why ?? ''
    assert.match(await why('fr'), /Contour.* situe les lignes sur le territoire \(balise <dge-map>\)\.$/)
    assert.match(await why('en'), /“Contour” places the rows on the territory \(tag <dge-map>\)\.$/)
    assert.match(await why('de'), /„Contour“ verortet die Zeilen \(Tag <dge-map>\)\.$/)
  })

  it('a map is chosen for few areas with an amount, known before their rows come', () => {
    const areas = { schema: [{ name: 'geometry', type: 'geometry' }, ...columns] as Schema, geometryType: 'MultiPolygon', total: 96 }
    assert.equal(isMappable(areas), true)
    assert.equal(isMappable({ ...areas, total: 34_746 }), false, 'too many outlines')
    assert.equal(isMappable({ ...areas, geometryType: 'Point' }), false)
    assert.equal(isMappable({ schema: areas.schema, total: 96 }), false, 'its shapes are not known')
    assert.equal(isMappable({ ...areas, schema: [...areas.schema, { name: 'annee', type: 'number' }] }), false, 'time goes first')
    assert.equal(isMappable({ ...areas, schema: areas.schema.filter(({ type }) => type !== 'number') }), false, 'nothing is measured')
  })

  it('names go before numbers of départements', async () => {
    const rows = [1, 1, 6].map((num, at) => ({ numdep: `${num}`, nomdep: num === 1 ? 'Ain' : 'Ardèche', taux: at }))
    const chart = await draw({}, rows, [{ name: 'numdep', type: 'string' }, { name: 'nomdep', type: 'string' }, { name: 'taux', type: 'number' }])
    assert.deepEqual(chart.picture.rows.map(({ x, y }) => [x, y]), [['Ardèche', 2], ['Ain', 0.5]])
  })

  it('intervals are bars, along either axis', async () => {
    for (const channels of [{ x: 'bin(population, 10)', y: 'count()' }, { y: 'bin(population, 10)', x: 'count()' }]) {
      const chart = await draw(channels, towns, columns)
      assert.equal(chart.type, 'bar')
      assert.match(chart.why ?? '', /^Des barres, parce que « Population » est découpé en intervalles\./)
      // Sixty towns of 0 to 59: ten in each of six intervals.
      assert.deepEqual(chart.picture.rows.map(({ x, y }) => [x, y].includes(10)), Array(6).fill(true))
    }
  })

  it('time goes before words', async () => {
    const months = [0, 1, 2, 3].map((at) => ({ region: 'Est', mois: Date.UTC(2024, at, 1), population: at }))
    const chart = await draw({}, months, [{ name: 'region', type: 'string' }, { name: 'mois', type: 'date', title: 'Mois' }, { name: 'population', type: 'number' }])
    assert.equal(chart.type, 'line')
    assert.match(chart.why ?? '', /Une courbe, parce que « Mois »/)
  })

  it('one moment is no time: words take its place', async () => {
    const rows = towns.map((row) => ({ ...row, annee: 2024 }))
    const chart = await draw({}, rows, [{ name: 'annee', type: 'number' }, ...columns])
    assert.deepEqual([chart.type, chart.picture.channels.x?.title], ['bar', 'Région'])
  })

  it('names of every row alone: two amounts are points', async () => {
    const chart = await draw({}, towns, columns.filter(({ name }) => name !== 'region'))
    assert.equal(chart.type, 'point')
    assert.equal(chart.marks('symbol').length, 60)
    assert.match(chart.why ?? '', /nuage de points/)
  })

  it('only words: their rows are counted', async () => {
    const chart = await draw({}, towns, [{ name: 'region', type: 'string' }])
    assert.deepEqual(chart.picture.rows.map(({ y }) => y), [40, 20])
  })

  it('rows that nothing measures or groups are no bars of 1: their number is told, and that a table shows them better, in each language', async () => {
    const places: Schema = [{ name: 'code', type: 'string' }, { name: 'nom', type: 'string' }]
    for (const count of [1, 13, 60]) {
      for (const [lang, said] of [['fr', /un tableau les montrerait mieux/], ['en', /a table would show them better/], ['de', /Eine Tabelle würde sie besser zeigen/]] as const) {
        const chart = await draw({}, towns.slice(0, count).map(({ nom, code_insee }) => ({ nom, code: code_insee })), places, { lang })
        assert.deepEqual([chart.picture.rows.map(({ y }) => y), chart.picture.channels.x], [[count], undefined])
        assert.match(chart.why ?? '', said)
      }
    }
    const days = Array.from({ length: 3 }, (_, at) => ({ jour: Date.UTC(2024, at, 3) }))
    assert.deepEqual((await draw({}, days, [{ name: 'jour', type: 'date' }])).picture.rows.map(({ y }) => y), [3])
  })

  it('rows with a moment each are counted by month, else by year', async () => {
    const of = async (step: number) => (await draw({}, Array.from({ length: 40 }, (_, at) => ({ le: Date.UTC(2020, 0, 1 + at * step, at) })), [{ name: 'le', type: 'date', precision: 'time' }])).picture.rows.map(({ y }) => y)
    // Forty days from 1 January, every third: in January those of 0 to 30 days later, in February of 33 to 57.
    assert.deepEqual(await of(3), [11, 9, 10, 10])
    // Every fifty-first: more than half as many months as rows; eight in the leap year, then seven.
    assert.deepEqual(await of(51), [8, 7, 7, 7, 7, 4])
  })

  it('codes group rows where no words do', async () => {
    const rows = towns.map(({ nom }, at) => ({ nom, code_dep: at % 4 ? '67' : '68' }))
    const chart = await draw({}, rows, [{ name: 'nom', type: 'string' }, { name: 'code_dep', type: 'string' }])
    assert.deepEqual(chart.picture.rows.map(({ x, y }) => [x, y]), [['67', 45], ['68', 15]])
  })

  it('kinds and identifiers are not measured', async () => {
    const rows = towns.map(({ region }, at) => ({ region, route_type: 3, OBJECTID: at, categorie: at % 3 }))
    const schema: Schema = [{ name: 'region', type: 'string' }, { name: 'route_type', type: 'number' }, { name: 'OBJECTID', type: 'number' }, { name: 'categorie', type: 'number' }]
    assert.deepEqual((await draw({}, rows, schema)).picture.rows.map(({ y }) => y), [40, 20])
    assert.equal(defaultMeasure([...schema, { name: 'type_montant', type: 'number' }]).as, 'sum(type_montant)')
  })

  it('no field, no row', async () => {
    const chart = await draw({}, [], [{ name: 'nom', type: 'string' }])
    assert.equal(chart.type, 'bar')
    assert.equal(chart.marks('rect').length, 0)
  })
})
