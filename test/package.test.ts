import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'

interface Manifest {
  readonly modules: readonly { readonly path: string; readonly declarations?: readonly Declaration[] }[]
}

interface Declaration {
  readonly tagName?: string
  readonly description?: string
  readonly attributes?: readonly { readonly name: string; readonly description?: string }[]
  readonly events?: readonly { readonly name?: string }[]
}

const text = (path: string) => readFileSync(path, 'utf8')
const manifest = JSON.parse(text('package.json')) as { exports: Record<string, string | { types: string; default: string }> }
const tags = [...text('src/define.ts').matchAll(/elements\/(dge-[a-z]+)\.js/g)].map(([, tag]) => tag ?? '')

describe('the npm package', { skip: existsSync('dist/custom-elements.json') ? false : 'dist is not there: npm run build' }, () => {
  it('has what its exports promise: a module with types for each, one for each element', () => {
    for (const [name, target] of Object.entries(manifest.exports)) {
      const paths = typeof target === 'string' ? [target] : [target.types, target.default]
      const star = name.includes('*') ? tags.map((tag) => `${tag}.js`) : ['']
      for (const path of paths) {
        for (const part of star) {
          const file = path.includes('.d.ts') ? path.replace('*', part.replace('.js', '')) : path.replace('*', part)
          assert.ok(existsSync(file), `${name}: ${file}`)
        }
      }
    }
  })

  it('is imported by its names, as a user does', () => {
    for (const [name, end] of [['dge-dataviz', 'dist/index.js'], ['dge-dataviz/define', 'dist/define.js'], ['dge-dataviz/elements/dge-table.js', 'dist/elements/dge-table.js'], ['dge-dataviz/custom-elements.json', 'dist/custom-elements.json']] as const) {
      assert.ok(import.meta.resolve(name).endsWith(`/${end}`), name)
    }
  })

  it('has what its pages of text write: every attribute of every tag in them is there', () => {
    const { modules } = JSON.parse(text('dist/custom-elements.json')) as Manifest
    const known = new Map(modules.flatMap(({ declarations = [] }) => declarations).map(({ tagName = '', attributes = [] }) => [tagName, attributes.map(({ name }) => name)]))
    const pages = ['README.md', ...['guide', 'version-4'].map((name) => `stories/${name}.mdx`)]
    const written = pages.flatMap((page) => [...text(page).replace(/<!-- version 4 -->[^]*?<!--/g, '').matchAll(/<(dge-[a-z]+)((?:\s+[a-z0-9-]+(?:="[^"]*")?)*)\s*>/g)].map(([all, tag = '', attributes = '']) => ({ all, tag, names: [...attributes.replace(/"[^"]*"/g, '').matchAll(/[a-z0-9-]+/g)].map(([name]) => name) })))
    assert.ok(written.length > 20, `${written.length} tags`)
    const wrong = written.filter(({ tag, names }) => names.some((name) => name !== 'id' && !known.get(tag)?.includes(name)))
    assert.deepEqual(wrong.map(({ all }) => all), [])
  })

  it('describes every tag, attribute and event for editors', () => {
    const { modules } = JSON.parse(text('dist/custom-elements.json')) as Manifest
    const declared = modules.flatMap(({ declarations = [] }) => declarations).filter(({ tagName }) => tagName)
    assert.deepEqual(declared.map(({ tagName }) => tagName).sort(), [...tags].sort())
    for (const { tagName, description, attributes = [], events = [] } of declared) {
      assert.ok(description, `${tagName} has no description`)
      assert.ok(attributes.length > 0, `${tagName} has no attributes`)
      const silent = attributes.filter((attribute) => !attribute.description).map(({ name }) => name)
      assert.deepEqual(silent, [], `${tagName}: attributes without a description`)
      assert.ok(events.every(({ name }) => name), `${tagName} has an event without a name`)
    }
  })
})
