import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, it } from 'node:test'
import { brotliCompressSync } from 'node:zlib'

const entry = 'dist/dge.js'

/** A file of the build and all that it imports before it runs; `import()` is for later. */
function staticGraph(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen
  seen.add(file)
  const imports = readFileSync(file, 'utf8').matchAll(/(?:^|[;}\s])(?:import|export)\s*(?:[\w$*{][^"'();]*?from\s*)?["'](\.[^"']+)["']/g)
  for (const [, path] of imports) staticGraph(join(dirname(file), path ?? ''), seen)
  return seen
}

const brotli = (file: string) => brotliCompressSync(readFileSync(file)).length

describe('the build', { skip: existsSync(entry) ? false : 'dist/dge.js is not there: npm run build' }, () => {
  it('every tag with lit weighs at most 22 kB (brotli), imports of the entry included', (t) => {
    const sizes = [...staticGraph(entry)].map((file) => [file, brotli(file)] as const)
    const total = sizes.reduce((sum, [, size]) => sum + size, 0)
    t.diagnostic(`${total} B in ${sizes.length} file(s)`)
    assert.ok(total > 5000, 'lit alone is more: the imports of the entry were not followed')
    assert.ok(total <= 22_000, `${total} B:\n${sizes.map(([file, size]) => `${size} ${file}`).join('\n')}`)
  })

  it('the entry holds neither Vega nor MapLibre', () => {
    // Texts that the engines hold and minifying keeps.
    for (const [engine, mark] of Object.entries({ MapLibre: 'maplibregl-canvas', Vega: 'Unrecognized signal' })) {
      const holds = (files: Iterable<string>) => [...files].filter((file) => readFileSync(file, 'utf8').includes(mark))
      assert.deepEqual(holds(staticGraph(entry)), [], engine)
      assert.notDeepEqual(holds(lazyGraph(entry)), [], `${engine} is loaded later`)
    }
  })

  it('every lazy chunk is there', () => {
    const files = lazyGraph(entry)
    assert.ok(files.size > 80, `only ${[...files].join(', ')}`)
    for (const file of files) assert.ok(existsSync(file), file)
  })
})

/** All files that the entry can ever load: what `_dgeLoad("series chart")` asks for, by names without the hash that they share (`preloads` in rollup.config.js). */
function lazyGraph(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen
  seen.add(file)
  for (const path of staticGraph(file)) lazyGraph(path, seen)
  const [, hash] = /n\+"-([\w-]{8})\.js"/.exec(readFileSync(entry, 'utf8')) ?? []
  for (const [, names = ''] of readFileSync(file, 'utf8').matchAll(/_dgeLoad\("([^"]*)"\)/g)) {
    for (const name of names.split(' ')) lazyGraph(join('dist/chunks', name.endsWith('.js') ? name : `${name}-${hash}.js`), seen)
  }
  return seen
}
