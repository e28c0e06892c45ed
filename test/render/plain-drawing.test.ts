import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { loadDrawing } from '../../src/render/light/needs.js'
import { drawPlain } from '../../src/render/light/plain-drawing.js'
import { renderToSvg } from '../../src/render/light/render-to-svg.js'
import { svgText } from '../../src/render/light/svg.js'
import { chartCases } from './chart-cases.js'
import { estimate } from './vega-oracle.js'
import type { LightSpec } from '../../src/render/light/spec.js'

describe('plain drawings', () => {
  it('are, letter by letter, those that the whole renderer makes, which is compared with Vega', async () => {
    let plain = 0
    for (const { name, spec, rows } of await chartCases(5, 900, ['bar'])) {
      if ((await loadDrawing(spec as LightSpec)) !== drawPlain) continue
      plain++
      const { node } = drawPlain(spec as LightSpec, rows, estimate)
      assert.equal(svgText(node()), renderToSvg(spec, rows, { measureText: estimate }), name)
    }
    assert.ok(plain > 60, `${plain} plain drawings`)
  })

  it('have no part of a specification that they do not know: each word more is the whole renderer’s', async () => {
    const [found] = (await chartCases(3, 300, ['bar'])).filter(({ whole, spec }) => whole && 'mark' in spec)
    const spec = found?.spec as LightSpec & { readonly encoding: { readonly x: object; readonly y: object; readonly color: object }; readonly config: { readonly axis: object; readonly mark: object } }
    const isPlain = async (more: object) => (await loadDrawing({ ...spec, ...more })) === drawPlain
    assert.equal(await isPlain({}), true)
    const { encoding, config } = spec
    const changes: readonly object[] = [
      { title: 'A title' }, { background: 'white' }, { resolve: { scale: { y: 'independent' } } }, { data: { values: [] } }, { padding: undefined }, { autosize: { type: 'fit-x', contains: 'padding' } },
      { mark: { type: 'bar', cornerRadius: 3 } }, { mark: 'line' }, { mark: { type: 'bar', orient: 'horizontal' } },
      { encoding: { ...encoding, order: { field: 'row' } } }, { encoding: { ...encoding, color: { field: 'x', type: 'nominal' } } }, { encoding: { ...encoding, x: { ...encoding.x, axis: null } } },
      { encoding: { ...encoding, x: { ...encoding.x, bandPosition: 0 } } }, { encoding: { ...encoding, y: { ...encoding.y, axis: { values: [1, 2] } } } },
      { config: { ...config, axisX: { grid: true } } }, { config: { ...config, axis: { ...config.axis, labelAngle: 45 } } }, { config: { ...config, axis: {} } }, { config: { ...config, mark: { ...config.mark, opacity: 0.5 } } },
      { config: { ...config, view: { stroke: 'red' } } }, { config: { ...config, background: 'white' } }, { config: { ...config, bar: { stroke: 'red' } } }, { config: { ...config, style: { bar: {} } } },
    ]
    for (const change of changes) assert.equal(await isPlain(change), false, JSON.stringify(change).slice(0, 200))
  })
})
