import assert from 'node:assert/strict'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { describe, it } from 'node:test'
import { bindFilter } from '../../src/data/bind.js'
import { engineCapabilities } from '../../src/data/capabilities.js'
import { parseFilter, printFilter } from '../../src/data/cql2.js'
import { execute } from '../../src/data/engine.js'
import { DgeError } from '../../src/data/errors.js'
import { plan } from '../../src/data/plan.js'
import { tableFromRows } from '../../src/data/table.js'
import { Random, randomFilter } from './random.js'
import type { Schema } from '../../src/data/schema.js'

const examples = new URL('../../../shared/cql2/', import.meta.url)

/** Examples of the standard that are beyond the subset, each with the word that its refusal must name. */
const refused: Readonly<Record<string, RegExp>> = {
  clause6_01: /avg\(\)/,
  clause6_02b: /avg\(\)/,
  clause7_12: /T_INTERSECTS/,
  clause7_13: /T_DURING/,
  clause7_16: /S_CROSSES/,
  clause7_18: /S_WITHIN/,
  example20: /T_BEFORE/,
  example22: /T_DURING/,
  example23: /S_WITHIN/,
  example25: /S_WITHIN/,
  example45: /three dimensions/,
  example47: /S_DISJOINT/,
  example48: /S_TOUCHES/,
  example50: /S_OVERLAPS/,
  example52: /S_CONTAINS/,
  example53: /T_AFTER/,
  example55: /T_CONTAINS/,
  example57: /T_DURING/,
  example58: /T_EQUALS/,
  example60: /T_FINISHES/,
  example62: /T_MEETS/,
  example63: /T_METBY/,
  example65: /T_OVERLAPS/,
  example67: /T_STARTS/,
  example68: /Foo\(\)/,
  example80: /A_CONTAINS/,
  example82: /A_OVERLAPS/,
  example83: /S_EQUALS/,
}

const schema: Schema = [
  { name: 'insee', type: 'string', title: 'Code Insee' },
  { name: 'Montant voté', type: 'number' },
  { name: 'montant', type: 'number' },
  { name: 'date', type: 'date' },
  { name: 'actif', type: 'boolean' },
]

const fails = (text: string, kind: string, message: RegExp, fields?: Schema) =>
  assert.throws(
    () => parseFilter(text, fields),
    (error: unknown) => error instanceof DgeError && error.kind === kind && message.test(error.message)
  )

describe('CQL2 text', () => {
  it('the standard’s examples: what is covered gives the JSON beside it, the rest is refused by name', (test) => {
    if (!existsSync(examples)) return test.skip('the standard’s examples are not here')
    const names = readdirSync(examples).filter((name) => name.endsWith('.txt')).map((name) => name.replace('.txt', ''))
    assert.ok(names.length >= 60)
    for (const name of names) {
      const text = readFileSync(new URL(`${name}.txt`, examples), 'utf8')
      const expected: unknown = JSON.parse(readFileSync(new URL(`${name}.json`, examples), 'utf8'))
      const refusal = refused[name]
      if (refusal) fails(text, 'query', refusal)
      else {
        const filter = parseFilter(text)
        assert.deepEqual(filter, expected, name)
        assert.deepEqual(parseFilter(printFilter(filter)), filter, `${name}, printed and read again`)
      }
    }
    assert.deepEqual(Object.keys(refused).filter((name) => !names.includes(name)), [])
  })

  it('what is printed reads back the same, for 20,000 random conditions', () => {
    const random = new Random(21065)
    for (let index = 0; index < 20_000; index++) {
      const filter = randomFilter(random)
      const text = printFilter(filter)
      assert.deepEqual(JSON.parse(JSON.stringify(parseFilter(text))), JSON.parse(JSON.stringify(filter)), text)
    }
  })

  it('AND binds closer than OR, NOT closer than AND', () => {
    assert.deepEqual(parseFilter('a = 1 OR NOT b = 2 AND c = 3'), {
      op: 'or',
      args: [
        { op: '=', args: [{ property: 'a' }, 1] },
        { op: 'and', args: [{ op: 'not', args: [{ op: '=', args: [{ property: 'b' }, 2] }] }, { op: '=', args: [{ property: 'c' }, 3] }] },
      ],
    })
  })

  it('literals take the type of their field; codes keep their zeros', () => {
    assert.deepEqual(parseFilter('insee = 01001', schema), { op: '=', args: [{ property: 'insee' }, '01001'] })
    assert.deepEqual(parseFilter('insee IN (67482, 2)', schema), { op: 'in', args: [{ property: 'insee' }, ['67482', '2']] })
    assert.deepEqual(parseFilter("montant >= '12,5'", schema), { op: '>=', args: [{ property: 'montant' }, 12.5] })
    assert.deepEqual(parseFilter("date < '31/01/2024'", schema), { op: '<', args: [{ property: 'date' }, { date: '2024-01-31' }] })
    assert.deepEqual(parseFilter("date > '31/01/2024 8h30'", schema), { op: '>', args: [{ property: 'date' }, { timestamp: '2024-01-31T08:30:00' }] })
    assert.deepEqual(parseFilter("actif = 'Oui'", schema), { op: '=', args: [{ property: 'actif' }, true] })
    assert.deepEqual(parseFilter('year(date) = 2024', schema), { op: '=', args: [{ op: 'year', args: [{ property: 'date' }] }, 2024] })
  })

  it('names with spaces, titles, and other cases are understood; unknown ones are not guessed', () => {
    assert.deepEqual(parseFilter('Montant voté > 3', schema), { op: '>', args: [{ property: 'Montant voté' }, 3] })
    assert.deepEqual(parseFilter('"Code Insee" = 67482', schema), { op: '=', args: [{ property: 'insee' }, '67482'] })
    assert.deepEqual(parseFilter('MONTANT > 3', schema), { op: '>', args: [{ property: 'montant' }, 3] })
    fails('montent > 3', 'field', /"montent".*"montant"/, schema)
  })

  it('errors say where and what', () => {
    fails('', 'query', /empty/)
    fails('a = ', 'query', /Position 5.*missing/s)
    fails('a >> 3', 'query', /Position 4 of a >> 3/)
    fails("a = 'x", 'query', /not closed/)
    fails('a = 1 b = 2', 'query', /unexpected "b"/)
    fails('(a = 1', 'query', /"\)" is missing/)
    fails('a LIKE', 'query', /missing at the end/)
    fails('montant = abc', 'field', /"abc"/, schema)
    fails("montant = 'abc'", 'query', /type number.*"abc"/, schema)
  })
})

