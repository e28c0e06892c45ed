import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseFilter } from '../../src/data/cql2.js'
import { DgeError } from '../../src/data/errors.js'
import { parseTerm, parseTerms, toQuery } from '../../src/data/shorthand.js'
import { authorHint } from '../../src/displays/author-hint.js'
import type { Schema } from '../../src/data/schema.js'

const schema: Schema = [
  { name: 'annee', type: 'number' },
  { name: 'departement', type: 'string' },
  { name: 'population', type: 'number' },
]

/** What is told of the error that an attribute causes. */
function told(attributes: Readonly<Record<string, string>>): string {
  const { where, y, columns, order } = attributes
  try {
    if (where !== undefined) parseFilter(where, schema)
    if (y !== undefined) toQuery([parseTerm('departement', schema), parseTerm(y, schema)], { order }, schema)
    if (columns !== undefined) parseTerms(columns, schema)
  } catch (error) {
    return authorHint(DgeError.from(error), attributes) ?? ''
  }
  assert.fail('It was read')
}

describe('what an author is told beside an error', () => {
  for (const [attributes, hint] of [
    [{ where: "departement == 'Aube'" }, /Equal is one sign/],
    [{ where: 'departement = "Aube"' }, /single quotes: 'Aube'/],
    [{ where: 'departement <> "Bas-Rhin (67)"' }, /single quotes: 'Bas-Rhin \(67\)'/],
    [{ where: 'departement = Aube' }, /single quotes: 'Aube'/],
    [{ where: 'departement IN (Aube, Marne)' }, /single quotes: 'Aube'/],
    [{ where: "annee = 2022 et departement = 'Aube'" }, /AND and OR/],
    [{ where: "annee = 2022 && departement = 'Aube'" }, /AND and OR/],
    [{ where: 'population > 1 000' }, /without spaces/],
    [{ where: 'population > 0,5' }, /with a point/],
    [{ where: "departement = 'L'Aube'" }, /written twice: 'L''eau'/],
    [{ where: 'departement = ‘Aube’' }, /straight quotes/],
    [{ where: 'departement = “Aube”' }, /straight quotes/],
    [{ columns: '“departement”' }, /Attributes have straight quotes/],
    [{ y: 'somme(population)' }, /Did you mean sum\(\)\?/],
    [{ y: 'moyenne(population)' }, /Did you mean mean\(\)\?/],
    [{ y: 'quantil(population)' }, /Did you mean quantile\(\)\?/],
    [{ y: 'count' }, /count\(\)/],
    [{ y: 'sum(population)', order: 'desc' }, /order="-total"/],
    [{ y: 'sum(population)', order: '-population' }, /order="-sum\(population\)"/],
    [{ columns: 'departement; population' }, /commas/],
  ] as const) {
    const [name, written] = Object.entries(attributes).at(-1) ?? []
    it(`${name}="${written}"`, () => assert.match(told(attributes), hint))
  }

  it('tells of an address without its beginning', () => {
    const missing = new DgeError('http', 'HTTP 404', { status: 404 })
    assert.match(authorHint(missing, { src: 'data.example.fr/budget.csv' }) ?? '', /https:\/\/data\.example\.fr\/budget\.csv/)
    for (const src of ['data/budget.csv', '../budget.csv', 'budget.csv', 'https://data.example.fr/budget.csv']) assert.equal(authorHint(missing, { src }), undefined, src)
  })

  it('tells of curved quotes around an address, of a comparison that is no condition, of documents', () => {
    assert.match(authorHint(new DgeError('http', 'HTTP 404', { status: 404 }), { src: '“/budget.csv”' }) ?? '', /straight quotes/)
    assert.match(authorHint(new DgeError('query', 'Position 5 of 2021: a comparison is missing at the end'), { value: 'sum(a)', compare: '2021' }) ?? '', /compare="annee = 2021"/)
    for (const type of ['application/pdf', 'image/png']) assert.match(authorHint(new DgeError('unsupported', `No provider knows https://a.example/b (${type}); tried csv`), {}) ?? '', /no rows/)
  })

  it('says nothing where the words are not what failed', () => {
    for (const [kind, where] of [['network', "a == 'b'"], ['query', "departement = 'et ou'"], ['query', "departement = 'L''Aube ‘x’'"], ['field', "departement = 'Aube'"]] as const) {
      assert.equal(authorHint(new DgeError(kind, 'No field "populatio"'), { where }), undefined, where)
    }
  })
})
