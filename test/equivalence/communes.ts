import { readFile } from 'node:fs/promises'
import { createTable } from '../../src/data/table.js'
import type { Geometry } from 'geojson'
import type { Schema } from '../../src/data/schema.js'
import type { Column, Table, Value } from '../../src/data/table.js'

export const communesSchema: Schema = [
  { name: 'code', type: 'string' },
  { name: 'nom', type: 'string' },
  { name: 'dept', type: 'string' },
  { name: 'epci', type: 'string' },
  { name: 'population', type: 'number' },
  { name: 'densite', type: 'number' },
  { name: 'releve', type: 'date', precision: 'day' },
  { name: 'geometry', type: 'geometry' },
]

const file = new URL('../../demo/data/communes-grand-est.csv', import.meta.url)

/**
 * The communes of the Grand Est (names, codes and populations as published), with what else a dataset has: a measure with
 * decimals, a day and a point, made from the code, so that they are the same on every machine. One value in about forty is
 * missing. The file is written by `npm run demo-data`.
 */
export async function communes(): Promise<Table> {
  const [header = '', ...lines] = (await readFile(file, 'utf8')).trim().split('\n')
  const names = header.split(';')
  const rows = lines.map((line): Value[] => {
    // No name of the file has a quote or a separator in it; a new one that has must not pass unseen.
    if (line.includes('"')) throw new Error(`A quoted value: ${line}`)
    const cells = line.split(';')
    const text = (name: string) => cells[names.indexOf(name)] ?? ''
    const code = text('code')
    const known = (salt: number) => hash(code, salt) % 40 !== 0
    const population = text('population')
    return [
      code,
      text('nom'),
      text('departement'),
      known(1) && text('epci') !== '' ? text('epci') : null,
      known(2) && population !== '' ? Number(population) : null,
      known(3) ? (hash(code, 4) % 50_000) / 8 : null,
      known(5) ? Date.UTC(2019 + (hash(code, 6) % 5), hash(code, 7) % 12, 1 + (hash(code, 8) % 28)) : null,
      pointOf(code),
    ]
  })
  return tableOf(communesSchema, rows)
}

export const trapsSchema: Schema = [
  { name: 'select', type: 'string' },
  { name: "l'été; \"n\"", type: 'number' },
  { name: 'où 😀', type: 'string' },
  { name: 'order by', type: 'number' },
]

/** Unique by "order by". Names and values that break what is put together by hand: quotes, separators, words of SQL, wildcards, accents, emoji. */
export function traps(): Table {
  const texts = [
    "L'Haÿ-les-Roses", "'; DROP TABLE communes; --", 'a"b', 'a;b,c', '100 %', 'sous_tiret', 'Été', 'été', 'ETE', 'e', 'É', '😀', 'ñ',
    '\\', '\\%', '01001', '1001', 'null', 'NULL', 'deux  espaces', '__proto__', '<b>gras</b>', "'", "''", '1 OR 1=1', 'true', null, null,
  ]
  const rows = texts.map((text, index): Value[] => [
    text,
    index % 7 === 3 ? null : index * 1.5 - 10,
    texts[(index * 5) % texts.length] ?? null,
    index,
  ])
  return tableOf(trapsSchema, rows)
}

function tableOf(schema: Schema, rows: readonly (readonly Value[])[]): Table {
  const columns = new Map<string, Column>(schema.map(({ name }, at) => [name, rows.map((row) => row[at] ?? null)]))
  return createTable(schema, columns, { numRows: rows.length, complete: true, total: rows.length })
}

/** Within the Grand Est, on a grid of a thousandth of a degree. */
function pointOf(code: string): Geometry {
  return { type: 'Point', coordinates: [(3400 + (hash(code, 9) % 4800)) / 1000, (47_450 + (hash(code, 10) % 2700)) / 1000] }
}

/** A number below 2³² from a text (FNV-1a). */
function hash(text: string, salt: number): number {
  let state = 0x811c9dc5 ^ salt
  for (const letter of text) state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 0x01000193)
  state ^= state >>> 15
  return Math.imul(state, 0x2c1b3c6d) >>> 0
}