it('a number in an order asks for the numbers that text says, but of codes and years', () => {
  const fields: Schema = ['v', 'code_commune', 'annee'].map((name) => ({ name, type: 'string' }))
  const table = tableFromRows(fields, ['9', '10', 'voir note', '100', '1 020,5', '-7', null, ''].map((v, row) => ({ v, code_commune: ['01001', '2A004', '67482'][row] ?? null, annee: ['2019', '2020'][row] ?? null })))
  const kept = (condition: string) => execute({ where: parseFilter(condition, fields) }, table).numRows
  const expected: Record<string, number> = {
    'v >= 20': 2, '20 <= v': 2, 'v < 10': 2, 'v BETWEEN 5 AND 100': 3, 'NOT v > 10': 3, 'v > 99.5 AND v < 101': 1, 'v = 10': 1, 'v <> 10': 6,
    // What is quoted is text.
    "v >= '20'": 2, "v < '10'": 3,
    'code_commune < 60000': 2, 'code_commune > 60000': 1, 'annee >= 2020': 1,
  }
  for (const [condition, rows] of Object.entries(expected)) assert.equal(kept(condition), rows, condition)
  const bound = parseFilter('v >= 20 AND annee >= 2020', fields)
  assert.deepEqual(bindFilter(bound, fields), bound)
  // No server reads text so, whatever it says of itself; the engine beside a large file does.
  assert.deepEqual(plan({ where: bound }, { ...engineCapabilities }, fields).remote.where, { op: '>=', args: [{ property: 'annee' }, '2020'] })
  assert.deepEqual(plan({ where: bound }, { ...engineCapabilities }, fields).local.where, { op: '>=', args: [{ property: 'v' }, 20] })
  assert.deepEqual(plan({ where: bound }, engineCapabilities, fields).remote.where, bound)
})

it('a date that is coarser than the field stands for all of its time', () => {
  const at = (text: string) => Date.parse(text.length > 10 ? `${text}Z` : `${text}T00:00Z`)
  const days = ['2023-12-31', '2024-01-01', '2024-03-15', '2024-03-31', '2024-12-31', '2025-01-01']
  const moments = ['2024-03-30T23:59', '2024-03-31T00:00', '2024-03-31T23:59', '2024-04-01T00:00']
  const fields: Schema = [{ name: 'jour', type: 'date', precision: 'day' }, { name: 'moment', type: 'date', precision: 'time' }, { name: 'an', type: 'date', precision: 'year' }]
  const table = tableFromRows(fields, days.map((day, row) => ({ jour: at(day), moment: moments[row] ? at(moments[row]) : null, an: at(`${day.slice(0, 4)}-01-01`) })))
  const kept = (condition: string) => execute({ where: parseFilter(condition, fields) }, table).numRows
  const expected: Record<string, number> = {
    "jour = '2024'": 4, "jour <> '2024'": 2, "jour <= '2024'": 5, "jour < '2024'": 1, "jour > '2024'": 1, "jour >= '2024'": 5, "'2024' >= jour": 5,
    "jour BETWEEN '2023' AND '2024'": 5, "jour IN ('2023', '2025')": 2, "jour = '2024-03'": 2, "jour = '2024-T1'": 3, "jour <= 'mars 2024'": 4, "jour = '2024-03-31'": 1,
    "moment = '2024-03-31'": 2, "moment <= DATE('2024-03-31')": 3, "moment > '31/03/2024'": 1, "moment BETWEEN '2024-03-31' AND '2024-03-31'": 2, "moment = '2024-03-31T00:00'": 1,
    "an = '2024'": 4, "an <= '2024'": 5,
  }
  for (const [condition, rows] of Object.entries(expected)) assert.equal(kept(condition), rows, condition)
  // Bound again, as the planner does, it stays the same.
  const bound = parseFilter("moment <= '2024-03-31'", fields)
  assert.deepEqual(bindFilter(bound, fields), bound)
})
