import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { draw, plain } from './drawn.js'
import type { Schema } from '../../src/data/schema.js'

const schema: Schema = [
  { name: 'commune', type: 'string', title: 'Commune' },
  { name: 'sens', type: 'string', title: 'Sens' },
  { name: 'montant', type: 'number', title: 'Montant', unit: '€' },
]
const rows = [
  { commune: 'Metz', sens: 'Recettes', montant: 400 },
  { commune: 'Nancy', sens: 'Dépenses', montant: 300 },
  { commune: 'Metz', sens: 'Dépenses', montant: 200 },
  { commune: 'Nancy', sens: 'Recettes', montant: 100 },
  { commune: 'Nancy', sens: 'Dépenses', montant: 500 },
]
const near = (a: number | undefined, b: number, what = '') => assert.ok(a !== undefined && Math.abs(a - b) < 0.5, `${what} ${a} is not ${b}`)

describe('bars', () => {
  it('one per category, from zero, the largest first, its value beside it', async () => {
    // Nancy 300 + 100 + 500 = 900, Metz 400 + 200 = 600.
    const chart = await draw({ type: 'bar', x: 'commune', y: 'sum(montant) as Montant', unit: '€' }, rows, schema)
    assert.deepEqual(chart.scale('x').domain(), ['Nancy', 'Metz'])
    assert.deepEqual(chart.scale('y').domain(), [0, 900])
    const [nancy, metz] = chart.marks('rect')
    assert.ok(nancy && metz && nancy.x < metz.x)
    near(metz.height / nancy.height, 600 / 900)
    near(nancy.y + nancy.height, chart.size.height, 'from zero')
    assert.deepEqual(chart.marks('text').map(({ text }) => plain(String(text))), ['900 €', '600 €'])
    assert.ok(chart.texts('axis-title').includes('Montant (€)'))
    assert.equal(chart.summary, 'Graphique en barres : Montant par commune. 2 valeurs. La plus élevée : 900 € (Nancy), la plus basse : 600 € (Metz).')
  })

  it('have their room on a phone, however long the title of their axis is', async () => {
    const long = 'Montant moyen des recettes par commune et par exercice budgétaire'
    for (const along of [{ x: 'commune', y: 'sum(montant)' }, { x: 'sum(montant)', y: 'commune' }]) {
      const named = Object.fromEntries(Object.entries(along).map(([side, term]) => [side, term.startsWith('sum') ? `${term} as "${long}"` : term]))
      const [short, other] = [await draw({ type: 'bar', ...along }, rows, schema, { width: 320 }), await draw({ type: 'bar', ...named }, rows, schema, { width: 320 })]
      assert.ok(other.texts('axis-title').some((title) => title.startsWith(long)))
      assert.ok(other.size.width > 0.75 * short.size.width, `${other.size.width} of ${short.size.width} pixels are left`)
    }
  })

  it('small counts have whole ticks: nobody counts halves', async () => {
    const sizes = { type: 'bar', x: 'commune', y: 'count()' }
    const ticks = async (attributes: Parameters<typeof draw>[0], setting = {}) => (await draw(attributes, rows, schema, setting)).texts('axis-label').filter((text) => /^[\d\s,.%]+$/.test(text))
    assert.deepEqual(await ticks(sizes), ['0', '1', '2', '3'])
    assert.deepEqual(await ticks({ ...sizes, format: '0' }), ['0', '1', '2', '3'])
    assert.deepEqual(await ticks({ ...sizes, y: 'distinct(sens)' }), ['0', '1', '2'])
    assert.deepEqual(await ticks({ type: 'line', x: 'commune', y: 'count() + 100' }), ['102', '103'])
    // Halves that are there keep their ticks, and so do shares.
    assert.ok((await ticks({ ...sizes, y: 'count() / 2' })).includes('0,5'))
    assert.ok((await ticks({ ...sizes, color: 'sens', stack: 'normalize' })).includes('40 %'))
    assert.ok((await ticks({ ...sizes, format: 'percent' })).includes('50 %'))
  })

  it('numbers of bodies are written on the axis as they are in tables: 67 482 is no number of a town', async () => {
    const fields: Schema = [{ name: 'commune', type: 'string' }, { name: 'code_insee', type: 'number', title: 'Code' }, { name: 'montant', type: 'number', title: 'Montant' }]
    const towns = [67482, 54395, 57463].map((code, at) => ({ commune: `c${at}`, code_insee: code, montant: 20_000 * (at + 1) }))
    for (const attributes of [{ type: 'point', x: 'montant', y: 'code_insee' }, { type: 'bar', x: 'commune', y: 'code_insee' }]) {
      const chart = await draw(attributes, towns, fields)
      assert.ok(chart.texts('axis-label').includes('60000'), chart.texts('axis-label').join())
    }
    const large = towns.map((town) => ({ ...town, code_insee: town.code_insee * 1000 }))
    assert.ok((await draw({ type: 'bar', x: 'commune', y: 'code_insee' }, large, fields)).texts('axis-label').includes('60000000'))
    assert.ok((await draw({ type: 'point', x: 'montant', y: 'code_insee' }, towns, fields)).texts('axis-label').map(plain).includes('60 000'), 'amounts are')
  })

  it('French counts on in Md beyond a thousand of them, on the axis as beside the bars', async () => {
    const debts = [{ commune: 'Metz', sens: '', montant: 3.2284e12 }, { commune: 'Nancy', sens: '', montant: 1e12 }]
    for (const more of [{}, { scale: 'log', type: 'dot' }]) {
      const { marks, texts } = await draw({ type: 'bar', x: 'commune', y: 'sum(montant)', ...more }, debts, schema)
      assert.ok(texts('axis-label').includes('2 000 Md'), texts('axis-label').join())
      assert.equal([...texts('axis-label'), ...marks('text').map(({ text }) => String(text))].some((text) => text.includes('Bn')), false)
    }
    assert.deepEqual((await draw({ type: 'bar', x: 'commune', y: 'sum(montant)' }, debts, schema)).marks('text').map(({ text }) => plain(String(text))), ['3 228 Md€', '1 000 Md€'])
    assert.ok((await draw({ type: 'bar', x: 'commune', y: 'sum(montant)' }, debts, schema, { lang: 'de' })).texts('axis-label').includes('2 Bio.'))
  })

  it('amounts that no word shortens are told by powers of ten, on the axis and beside the bars', async () => {
    const drawn = (...amounts: number[]) => draw({ type: 'bar', x: 'commune', y: 'sum(montant)' }, amounts.map((montant, at) => ({ commune: `c${at}`, sens: '', montant })), schema)
    const large = await drawn(1.2e18, 8e17)
    const axis = large.texts('axis-label').map(plain)
    assert.deepEqual([axis.includes('0'), axis.includes('0,6 × 10¹⁸'), axis.includes('1 × 10¹⁸'), axis.some((text) => /e/i.test(text))], [true, true, true, false])
    assert.deepEqual(large.marks('text').map(({ text }) => plain(String(text))), ['1,2 × 10¹⁸ €', '8 × 10¹⁷ €'])
    assert.ok((await drawn(4e-10, 2e-10)).texts('axis-label').map(plain).includes('2 × 10⁻¹⁰'))
  })

  it('intervals are called by both ends, and those without rows are there', async () => {
    const amounts = [3, 5, 12, 33, 35, 31].map((montant) => ({ commune: 'Metz', sens: montant % 2 ? 'Recettes' : 'Dépenses', montant }))
    const drawn = async (y: string, more: object = {}) => {
      const { picture: { rows } } = await draw({ type: 'bar', x: 'bin(montant, 10)', y, ...more }, amounts, schema)
      return rows.map(({ x, y: value, color }) => [plain(String(x)), value, ...(color === undefined ? [] : [color])])
    }
    assert.deepEqual(await drawn('count()'), [['0 – 10', 2], ['10 – 20', 1], ['20 – 30', 0], ['30 – 40', 3]])
    assert.deepEqual(await drawn('mean(montant)'), [['0 – 10', 4], ['10 – 20', 12], ['20 – 30', null], ['30 – 40', 33]])
    assert.deepEqual(await drawn('count()', { color: 'sens' }), [['0 – 10', 2, 'Recettes'], ['10 – 20', 1, 'Dépenses'], ['20 – 30', 0, 'Recettes'], ['20 – 30', 0, 'Dépenses'], ['30 – 40', 3, 'Recettes']])
    assert.deepEqual(await drawn('count()', { sort: '-value' }), [['30 – 40', 3], ['0 – 10', 2], ['10 – 20', 1]])
  })

  it('rows that share a bar are told by its length, which is their sum', async () => {
    const chart = await draw({ type: 'bar', x: 'commune', y: 'montant' }, rows, schema)
    // Nancy 300 + 100 + 500, Metz 400 + 200.
    assert.match(plain(chart.summary), /2 valeurs\. La plus élevée : 900 € \(Nancy\), la plus basse : 600 € \(Metz\)\./)
  })

  it('on a phone names that begin alike end apart, and the last amount below is not cut', async () => {
    const names = ['Communauté de communes du Pays de Bitche', 'Communauté de communes du Pays de Sarrebourg', 'Communauté d’agglomération de Bar-le-Duc - Sud Meuse', 'Communauté d’agglomération de Saint-Dié-des-Vosges', 'Métropole du Grand Nancy']
    const chart = await draw({ type: 'bar', y: 'commune', x: 'sum(montant)' }, names.map((commune, at) => ({ commune, sens: '', montant: 505_000 - 1000 * at })), schema, { width: 344, height: 326 })
    const labels = chart.texts('axis-label')
    for (const end of ['Bitche', 'Sarrebourg', 'Sud Meuse', 'Dié-des-Vosges', 'Grand Nancy']) assert.ok(labels.some((text) => text.endsWith(end)), end)
    assert.ok(labels.every((text) => !/… \W /.test(text)))
    const axis = (chart.spec as unknown as { layer: { encoding: { x: { axis: Record<string, unknown> } } }[] }).layer[0]?.encoding.x.axis
    // "600 000" in 12 px is 48 px wide: its tick may stand at the very end, and half of it would be beyond.
    assert.ok(Number(axis?.['labelFlush']) >= 24)
  })

  it('series stack where sums mean something, each on the ones before', async () => {
    const chart = await draw({ type: 'bar', x: 'commune', y: 'sum(montant)', color: 'sens' }, rows, schema)
    // Dépenses 300 + 500 and 200, Recettes 100 and 400: Dépenses (1000) before Recettes (500).
    assert.deepEqual(chart.texts('legend-label'), ['Dépenses', 'Recettes'])
    const height = chart.size.height / 900
    assert.deepEqual(chart.marks('rect').map(({ datum, y, y2 }) => [datum['x'], datum['color'], Math.round(y2 / height - 900), Math.round(y / height - 900)].map(String)).map(([x, c, , ]) => [x, c]), [
      ['Nancy', 'Dépenses'], ['Nancy', 'Recettes'], ['Metz', 'Dépenses'], ['Metz', 'Recettes'],
    ])
    const tall = chart.marks('rect').map(({ height: h }) => h / height)
    ;[800, 100, 200, 400].forEach((value, at) => near(tall[at], value))
    assert.equal(chart.marks('text').length, 0)
  })

  it('means stand side by side: their sum is nothing', async () => {
    const chart = await draw({ type: 'bar', x: 'commune', y: 'mean(montant)', color: 'sens' }, rows, schema)
    const bars = chart.marks('rect')
    assert.equal(new Set(bars.map(({ x }) => Math.round(x))).size, 4)
    // Nancy's Dépenses: (300 + 500) / 2 = 400, as high as Metz' Recettes.
    assert.deepEqual(chart.scale('y').domain(), [0, 400])
  })

  it('shares of each bar add up to 100 %', async () => {
    const thirds = ['a', 'b', 'c'].map((sens) => ({ commune: 'Metz', sens, montant: 1 }))
    const chart = await draw({ type: 'bar', y: 'commune', x: 'sum(montant)', color: 'sens', stack: 'normalize' }, thirds, schema)
    const shares = chart.picture.rows.map(({ share }) => plain(String(share)))
    assert.deepEqual(shares, ['33,4 %', '33,3 %', '33,3 %'])
    assert.deepEqual(chart.texts('axis-label').filter((text) => text.includes('%')).at(-1), '100 %')
  })

  it('published percentages of a bar stay what they are', async () => {
    const percent: Schema = [schema[0]!, schema[1]!, { name: 'montant', type: 'number', title: 'Part', unit: '%' }]
    const chart = await draw({ type: 'bar', x: 'commune', y: 'montant', color: 'sens', stack: 'normalize', labels: 'all' }, [
      { commune: 'Metz', sens: 'Recettes', montant: 33.3 }, { commune: 'Metz', sens: 'Dépenses', montant: 66.6 },
    ], percent)
    assert.deepEqual(chart.marks('text').map(({ text }) => plain(String(text))).sort(), ['33,3 %', '66,6 %'])
  })

  it('labels="all" writes each part’s value in its middle', async () => {
    const chart = await draw({ type: 'bar', x: 'commune', y: 'sum(montant)', color: 'sens', labels: 'all' }, rows, schema)
    const bars = chart.marks('rect')
    const texts = chart.marks('text')
    assert.deepEqual(texts.map(({ text }) => plain(String(text))), ['800 €', '100 €', '200 €', '400 €'])
    texts.forEach(({ y }, at) => near(y, (bars[at]?.y ?? 0) + (bars[at]?.height ?? 0) / 2))
  })

  it('what is below zero goes down from it', async () => {
    const chart = await draw({ type: 'bar', x: 'commune', y: 'montant' }, [{ commune: 'A', montant: 10 }, { commune: 'B', montant: -5 }], schema)
    assert.deepEqual(chart.scale('y').domain(), [-6, 10])
    const [up, down] = chart.marks('rect')
    near(down?.y, (up?.y ?? 0) + (up?.height ?? 0))
    near((up?.height ?? 0) / (down?.height ?? 1), 2)
  })

  it('long names lay it on its side and take two lines', async () => {
    const long = 'Communauté de communes du Pays de Sainte-Odile et du Piémont des Vosges'
    const chart = await draw({ type: 'bar', x: 'commune', y: 'montant' }, [{ commune: long, montant: 2 }, { commune: 'Metz', montant: 1 }], schema, { width: 320 })
    const bars = chart.marks('rect')
    near(bars[0]?.x, bars[1]?.x ?? 0)
    assert.ok(chart.texts('axis-label').includes(long))
    assert.match(JSON.stringify(chart.spec), /"Communauté de/)
  })

  it('a missing value has no bar and says so', async () => {
    const chart = await draw({ type: 'bar', x: 'commune', y: 'montant' }, [{ commune: 'A', montant: 10 }, { commune: 'B', montant: null }], schema)
    assert.deepEqual(chart.marks('text').map(({ text }) => text), ['10 €', 'non renseigné'].map((text) => text.replace(' €', '\u00a0€')))
    assert.match(chart.summary, /1 valeur manquante/)
  })

  it('thirty categories are shown, the tail is one grey bar that says how many', async () => {
    const many = Array.from({ length: 10_000 }, (_, at) => ({ commune: `C${at}`, montant: 10_000 - at }))
    const chart = await draw({ type: 'bar', x: 'commune', y: 'sum(montant)' }, many, schema)
    assert.equal(chart.marks('rect').length, 30)
    // 10 000 categories, 29 kept. Sum of 1…9971 = 9971 × 9972 / 2.
    const rest = chart.picture.rows.find(({ x }) => String(x).startsWith('Autres'))
    assert.equal(plain(String(rest?.x)), 'Autres (9 971)')
    assert.equal(rest?.y, (9971 * 9972) / 2)
    assert.match(plain(chart.picture.notes.join()), /« Autres » regroupe les 9 971 catégories les plus petites/)
    // The gathered ones are no category, and nobody sees the smallest of them.
    assert.match(chart.summary, /30 valeurs\. La plus élevée : 10 000 € \(C0\)\. « Autres » regroupe/)
    // The axis reaches their sum, 49 715 406, and little more: the bars keep the plot.
    const [, high] = chart.scale('x').domain() as [number, number]
    assert.ok(high >= (9971 * 9972) / 2 && high < 1.5 * ((9971 * 9972) / 2), String(high))
  })

  it('words in the place of what is measured are refused; a measure without any value is a chart that says so', async () => {
    const words = [{ commune: 'Metz', montant: null }, { commune: 'Nancy', montant: null }]
    await assert.rejects(draw({ type: 'bar', x: 'commune', y: 'commune' }, words, schema), { kind: 'query', message: /something measured/ })
    const untyped = schema.map((field) => (field.name === 'montant' ? { name: 'montant', type: 'string' as const } : field))
    const chart = await draw({ type: 'bar', x: 'commune', y: 'montant' }, words, untyped)
    assert.deepEqual(chart.marks('text').map(({ text }) => text), ['non renseigné', 'non renseigné'])
  })

  it('highlighted categories keep their colour, the others are grey; the target is a line with its words', async () => {
    const chart = await draw({ type: 'bar', x: 'commune', y: 'sum(montant)', highlight: 'metz', target: '700 as Seuil', labels: 'none' }, rows, schema)
    assert.deepEqual(chart.marks('rect').map(({ fill }) => fill), ['#8a949e', '#1f6fb4'])
    const [line] = chart.marks('rule')
    near(line?.y, chart.size.height * (1 - 700 / 900))
    assert.deepEqual(chart.marks('text').map(({ text }) => text), ['Seuil'])
  })

  it('a target is drawn under the values of bars that end near it, not through them', async () => {
    const chart = await draw({ type: 'bar', x: 'commune', y: 'sum(montant)', target: '700 as Seuil' }, rows, schema)
    const kinds = (chart.spec as unknown as { layer: { mark: { type: string; stroke?: string } }[] }).layer.map(({ mark }) => [mark.type, mark.stroke !== undefined])
    assert.deepEqual(kinds, [['bar', false], ['rule', false], ['text', true], ['text', false]])
  })

  it('shares of a stack are of all its parts, also of values that nobody summed', async () => {
    const parts = Array.from({ length: 12 }, (_, at) => ({ commune: 'Metz', sens: `N${at}`, montant: at < 2 ? 30 : 4 }))
    const fields: Schema = [{ name: 'commune', type: 'string' }, { name: 'sens', type: 'string' }, { name: 'montant', type: 'number' }]
    const chart = await draw({ type: 'bar', x: 'commune', y: 'montant', color: 'sens', stack: 'normalize' }, parts, fields)
    // 100 in all: two of 30, five of 4, and five of 4 together.
    assert.deepEqual(chart.picture.rows.map(({ y, share }) => [y, plain(String(share))]).filter(([y]) => y !== 4), [[30, '30,0 %'], [30, '30,0 %'], [20, '20,0 %']])
  })

  it('the value of the lowest bar stands above the names, not on them', async () => {
    const chart = await draw({ type: 'bar', x: 'commune', y: 'sum(montant)' }, [{ ...rows[0]!, montant: -400 }, rows[1]!], schema)
    const lowest = chart.marks('text').find(({ text }) => plain(String(text)).startsWith('-'))
    assert.ok(lowest && lowest.y <= chart.size.height - 5, `${lowest?.y} of ${chart.size.height}`)
  })

  it('negative parts are no shares of a whole: they are stacked as they are', async () => {
    const debts = rows.map((row) => ({ ...row, montant: row.sens === 'Dépenses' ? -row.montant : row.montant }))
    for (const type of ['bar', 'area']) {
      const chart = await draw({ type, x: 'commune', y: 'sum(montant)', color: 'sens', stack: 'normalize' }, debts, schema)
      const [low, high] = chart.scale('y').domain() as [number, number]
      // Nancy 100 and −800, Metz 400 and −200.
      assert.deepEqual([low <= -800, high >= 400, chart.texts('axis-label').some((text) => text.includes('%'))], [true, true, false])
    }
  })

  it('on a logarithmic scale each tick is as short as it comes itself', async () => {
    const wide = [1, 1000, 5e6].map((montant, at) => ({ commune: `c${at}`, montant }))
    const ticks = (await draw({ type: 'dot', y: 'commune', x: 'montant', scale: 'log' }, wide, schema)).texts('axis-label').filter((text) => !/^c\d/.test(text))
    assert.ok(ticks.includes('100') && ticks.includes('1 M') && ticks.every((text) => !/0,0/.test(text)), ticks.join())
  })

  it('on a logarithmic scale bars have no foot: dots stand in their place', async () => {
    const chart = await draw({ type: 'bar', x: 'commune', y: 'sum(montant)', scale: 'log' }, rows, schema)
    assert.equal(chart.type, 'dot')
    assert.equal(chart.scale('y').type, 'log')
    assert.match(chart.hint ?? '', /no zero/)
  })

  it('order of categories: as the author lists them, by name, or by value', async () => {
    for (const [sort, domain] of [['Metz, Nancy', ['Metz', 'Nancy']], ['name', ['Metz', 'Nancy']], ['-name', ['Nancy', 'Metz']], ['value', ['Metz', 'Nancy']]] as const) {
      const chart = await draw({ type: 'bar', x: 'commune', y: 'sum(montant)', sort }, rows, schema)
      assert.deepEqual(chart.scale('x').domain(), domain, sort)
    }
  })

  it('colours that repeat the names of the axis need no legend; others do', async () => {
    const own = await draw({ type: 'bar', x: 'commune', y: 'sum(montant)', color: 'commune' }, rows, schema)
    assert.deepEqual(own.texts('legend-label'), [])
    const other = await draw({ type: 'bar', x: 'commune', y: 'sum(montant)', color: 'sens' }, rows, schema)
    assert.deepEqual(other.texts('legend-label'), ['Dépenses', 'Recettes'])
  })

  it('no line of the grid goes through the values that are written; where they go both ways zero keeps its line', async () => {
    const gridLines = async (cells: typeof rows, more = {}) => (await draw({ type: 'bar', x: 'commune', y: 'sum(montant)', ...more }, cells, schema)).texts('axis-grid').length
    assert.equal(await gridLines(rows), 0)
    assert.ok(await gridLines(rows, { labels: 'none' }) > 2)
    assert.ok(await gridLines([...rows, { commune: 'Toul', sens: 'Recettes', montant: -50 }]) > 2)
  })

  it('small multiples share their scales', async () => {
    const chart = await draw({ type: 'bar', x: 'sens', y: 'sum(montant)', facet: 'commune' }, rows, schema)
    assert.equal(chart.marks('rect').length, 4)
    assert.deepEqual(chart.scale('y').domain(), [0, 800])
    assert.ok(chart.texts('title-text').join().includes('Nancy'))
    assert.match(chart.summary, /800 € \(Nancy, Dépenses\)/)
  })

  it('text in the place of numbers is read as such, and what is none is counted', async () => {
    const cells = ['10', 'x', '1 250,5', null, '-3'].map((montant, at) => ({ commune: 'ABCDE'[at] ?? '', montant }))
    const chart = await draw({ type: 'bar', x: 'commune', y: 'montant' }, cells, [schema[0] as never, { name: 'montant', type: 'string' }])
    assert.deepEqual(chart.picture.rows.map(({ y }) => y), [1250.5, 10, null, null, -3])
    assert.match(chart.summary, /1 valeur ignorée dans « Montant » : ce n’est pas un nombre/)
  })

  it('the least text is not the least number: of 9 and 10 it would be 10', async () => {
    const cells = ['9', '10', 'voir note'].map((montant) => ({ commune: 'A', montant }))
    const least = (rows: typeof cells) => draw({ type: 'bar', x: 'commune', y: 'min(montant)' }, rows, [schema[0] as never, { name: 'montant', type: 'string' }])
    await assert.rejects(least(cells), { kind: 'query', message: /^min\(montant\) is of text.*"10" is less than "9"/, hint: /types="field:number"/ })
  })

  it('what is not finite is no value', async () => {
    const chart = await draw({ type: 'bar', x: 'commune', y: 'montant' }, [{ commune: 'A', montant: Infinity }, { commune: 'B', montant: NaN }, { commune: 'C', montant: 3 }], schema)
    assert.deepEqual(chart.scale('y').domain(), [0, 3])
    assert.match(chart.summary, /2 valeurs ignorées/)
  })
})
