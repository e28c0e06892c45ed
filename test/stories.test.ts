import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { it } from 'node:test'

it('every element has a story, and every story file is mounted by the browser tests', () => {
  const mounted = readFileSync('test/stories.browser.ts', 'utf8')
  const stories = readdirSync('stories').filter((name) => name.endsWith('.stories.ts'))
  for (const name of stories) assert.ok(mounted.includes(`../stories/${name.replace(/\.ts$/, '.js')}`), name)
  const tags = [...readFileSync('src/define.ts', 'utf8').matchAll(/elements\/(dge-[a-z]+)\.js/g)].map(([, tag]) => tag)
  assert.ok(tags.length >= 5)
  for (const tag of tags.filter((name) => name !== 'dge-layer')) assert.ok(stories.includes(`${tag}.stories.ts`), tag)
})
