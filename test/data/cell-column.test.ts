import assert from 'node:assert/strict'
import { it } from 'node:test'
import { columnNamed } from '../../src/data/cell-column.js'
import type { CellColumn } from '../../src/data/cell-column.js'

/** The column of the texts that `text` gives by row. */
function columnOf(name: string, rows: number, text: (row: number) => string): CellColumn {
  const column = columnNamed(name)
  for (let from = 0; from < rows; from += 500) column.takeTexts(Array.from({ length: Math.min(500, rows - from) }, (_, at) => text(from + at)))
  return column
}

const kinds: readonly (readonly [kind: CellColumn['kind'], what: string, name: string, text: (row: number) => string])[] = [
  ['texts', 'sentences that never repeat', 'remarque', (row) => `Réunion nº ${row} du conseil de la communauté`],
  ['codes', 'sentences that repeat', 'remarque', (row) => `Réunion nº ${row % 3000} du conseil de la communauté`],
  ['codes', 'names that do not repeat so far', 'nom', (row) => `Lieu-dit ${row}`],
  ['decimals', 'numbers', 'valeur', (row) => `${row},5`],
  ['codes', 'codes', 'code_insee', (row) => String(10_000 + row)],
]

for (const [kind, what, name, text] of kinds) {
  it(`keeps ${what} as ${kind}, without loss`, () => {
    const column = columnOf(name, 6000, text)
    assert.equal(column.kind, kind)
    assert.equal(column.length, 6000)
    for (let row = 0; row < 6000; row++) assert.equal(column.at(row), text(row))
  })
}
