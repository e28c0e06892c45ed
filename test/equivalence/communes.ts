import { readFile } from 'node:fs/promises'
import { createTable } from '../../src/data/table.js'
import type { Geometry } from 'geojson'
import type { Field, FieldType, Schema } from '../../src/data/schema.js'
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
  { name: "x' OR '1'='1", type: 'string' },
  { name: 'a`b\\', type: 'number' },
  { name: 'constructor', type: 'string' },
  { name: '1; DROP TABLE communes --', type: 'number' },
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
    texts[(index * 11) % texts.length] ?? null,
    index % 4,
    texts[(index * 3) % 7] ?? null,
    index % 5 === 4 ? null : index * 100,
  ])
  return tableOf(trapsSchema, rows)
}

/** Five rows of 10,000 columns, unique by the first. */
export function wide(): Table {
  const schema = Array.from({ length: 10_000 }, (_, at): Field => ({ name: `champ ${at}`, type: at % 3 === 1 ? 'string' : 'number' }))
  return tableOf(schema, Array.from({ length: 5 }, (_, row) => schema.map(({ type }, at): Value => (type === 'string' ? `t${(row * at) % 4}` : row + at / 4))))
}

/** What a publisher's table means, and the text of which it is made. */
export interface Untidy {
  readonly meant: Table
  /** All columns but the geometry are text. */
  readonly served: Table
  /** What an author writes for a source that has no better types than text. */
  readonly types: Readonly<Record<string, FieldType>>
}

/** Unique by "code". Days in three formats, in columns of their own and in one, and numbers as text in two. */
export function untidy(): Untidy {
  const schema: Schema = [
    { name: 'code', type: 'string' },
    { name: 'date_iso', type: 'date', precision: 'day' },
    { name: 'date_fr', type: 'date', precision: 'day' },
    { name: 'date_nue', type: 'date', precision: 'day' },
    { name: 'date_melee', type: 'date', precision: 'day' },
    { name: 'montant', type: 'number' },
    { name: 'taux', type: 'number' },
    { name: 'geometry', type: 'geometry' },
  ]
  const formats = [(day: string) => day, (day: string) => day.split('-').reverse().join('/'), (day: string) => day.replaceAll('-', '')] as const
  const rows = Array.from({ length: 60 }, (_, index) => {
    const code = String(1001 + 97 * index).padStart(5, '0')
    const known = (salt: number) => hash(code, salt) % 9 !== 0
    const day = (salt: number) => (known(salt) ? Date.UTC(2019 + (hash(code, salt) % 4), hash(code, salt + 1) % 12, 1 + (hash(code, salt + 2) % 28)) : null)
    const days = [day(20), day(23), day(26), day(29)]
    const amount = known(32) ? (hash(code, 33) % 4_000_000) / 4 : null
    const rate = known(34) ? (hash(code, 35) % 2000) / 8 - 100 : null
    const texts = days.map((value, at) => (value === null ? null : formats[at === 3 ? index % 3 : at]?.(new Date(value).toISOString().slice(0, 10)) ?? null))
    const place = pointOf(code)
    return { meant: [code, ...days, amount, rate, place], served: [code, ...texts, amount === null ? 'NC' : french(amount), rate === null ? null : String(rate), place] }
  })
  const text = schema.map(({ name, type }): Field => ({ name, type: type === 'geometry' ? type : 'string' }))
  return {
    meant: tableOf(schema, rows.map(({ meant }) => meant)),
    served: tableOf(text, rows.map(({ served }) => served)),
    types: Object.fromEntries(schema.filter(({ type }) => type !== 'geometry').map(({ name, type }) => [name, type])),
  }
}

/** "1 234,5", with the narrow no-break space of French typography. */
function french(value: number): string {
  const [whole = '', decimals] = String(value).split('.')
  return [whole.replace(/\B(?=(\d{3})+$)/g, '\u202f'), ...(decimals ? [decimals] : [])].join(',')
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
