import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { loadDrawing } from '../../src/render/light/needs.js'
import { isTimeFormat, timeLetters } from '../../src/render/light/allowed.js'
import { renderToSvg } from '../../src/render/light/render-to-svg.js'
import { svgText } from '../../src/render/light/svg.js'
import { supports } from '../../src/render/light/supports.js'
import { timeFormatter } from '../../src/render/light/time-format.js'
import { chartCases } from './chart-cases.js'
import { differences } from './difference.js'
import { gallery } from './gallery.js'
import { drawWithVega, estimate, parseSvg } from './vega-oracle.js'
import type { LightSpec } from '../../src/render/light/spec.js'
import type { ChartSpec } from '../../src/charts/chart-type.js'

/** `LIGHT_SEED` and `LIGHT_CASES` draw others: `LIGHT_SEED=7 LIGHT_CASES=5000 node --import tsx --test test/render/light-renderer.test.ts`. */
const seed = Number(process.env['LIGHT_SEED'] ?? 1)
const count = Number(process.env['LIGHT_CASES'] ?? 2100)

/** What a reader could see between the two engines, and what a scale says otherwise. */
async function compare(spec: ChartSpec, rows: readonly object[]): Promise<readonly string[]> {
  const vega = await drawWithVega(spec, rows)
  const draw = await loadDrawing(spec as LightSpec)
  const ours = draw(spec as LightSpec, rows, estimate)
  const found = [...differences(parseSvg(svgText(ours.node())), vega.svg)]
  for (const [channel, scale] of Object.entries(ours.scales)) {
    // Where layers have scales of their own, ours is that of the first.
    const theirs = vega.scale(channel) ?? vega.scale(`layer_0_${channel}`)
    if (!theirs) {
      found.push(`scale ${channel}: Vega has none`)
      continue
    }
    // Of data without any number Vega makes an infinite domain, we one that is not a number: neither places anything.
    const plain = (values: readonly unknown[]) => values.map((value) => (value instanceof Date ? value.getTime() : Array.isArray(value) ? value.join() : typeof value === 'number' && !Number.isFinite(value) ? undefined : value))
    const near = (a: unknown, b: unknown) => a === b || (typeof a === 'number' && typeof b === 'number' && Math.abs(a - b) <= Math.max(1e-9 * Math.abs(b), /^[xy]|theta/.test(channel) ? 1e-6 : 0))
    const same = (a: readonly unknown[], b: readonly unknown[]) => a.length === b.length && plain(a).every((value, at) => near(value, plain(b)[at]))
    if (!same(scale.domain, theirs.domain)) found.push(`scale ${channel}: domain ${String(scale.domain)} instead of ${String(theirs.domain)}`)
    const isRamp = scale.range.every((end) => typeof end === 'string') && scale.type !== 'ordinal'
    if (!isRamp && !same(scale.range, theirs.range)) found.push(`scale ${channel}: range ${String(scale.range)} instead of ${String(theirs.range)}`)
  }
  return found
}

describe('the light renderer draws what Vega draws', () => {
  it(`charts of the library: types × data × options (seed ${seed})`, async (t) => {
    const tally = new Map<string, { made: number; light: number }>()
    const failed: string[] = []
    for (const { name, spec, rows, light: said } of await chartCases(seed, count)) {
      const type = name.split(' ')[0] ?? ''
      const { made, light } = tally.get(type) ?? { made: 0, light: 0 }
      const isLight = supports(spec)
      tally.set(type, { made: made + 1, light: light + (isLight ? 1 : 0) })
      // Where no row can be laid out there is no mark: nothing to compare.
      const isEmpty = Array.isArray(spec['layer']) && spec['layer'].length === 0
      if (said && !isLight && !isEmpty) failed.push(`${name}\n  its type says that it is in the subset`)
      if (!isLight) continue
      const found = await compare(spec, rows)
      if (found.length > 0) failed.push(`${name}\n  ${found.slice(0, 5).join('\n  ')}`)
    }
    const compared = [...tally.values()].reduce((total, { light }) => total + light, 0)
    t.diagnostic(`seed ${seed}: ${compared} of ${count} compared; drawn by the light renderer: ${[...tally].map(([type, { made, light }]) => `${type} ${light}/${made}`).join(', ')}`)
    assert.equal(failed.length, 0, `${failed.length} differ:\n${failed.slice(0, 20).join('\n')}`)
    if (count >= 2700) assert.ok(compared >= 2000, `only ${compared} compared`)
  })

  for (const [name, { spec, light }] of Object.entries(gallery)) {
    it(`gallery: ${name}${light ? '' : ' stays with Vega'}`, async () => {
      assert.equal(supports(spec), light)
      if (light) assert.deepEqual(await compare(spec, []), [])
    })
  }
})

describe('moments in the light renderer', () => {
  it('are written by every letter that is allowed, and by no other', () => {
    const write = timeFormatter(undefined)
    const date = new Date(Date.UTC(2024, 4, 7, 15, 6, 8, 9))
    for (const letter of timeLetters) assert.notEqual(write(`%${letter}`, true)(date), `%${letter}`)
    for (const letter of 'GgUuVWwXxcZsQf') assert.equal(isTimeFormat(`%${letter}`), false, letter)
  })
})

describe('a drawing in Node', () => {
  const spec = gallery['a simple bar chart']?.spec as ChartSpec

  it('is text without a page, and markup in data is text', () => {
    const rows = [{ a: '<script>alert(1)</script>', b: 1 }, { a: '" onload="x', b: 2 }]
    const svg = renderToSvg({ ...spec, data: { values: rows } }, [], { measureText: estimate })
    assert.match(svg, /&lt;script&gt;/)
    assert.doesNotMatch(svg, /<script|onload="/)
    assert.equal(parseSvg(svg).tag, 'svg')
  })

  it('reads nothing but the data in expressions', () => {
    const labelled = (labelExpr: string) => ({ ...spec, encoding: { ...(spec['encoding'] as object), y: { field: 'b', type: 'quantitative', axis: { labelExpr } } } })
    for (const code of ['datum.constructor.constructor("alert(1)")()', 'window.x', 'x => x', 'format', 'datum.value;1', '`a`']) assert.equal(supports(labelled(code)), false, code)
    const svg = renderToSvg(labelled("'' + datum.constructor"), [], { measureText: estimate })
    assert.doesNotMatch(svg, /function/)
  })
})
