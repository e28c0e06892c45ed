import assert from 'node:assert/strict'
import { it } from 'node:test'
import { cellsOf } from '../../src/data/cell-bytes.js'
import { CellDictionary } from '../../src/data/cell-dictionary.js'

/** The dictionary of different texts, each added once. */
function dictionaryOf(texts: readonly string[]): CellDictionary {
  const dictionary = new CellDictionary()
  const cells = cellsOf(texts)
  texts.forEach((_, index) => dictionary.codeOf(cells, cells.starts[index] as number, cells.ends[index] as number))
  return dictionary
}

it('gives the texts of all cells at once as it gives them one by one, whatever their letters', () => {
  for (const texts of [[], [''], ['a', '', '12', 'longer than four'], ['Épinal', '', '€', 'é', '𝄞 clé', 'œ', '\ufffd', '日本', 'z'], ['𝄞', 'a𝄞b']]) {
    const dictionary = dictionaryOf(texts)
    const textOf = dictionary.texts()
    assert.deepEqual(texts.map((_, code) => textOf(code)), texts)
    assert.deepEqual(texts.map((_, code) => dictionary.textOf(code)), texts)
  }
})
