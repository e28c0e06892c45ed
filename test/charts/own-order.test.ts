import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ownOrder } from '../../src/charts/own-order.js'
import { draw } from './drawn.js'
import type { Schema } from '../../src/data/schema.js'

/** Names in their order, given backwards. */
const holds = (...names: readonly string[]) => assert.deepEqual(ownOrder([...names].reverse()), names)

describe('the order that names have', () => {
  it('months, in three languages, whole and abbreviated', () => {
    holds('janvier', 'février', 'mars', 'avril', 'mai', 'juin', 'juillet', 'août', 'septembre', 'octobre', 'novembre', 'décembre')
    holds('janv.', 'févr.', 'mars', 'avr.', 'mai', 'juin', 'juil.', 'août', 'sept.', 'oct.', 'nov.', 'déc.')
    holds('January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December')
    holds('Januar', 'Februar', 'März', 'April', 'Mai', 'Juni', 'Juli', 'August', 'September', 'Oktober', 'November', 'Dezember')
    holds('FEVRIER', 'MARS', 'DECEMBRE')
  })

  it('days of the week', () => {
    holds('lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche')
    holds('Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun')
    holds('Montag', 'Dienstag', 'Mittwoch', 'Donnerstag', 'Freitag', 'Samstag', 'Sonntag')
  })

  it('classes of age, of size and of years', () => {
    holds('0-14 ans', '15-29 ans', '30-44 ans', '45-59 ans', '60-74 ans', '75 ans et plus')
    holds('Moins de 20 ans', '20 à 39 ans', '40 à 59 ans', '60 ans ou plus')
    holds('< 500', '500 – 1 999', '2 000 – 9 999', '≥ 10 000')
    holds('2018-2019', '2019-2020', '2020-2021')
    holds('unter 18', '18 bis 64', 'über 64')
  })

  it('none where one of them is no such name, and none of two', () => {
    for (const names of [['lundi', 'mardi', 'férié'], ['Metz', 'Nancy', 'Mars'], ['Lot 1', 'Lot 2', 'Lot 3'], ['12 rue du Lac', '3 rue Haute', '40 place'], ['mars', 'avril'], ['5-1', '2-3', '4-6'], ['Fonctionnement', 'Dépenses', 'Sport']]) {
      assert.equal(ownOrder(names), undefined, names.join())
    }
  })

  it('is that of bars and legends, unless the author says otherwise; what is missing stands behind', async () => {
    const schema: Schema = [{ name: 'jour', type: 'string' }, { name: 'n', type: 'number' }]
    const rows = ['mardi', null, 'lundi', 'dimanche'].map((jour, at) => ({ jour, n: 10 - at }))
    const domain = async (more: object) => (await draw({ type: 'bar', x: 'jour', y: 'sum(n)', ...more }, rows, schema)).scale('x').domain()
    assert.deepEqual(await domain({}), ['lundi', 'mardi', 'dimanche', 'non renseigné'])
    assert.deepEqual(await domain({ sort: '-value' }), ['mardi', 'lundi', 'dimanche', 'non renseigné'])
    const parts = await draw({ type: 'arc', theta: 'sum(n)', color: 'jour' }, rows.filter(({ jour }) => jour), schema)
    assert.deepEqual(parts.scale('color').domain(), ['lundi', 'mardi', 'dimanche'])
  })
})
