import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DelimitedTokenizer } from '../../src/data/delimited.js'
import { sniffDialect } from '../../src/data/dialect.js'

function cut(text: string, separator = ',', pieces = text.length): { cells: string[]; line: number }[] {
  const records: { cells: string[]; line: number }[] = []
  const tokenizer = new DelimitedTokenizer(separator, '\n', (cells, line) => records.push({ cells, line }))
  for (let at = 0; at < text.length; at += pieces) tokenizer.push(text.slice(at, at + pieces))
  tokenizer.end()
  return records
}

const tricky = 'a,b,c\r\n"1 ""x""","two\r\nlines",\n,"",3"4\r\n"end"'
const expected = [
  { cells: ['a', 'b', 'c'], line: 1 },
  { cells: ['1 "x"', 'two\r\nlines', ''], line: 2 },
  { cells: ['', '', '3"4'], line: 4 },
  { cells: ['end'], line: 5 },
]

test('records, cells and lines', () => assert.deepEqual(cut(tricky), expected))

test('pieces of any size give the same', () => {
  for (let pieces = 1; pieces < tricky.length; pieces++) assert.deepEqual(cut(tricky, ',', pieces), expected, `${pieces} letters`)
})

test('random tables come back as they were written', () => {
  let seed = 7
  const random = (limit: number) => (seed = (seed * 16807) % 2147483647) % limit
  const letters = ['a', '"', ',', '\n', ' ', 'é', ';', '\r\n', '1']
  for (let round = 0; round < 300; round++) {
    const rows = Array.from({ length: 1 + random(5) }, () =>
      Array.from({ length: 3 }, () => Array.from({ length: random(5) }, () => letters[random(letters.length)]).join(''))
    )
    const text = rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n')
    assert.deepEqual(cut(text, ',', 1 + random(9)).map(({ cells }) => cells), rows, text)
  }
})

test('a quote that nobody closes is found in time, at its place', () => {
  const text = `a,b\n1,"${'x,y\n'.repeat(200_000)}`
  assert.throws(() => cut(text, ',', 4096), /Line 2, column 3: the quote that opens here is never closed/)
})

test('sniffDialect', () => {
  const separator = (text: string) => sniffDialect(text, true).separator
  assert.equal(separator("l'un;l'autre\n1,5;2,5\n1,5;3,5\n"), ';')
  assert.equal(separator('nom, prénom;âge\nDupont, Jean;12\n'), ';')
  assert.equal(separator('a,b\n"x;y",1\n"z;t",2\n'), ',')
  assert.equal(separator('a\tb\n1,2\t3;4\n'), '\t')
  assert.equal(separator('a|b|c\n1|2|3\n'), '|')
  assert.equal(separator('Titre, avec virgule\n\na;b;c\n1;2;3\n4;5;6\n'), ';')
  assert.equal(separator('seul\n1\n2\n'), ',')
  assert.equal(sniffDialect('a;b\r1;2\r', true).lineBreak, '\r')
})
