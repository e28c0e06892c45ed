import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { headerUnit } from '../../src/locale/header-unit.js'
import { loadLocale, titleOf } from '../../src/locale/index.js'

const said = async (name: string, lang = 'fr', title?: string) => titleOf({ name, type: 'string', ...(title === undefined ? {} : { title }) }, await loadLocale(lang))

describe('the title of a field', () => {
  it('is the published one when there is one', async () => {
    assert.equal(await said('lib_com', 'fr', 'commune (libellé)'), 'commune (libellé)')
  })

  for (const [name, title] of [
    ['annee', 'Année'], ['code_insee', 'Code INSEE'], ['departement', 'Département'], ['densite_hab', 'Densité hab'], ['qualite_air', 'Qualité air'],
    ['activité', 'Activité'], ['nb_communes', 'Nombre de communes'], ['nb_etablissements', 'Nombre d’établissements'], ['codeInsee', 'Code INSEE'], ['DEPARTEMENT', 'Département'],
    ['PIB', 'PIB'], ['EPCI', 'EPCI'], ['nom de la commune', 'Nom de la commune'], ['temp_max', 'Temp max'], ['site', 'Site'], ['limite', 'Limite'], ['v', 'V'], ['2024', '2024'],
  ] as const) {
    it(`else its name made readable: ${name}`, async () => assert.equal(await said(name), title))
  }

  it('words that other languages share have their accents in French only', async () => {
    assert.deepEqual([await said('region'), await said('age')], ['Région', 'Âge'])
    assert.deepEqual([await said('region', 'en'), await said('age', 'en'), await said('region', 'de'), await said('annee', 'de')], ['Region', 'Age', 'Region', 'Année'])
  })
})

it('a table writes the unit beside a title that does not say it', async () => {
  const french = await loadLocale('fr')
  const unit = (name: string, of?: string) => headerUnit({ name, type: 'number', ...(of === undefined ? {} : { unit: of }) }, french)
  assert.deepEqual([unit('Volume (m3)', 'm³'), unit('Volume', 'm³')], [undefined, 'm³'])
  assert.deepEqual([unit('montant', '€'), unit('Montant (€)', '€'), unit('part', '%'), unit('nom')], ['€', undefined, undefined, undefined])
})
