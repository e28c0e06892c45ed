import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Config } from '../../src/render/light/config.js'
import { compileExpression } from '../../src/render/light/expression.js'
import { Formats } from '../../src/render/light/format.js'
import { plainExpression } from '../../src/render/light/plain-expression.js'

const formats = new Formats(new Config({ locale: { number: { decimal: ',', thousands: ' ', grouping: [3], currency: ['', ''] } } }))
const scope = (datum: Readonly<Record<string, unknown>>) => ({ datum, width: 300, height: 200, formats })

describe('expressions that axes and values of bars have', () => {
  const plain = [
    `datum.value === 0 ? '0' : format(datum.value / 1000000, ',.6~f') + " M"`,
    `datum.value === 0 ? '0' : format(datum.value / 1e-10, ',.6~f') + " × 10⁻¹⁰"`,
    `format(datum.value / 1e+21, ',.6~f') + 'x'`,
    `format(datum.value * 100, ',.6~f') + ' %'`,
    `format(datum.value, ',.6~f') + '\u202f%'`,
    `format(datum.value, ',~f')`,
    `{"Voirie et éclairage":["Voirie et","éclairage"],"__proto__":["a","b"],"a \\"b\\"":["a","\\"b\\""]}[datum.label] || datum.label`,
    `datum.y < 0 ? 9 : -7`,
    `datum.x < 0 ? 'right' : 'left'`,
  ]
  const data = [
    { value: 0, label: '0', x: 0, y: 0 }, { value: 1_250_000, label: 'Voirie et éclairage', x: -1, y: 3 }, { value: -0.125, label: 'a "b"', x: 1, y: -3 },
    { value: null, label: '__proto__', x: null, y: undefined }, { value: 12_345.678, label: 'constructor', x: '-2', y: NaN }, { value: -5, label: '', y: Infinity },
  ]

  it('are read as by the code that reads all', () => {
    for (const source of plain) {
      const [short, whole] = [plainExpression(source), compileExpression(source)]
      assert.ok(short && whole, source)
      for (const datum of data) assert.deepEqual(short(scope(datum)), whole(scope(datum)), `${source} of ${JSON.stringify(datum)}`)
    }
  })

  it('are no others', () => {
    for (const source of ['width / 2', 'datum.value + 1', `format(datum.value, 'd'`, `format(abs(datum.value), ',~f')`, `datum.end < datum.start ? 9 : -7`, `{"a": 1}[datum.value] || datum.label`, `{'a': ['b', 'c']}[datum.label] || datum.label`, `datum.y < 0 ? width : 3`, `datum.y < 0 ? 'a"b' : 'c'`, `format(datum.value, ',~f') + 'a\\u0041'`]) {
      assert.equal(plainExpression(source), undefined, source)
    }
  })
})
