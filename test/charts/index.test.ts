import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { chartTypeNames } from '../../src/charts/all-types.js'
import { chartTypeOf } from '../../src/charts/registry.js'
import { authorChannels } from '../../src/charts/chart-type.js'

describe('chart types', () => {
  it('each loads under its own name, reads known channels and is named in every language', async () => {
    for (const name of chartTypeNames) {
      const type = await chartTypeOf(name)
      assert.equal(type.name, name)
      for (const channel of Object.keys(type.channels)) assert.ok(authorChannels.includes(channel as never), `${name} ${channel}`)
      for (const lang of ['fr', 'en', 'de'] as const) assert.ok(type.title[lang], `${name} in ${lang}`)
    }
  })

  it('other words for a type are understood, in French and German too', async () => {
    for (const [word, name] of [['Camembert', 'arc'], ['pie', 'arc'], ['Säulen', 'bar'], ['courbe', 'line'], ['Nuage', 'point']] as const) {
      assert.equal((await chartTypeOf(word)).name, name)
    }
  })

  it('an unknown type is told with the one that was probably meant', async () => {
    await assert.rejects(chartTypeOf('lnie'), { kind: 'query', message: /did you mean “lin/ })
    await assert.rejects(chartTypeOf('quantum'), { kind: 'query', hint: /Types are .*bar/ })
    await assert.rejects(chartTypeOf('__proto__'), { kind: 'query' })
  })
})
