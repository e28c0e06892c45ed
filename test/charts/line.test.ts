import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { wallClockOf } from '../../src/data/calendar.js'
import { draw } from './drawn.js'
import type { Schema } from '../../src/data/schema.js'

const schema: Schema = [
  { name: 'mois', type: 'date', precision: 'month' },
  { name: 'v', type: 'number' },
  { name: 's', type: 'string', title: 'Série' },
]
const month = (at: number) => Date.UTC(2024, at, 1)
const near = (a: number | undefined, b: number) => assert.ok(a !== undefined && Math.abs(a - b) < 0.5, `${a} is not ${b}`)

describe('lines', () => {
  it('time in the page’s language, values above half their height keep zero out', async () => {
    const rows = [0, 1, 2, 3].map((at) => ({ mois: month(at), v: 100 + at * 10 }))
    const chart = await draw({ type: 'line', x: 'mois', y: 'v' }, rows, schema)
    assert.deepEqual(chart.texts('axis-label').filter((text) => /[a-z]/.test(text)), ['févr.', 'mars', 'avr.'])
    // Days since the first of January: 0, 31, 60, 91.
    const { width } = chart.size
    chart.marks('line').forEach(({ x }, at) => near(x, (width * [0, 31, 60, 91][at]!) / 91))
    assert.deepEqual(chart.scale('y').domain(), [100, 130])
    assert.equal(chart.summary, 'Courbe : V par mois. 4 valeurs. La plus élevée : 130 (avril 2024), la plus basse : 100 (janvier 2024). En hausse : de 100 (janvier 2024) à 130 (avril 2024).')
  })

  it('ticks of values that hardly differ are told apart', async () => {
    const chart = await draw({ type: 'line', x: 'mois', y: 'v' }, [0, 1, 2].map((at) => ({ mois: month(at), v: 2_000_000_000 + at })), schema)
    const labels = chart.texts('axis-label').filter((text) => text.startsWith('2') && !text.startsWith('2024'))
    assert.ok(labels.length > 2 && new Set(labels).size === labels.length, labels.join())
  })

  it('names stand as the data have them: by size every line would fall', async () => {
    const rows = ['Janvier', 'Février', 'Mars', 'Avril'].map((s, v) => ({ s, v }))
    for (const type of ['line', 'area']) {
      const chart = await draw({ type, x: 's', y: 'v' }, rows, schema)
      assert.deepEqual(chart.scale('x').domain(), ['Janvier', 'Février', 'Mars', 'Avril'], type)
    }
    assert.deepEqual((await draw({ type: 'line', x: 's', y: 'v', sort: '-value' }, rows, schema)).scale('x').domain(), ['Avril', 'Mars', 'Février', 'Janvier'])
  })

  it('no tick is finer than the data: no hours between days, no months between quarters', async () => {
    const labels = async (precision: 'day' | 'quarter', moments: readonly number[]) => {
      const chart = await draw({ type: 'line', x: 'mois', y: 'v' }, moments.map((mois, at) => ({ mois, v: at })), [{ name: 'mois', type: 'date', precision }, schema[1]!])
      return chart.texts('axis-label').filter((text) => /[a-z]|2024/.test(text))
    }
    assert.deepEqual(await labels('day', [Date.UTC(2023, 11, 31), Date.UTC(2024, 0, 1)]), ['31 déc.', '2024'])
    assert.deepEqual(await labels('quarter', [month(0), month(3), month(9)]), ['2024', 'avr.', 'juil.', 'oct.'])
  })

  it('series are named beside their ends, apart from each other; no legend', async () => {
    const rows = ['a', 'b'].flatMap((s, rank) => [0, 1].map((at) => ({ mois: month(at), v: 100 * at + rank, s })))
    const chart = await draw({ type: 'line', x: 'mois', y: 'v', color: 's' }, rows, schema)
    assert.deepEqual(chart.texts('legend-label'), [])
    const names = chart.marks('text').filter(({ text }) => text)
    assert.deepEqual(names.map(({ text }) => text).sort(), ['a', 'b'])
    const [first, second] = names
    assert.ok(Math.abs((first?.y ?? 0) - (second?.y ?? 0)) >= 12, 'names do not overlap')
    assert.equal(new Set(names.map(({ fill }) => fill)).size, 2)
  })

  it('a series without a row for a moment has a gap there', async () => {
    const rows = [{ mois: month(0), v: 1, s: 'a' }, { mois: month(2), v: 3, s: 'a' }, { mois: month(1), v: 2, s: 'b' }]
    const chart = await draw({ type: 'line', x: 'mois', y: 'v', color: 's' }, rows, schema)
    assert.deepEqual(chart.picture.rows.filter(({ color }) => color === 'a').map(({ y }) => y), [1, null, 3])
  })

  it('groups are not counted as the rows that are not drawn', async () => {
    const rows = [{ mois: null, v: 1 }, { mois: null, v: 2 }, { mois: month(0), v: 1 }, { mois: month(1), v: 90 }]
    for (const [y, lang, note] of [['count()', 'fr', 'Les lignes sans « Mois » ne sont pas dessinées.'], ['sum(v)', 'en', 'Rows without “Mois” are not drawn.'], ['mean(v)', 'de', 'Zeilen ohne „Mois“ werden nicht gezeichnet.']] as const) {
      const { summary } = await draw({ type: 'line', x: 'mois', y }, rows, schema, { lang })
      assert.ok(summary.endsWith(note), summary)
    }
  })

  it('a series without rows in some months: a gap in its own small multiple, none called undefined; of counts, zero', async () => {
    const rows = [2023, 2024].flatMap((an, year) => [0, 1, 2].flatMap((at) => ['a', ...(at === 1 || (year === 1 && at === 2) ? [] : ['b'])].map((s) => ({ mois: Date.UTC(an, at, 1), an, s, v: 5 }))))
    const own: Schema = [...schema, { name: 'an', type: 'number', timeUnit: 'year' }]
    for (const type of ['line', 'area']) {
      const means = await draw({ type, x: 'month(mois)', y: 'mean(v)', color: 's', facet: 'an' }, rows, own)
      assert.deepEqual(means.texts('title-text').slice(1), ['2023', '2024'], type)
      const gaps = ({ picture }: typeof means) => picture.rows.filter(({ from }) => from < 0).map(({ x, y, color, facet }) => [x, y, color, facet])
      assert.deepEqual(gaps(means), [['février', null, 'b', '2023'], ['février', null, 'b', '2024'], ['mars', null, 'b', '2024']], type)
      assert.match(means.summary, /3 valeurs manquantes/, type)
      const counts = await draw({ type, x: 'month(mois)', y: 'count()', color: 's', facet: 'an' }, rows, own)
      assert.deepEqual(gaps(counts), [['février', 0, 'b', '2023'], ['février', 0, 'b', '2024'], ['mars', 0, 'b', '2024']], type)
      assert.match(counts.summary, /la plus basse : 0 \(2023, février, b\)\.$/, type)
    }
    // A limit may have cut what is not there.
    assert.ok((await draw({ type: 'line', x: 'month(mois)', y: 'count()', color: 's' }, rows.slice(0, 5), own, { limit: 4 })).picture.rows.some(({ y }) => y === null))
  })

  it('no trend is told from one small multiple to another', async () => {
    const rows = ['a', 'b'].flatMap((s, at) => [0, 1, 2].map((index) => ({ mois: month(index), v: at ? 10 + index : 9 - index, s })))
    const { summary } = await draw({ type: 'line', x: 'mois', y: 'sum(v)', facet: 's' }, rows, schema)
    assert.match(summary, /La plus élevée : 12 \(b, mars 2024\), la plus basse : 7 \(a, mars 2024\)\.$/)
  })

  it('what has no date is at no end of the trend that is told', async () => {
    const rows = [{ mois: null, v: 52 }, { mois: month(0), v: 100 }, { mois: month(1), v: 90 }, { mois: month(2), v: 60 }]
    assert.match((await draw({ type: 'line', x: 'mois', y: 'v' }, rows, schema)).summary, /3 valeurs\..*En baisse : de 100 \(janvier 2024\) à 60 \(mars 2024\)\. 1 ligne sans « Mois » n’est pas dessinée\.$/)
    const high = await draw({ type: 'line', x: 'mois', y: 'v' }, rows.map((row) => (row.mois === null ? { ...row, v: 5000 } : row)), schema)
    assert.equal(high.scale('y').domain()[1], 100)
    const gap = await draw({ type: 'line', x: 'mois', y: 'v' }, [...rows.slice(1), { mois: month(3), v: null }], schema)
    assert.equal(gap.picture.rows.length, 4)
  })

  it('a series with moments of its own, or regular longer ones, is not broken by those of others', async () => {
    const broken = async (own: readonly number[], others: readonly number[]) => {
      const rows = [...own.map((at) => ({ mois: month(at), v: at, s: 'a' })), ...others.map((at) => ({ mois: month(at), v: at, s: 'b' }))]
      const { picture } = await draw({ type: 'line', x: 'mois', y: 'v', color: 's' }, rows, schema)
      return picture.rows.filter(({ color, y }) => color === 'a' && y === null).map(({ x }) => new Date(Number(x)).getUTCMonth())
    }
    const all = [0, 1, 2, 3, 4, 5, 6]
    assert.deepEqual(await broken([0, 3, 6], all), [])
    assert.deepEqual(await broken([0, 2, 5], [1, 3, 4]), [])
    assert.deepEqual(await broken([0, 1, 2, 4, 5, 6], all), [3])
    assert.deepEqual(await broken([0, 6], all), [1, 2, 3, 4, 5])
    assert.deepEqual(await broken([0, 1, 2], all), [3, 4, 5, 6])
  })

  it('does not run through intervals that no row falls in: counts and sums are 0 there, means have a gap', async () => {
    // 3 rows from 10 to 20, none from 20 to 40, 1 from 40 to 50.
    const rows = [12, 13, 18, 41].map((age) => ({ age, v: age, s: age === 13 ? 'b' : 'a' }))
    const fields: Schema = [{ name: 'age', type: 'number' }, ...schema.slice(1)]
    const values = async (y: string, others = {}, setting = {}) =>
      (await draw({ type: 'line', x: 'bin(age, 10)', y, ...others }, rows, fields, setting)).picture.rows.map((row) => [row.x, row.y, ...(row.color === undefined ? [] : [row.color])])
    assert.deepEqual(await values('count()'), [[10, 3], [20, 0], [30, 0], [40, 1]])
    assert.deepEqual(await values('sum(v)'), [[10, 43], [20, 0], [30, 0], [40, 41]])
    assert.deepEqual(await values('mean(v)'), [[10, 43 / 3], [20, null], [30, null], [40, 41]])
    // What was cut off may be there.
    assert.deepEqual(await values('count()', {}, { limit: 5 }), [[10, 3], [20, null], [30, null], [40, 1]])
    assert.deepEqual(await values('count()', { color: 's' }), [[10, 2, 'a'], [10, 1, 'b'], [20, 0, 'a'], [20, 0, 'b'], [30, 0, 'a'], [30, 0, 'b'], [40, 1, 'a'], [40, 0, 'b']])
    const area = await draw({ type: 'area', x: 'bin(age, 10)', y: 'count()' }, rows, fields)
    assert.deepEqual([area.picture.rows.length, area.scale('y').domain()[0]], [4, 0])
  })

  it('months, weeks, years without rows are counts of zero, where the author cuts dates to them; means run on', async () => {
    const rows = ['2023-11-05', '2024-02-01', '2024-02-29', '2024-04-30'].map((day) => ({ mois: Date.parse(day), v: 1 }))
    const days: Schema = [{ name: 'mois', type: 'date', precision: 'day' }, schema[1]!]
    const values = async (x: string, y: string, setting = {}) => (await draw({ type: 'line', x, y }, rows, days, setting)).picture.rows.map((row) => [new Date(row.x as number).toISOString().slice(0, 10), row.y])
    assert.deepEqual(await values('yearmonth(mois)', 'count()'), [['2023-11-01', 1], ['2023-12-01', 0], ['2024-01-01', 0], ['2024-02-01', 2], ['2024-03-01', 0], ['2024-04-01', 1]])
    assert.deepEqual(await values('yearquarter(mois)', 'count()'), [['2023-10-01', 1], ['2024-01-01', 2], ['2024-04-01', 1]])
    assert.equal((await values('yearweek(mois)', 'count()')).filter(([, count]) => count === 0).length, 23)
    assert.equal((await values('yearmonthdate(mois)', 'count()')).length, 178)
    assert.deepEqual(await values('yearmonth(mois)', 'mean(v)'), [['2023-11-01', 1], ['2024-02-01', 1], ['2024-04-01', 1]])
    assert.equal((await values('mois', 'count()')).length, 4)
    assert.equal((await values('yearmonth(mois)', 'count()', { limit: 3 })).length, 3)
    const years = [1999, 2004, 2004].map((year) => ({ mois: Date.UTC(year, 5), v: 1 }))
    const chart = await draw({ type: 'line', x: 'year(mois)', y: 'count()' }, years, days)
    assert.deepEqual(chart.picture.rows.map(({ y }) => y), [1, 0, 0, 0, 0, 2])
    assert.match(chart.summary, /la plus basse : 0 \(2000\)/)
  })

  it('the hour that clocks show twice in October has two values: hourly measures are drawn as any others', async () => {
    const rows = Array.from({ length: 6 }, (_, at) => ({ mois: wallClockOf(Date.UTC(2024, 9, 26, 23 + at)), v: at }))
    const hours: Schema = [{ name: 'mois', type: 'date', precision: 'time' }, ...schema.slice(1)]
    for (const type of ['line', undefined]) {
      const chart = await draw({ ...(type ? { type } : {}), x: 'mois', y: 'v' }, rows, hours)
      assert.deepEqual([chart.type, chart.marks('line').length], ['line', 6])
    }
    assert.equal((await draw({ type: 'area', x: 'mois', y: 'v' }, rows, hours)).type, 'area')
    await assert.rejects(draw({ type: 'line', x: 'mois', y: 'v' }, [...rows, rows[0]!], hours), { kind: 'query' })
    await assert.rejects(draw({ type: 'line', x: 'mois', y: 'v' }, [...rows, rows[2]!], hours), { kind: 'query' })
  })

  it('steps, on request', async () => {
    const chart = await draw({ type: 'line', x: 'mois', y: 'v', curve: 'step' }, [{ mois: month(0), v: 1 }, { mois: month(1), v: 2 }], schema)
    assert.equal((chart.marks('line')[0] as unknown as { interpolate: string }).interpolate, 'step-after')
  })

  it('years before 1900, and before 1000', async () => {
    const years = [{ annee: 843, v: 1 }, { annee: 1871, v: 2 }]
    const chart = await draw({ type: 'line', x: 'annee', y: 'v' }, years, [{ name: 'annee', type: 'number' }, schema[1]!])
    assert.ok(chart.texts('axis-label').includes('1800'), chart.texts('axis-label').join())
    assert.match(chart.summary, /2 \(1871\).*1 \(843\)/)
  })

  it('several values at one moment are refused with what to write', async () => {
    const rows = [{ mois: month(0), v: 1 }, { mois: month(0), v: 2 }]
    await assert.rejects(draw({ type: 'line', x: 'mois', y: 'v' }, rows, schema), { kind: 'query', hint: /sum\(v\)/ })
  })

  it('annotations stand at their values: a band of months, a line, a point', async () => {
    const rows = [0, 1, 2, 3].map((at) => ({ mois: month(at), v: at * 10 }))
    const chart = await draw({ type: 'line', x: 'mois', y: 'v', annotations: 'x=2024-02-01..2024-03-01 as Travaux; y=15; x=2024-04-01, y=30 as Pic' }, rows, schema)
    const { width, height } = chart.size
    const [band] = chart.marks('rect')
    near(Math.min(band?.x ?? 0, band?.x2 ?? Infinity), (width * 31) / 91)
    near(band?.width, (width * 29) / 91)
    near(chart.marks('rule')[0]?.y, height / 2)
    assert.deepEqual(chart.marks('text').map(({ text }) => text), ['Travaux', 'Pic'])
  })
})
