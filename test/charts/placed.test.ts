import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { draw } from './drawn.js'
import type { Schema } from '../../src/data/schema.js'
import type { Row } from '../../src/data/table.js'

const schema: Schema = [
  { name: 'fonction', type: 'string' }, { name: 'poste', type: 'string' }, { name: 'de', type: 'string' }, { name: 'vers', type: 'string' },
  { name: 'montant', type: 'number', unit: '€' }, { name: 'mois', type: 'string' },
]
const row = (fonction: string, poste: string, montant: number | null): Row => ({ fonction, poste, de: fonction, vers: poste, montant, mois: poste })
// Culture 40 (30 + 10), École 60 (45 + 15): 100 in all.
const budget = [row('École', 'Primaire', 45), row('École', 'Cantine', 15), row('Culture', 'Musées', 30), row('Culture', 'Lecture', 10)]
const levels = { color: 'fonction, poste', size: 'sum(montant)' }
const about = (value: number, wanted: number, slack: number) => assert.ok(Math.abs(value - wanted) <= slack, `${value} is not ${wanted}`)
const ranked = <T extends { readonly datum: Readonly<Record<string, unknown>> }>(items: readonly T[]): readonly T[] => items.filter(({ datum }) => typeof datum['row'] === 'number' && datum['row'] >= 0)

describe('treemap', () => {
  it('areas are as the values, within their groups', async () => {
    const drawn = await draw({ type: 'treemap', ...levels }, budget, schema, { width: 608, height: 408 })
    const leaves = ranked(drawn.marks('rect'))
    assert.equal(leaves.length, 4)
    const areas = new Map(leaves.map(({ datum, width, height }) => [drawn.picture.rows[datum['row'] as number]?.['color2'], width * height]))
    // 45 to 15 in one group, 30 to 10 in the other: three times as much in both; gaps and rounding take a little.
    about((areas.get('Primaire') ?? 0) / (areas.get('Cantine') ?? 1), 3, 0.2)
    about((areas.get('Musées') ?? 0) / (areas.get('Lecture') ?? 1), 3, 0.2)
    for (const { x, width, y, height } of leaves) assert.ok(x >= 0 && y >= 0 && x + width <= 601 && y + height <= 401, 'inside')
    assert.ok(drawn.marks('text').some(({ text }) => text === 'École'), 'text')
    assert.match(drawn.summary, /^Carte proportionnelle : .*4 valeurs\..*La plus élevée : 45 € \(École, Primaire\), la plus basse : 10 € \(Culture, Lecture\)/)
  })

  it('values below zero, or none above, are drawn as bars, and the author is told', async () => {
    const negative = await draw({ type: 'treemap', ...levels }, [...budget, row('Dette', 'Intérêts', -5)], schema)
    assert.equal(negative.type, 'bar')
    assert.match(negative.hint ?? '', /negative/)
    assert.equal((await draw({ type: 'treemap', color: 'poste', size: 'sum(montant)' }, [row('a', 'b', 0)], schema)).type, 'bar')
  })
})

describe('sunburst', () => {
  it('angles are as the values, the parts within their group, one ring per level', async () => {
    const drawn = await draw({ type: 'sunburst', ...levels }, budget, schema)
    const arcs = drawn.marks('arc') as readonly (ReturnType<typeof drawn.marks>[number] & { innerRadius: number; outerRadius: number })[]
    assert.equal(arcs.length, 6)
    const angle = ({ startAngle, endAngle }: { startAngle: number; endAngle: number }) => endAngle - startAngle
    const groups = arcs.filter(({ datum }) => datum['row'] === -1)
    assert.deepEqual(groups.map((group) => Math.round((angle(group) / (2 * Math.PI)) * 100)).sort(), [40, 60])
    const parts = ranked(arcs)
    assert.deepEqual(parts.map((part) => Math.round((angle(part) / (2 * Math.PI)) * 100)).sort((a, b) => a - b), [10, 15, 30, 45])
    for (const part of parts) {
      const group = groups.find(({ startAngle, endAngle }) => startAngle <= part.startAngle + 1e-9 && endAngle >= part.endAngle - 1e-9)
      assert.ok(group && Math.abs(part.innerRadius - group.outerRadius) < 1e-6, 'the ring around its group')
    }
  })
})

