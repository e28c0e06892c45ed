import assert from 'node:assert/strict'
import { test } from 'node:test'
import { untouched } from '../../src/charts/untouched.js'
import { lightTheme } from '../../src/charts/index.js'
import { french } from '../../src/locale/index.js'
import { linesOf, nameAxis } from '../../src/charts/axes.js'

test('names end their lines at spaces and after hyphens between letters, never within numbers', () => {
  assert.deepEqual(linesOf('Meurthe-et-Moselle', 12, 3), ['Meurthe-et-', 'Moselle'])
  assert.deepEqual(linesOf('Communauté de communes', 13, 2), ['Communauté de', 'communes'])
  assert.deepEqual(linesOf('10 000 hab. et plus', 6, 3), ['10\u202f000', 'hab.', 'et plus'])
  assert.deepEqual(linesOf('500 à 1\u202f999 hab.', 7, 3), ['500 à', '1\u202f999', 'hab.'])
  assert.deepEqual(linesOf('2010-2015 -5', 6, 3), ['2010-2015', '-5'])
  assert.deepEqual(linesOf('Pays de Bitche', 4, 2), ['Pays', 'de Bitche'])
})

test('names in two lines are cut in the last one alone, in wide fonts too: what tells them apart may stand in the first', () => {
  const labels = Array.from({ length: 30 }, (_, at) => `Commune numéro ${at + 1} sur la longue liste`)
  for (const width of [260, 288, 328, 400]) {
    const { axis } = nameAxis({ name: 'y', field: { name: 'nom', type: 'string' }, scale: 'nominal', labels } as never, 'y', { width, height: 346, locale: french, theme: lightTheme, touches: untouched } as never) as { readonly axis: { readonly labelLimit: number; readonly labelExpr: string } }
    const lines = JSON.parse(axis.labelExpr.slice(0, axis.labelExpr.lastIndexOf('['))) as Readonly<Record<string, readonly string[]>>
    for (const label of labels) {
      const [first = '', second = ''] = lines[label] ?? []
      // Of the wide fonts that phones and public sites have: six tenths of the size a letter.
      assert.ok(first.length * 7.2 <= axis.labelLimit, `${first} in ${axis.labelLimit} px`)
      assert.match(`${first} ${second}`, /numéro \d+/)
    }
  }
})
