import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseTerm } from '../../src/data/shorthand.js'
import { termTitle } from '../../src/displays/term-title.js'
import { loadLocale } from '../../src/locale/index.js'
import type { Schema } from '../../src/data/schema.js'

const schema: Schema = [
  { name: 'date', type: 'date' },
  { name: 'date_creation', type: 'date', title: 'Date de création' },
  { name: 'population', type: 'number', unit: 'hab.' },
  { name: 'surface', type: 'number', title: 'Superficie' },
  { name: 'commune', type: 'string' },
]
const said = async (text: string, lang = 'fr') => termTitle(parseTerm(text, schema).expr, schema, await loadLocale(lang))?.replaceAll('\u00a0', ' ')

describe('the title of a term', () => {
  for (const [text, fr, en, de] of [
    ['year(date)', 'Année', 'Year', 'Jahr'],
    ['yearmonth(date)', 'Mois', 'Month', 'Monat'],
    ['day(date)', 'Jour de la semaine', 'Day of the week', 'Wochentag'],
    ['year(date_creation)', 'Date de création (année)', 'Date de création (year)', 'Date de création (Jahr)'],
    ['sum(population)', 'Population', 'Population', 'Population'],
    ['mean(population)', 'Population (moyenne)', 'Population (mean)', 'Population (Mittelwert)'],
    ['quantile(population, 0.9)', 'Population (quantile 0,9)', 'Population (quantile 0.9)', 'Population (Quantil 0,9)'],
    ['count()', 'Nombre de lignes', 'Number of rows', 'Anzahl der Zeilen'],
    ['distinct(commune)', 'Commune (valeurs distinctes)', 'Commune (distinct values)', 'Commune (verschiedene Werte)'],
    ['sum(population) / sum(surface)', 'Population / Superficie', 'Population / Superficie', 'Population / Superficie'],
    ['bin(population, 500)', 'Population', 'Population', 'Population'],
    ['surface * 100', 'Superficie × 100', 'Superficie × 100', 'Superficie × 100'],
  ] as const) {
    it(text, async () => assert.deepEqual([await said(text), await said(text, 'en'), await said(text, 'de')], [fr, en, de]))
  }

  it('a bare field has its own', async () => assert.equal(await said('commune'), undefined))
})