describe('sankey', () => {
  it('stages: flows as wide as their values, the same name at both ends is two places', async () => {
    const rows = [row('Forêt', 'Forêt', 60), row('Forêt', 'Ville', 10), row('Prairie', 'Ville', 30)]
    const drawn = await draw({ type: 'sankey', color: 'de, vers', size: 'sum(montant)' }, rows, schema, { width: 608, height: 408 })
    const boxes = drawn.marks('rect')
    assert.equal(boxes.length, 4)
    // Forêt 70 and Prairie 30 to the left, Forêt 60 and Ville 40 to the right: heights in proportion.
    const heights = (side: 'left' | 'right') => boxes.filter(({ x }) => (x < 300) === (side === 'left')).map(({ height }) => height).sort((a, b) => b - a)
    about((heights('left')[0] ?? 0) / (heights('left')[1] ?? 1), 70 / 30, 0.01)
    about((heights('right')[0] ?? 0) / (heights('right')[1] ?? 1), 60 / 40, 0.01)
    const widths = new Map(drawn.marks('area').map(({ datum }) => [datum['row'], Number(datum['y2']) - Number(datum['y'])]))
    const width = (at: number) => widths.get(drawn.picture.rows.find(({ size }) => size === at)?.row) ?? NaN
    about(width(60) / width(10), 6, 1e-6)
    about(width(30) / width(10), 3, 1e-6)
  })

  it('by name: what a place receives it passes on', async () => {
    const drawn = await draw({ type: 'sankey', x: 'de', y: 'vers', size: 'sum(montant)' }, [row('Impôts', 'Budget', 80), row('Dotations', 'Budget', 20), row('Budget', 'École', 70), row('Budget', 'Voirie', 30)], schema)
    assert.equal(drawn.marks('rect').length, 5)
    assert.equal(new Set(drawn.marks('rect').map(({ x }) => Math.round(x))).size, 3)
  })

  it('a circle is told by its names, with what to write instead', async () => {
    const circle = [row('a', 'b', 1), row('b', 'c', 1), row('c', 'a', 1)]
    await assert.rejects(draw({ type: 'sankey', x: 'de', y: 'vers', size: 'sum(montant)' }, circle, schema), (error: Error & { kind: string; hint: string }) => {
      assert.equal(error.kind, 'query')
      assert.match(error.message, /circle: (a → b → c → a|b → c → a → b|c → a → b → c)/)
      assert.match(error.hint, /stages/)
      return true
    })
    await assert.rejects(draw({ type: 'sankey', x: 'de', y: 'vers', size: 'sum(montant)' }, [row('a', 'a', 1)], schema), /circle: a → a/)
    await assert.rejects(draw({ type: 'sankey', x: 'de', size: 'sum(montant)' }, circle, schema), { kind: 'query' })
    await assert.rejects(draw({ type: 'sankey', color: 'de, vers', size: 'sum(montant)' }, [row('a', 'b', -1)], schema), /negative/)
    await assert.rejects(draw({ type: 'sankey', color: 'de, vers', size: 'sum(montant)' }, [row('a', 'b', 0)], schema), /nothing flows/)
  })
})

describe('wordcloud', () => {
  const words = Array.from({ length: 40 }, (_, at) => row('f', `mot${at}`, 40 - at))

  it('the largest is the most frequent, none covers another, and it is the same every time', async () => {
    const attributes = { type: 'wordcloud', text: 'poste', size: 'sum(montant)' }
    const drawn = await draw(attributes, words, schema, { width: 700, height: 400 })
    type Word = ReturnType<typeof drawn.marks>[number] & { fontSize: number }
    const texts = drawn.marks('text') as readonly Word[]
    assert.ok(texts.length >= 35, `${texts.length} words`)
    assert.equal([...texts].sort((a, b) => b.fontSize - a.fontSize)[0]?.text, 'mot0')
    const box = ({ x, y, text, fontSize }: Word) => ({ x: x - String(text).length * fontSize * 0.29, y: y - fontSize / 2, width: String(text).length * fontSize * 0.58, height: fontSize })
    for (const [at, one] of texts.entries()) for (const other of texts.slice(at + 1)) {
      const [a, b] = [box(one), box(other)]
      assert.ok(a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y, `${String(one.text)} covers ${String(other.text)}`)
    }
    const places = (items: readonly Word[]) => items.map(({ text, x, y }) => `${String(text)} ${x} ${y}`)
    const again = (await draw(attributes, words, schema, { width: 700, height: 400 })).marks('text') as readonly Word[]
    assert.deepEqual(places(again), places(texts))
  })
})

