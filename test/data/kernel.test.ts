import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { it } from 'node:test'
import { openKernel } from '../../src/data/cell-kernel.js'
import { DelimitedBytes } from '../../src/data/delimited-bytes.js'
import { DelimitedTable } from '../../src/data/delimited-table.js'
import { kernelFiles } from '../../src/kernel/compile.js'
import { Random } from './random.js'
import type { CellKernel } from '../../src/data/cell-kernel.js'

it('what src/data holds of the kernel is made of its source: else run `npm run build:kernel`', async () => {
  for (const [name, text] of Object.entries(await kernelFiles())) assert.equal(readFileSync(new URL(`../../src/data/${name}`, import.meta.url), 'utf8'), text, name)
})

const encoder = new TextEncoder()

/** The cells by rows, and how each column is kept. */
function readBytes(kernel: CellKernel, text: string, random: Random): { rows: string[][]; kinds: string[] } {
  const delimited = new DelimitedBytes(kernel)
  const bytes = encoder.encode(text)
  for (let at = 0; at < bytes.length; ) {
    const length = 1 + random.int(random.chance(0.2) ? 100 : 60_000)
    delimited.push(bytes.slice(at, at + length))
    at += length
  }
  const { columns } = delimited.finish()
  const cells = columns.map((_, index) => delimited.columnAt(index))
  return {
    rows: Array.from({ length: cells[0]?.length ?? 0 }, (_, row) => cells.map((column) => column.at(row))),
    kinds: cells.map(({ kind }) => kind),
  }
}

/** The cells by rows, as the law has them. */
function readTable(text: string): string[][] {
  const rows: string[][] = []
  let width = 0
  const table = new DelimitedTable({ sink: { start: (names) => (width = names.length), append: (cells) => rows.push(Array.from({ length: width }, (_, index) => cells[index] ?? '')) } })
  table.push(text)
  table.finish()
  return rows
}

const decimals = (random: Random, mark: string) => `${random.chance(0.1) ? '-' : ''}${random.int(10 ** random.int(8))}${mark}${random.int(1000)}`
const places = ['Épinal', 'Saint-Dié', '日本', 'Metz ', ' Nancy', 'nom', 'nom ', ' nom', '\u00a0nom', 'nom\u2003', 'name', 'Source', 'Source : INSEE', 'Lecture: x', '', 'ﻆ', '２', '😀', "l'Isle"]

/** Lines as people and programs write them, most of them plain. */
function randomFile(random: Random, rows: number): string {
  const separator = random.pick([',', ';', '\t', '|'])
  const mark = separator === ',' || random.chance(0.5) ? '.' : ','
  const isWindows = random.chance(0.3)
  const cells: (() => string)[] = [
    () => (random.chance(0.9) ? `lieu ${random.int(50)}` : random.pick(places)),
    () => String(random.int(100_000)).padStart(5, '0'),
    () => (random.chance(0.99) ? decimals(random, mark) : random.pick(['', 'n.d.', '1,5', '1.5', '-0', '007', '12345678901234'])),
    () => String(random.int(1000)),
    () => `remarque ${random.int(1_000_000)} sur ${random.pick(places)}`,
  ]
  const order = random.chance(0.5) ? cells : [...cells.slice(1), ...cells.slice(0, 1)]
  const quoted = (cell: string) => (cell.includes(separator) || random.chance(0.1) ? `"${cell}"` : cell)
  const names = ['nom', 'code', 'valeur', 'nombre', 'texte']
  const header = (order === cells ? names : [...names.slice(1), 'nom']).join(separator)
  const odd = ['', separator.repeat(4), '# remarque', header, `  ${header}`, `\u00a0${header}`, header.replace(separator, `\u2003${separator}`), `"${header.replace(separator, `"${separator}`)}`, '"a ""b"" c"', 'Source : INSEE', `Source : INSEE${separator.repeat(4)}`]
  const lines = Array.from({ length: rows }, () => {
    if (random.chance(0.005)) return random.pick(odd)
    const line = order.map((cell) => quoted(cell().replaceAll('\t', ' ')))
    return (random.chance(0.002) ? line.slice(0, 2 + random.int(3)) : line).join(separator)
  })
  return [header, ...lines, ''].join(isWindows ? '\r\n' : '\n')
}

it('as WebAssembly and as JavaScript it gives the cells that the table of texts gives', async () => {
  const kinds = new Set<string>()
  for (let seed = 0; seed < 12; seed++) {
    const text = randomFile(new Random(seed), seed < 10 ? 3000 : 20_000)
    const rows = readTable(text)
    const wasm = readBytes(await openKernel(false), text, new Random(seed))
    const script = readBytes(await openKernel(true), text, new Random(seed + 1))
    assert.equal(wasm.rows.length, rows.length, `rows of ${seed}`)
    for (const [index, row] of rows.entries()) {
      assert.deepEqual(wasm.rows[index], row, `WebAssembly, file ${seed}, row ${index}`)
      assert.deepEqual(script.rows[index], row, `JavaScript, file ${seed}, row ${index}`)
    }
    assert.deepEqual(wasm.kinds, script.kinds)
    for (const kind of wasm.kinds) kinds.add(kind)
  }
  assert.deepEqual([...kinds].sort(), ['codes', 'decimals', 'texts'])
})
