import assert from 'node:assert/strict'
import { it } from 'node:test'
import { columnNamed } from '../../src/data/cell-column.js'
import { openKernel } from '../../src/data/cell-kernel.js'
import type { CellColumn } from '../../src/data/cell-column.js'
import type { CellKernel } from '../../src/data/cell-kernel.js'

/** The column of the texts that `text` gives by row. */
function columnOf(kernel: CellKernel, name: string, rows: number, text: (row: number) => string): CellColumn {
  const column = columnNamed(kernel, name)
  for (let from = 0; from < rows; from += 500) column.takeTexts(Array.from({ length: Math.min(500, rows - from) }, (_, at) => text(from + at)))
  return column
}

const kinds: readonly (readonly [kind: CellColumn['kind'], what: string, name: string, text: (row: number) => string])[] = [
  ['texts', 'sentences that never repeat', 'remarque', (row) => `Réunion nº ${row} du conseil de la communauté`],
  ['codes', 'sentences that repeat', 'remarque', (row) => `Réunion nº ${row % 3000} du conseil de la communauté`],
  ['codes', 'names that do not repeat so far', 'nom', (row) => `Lieu-dit ${row}`],
  ['decimals', 'numbers', 'valeur', (row) => `${row},5`],
  ['codes', 'codes', 'code_insee', (row) => String(10_000 + row)],
  ['texts', 'identifiers that never repeat', 'siret', (row) => `${String(row).padStart(9, '0')}00017`],
  ['decimals', 'identifiers of nine digits', 'siren', (row) => String(300_000_000 + row)],
  ['codes', 'identifiers that repeat', 'siret', (row) => `${String(row % 8000).padStart(9, '0')}00017`],
]

const rows = 9000

for (const [form, asScript] of [['WebAssembly', false], ['JavaScript', true]] as const) {
  for (const [kind, what, name, text] of kinds) {
    it(`keeps ${what} as ${kind}, without loss, in ${form}`, async () => {
      const column = columnOf(await openKernel(asScript), name, rows, text)
      assert.equal(column.kind, kind)
      assert.equal(column.length, rows)
      for (let row = 0; row < rows; row++) assert.equal(column.at(row), text(row))
    })
  }
}
