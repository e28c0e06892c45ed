import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseFilter, printFilter } from '../../src/data/cql2.js'
import { execute } from '../../src/data/engine.js'
import { between, filterOfRows, keysOf, oneOf } from '../../src/data/row-filter.js'
import { rowsOf, tableFromRows } from '../../src/data/table.js'
import { toQuery, parseTerms } from '../../src/data/shorthand.js'
import type { Schema } from '../../src/data/schema.js'

const schema: Schema = [
  { name: 'commune', type: 'string' },
  { name: 'jour', type: 'date' },
  { name: 'montant', type: 'number' },
  { name: 'ouvert', type: 'boolean' },
]
const day = (text: string) => Date.parse(`${text}T00:00:00Z`)
const data = tableFromRows(schema, [
  { commune: "L'Hôpital", jour: day('2024-01-05'), montant: 1, ouvert: true },
  { commune: "L'Hôpital", jour: day('2024-02-05'), montant: 2, ouvert: false },
  { commune: 'Metz', jour: day('2024-01-09'), montant: 3, ouvert: true },
  { commune: null, jour: null, montant: 4, ouvert: null },
])

/** The answer to terms, and the keys of its rows. */
function ask(terms: string) {
  const query = toQuery(parseTerms(terms, schema), {}, schema)
  const table = execute(query, data)
  return { rows: rowsOf(table), keys: keysOf(query, table.schema) }
}

describe('conditions of picked rows', () => {
  it('a group is what it was grouped by, and the text reads back', () => {
    const { rows, keys } = ask('commune, yearmonth(jour) as mois, sum(montant)')
    const [first] = rows
    const filter = filterOfRows(first ? [first] : [], keys)
    assert.ok(filter)
    assert.equal(printFilter(filter), "commune = 'L''Hôpital' AND yearmonth(jour) = DATE('2024-01-01')")
    assert.deepEqual(parseFilter(printFilter(filter)), filter)
  })

  it('each group’s condition keeps exactly the rows that it was made of', () => {
    for (const terms of ['commune, count()', 'yearmonth(jour) as m, ouvert, sum(montant)', 'bin(montant, 2) as b, count()']) {
      const { rows, keys } = ask(terms)
      const kept = rows.map((row) => {
        const where = filterOfRows([row], keys)
        assert.ok(where !== undefined)
        return rowsOf(execute({ where: parseFilter(printFilter(where)) }, data)).map(({ montant }) => montant)
      })
      assert.deepEqual(kept.flat().sort(), [1, 2, 3, 4], terms)
    }
  })

  it('several groups are a list, or alternatives where two keys vary; what they share is said once', () => {
    const one = ask('commune, count()')
    assert.equal(printed(filterOfRows(one.rows.slice(0, 2), one.keys)), "commune IN ('L''Hôpital', 'Metz')")
    assert.equal(printed(filterOfRows(one.rows, one.keys)), "commune IN ('L''Hôpital', 'Metz') OR commune IS NULL")
    const two = ask('commune, ouvert, count()')
    const wanted = two.rows.filter(({ ouvert }) => ouvert === true)
    assert.equal(printed(filterOfRows(wanted, two.keys)), "ouvert = TRUE AND commune IN ('L''Hôpital', 'Metz')")
  })

  it('rows that are no groups are told by their columns; a total of all has no condition', () => {
    const raw = ask('commune, montant')
    assert.equal(printed(filterOfRows(raw.rows.slice(2, 3), raw.keys)), "commune = 'Metz' AND montant = 3")
    const total = ask('sum(montant)')
    assert.equal(filterOfRows(total.rows, total.keys), undefined)
    assert.equal(filterOfRows([], raw.keys), undefined)
  })

  it('ranges include both ends', () => {
    const { keys } = ask('jour, montant')
    const [jour, montant] = keys
    assert.ok(jour && montant)
    assert.equal(printed(between(jour, day('2024-01-05'), day('2024-01-09'))), "jour BETWEEN DATE('2024-01-05') AND DATE('2024-01-09')")
    assert.equal(printed(between(montant, 2, 2)), 'montant = 2')
    assert.equal(printed(oneOf(montant, [null])), 'montant IS NULL')
  })
})

function printed(filter: ReturnType<typeof filterOfRows>): string {
  return filter === undefined ? '' : printFilter(filter)
}
