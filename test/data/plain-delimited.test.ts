import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DelimitedTable } from '../../src/data/delimited-table.js'
import { Pacer } from '../../src/data/pacer.js'
import { plainTable } from '../../src/data/plain-delimited.js'
import { Random } from './random.js'
import type { TextTable } from '../../src/data/delimited-table.js'

/** All that a table of text says. */
function said({ lineOf, columns, ...table }: TextTable): unknown {
  return { ...table, columns: columns.map(({ name, cells, quoted }) => ({ name, cells, quoted })), lines: Array.from({ length: table.numRows }, (_, row) => lineOf(row)) }
}

function whole(text: string): unknown {
  try {
    const table = new DelimitedTable()
    table.push(text)
    return said(table.finish())
  } catch (error) {
    return String(error)
  }
}

/** The plain reading, which must be the whole one's; undefined where it leaves the file to that. */
async function plain(text: string): Promise<unknown> {
  const table = await plainTable(text, new Pacer())
  if (!table) return undefined
  assert.deepEqual(said(table), whole(text), JSON.stringify(text.slice(0, 300)))
  return said(table)
}

test('files as most are written are read at once, and as the whole reader reads them', async () => {
  const files = [
    'mois;montant\njanvier;12\nfévrier;15\n',
    'mois,montant\r\njanvier,12\r\nfévrier,15',
    'seul\n1\n2\n',
    'a\tb\tc\n1\t\t3\n\t\t4\n',
    'a;b\n1,5;2,5\n',
    'a,b\n"x;y",1\n"z;t",2\n',
    '"code";"nom"\n"01";"l’Ain, ""pays"""\n"2A";""\n',
    'a,b\n"x"y,2\n3"4,"5"\n',
    'a;b;c\n1;2;3\n;;\n\n',
    'heure;n\n12:30;1\n',
    'a;b\n1;2\r',
    'Note : lu;b;c\n1;2;3\n',
    ' Nom  de  la commune ;b\nx;1\n',
  ]
  for (const text of files) assert.ok(await plain(text), text)
})

test('all else is left to the whole reader', async () => {
  const files = [
    '', 'seul', '"pas fermé\n', 'sep=\na\n1\n', 'sep=;\na;b\n1;2\n', 'a;b', '\na;b\n1;2\n', 'Titre\n\na;b;c\n1;2;3\n', 'a;b;\n1;2;\n', 'a;a\n1;2\n', 'a;;c\n1;2;3\n', 'a;b\n1;2\n\n3;4\n', 'a;b\n1\n', 'a;b\n1;2;3\n',
    'a;b\n1;2\na;b\n', 'a;b;c\n1;2;3\nSource : INSEE;;\n', 'a;b;c\n1;2;3\nSource : INSEE\n', 'a;b\n"1\n2";3\n', 'a;b\n1;"2\n', 'a;b\r1;2\r', 'x@y.fr;1\nz@y.fr;2\n',
    '2024-01-01;1\n2024-01-02;2\n', 'a;b;c\n1;2;3\nNote : lu;5;6\n',
  ]
  for (const text of files) assert.equal(await plain(text), undefined, JSON.stringify(text))
})

const parts = ['a', 'b;c', 'd,e', '"', '""', ' ', 'é', '1', '2,5', '\t', '|', ':', '@', '2024-01-02', 'Source : x', 'total', '* x', '\r', '']

test('of random files none is read otherwise', async () => {
  const random = new Random(11)
  let taken = 0
  for (let round = 0; round < 4000; round++) {
    const separator = random.pick([';', ',', '\t', '|'])
    const width = 1 + random.int(4)
    const lineBreak = random.pick(['\n', '\r\n', '\n', random.pick(['\n', '\r'])])
    const oddness = random.pick([0, 0.02, 0.3])
    const cell = () => (random.chance(oddness) ? random.pick(parts) + random.pick(parts) : random.pick(['x', '12', '3,5', '"q"', '"q ""r"""', `"s${separator}t"`, 'été', '']))
    const rows = Array.from({ length: 1 + random.int(12) }, () => Array.from({ length: random.chance(oddness / 5) ? 1 + random.int(5) : width }, cell))
    const names = Array.from({ length: width }, (_, index) => (random.chance(oddness / 5) ? cell() : `n${index}`))
    const text = [names, ...rows].map((cells) => cells.join(separator)).join(lineBreak) + random.pick(['', lineBreak, `${lineBreak}${separator}${lineBreak}`])
    if (await plain(text)) taken++
  }
  assert.ok(taken > 1000, `${taken} plain files`)
})

test('files that are longer than their sample', async () => {
  const rows = Array.from({ length: 9000 }, (_, row) => `${row},5;"ligne ${row}"\n`).join('')
  assert.ok(await plain(`a;b\n${rows}`))
  // Another separator behind the sample changes nothing.
  assert.equal(await plain(`a;b\n${rows}${'1,2,3,4\n'.repeat(50_000)}`), undefined)
  assert.equal(await plain(`${'a'.repeat(70_000)};b\n1;2\n`), undefined)
})