describe('words of less than nothing', () => {
  it('are drawn as bars, none is left out in silence', async () => {
    const drawn = await draw({ type: 'wordcloud', text: 'poste', size: 'sum(montant)' }, [row('f', 'a', 5), row('f', 'b', -7)], schema)
    assert.equal(drawn.type, 'bar')
    assert.equal(drawn.marks('rect').length, 2)
    assert.match(drawn.hint ?? '', /negative/)
  })
})

describe('gauge', () => {
  it('the arc goes as far as the number does, from zero to a round number', async () => {
    const drawn = await draw({ type: 'gauge', theta: 'sum(montant)' }, budget, schema)
    const [whole, part] = drawn.marks('arc')
    // 100 of 100: the whole half turn.
    about((part?.endAngle ?? 0) - (part?.startAngle ?? 0), Math.PI, 1e-6)
    about((whole?.endAngle ?? 0) - (whole?.startAngle ?? 0), Math.PI, 1e-6)
    const half = await draw({ type: 'gauge', theta: 'sum(montant) / 200', format: 'percent' }, budget, schema)
    about((half.marks('arc')[1]?.endAngle ?? 0), 0, 1e-6)
    assert.ok(half.marks('text').some(({ text }) => String(text).replace(/\s/g, ' ') === '50 %'), 'text')
    // 100 with a target of 150: 168 and more is 200; the target stands at three quarters.
    const aimed = await draw({ type: 'gauge', theta: 'sum(montant)', target: '150 as But' }, budget, schema)
    about(aimed.marks('arc')[1]?.endAngle ?? 9, 0, 1e-6)
    assert.equal(aimed.marks('rule').length, 1)
    assert.match(aimed.summary, /^Jauge : .*Une seule valeur : 100 €/)
  })

  it('several numbers are refused', async () => {
    await assert.rejects(draw({ type: 'gauge', theta: 'montant' }, budget, schema), /one number, the data have 4/)
  })
})

describe('radar', () => {
  const rows = ['nord', 'est', 'sud', 'ouest'].flatMap((poste, at) => [row('a', poste, [10, 20, 5, 20][at] ?? null), row('b', poste, 10)])

  it('values stand on their axes, as far out as they are large; profiles are closed', async () => {
    const drawn = await draw({ type: 'radar', x: 'poste', y: 'sum(montant)', color: 'fonction', sort: 'nord, est, sud, ouest' }, rows, schema, { width: 608, height: 408 })
    const points = ranked(drawn.marks('symbol'))
    assert.equal(points.length, 8)
    const at = (series: string, axis: string) => points.find(({ datum }) => {
      const found = drawn.picture.rows[datum['row'] as number]
      return found?.color === series && found.x === axis
    })
    // The second axis points to the right, the fourth to the left: the centre is between two equal values.
    const center = ((at('a', 'est')?.x ?? 0) + (at('a', 'ouest')?.x ?? 0)) / 2
    about(center, 300, 0.5)
    about(((at('a', 'est')?.x ?? 0) - center) / ((at('b', 'est')?.x ?? 0) - center), 2, 0.001)
    const middle = at('a', 'est')?.y ?? 0
    about((middle - (at('b', 'nord')?.y ?? 0)) / ((at('a', 'sud')?.y ?? 0) - middle), 2, 0.001)
    const closed = drawn.marks('line').filter(({ datum }) => datum['of'] === 'a')
    assert.equal(closed.length, 5)
  })

  it('two axes, or values below zero, are drawn as bars', async () => {
    assert.equal((await draw({ type: 'radar', x: 'poste', y: 'sum(montant)' }, rows.slice(0, 4), schema)).type, 'bar')
    assert.equal((await draw({ type: 'radar', x: 'poste', y: 'sum(montant)' }, [...rows, row('a', 'nord', -99)], schema)).type, 'bar')
  })
})

describe('polar', () => {
  it('sectors have one angle, and areas as their values', async () => {
    const drawn = await draw({ type: 'polar', x: 'poste', y: 'sum(montant)' }, budget, schema)
    const sectors = ranked(drawn.marks('arc') as readonly (ReturnType<typeof drawn.marks>[number] & { outerRadius: number })[])
    assert.equal(sectors.length, 4)
    const radii = new Map(sectors.map((sector) => [drawn.picture.rows[sector.datum['row'] as number]?.x, sector.outerRadius]))
    for (const { startAngle, endAngle } of sectors) about(endAngle - startAngle, Math.PI / 2, 1e-9)
    about(((radii.get('Primaire') ?? 0) / (radii.get('Cantine') ?? 1)) ** 2, 3, 1e-9)
  })
})
