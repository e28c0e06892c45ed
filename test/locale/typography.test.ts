import assert from 'node:assert/strict'
import { test } from 'node:test'
import { kindWordsOf } from '../../src/charts/kind-words.js'
import { readingWordsOf } from '../../src/charts/reading-words.js'
import { summaryWordsOf } from '../../src/charts/summary-words.js'
import { whyWordsOf } from '../../src/charts/why-words.js'
import { loadWords, wordsOf } from '../../src/charts/words.js'
import { zoomWordsOf } from '../../src/charts/zoom-words.js'
import { loadLocale } from '../../src/locale/index.js'
import { figureWordsOf } from '../../src/locale/figure-words.js'
import { menuWordsOf } from '../../src/locale/menu-words.js'
import { rowsWordsOf } from '../../src/locale/rows-words.js'
import { troubleWordsOf } from '../../src/locale/trouble-words.js'
import { wordsOf as mapWordsOf } from '../../src/maps/words.js'
import type { Language } from '../../src/locale/index.js'

/** Every sentence of a catalogue, each made of one thing and of several. */
function sentences(words: unknown, at = ''): readonly (readonly [at: string, text: string])[] {
  if (typeof words === 'string') return [[at, words]]
  if (typeof words === 'function') return [1, 3].flatMap((count) => sentences((words as (...args: unknown[]) => unknown)(count, 'Ab', 'Cd', 'Ef', 'Gh'), `${at}(${count})`))
  if (typeof words !== 'object' || words === null) return []
  return Object.entries(words).flatMap(([key, value]) => sentences(value, at ? `${at}.${key}` : key))
}

async function catalogue(language: Language) {
  const locale = await loadLocale(language)
  await loadWords(locale)
  const readers = [menuWordsOf, rowsWordsOf, figureWordsOf, troubleWordsOf, mapWordsOf, wordsOf, kindWordsOf, readingWordsOf, summaryWordsOf, whyWordsOf, zoomWordsOf]
  return [locale.messages, ...readers.map((read) => read(locale))].flatMap((words) => sentences(words))
}

test('French keeps its signs with the word before, whatever the width', async () => {
  const all = await catalogue('fr')
  assert.ok(all.length > 150)
  assert.deepEqual(all.filter(([, text]) => / [:;!?»]|« |[^\s\u00a0\u202f][:;!?»](?=\s|$)|«[^\s\u00a0\u202f]|\p{L}'\p{L}/u.test(text)), [])
})

test('English and German set no space before their signs, and quote as they do', async () => {
  for (const language of ['en', 'de'] as const) {
    const all = await catalogue(language)
    assert.deepEqual(all.filter(([, text]) => /[\s\u00a0\u202f][:;!?]|[«»"]|\p{L}'\p{L}/u.test(text)), [])
    assert.deepEqual(all.filter(([, text]) => (language === 'de' ? /”/ : /„/).test(text)), [])
  }
})
