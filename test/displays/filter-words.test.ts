import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseFilter } from '../../src/data/cql2.js'
import { filterWords } from '../../src/displays/filter-words.js'
import { loadLocale } from '../../src/locale/index.js'
import type { Schema } from '../../src/data/schema.js'

const schema: Schema = [
  { name: 'departement', type: 'string' },
  { name: 'jour', type: 'date', precision: 'day' },
  { name: 'annee', type: 'number' },
  { name: 'montant', type: 'number', unit: '€' },
]

test('conditions that readers make are told by their values, as readers know these', async () => {
  const locale = await loadLocale('fr')
  const words = (text: string) => filterWords(parseFilter(text, schema), schema, locale).map((word) => word.replace(/[\u00a0\u202f]/g, ' '))
  assert.deepEqual(words("departement = 'Vosges'"), ['Vosges'])
  assert.deepEqual(words("departement IN ('Vosges', 'Moselle') AND annee = 2022"), ['Vosges', 'Moselle', '2022'])
  assert.deepEqual(words('montant BETWEEN 1000 AND 2500.5'), ['1 000 € – 2 500,5 €'])
  assert.deepEqual(words("jour BETWEEN DATE('2024-03-01') AND DATE('2024-06-01')"), ['1er mars 2024 – 1er juin 2024'])
  assert.deepEqual(words("yearmonth(jour) = DATE('2024-03-01') OR departement IS NULL"), ['mars 2024', 'non renseigné'])
  assert.deepEqual(words('month(jour) = 3'), ['mars'])
  // What no words say is left to the sentence around it.
  assert.deepEqual(words("departement LIKE 'V%'"), [])
})
