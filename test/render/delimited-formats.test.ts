import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { formats } from 'vega-loader'
import { readDelimitedSafely } from '../../src/render/delimited-formats.js'

const texts: readonly (readonly [name: string, text: string, format?: { readonly delimiter?: string; readonly header?: readonly string[] }])[] = [
  ['csv', 'a,b\n1,x\n2,y\n'],
  ['csv', 'a,"b, c"\r\n1,"says ""no"""\r\n2,"two\nlines"'],
  ['csv', 'a,b,c\n1\n1,2,3,4\n\n5,6,7\n'],
  ['csv', 'a,a\n1,2'],
  ['csv', ''],
  ['csv', 'a,b'],
  ['csv', '1,x\n2,y', { header: ['n', 'm'] }],
  ['tsv', 'a\tb\n1\tx,y'],
  ['dsv', 'a;b\n1;x, y', { delimiter: ';' }],
]

describe('delimited text in an author’s specification', () => {
  // What Vega reads is the oracle; it does so before its readers are replaced.
  const expected = texts.map(([name, text, format]) => formats(name)(text, format))
  const { Function: real } = globalThis
  before(() => {
    readDelimitedSafely()
    const refuse = () => {
      throw new EvalError('A strict policy refuses this')
    }
    globalThis.Function = new Proxy(real, { construct: refuse, apply: refuse })
  })
  after(() => {
    globalThis.Function = real
  })

  for (const [at, [name, text, format]] of texts.entries()) {
    it(`${name}: ${JSON.stringify(text)}, as Vega reads it and without compiling code`, () => {
      const plain = (rows: unknown) => ({ rows: (rows as object[]).map((row) => ({ ...row })), columns: (rows as { readonly columns: readonly string[] }).columns })
      assert.deepEqual(plain(formats(name)(text, format)), plain(expected[at]))
      assert.equal(formats(name).responseType, 'text')
    })
  }

  it('semicolons cut what is called CSV and has no comma in its first line', () => {
    const rows = (text: string, format?: object) => (formats('csv')(text, format) as object[]).map((row) => ({ ...row }))
    assert.deepEqual(rows('a;b\n1;x\n'), [{ a: '1', b: 'x' }])
    assert.deepEqual(rows('"a;b",c\n1,2'), [{ 'a;b': '1', c: '2' }])
    assert.deepEqual(rows('1;x', { header: ['n', 'm'] }), [{ n: '1', m: 'x' }])
  })

  it('decimal commas of what semicolons cut are read, in columns of nothing but numbers', () => {
    const column = (name: string, cells: readonly string[], format?: object) => (formats(name)(['a;b', ...cells.map((cell) => `${cell};x`)].join('\n'), format) as readonly { readonly a: string }[]).map(({ a }) => a)
    assert.deepEqual(column('csv', ['1245000,50', '830000', '', '-3,25']), ['1245000.50', '830000', '', '-3.25'])
    assert.deepEqual(column('dsv', ['1 245 000,5', '12\u202f000'], { delimiter: ';' }), ['1245000.5', '12000'])
    assert.deepEqual(column('csv', ['1.245.000,5', '1.200']), ['1245000.5', '1200'])
    // No decimal comma anywhere, no number, a decimal point: as written.
    for (const cells of [['1.200', '3.5'], ['1,5', 'rue 7'], ['1.25', '1,5'], ['67 000', '68 000']]) assert.deepEqual(column('csv', cells), cells)
  })
})
