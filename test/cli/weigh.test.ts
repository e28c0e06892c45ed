import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { startStaticServer } from '../servers/static-server.js'
import { co2PerView } from '../../src/cli/co2.js'
import { attribute, elementsOf, innerFiles } from '../../src/cli/page-files.js'
import { modulesOf } from '../../src/cli/tag-loads.js'
import { weigh } from '../../src/cli/weigh.js'

/** Bytes that brotli cannot shorten, so that what a file weighs is known: digits of a linear congruential generator. */
function noise(length: number): Buffer {
  let state = 1
  return Buffer.from(Array.from({ length }, () => (state = (state * 1103515245 + 12345) % 2147483648) >> 16 & 0xff))
}

describe('dge-dataviz weigh', () => {
  let folder = ''
  const write = (name: string, content: string | Buffer) => writeFileSync(join(folder, name), content)

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'weigh-'))
    mkdirSync(join(folder, 'dge/chunks'), { recursive: true })
    write('dge/dge.js', 'import"./chunks/core.js"')
    write('dge/chunks/core.js', 'export{}')
    write('dge/chunks/table.js', 'export{}')
    write('dge/chunks/other.js', 'export{}')
    write('dge/loads.json', JSON.stringify({ 'data/runtime': ['chunks/core.js'], 'elements/table-view': ['chunks/table.js'], 'displays/query-context': ['chunks/core.js'], 'providers/parquet': ['chunks/other.js'] }))
    write('photo.png', noise(5000))
    write('lazy.png', noise(7000))
    write('style.css', '@import "more.css"; a { background: url(photo.png) }')
    write('more.css', 'b{}')
    write('rows.parquet', noise(20_000))
    write('page.html', `<!doctype html><link rel="stylesheet" href="style.css"><script type="module" src="dge/dge.js"></script>
      <img src="lazy.png" loading="lazy"><img src="photo.png"><img src="data:image/png;base64,AA==">
      <template><img src="never.png"></template><a href="elsewhere.html">…</a>
      <dge-table src="rows.parquet"></dge-table><dge-table src="rows.parquet"></dge-table>`)
  })
  after(() => rmSync(folder, { recursive: true }))

  it('counts each file once: what the page names, what that imports, what its tags load, and their data', async () => {
    const { files, bytes, notes } = await weigh(join(folder, 'page.html'))
    assert.deepEqual(files.map(({ name }) => name), [
      'page.html', 'style.css', 'more.css', 'photo.png', 'dge/dge.js', 'dge/chunks/core.js', 'dge/chunks/table.js', 'dge/chunks/other.js', 'rows.parquet',
    ])
    const of = (name: string) => files.find((file) => file.name === name)
    assert.equal(of('photo.png')?.bytes, 5000)
    assert.deepEqual(of('rows.parquet'), { name: 'rows.parquet', kind: 'data', bytes: 20_000, tag: '<dge-table>' })
    assert.equal(bytes, files.reduce((sum, file) => sum + file.bytes, 0))
    assert.deepEqual(notes, [])
  })

  it('counts the code that a chart needs: Vega for an author’s specification alone', () => {
    const of = (tag: string) => elementsOf(tag).filter(({ tagName }) => tagName === 'dge-chart').flatMap((element) => modulesOf('dge-chart', undefined, (name) => attribute(element, name)))
    const bars = of('<dge-chart type="bar" x="a" y="b"></dge-chart>')
    assert.deepEqual(bars.filter((module) => /vega|runtime|legend|drawing|suggest/.test(module)), [])
    assert.ok(bars.includes('elements/chart/chart-display'))
    assert.ok(of('<dge-chart type="bar" x="a" y="sum(b)"></dge-chart>').includes('data/runtime'))
    assert.ok(of('<dge-chart></dge-chart>').includes('charts/suggest'))
    assert.ok(of('<dge-chart spec="{}"></dge-chart>').includes('render/vega-slim'))
  })

  it('weighs a page on the web by what its server sends, compressed', async () => {
    const text = 'a;b\n' + '1;2\n'.repeat(5000)
    write('rows.csv', text)
    write('web.html', '<!doctype html><dge-table src="rows.csv"></dge-table>')
    const server = await startStaticServer(folder)
    try {
      const { files, notes } = await weigh(`${server.origin}/web.html`)
      const data = files.find(({ kind }) => kind === 'data')
      assert.equal(data?.name, `${server.origin}/rows.csv`)
      assert.ok(data.bytes < 500, `${data.bytes} B of ${text.length}`)
      assert.deepEqual(notes, [])
    } finally {
      await server.stop()
    }
  })

  it('says what it cannot count, and ends with 1 over the limit', () => {
    write('broken.html', '<!doctype html><script src="gone.js"></script><img src="photo.png">')
    const run = (...args: string[]) => spawnSync(process.execPath, ['--import', 'tsx', 'src/cli/dge-dataviz.ts', 'weigh', ...args], { encoding: 'utf8' })
    const well = run(join(folder, 'broken.html'), '--limit', '6')
    assert.equal(well.status, 0, well.stderr)
    assert.match(well.stdout, /5\.\d kB in 2 requests/)
    assert.match(well.stdout, /Not counted: gone\.js is not there/)
    assert.equal(run(join(folder, 'broken.html'), '--limit', '4').status, 1)
    assert.equal(run(join(folder, 'nowhere.html')).status, 1)
    assert.equal(run('--limit', 'much', join(folder, 'page.html')).status, 2)
    assert.equal(run().status, 2)
  })

  it('estimates CO2e as the Sustainable Web Design Model 4 does', () => {
    // 1 GB: (0.055 + 0.059 + 0.080 + 0.012 + 0.013 + 0.081) kWh × 494 g = 0.3 × 494.
    assert.ok(Math.abs(co2PerView(1e9) - 148.2) < 1e-9)
    // A green host takes away 0.055 × 494; readers on a grid of 56 g: 0.139 × 56 + 0.106 × 494.
    assert.ok(Math.abs(co2PerView(1e9, { green: 1 }) - (148.2 - 27.17)) < 1e-9)
    assert.ok(Math.abs(co2PerView(1e9, { green: 1, intensity: 56 }) - (7.784 + 52.364)) < 1e-9)
  })

  it('reads pages and style sheets as browsers do', () => {
    const names = elementsOf('<p>1 < 2 <!-- <img src=a> --><IMG SRC=b><noscript><img src=c></noscript>').map(({ tagName }) => tagName)
    assert.deepEqual(names, ['html', 'head', 'body', 'p', 'img'])
    const css = '@import url("x.css");@font-face{src:url(f.woff2) format("woff2"),url(f.woff)}a{b:url(data:,x)}'
    assert.deepEqual(innerFiles('style', css), [{ address: 'x.css', kind: 'style' }, { address: 'f.woff2', kind: 'font' }])
    assert.deepEqual(innerFiles('script', 'import{a}from"./a.js";import("./later.js")'), [{ address: './a.js', kind: 'script' }])
  })
})
