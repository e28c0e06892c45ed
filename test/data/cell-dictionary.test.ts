import assert from 'node:assert/strict'
import { it } from 'node:test'
import { CellDictionary } from '../../src/data/cell-dictionary.js'
import { openKernel } from '../../src/data/cell-kernel.js'

it('gives the texts of all cells at once as it gives them one by one, whatever their letters', async () => {
  for (const texts of [[], [''], ['a', '', '12', 'longer than four'], ['Épinal', '', '€', 'é', '𝄞 clé', 'œ', '\ufffd', '日本', 'z'], ['𝄞', 'a𝄞b']]) {
    for (const asScript of [false, true]) {
      const kernel = await openKernel(asScript)
      const dictionary = new CellDictionary(kernel)
      const codes = new Uint16Array(texts.length)
      assert.equal(dictionary.number(kernel.cellsOf(texts), codes, 0, 100), texts.length)
      assert.deepEqual([...codes], texts.map((_, index) => index))
      const textOf = dictionary.texts()
      assert.deepEqual(texts.map((_, code) => textOf(code)), texts)
      assert.deepEqual(texts.map((_, code) => dictionary.textOf(code)), texts)
    }
  }
})
