import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { parse } from 'parse5'
import { elementsOf, attribute } from '../../src/cli/page-files.js'
import { measureText } from '../../src/cli/text-widths.js'
import { readSnapshot } from '../../src/data/snapshot.js'
import { prepareData } from '../../demo/prepare-data.js'
import { startStaticServer } from '../servers/static-server.js'
import type { PageElement } from '../../src/cli/page-files.js'

const hostile = '</script><img src=x onerror=alert(1)>'

describe('dge-dataviz render', () => {
  let folder = ''
  const write = (name: string, content: string) => writeFileSync(join(folder, name), content)
  const read = (name: string) => readFileSync(join(folder, name), 'utf8')
  const run = (...args: string[]) => spawnSync(process.execPath, ['--import', 'tsx', 'src/cli/dge-dataviz.ts', 'render', ...args], { encoding: 'utf8' })
  const page = (body: string) => `<!doctype html><html lang="fr"><head><title>t</title></head><body>${body}</body></html>`
  const text = (element: PageElement): string => element.childNodes.map((node) => ('value' in node ? node.value : 'tagName' in node ? text(node) : '')).join('')
  const snapshotsOf = (html: string) => elementsOf(html).filter((each) => attribute(each, 'data-dge-snapshot') !== undefined).map((each) => readSnapshot(text(each)))

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'render-'))
    write('villes.csv', `nom;population\nMetz;120\nNancy;100\n"${hostile}";80\n`)
  })
  after(() => rmSync(folder, { recursive: true }))

  it('writes chart, figure and table into the page and leaves the rest of it as it is', () => {
    const body = `<p>avant</p><dge-chart src="villes.csv" type="bar" y="nom" x="sum(population)"><b slot="heading">Titre</b><i>attendre</i></dge-chart>
      <dge-figure src="villes.csv" value="sum(population)" unit="hab."></dge-figure><dge-table src="villes.csv" page-size="2"></dge-table>
      <dge-map><dge-layer src="villes.csv"></dge-layer></dge-map><p>après</p>`
    write('page.html', page(body))
    const { status, stdout, stderr } = run(join(folder, 'page.html'), '-o', join(folder, 'out'))
    assert.equal(status, 0, stderr)
    assert.deepEqual(stdout.trim().split('\n'), ['rendered <dge-chart “villes.csv”>: 3 rows', 'rendered <dge-figure “villes.csv”>: 1 rows', 'rendered <dge-table “villes.csv”>: 2 rows'])
    assert.match(stderr, /^left {5}<dge-map>: a map of several layers is drawn in the browser\n$/)
    const html = read('out/page.html')
    assert.match(html, /<p>avant<\/p><dge-chart src="villes.csv" type="bar" y="nom" x="sum\(population\)"><b slot="heading">Titre<\/b>/)
    assert.match(html, /<dge-map><dge-layer src="villes.csv"><\/dge-layer><\/dge-map><p>après<\/p><\/body>/)
    assert.doesNotMatch(html, /attendre/)
    // 120 + 100 + 80.
    assert.match(html, /<p class="dge-value">300 hab\.<\/p>/)
    // The table, and the data of chart and figure.
    assert.equal(html.match(/<table>/g)?.length, 3)
    assert.match(html, /1 à 2 sur 3 lignes/)
    assert.match(html, /<link rel="stylesheet" href="page\.dge\.css">/)
    assert.match(read('out/page.dge.css'), /\.dge-room-31\\\.25rem/)
    const snapshots = snapshotsOf(html)
    assert.equal(snapshots.length, 3)
    assert.deepEqual(snapshots[1]?.answers[0]?.columns, [[300]])
    assert.equal(snapshots[1]?.config.src, 'villes.csv')
  })

  it('leaves out numbers that are none, as the page does, and says so', () => {
    write('words.html', page('<dge-figure src="villes.csv" value="mean(population)" digits="deux"></dge-figure><dge-figure src="villes.csv" value="sum(population)" digits="400"></dge-figure><dge-table src="villes.csv" limit="x" page-size="y"></dge-table>'))
    const { status, stderr } = run(join(folder, 'words.html'), '-o', join(folder, 'out'))
    assert.equal(status, 0, stderr)
    for (const word of ['deux', 'x', 'y']) assert.match(stderr, new RegExp(`“${word}” is not a number`))
    assert.deepEqual(read('out/words.html').match(/<p class="dge-value">[^<]*/g), ['<p class="dge-value">100', '<p class="dge-value">300,0000000000'])
    assert.equal(snapshotsOf(read('out/words.html')).length, 3)
  })

  it('gives tags their theme before the library does, on light and dark pages', () => {
    write('themed.html', page('<div data-dge-theme="dsfr"><dge-figure src="villes.csv" value="count()"></dge-figure></div>'))
    assert.equal(run(join(folder, 'themed.html'), '-o', join(folder, 'out')).status, 0)
    const rule = read('out/themed.dge.css').split('\n').find((line) => line.includes('data-dge-theme="dsfr"')) ?? ''
    // Blue France, and its lighter one for dark pages.
    assert.match(rule, /--dge-accent: light-dark\(#000091, #8585f6\);/)
    assert.match(rule, /--dge-font-family: Marianne, arial, sans-serif;/)
    assert.doesNotMatch(read('out/page.dge.css'), /data-dge-theme/)
  })

  it('reads a page in the encoding that it is in, and writes UTF-8 that says so', () => {
    const body = '<p>Élève</p><dge-figure src="villes.csv" value="sum(population)" heading="Été"></dge-figure>'
    const old = (head: string) => `<!doctype html><html lang="fr"><head>${head}<title>Été</title></head><body>${body}</body></html>`
    const latin = (head: string) => Buffer.from(old(head), 'latin1')
    const pages: Record<string, Buffer> = {
      declared: latin('<meta charset="iso-8859-1">'), undeclared: latin(''), wrong: latin('<meta http-equiv="Content-Type" content="text/html; charset=utf-8">'),
      older: latin('<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-15">'), plain: Buffer.from(old('<meta charset="utf-8">')), silent: Buffer.from(old('')),
      wide: Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(old(''), 'utf16le')]),
    }
    for (const [name, bytes] of Object.entries(pages)) {
      writeFileSync(join(folder, `${name}.html`), bytes)
      const { status, stdout } = run(join(folder, `${name}.html`), '-o', join(folder, 'out'))
      assert.deepEqual([status, stdout], [0, 'rendered <dge-figure “Été”>: 1 rows\n'], name)
      const html = read(`out/${name}.html`)
      assert.match(html, /<p>Élève<\/p>/, name)
      assert.deepEqual(html.match(/<meta [^>]*charset[^>]*>/g), [name === 'wrong' ? '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">' : '<meta charset="utf-8">'], name)
    }
  })

  it('rendered again from its own output is the same but for the date', () => {
    const undated = (html: string) => html.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'date')
    const first = read('out/page.html')
    write('out/villes.csv', read('villes.csv'))
    assert.equal(run(join(folder, 'out/page.html'), '-o', join(folder, 'out')).status, 0)
    assert.equal(undated(read('out/page.html')), undated(first))
  })

  it('lets no value become markup', () => {
    const html = read('out/page.html')
    assert.ok(html.includes('&lt;/script&gt;&lt;img'), 'it is shown as text')
    assert.deepEqual(elementsOf(html).filter(({ tagName }) => tagName === 'img' || tagName === 'script').map(({ attrs }) => attrs[0]?.value), Array(3).fill('application/json'))
    assert.ok(snapshotsOf(html)[0]?.answers.some(({ columns }) => columns.some((column) => column.includes(hostile))), 'the snapshot has the very value')
    assert.ok(parse(html))
  })

  it('draws maps: areas in classes, outlines and legend for light and dark pages, insets overseas, the data as a table', async () => {
    await prepareData()
    for (const name of ['departements.geojson']) write(name, readFileSync(`demo/data/${name}`, 'utf8'))
    write('maps.html', page(`<dge-chart src="departements.geojson" type="choropleth" color="population" classes="3" heading="Population"></dge-chart>
      <dge-map src="departements.geojson" where="region = 'Grand Est'" value="population" classes="4" heading="Grand Est"></dge-map>
      <dge-map src="nowhere.geojson" heading="Ailleurs"></dge-map>`))
    const { status, stdout, stderr } = run(join(folder, 'maps.html'), '-o', join(folder, 'out'))
    assert.equal(status, 1)
    // 96 in the metropolis, 5 overseas; 10 in the Grand Est.
    assert.deepEqual(stdout.trim().split('\n'), ['rendered <dge-chart “Population”>: 101 rows, too many to carry their data', 'rendered <dge-map “Grand Est”>: 10 rows'])
    assert.match(stderr, /^failed {3}<dge-map “Ailleurs”>: /)
    const html = read('out/maps.html')
    for (const inset of ['Guadeloupe', 'Martinique', 'Guyane', 'La Réunion', 'Mayotte']) assert.ok(html.includes(`>${inset}</text>`), inset)
    assert.ok(/<p class="dge-hidden">Carte choroplèthe\s: Population par nom\. 101 valeurs\./.test(html))
    assert.match(html, /3 classes\s: autant de lieux dans chacune/)
    const [, map = ''] = html.split('<dge-map')
    const [picture = ''] = /<svg [^]*?<\/svg>/.exec(map) ?? []
    assert.equal(picture.match(/<path /g)?.length, 10)
    assert.equal(map.match(/<li>/g)?.length, 4)
    const [, light, dark] = /class="dge-fill-([\da-f]{6})-([\da-f]{6})"/.exec(picture) ?? []
    assert.ok(read('out/maps.dge.css').includes(`.dge-fill-${light}-${dark} { fill: light-dark(#${light}, #${dark}); }`))
    assert.equal(snapshotsOf(html).length, 1, 'ten outlines are few enough to be in the page')
  })

  it('says that a page has no displays', () => {
    write('none.html', page('<p>Bonjour</p>'))
    const { status, stderr } = run(join(folder, 'none.html'), '-o', join(folder, 'out'))
    assert.equal(status, 0)
    assert.match(stderr, /^No <dge-chart>/)
    assert.ok(read('out/none.html').includes('Bonjour'))
  })

  it('keeps the last map of a dataset that fails, and says its age', () => {
    write('out/maps.html', read('out/maps.html').replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '2020-03-01T10:00:00.000Z'))
    rmSync(join(folder, 'departements.geojson'))
    const { status, stderr } = run(join(folder, 'maps.html'), '-o', join(folder, 'out'))
    assert.equal(status, 1)
    assert.match(stderr, /^kept {5}<dge-chart “Population”>: .*\nkept {5}<dge-map “Grand Est”>: .*its drawing of 2020-03-01 10:00 stays \(\d{4} days old\)\nfailed {3}/)
    const html = read('out/maps.html')
    assert.equal(html.match(/class="dge-note">[^<]*1 mars 2020/g)?.length, 2)
    // Their style is still there.
    const [, name = ''] = /class="(dge-fill-[\da-f-]+)"/.exec(html) ?? []
    assert.ok(read('out/maps.dge.css').includes(`.${name} {`))
  })

  it('keeps the last drawing of a dataset that fails, with its age, and ends with 1', () => {
    write('page.html', page('<dge-figure src="villes.csv" value="count()"></dge-figure><dge-figure src="nowhere.csv"></dge-figure>'))
    assert.equal(run(join(folder, 'page.html'), '-o', join(folder, 'out')).status, 1)
    write('out/page.html', read('out/page.html').replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '2020-03-01T10:00:00.000Z'))
    rmSync(join(folder, 'villes.csv'))
    for (let round = 0; round < 2; round++) {
      const { status, stderr } = run(join(folder, 'page.html'), '-o', join(folder, 'out'))
      assert.equal(status, 1)
      assert.match(stderr, /^kept {5}<dge-figure “villes\.csv”>: .*its drawing of 2020-03-01 10:00 stays \(\d{4} days old\)\nfailed {3}<dge-figure “nowhere\.csv”>: .*from nowhere\.csv.*\n$/)
      const html = read('out/page.html')
      assert.match(html, /<p class="dge-value">3<\/p>/)
      assert.equal(html.match(/class="dge-note">[^<]*1 mars 2020/g)?.length, 1)
      assert.equal(snapshotsOf(html)[0]?.date, '2020-03-01T10:00:00.000Z')
    }
  })

  it('reads a page of the web, or data beside --base', async () => {
    write('villes.csv', 'nom;population\nMetz;120\n')
    write('base.html', page('<dge-figure src="villes.csv" value="sum(population)"></dge-figure>'))
    const server = await startStaticServer(folder)
    try {
      const { render } = await import('../../src/cli/render.js')
      for (const options of [{ page: `${server.origin}/base.html` }, { page: join(folder, 'base.html'), base: `${server.origin}/` }]) {
        const tags = await render(options.page, { out: join(folder, 'web'), base: options.base })
        assert.deepEqual(tags.map(({ outcome }) => outcome), ['rendered'])
        assert.match(read('web/base.html'), /<p class="dge-value">120<\/p>/)
      }
      assert.equal(server.requests.filter((request) => request.includes('villes.csv')).length, 2)
    } finally {
      await server.stop()
    }
  })

  it('ends with 2 when it is called wrongly', () => {
    assert.equal(run().status, 2)
    assert.equal(run(join(folder, 'page.html')).status, 2)
    assert.equal(run(join(folder, 'page.html'), '-o', join(folder, 'out'), '--base', 'nowhere').status, 2)
    assert.equal(run(join(folder, 'page.html'), '-o', join(folder, 'out'), '--widths', 'wide').status, 2)
    assert.equal(run(join(folder, 'gone.html'), '-o', join(folder, 'out')).status, 1)
  })

  it('measures texts by their letters: accents weigh nothing, digits alike', () => {
    assert.equal(measureText('été', '10px sans-serif', 10), measureText('ete', '10px sans-serif', 10))
    assert.equal(measureText('111', '10px sans-serif', 10), measureText('808', '10px sans-serif', 10))
    assert.ok(measureText('WWW', '10px sans-serif', 10) > 3 * measureText('iii', '10px sans-serif', 10))
  })
})
