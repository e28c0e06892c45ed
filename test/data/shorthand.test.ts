import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseFilter } from '../../src/data/cql2.js'
import { DgeError } from '../../src/data/errors.js'
import { parseTerm, parseTerms, toQuery } from '../../src/data/shorthand.js'
import type { Schema } from '../../src/data/schema.js'

const schema: Schema = [
  { name: 'commune', type: 'string' },
  { name: 'montant', type: 'number', title: 'Montant voté' },
  { name: 'surface (km²)', type: 'number' },
  { name: 'date', type: 'date' },
  { name: 'sum(x)', type: 'number' },
  { name: 'count', type: 'number' },
]
const property = (name: string) => ({ property: name })
const fails = (text: string, kind: string, message: RegExp) =>
  assert.throws(() => parseTerms(text, schema), (error: unknown) => error instanceof DgeError && error.kind === kind && message.test(error.message))

describe('shorthand', () => {
  it('a field by its name, its title, or nearly', () => {
    assert.deepEqual(parseTerm('commune', schema), { as: 'commune', expr: property('commune') })
    assert.deepEqual(parseTerm('Montant voté', schema), { as: 'montant', expr: property('montant') })
    assert.deepEqual(parseTerm('COMMUNE', schema), { as: 'commune', expr: property('commune') })
    assert.deepEqual(parseTerm('surface (km²)', schema), { as: 'surface (km²)', expr: property('surface (km²)') })
  })

  it('a field within an expression in whatever case, accents and spaces, where no other is so called', () => {
    const sum = (name: string) => ({ aggregate: 'sum', expr: property(name) })
    for (const text of ['sum(montant vote)', 'SUM(MONTANT\u00a0VOTÉ)']) assert.deepEqual(parseTerm(text, schema).expr, sum('montant'))
    assert.deepEqual(parseTerm('sum(Surface\u00a0(km²))', schema).expr, sum('surface (km²)'))
    assert.deepEqual(parseTerms('Commune, surface (KM²)', schema).map(({ as }) => as), ['commune', 'surface (km²)'])
    const twins: Schema = [{ name: 'Prix net', type: 'number' }, { name: 'prix net', type: 'number' }]
    assert.deepEqual(parseTerm('sum(prix net)', twins).expr, sum('prix net'))
    assert.throws(() => parseTerm('sum(PRIX NET)', twins), DgeError)
  })

  it('a text that is exactly a field’s name is that field', () => {
    assert.deepEqual(parseTerm('sum(x)', schema), { as: 'sum(x)', expr: property('sum(x)') })
    assert.deepEqual(parseTerm('count', schema), { as: 'count', expr: property('count') })
    assert.deepEqual(parseTerm('count()', schema), { as: 'count()', expr: { aggregate: 'count' } })
  })

  it('aggregates, time units, bins, labels', () => {
    assert.deepEqual(parseTerm('sum(montant) as "Total, voté"', schema), {
      as: 'Total, voté', title: 'Total, voté', expr: { aggregate: 'sum', expr: property('montant') },
    })
    assert.deepEqual(parseTerm('avg(Montant voté)', schema).expr, { aggregate: 'mean', expr: property('montant') })
    assert.deepEqual(parseTerm('quantile(montant, 0.9)', schema).expr, { aggregate: 'quantile', expr: property('montant'), p: 0.9 })
    assert.deepEqual(parseTerm('yearmonth(date)', schema), { as: 'yearmonth(date)', expr: { op: 'yearmonth', args: [property('date')] } })
    assert.deepEqual(parseTerm('bin(montant, 10)', schema).expr, { op: 'bin', args: [property('montant'), 10] })
    assert.deepEqual(parseTerms('commune, sum(montant) as Total, date as le jour', schema).map(({ as }) => as), ['commune', 'Total', 'le jour'])
  })

  it('arithmetic by precedence, over aggregates too', () => {
    assert.deepEqual(parseTerm('1 + montant * 2', schema).expr, { op: '+', args: [1, { op: '*', args: [property('montant'), 2] }] })
    assert.deepEqual(parseTerm('sum(montant) / sum(surface (km²))', schema).expr, {
      op: '/', args: [{ aggregate: 'sum', expr: property('montant') }, { aggregate: 'sum', expr: property('surface (km²)') }],
    })
  })

  it('says what is wrong and where', () => {
    fails('montnt', 'field', /did you mean "montant"/)
    fails('sum(montnt)', 'field', /did you mean "montant"/)
    fails('sum(montant', 'query', /"\)" is missing/)
    fails('sum()', 'query', /needs a field/)
    fails('frobnicate(montant)', 'query', /frobnicate\(\) is not supported/)
    fails('sum(sum(montant))', 'query', /aggregate cannot stand inside/)
    fails('quantile(montant, 2)', 'query', /from 0 to 1/)
  })

  it('the query: keys are the terms without aggregate, aliases filter after grouping', () => {
    const terms = parseTerms('commune, sum(montant) as total', schema)
    const where = parseFilter('montant > 0 AND total > 5', schema, ['total'])
    assert.deepEqual(toQuery(terms, { where, order: '-total, commune', limit: 3 }, schema), {
      where: { op: '>', args: [property('montant'), 0] },
      groupBy: [{ as: 'commune', expr: property('commune') }],
      aggregate: [{ as: 'total', op: 'sum', expr: property('montant'), title: 'total' }],
      having: { op: '>', args: [property('total'), 5] },
      orderBy: [{ field: 'total', desc: true }, { field: 'commune' }],
      limit: 3,
      select: ['commune', 'total'],
    })
  })

  it('arithmetic over aggregates is computed from hidden columns', () => {
    const query = toQuery(parseTerms('commune, sum(montant) / count() as "Moyenne"', schema), { order: '-Moyenne' }, schema)
    assert.deepEqual(query.aggregate, [{ as: 'sum(montant)', op: 'sum', expr: property('montant') }, { as: 'count()', op: 'count' }])
    assert.deepEqual(query.compute, [{ as: 'Moyenne', title: 'Moyenne', expr: { op: '/', args: [property('sum(montant)'), property('count()')] } }])
    assert.deepEqual(query.select, ['commune', 'Moyenne'])
  })

  it('rows: bare fields stay, the rest is computed; a field that is not shown may sort', () => {
    assert.deepEqual(toQuery(parseTerms('commune, montant / 2 as moitié', schema), { order: '-montant' }, schema), {
      compute: [{ as: 'moitié', title: 'moitié', expr: { op: '/', args: [property('montant'), 2] } }],
      orderBy: [{ field: 'montant', desc: true }],
      select: ['commune', 'moitié'],
    })
  })
})
