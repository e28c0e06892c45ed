import { expect } from 'chai'
import { noCapabilities } from '../../src/data/capabilities.js'
import { execute } from '../../src/data/engine.js'
import { DataSource } from '../../src/data/source.js'
import { tableFromRows } from '../../src/data/table.js'
import { communes, fakeSource, metadata, rows } from './fake-source.js'
import { clear, heard, listOf, mount, part, plain, state, text, until, violations } from './stage.js'
import type { DgeChart } from '../../src/elements/dge-chart.js'
import type { DisplayState } from '../../src/elements/dge-display.js'
import type { Query } from '../../src/data/query.js'

async function chart(attributes: string, spec: unknown, wanted: DisplayState = 'ready', source: DataSource | undefined = fakeSource()): Promise<DgeChart> {
  const element = mount<DgeChart>(`<dge-chart loading="eager" ${attributes}></dge-chart>`, (each) => {
    if (spec !== undefined) (each as DgeChart).spec = spec as object
  })
  if (spec !== undefined) element.spec = spec as object
  if (source) element.source = source
  return state(element, wanted)
}

/** A source that computes everything itself, in an order of its own, and remembers what it was asked. */
function server() {
  const asked: Query[] = []
  const able = { ...noCapabilities, where: () => 'exact' as const, group: () => true, aggregate: () => true, having: () => true, order: () => true, page: { rows: true, groups: true }, select: true }
  const execution = (query: Query) => {
    asked.push(query)
    return Promise.resolve(execute(query, tableFromRows(communes, rows)))
  }
  const source = new DataSource({ src: 'https://example.org/budget' }, () => Promise.resolve({ schema: communes, metadata, capabilities: able, downloads: [], execute: execution }))
  return { source, asked }
}

const words = (element: DgeChart) => plain(element.shadowRoot?.querySelector('#words')?.textContent ?? '')
/** What sums a chart up comes once it is drawn. */
const summedUp = (element: DgeChart) => until(() => /valeur/.test(words(element)), 'summary')
const svg = (element: DgeChart) => element.shadowRoot?.querySelector<SVGSVGElement>('.drawing svg') as SVGSVGElement
const marks = (element: DgeChart, kind: string) => [...svg(element).querySelectorAll<SVGGraphicsElement>(`.mark-${kind}.role-mark > *`)]
/** Every drawn thing, whatever the order: groups come in another. */
const parts = (element: DgeChart) => [...svg(element).querySelectorAll('path, text, line, rect')].map((node) => node.outerHTML).sort()
const point = (element: Element) => {
  const { left, top, width, height } = element.getBoundingClientRect()
  return { bubbles: true, composed: true, clientX: left + width / 2, clientY: top + height / 2 }
}
const values = [{ a: 1, b: 2, n: 'A' }, { a: 2, b: 3, n: 'B' }, { a: 3, b: 5, n: '<i>C</i>' }]
const points = { data: { values }, mark: 'point', encoding: { x: { field: 'a', type: 'quantitative' }, y: { field: 'b', type: 'quantitative' } } }
const bars = { mark: 'bar', encoding: { x: { field: 'commune', type: 'nominal' }, y: { aggregate: 'sum', field: 'montant' } } }
const vega = {
  $schema: 'https://vega.github.io/schema/vega/v6.json',
  width: 200, height: 100,
  data: [{ name: 'table', transform: [{ type: 'filter', expr: 'datum.montant > 0' }] }],
  scales: [{ name: 'x', type: 'band', domain: { data: 'table', field: 'annee' }, range: 'width' }, { name: 'y', domain: { data: 'table', field: 'montant' }, range: 'height' }],
  marks: [{ type: 'rect', from: { data: 'table' }, encode: { enter: { x: { scale: 'x', field: 'annee' }, width: { value: 5 }, y: { scale: 'y', field: 'montant' }, y2: { scale: 'y', value: 0 } } } }],
}

describe('dge-chart with an author’s specification', () => {
  afterEach(clear)

  for (const width of [304, 620]) it(`keeps its legend in sight at ${width} px, where its author places it too`, async () => {
    const long = [...values, ...values, ...values].map((row, at) => ({ ...row, n: `Une catégorie au nom long, la ${at + 1}e` }))
    const element = await chart(`style="inline-size: ${width}px"`, { ...points, data: { values: long }, encoding: { ...points.encoding, color: { field: 'n', legend: { orient: 'top' } } } }, 'ready', undefined)
    const right = part(element, 'chart')?.getBoundingClientRect().right ?? 0
    const names = [...svg(element).querySelectorAll('.role-legend-label text')].map((label) => label.getBoundingClientRect().right)
    expect(names.length).to.equal(9)
    for (const end of names) expect(end).to.be.at.most(right + 1)
  })

  for (const mark of ['point', 'trail', 'line', 'bar']) it(`shows the colours of a ${mark} in its legend`, async () => {
    const element = await chart('', { ...points, mark, encoding: { ...points.encoding, color: { field: 'n', type: 'nominal' } } }, 'ready', undefined)
    const symbols = [...svg(element).querySelectorAll('.role-legend-symbol path')]
    expect(symbols.length).to.be.greaterThan(1)
    for (const symbol of symbols) {
      const { fill, stroke, strokeWidth } = getComputedStyle(symbol)
      const isSeen = (paint: string) => paint !== 'none' && paint !== 'transparent' && paint !== 'rgba(0, 0, 0, 0)'
      expect(isSeen(fill) || (isSeen(stroke) && parseFloat(strokeWidth) > 0), `${fill} ${stroke} ${strokeWidth}`).to.equal(true)
    }
  })

  it('is accessible, and called by its own title', async () => {
    const element = await chart('', { ...points, title: 'Trois points' }, 'ready', undefined)
    expect(await violations(element)).to.deep.equal([])
    expect(listOf(element).getAttribute('aria-label')).to.equal('Trois points')
  })

  it('is read from an address, relative to the page', async () => {
    const element = await chart('spec="/test/gallery/specs/bar-stacked.json"', undefined, 'ready', undefined)
    expect(marks(element, 'rect').length).to.be.greaterThan(3)
  })

  for (const address of ['javascript:alert(1)', 'file:///etc/passwd', 'data:application/json,{}', 'blob:https://example.org/1']) {
    it(`is not read from ${address}`, async () => {
      const kinds: string[] = []
      const element = mount<DgeChart>(`<dge-chart loading="eager" spec="${address}"></dge-chart>`)
      element.addEventListener('dge-error', ({ detail }) => kinds.push(detail.kind))
      element.source = fakeSource()
      await state(element, 'error')
      expect(kinds).to.deep.equal(['unsupported'])
    })
  }

  it('asks only for the columns that it reads', async () => {
    const { source, asked } = server()
    const element = await chart('', { mark: 'point', encoding: { x: { field: 'annee', type: 'quantitative' }, y: { field: 'montant', type: 'quantitative' } } }, 'ready', source)
    expect(asked.map(({ select }) => select)).to.deep.equal([['annee', 'montant']])
    expect(marks(element, 'symbol').length).to.equal(4)
  })

  it('lets the server aggregate: the drawing is the one of all rows', async () => {
    const { source, asked } = server()
    const pushed = await chart('where="annee = 2022"', bars, 'ready', source)
    expect(asked.length).to.equal(1)
    expect(asked[0]?.groupBy).to.deep.equal([{ as: 'commune', expr: { property: 'commune' } }])
    expect(asked[0]?.aggregate?.map(({ op }) => op)).to.deep.equal(['sum'])
    expect(pushed.table?.numRows).to.equal(3)
    const whole = await chart('where="annee = 2022"', bars)
    expect(whole.table?.numRows).to.equal(3)
    expect(parts(pushed)).to.deep.equal(parts(whole))
    // Strasbourg 1,250.5 and Metz 300: bars as long as that.
    const heights = marks(pushed, 'rect').map((bar) => bar.getBBox().height).filter((height) => height > 0).sort((a, b) => b - a)
    expect(heights.length).to.equal(2)
    expect((heights[1] ?? 0) / (heights[0] ?? 1)).to.be.closeTo(300 / 1250.5, 0.001)
  })

  it('new rows go into the same drawing, and a limit keeps the aggregate here', async () => {
    const { source, asked } = server()
    const element = await chart('limit="2"', bars, 'ready', source)
    expect(asked[0]?.aggregate).to.equal(undefined)
    expect(element.table?.numRows).to.equal(2)
    element.where = 'annee = 2021'
    await until(() => element.state === 'ready' && asked.length > 1, 'asked again')
    expect(marks(element, 'rect').length).to.equal(2)
  })

  it('its axes have titles in words where the author gave none, and his own where he did', async () => {
    const titles = (element: DgeChart) => [...svg(element).querySelectorAll('.role-axis-title text')].map((node) => plain(node.textContent ?? '')).sort()
    expect(titles(await chart('', bars))).to.deep.equal(['Commune', 'Montant'])
    const own = { ...bars, encoding: { x: { ...bars.encoding.x, axis: { title: 'Où' } }, y: { ...bars.encoding.y, title: null } } }
    expect(titles(await chart('', own))).to.deep.equal(['Où'])
    const written = (element: DgeChart) => [...svg(element).querySelectorAll('text')].map((node) => plain(node.textContent ?? ''))
    const views = await chart('', { facet: { field: 'annee' }, spec: { mark: 'bar', encoding: { y: bars.encoding.y } } })
    expect(written(views)).to.include('Année').and.not.include('annee')
    const picked = await chart('', { ...bars, params: [{ name: 'pick', select: 'point' }], encoding: { ...bars.encoding, color: { condition: { param: 'pick', field: 'commune', type: 'nominal' }, value: 'grey' } } })
    expect(written(picked)).to.include('Commune').and.not.include('commune')
    expect(titles(await chart('config="none"', bars))).to.deep.equal(['Sum of montant', 'commune'])
  })

  it('its calendars are written as the page’s language does, and by the author’s format where he gives one', async () => {
    const days = { data: { values: [{ d: '2024-01-01', v: 1 }, { d: '2024-01-30', v: 3 }] }, mark: 'line', encoding: { x: { field: 'd', type: 'temporal' }, y: { field: 'v', type: 'quantitative' } } }
    const ticks = async (lang: string, spec: object) => {
      const element = await chart(`lang="${lang}"`, spec, 'ready', undefined)
      return [...svg(element).querySelectorAll('.role-axis-label text')].map((node) => plain(node.textContent ?? ''))
    }
    expect(await ticks('fr', days)).to.include('5 janv.')
    expect(await ticks('de', days)).to.include('5. Jan')
    expect(await ticks('en', days)).to.include('Fri 05')
    expect(await ticks('fr', { ...days, encoding: { ...days.encoding, x: { ...days.encoding.x, axis: { format: '%Y-%m-%d' } } } })).to.include('2024-01-05')
  })

  it('is called by its kind alone where it tells nothing of what it shows', async () => {
    const element = await chart('', { data: { values: [{}] }, mark: 'bar' }, 'ready', undefined)
    await until(() => words(element) !== '', 'summary')
    expect(words(element)).to.match(/^Graphique[^:]*$/)
  })

  it('may be Vega, with the rows in its named data', async () => {
    const element = await chart('', vega)
    expect(marks(element, 'rect').length).to.equal(4)
    const { source, asked } = server()
    await chart('', vega, 'ready', source)
    expect(asked[0]?.where).to.deep.equal({ op: '>', args: [{ property: 'montant' }, 0] })
  })

  it('Vega’s layouts write nothing into the author’s specification: it is drawn again as it was', async () => {
    const force = {
      $schema: 'https://vega.github.io/schema/vega/v6.json', width: 200, height: 200,
      data: [{ name: 'n', values: [{ i: 0 }, { i: 1 }, { i: 2 }] }, { name: 'l', values: [{ source: 0, target: 1 }, { source: 1, target: 2 }, { source: 2, target: 0 }] }],
      marks: [{
        type: 'symbol', from: { data: 'n' }, encode: { enter: { fill: { value: '#1f6fb4' } } },
        transform: [{ type: 'force', iterations: 20, static: true, forces: [{ force: 'center', x: 100, y: 100 }, { force: 'link', links: 'l', distance: 40 }] }],
      }],
    }
    const before = JSON.stringify(force)
    const element = await chart('', force)
    expect(marks(element, 'symbol')).to.have.length(3)
    expect(JSON.stringify(force)).to.equal(before)
    element.style.width = '300px'
    element.reload()
    await state(element, 'ready')
    expect(marks(element, 'symbol')).to.have.length(3)
  })

  it('a merge patch changes it, a JSON Patch its Vega, config its look; config="none" is Vega-Lite’s own', async () => {
    const merged = await chart(`patch='{"mark": {"type": "bar", "color": "#112233"}}'`, points, 'ready', undefined)
    expect(marks(merged, 'rect').map((bar) => bar.getAttribute('fill'))).to.deep.equal(['#112233', '#112233', '#112233'])
    const patched = await chart(`patch='[{"op": "replace", "path": "/marks/0/encode/update/stroke", "value": {"value": "#445566"}}]'`, points, 'ready', undefined)
    expect(marks(patched, 'symbol')[0]?.getAttribute('stroke')).to.equal('#445566')
    const looked = await chart(`config='{"point": {"color": "#778899"}}'`, points, 'ready', undefined)
    expect(marks(looked, 'symbol')[0]?.getAttribute('stroke')).to.equal('#778899')
    const plainly = await chart('config="none"', points, 'ready', undefined)
    expect(marks(plainly, 'symbol')[0]?.getAttribute('stroke')).to.equal('#4c78a8')
  })

  it('tells its tooltips as text, and not at all with tooltip="none"', async () => {
    const spec = { ...points, encoding: { ...points.encoding, tooltip: [{ field: 'n', title: 'Nom' }, { field: 'b', title: 'Valeur' }] } }
    const element = await chart('', spec, 'ready', undefined)
    const third = marks(element, 'symbol')[2] as SVGGraphicsElement
    third.dispatchEvent(new PointerEvent('pointermove', point(third)))
    third.dispatchEvent(new MouseEvent('mousemove', point(third)))
    await until(() => part(element, 'tooltip') !== null, 'tooltip')
    expect(text(element, 'tooltip')).to.match(/Nom ?: <i>C<\/i> Valeur ?: 5/)
    expect(part(element, 'tooltip')?.querySelector('i')).to.equal(null)
    const silent = await chart('tooltip="none"', spec, 'ready', undefined)
    const first = marks(silent, 'symbol')[0] as SVGGraphicsElement
    first.dispatchEvent(new PointerEvent('pointermove', point(first)))
    first.dispatchEvent(new MouseEvent('mousemove', point(first)))
    await silent.updateComplete
    expect(part(silent, 'tooltip')).to.equal(null)
  })

  it('is read by keyboard, told in words and as a table, as the library’s own charts are', async () => {
    const element = await chart('', { ...points, mark: 'bar', encoding: { x: { field: 'n', type: 'nominal', title: 'Nom', sort: null }, y: { field: 'b', type: 'quantitative', title: 'Valeur' } } }, 'ready', undefined)
    await summedUp(element)
    // 2, 3 and 5: the values of b.
    expect(words(element)).to.match(/^Graphique en barres : Valeur par nom\. 3 valeurs\. La plus élevée : 5 \(<i>C<\/i>\), la plus basse : 2 \(A\)\.$/)
    const list = listOf(element)
    const told = async (key: string) => {
      list.focus()
      list.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
      await until(() => element.shadowRoot?.querySelector('.ring') !== null, 'ring')
      await element.updateComplete
      return heard(element)
    }
    expect(await told('ArrowRight')).to.equal('A, Valeur : 2')
    expect(await told('End')).to.equal('<i>C</i>, Valeur : 5')
    expect(await told('ArrowLeft')).to.equal('B, Valeur : 3')
    expect(await violations(element)).to.deep.equal([])
    expect(element.table?.schema.map(({ title }) => title)).to.deep.equal(['Nom', 'Valeur'])
    expect(element.table?.columns.get('b')).to.deep.equal([2, 3, 5])
    expect(await element.toCSV()).to.contain('B;3')
  })

  it('aggregates, parts of dates and layers are told by their own titles; series go by their legend', async () => {
    const data = { values: [['2024-01-15', 'Eau', 3], ['2024-02-15', 'Eau', 4], ['2024-01-20', 'Gaz', 1], ['2024-02-20', 'Gaz', 9], ['2024-02-21', 'Gaz', 2]].map(([jour, energie, v]) => ({ jour, energie, v })) }
    const x = { timeUnit: 'yearmonth', field: 'jour', type: 'temporal' }
    const y = { aggregate: 'sum', field: 'v', type: 'quantitative' }
    const spec = { data, layer: [{ mark: 'line', encoding: { x, y, color: { field: 'energie', type: 'nominal' } } }, { mark: 'rule', encoding: { y: { aggregate: 'mean', field: 'v', type: 'quantitative' } } }] }
    const element = await chart('', spec, 'ready', undefined)
    await summedUp(element)
    // Gas: 1 in January, 9 + 2 = 11 in February.
    expect(words(element)).to.match(/^Courbe : V par jour selon énergie\. 4 valeurs\. 2 séries : Eau, Gaz\. La plus élevée : 11 \(février 2024, Gaz\), la plus basse : 1 \(janvier 2024, Gaz\)\.$/)
    await until(() => element.shadowRoot?.querySelectorAll('.entry').length === 2, 'legend')
    const [water] = element.shadowRoot?.querySelectorAll<HTMLButtonElement>('.entry') ?? []
    water?.click()
    await until(() => element.shadowRoot?.querySelectorAll('.drawing [data-hidden]').length === 1, 'hidden')
    expect(words(element)).to.match(/2 valeurs|4 valeurs/)
    water?.click()
    await until(() => element.shadowRoot?.querySelectorAll('.drawing [data-hidden]').length === 0, 'shown')
  })

  it('Vega’s marks are told by what their encoding reads', async () => {
    const element = await chart('', vega)
    await summedUp(element)
    expect(words(element)).to.match(/4 valeurs\. La plus élevée : 1 250,5 €/)
  })

  it('tells its marks beside the pointer, too, when it has no tooltip of its own', async () => {
    const element = await chart('', points, 'ready', undefined)
    const second = marks(element, 'symbol')[1] as SVGGraphicsElement
    second.dispatchEvent(new PointerEvent('pointermove', point(second)))
    await until(() => part(element, 'tooltip') !== null, 'tooltip')
    expect(text(element, 'tooltip')).to.match(/A ?: 2 B ?: 3/)
  })

  it('an unknown mark is named with the one that was meant; an unknown channel is told and left out', async () => {
    const failed: string[] = []
    const element = mount<DgeChart>('<dge-chart loading="eager"></dge-chart>', (each) => (each.spec = { ...points, mark: 'barr' }))
    element.addEventListener('dge-error', ({ detail }) => failed.push(`${detail.kind} ${detail.message}`))
    await state(element, 'error')
    expect(failed.join()).to.match(/^query .*“barr”: did you mean “bar”/)
    const warned: string[] = []
    const { warn } = console
    console.warn = (message: string) => void warned.push(message)
    try {
      const drawn = await chart('', { ...points, encoding: { ...points.encoding, colour: { field: 'n' } } }, 'ready', undefined)
      expect(marks(drawn, 'symbol').length).to.equal(3)
      expect(warned.join('\n')).to.contain('no encoding channel “colour”: it is left out: did you mean “color”?')
    } finally {
      console.warn = warn
    }
  })

  it('its selections and inputs work', async () => {
    const spec = {
      ...points,
      params: [{ name: 'pick', select: 'point' }, { name: 'r', value: 40, bind: { input: 'range', min: 10, max: 90 } }],
      encoding: { ...points.encoding, opacity: { condition: { param: 'pick', value: 1 }, value: 0.2 }, size: { value: { expr: 'r' } } },
    }
    const element = await chart('', spec, 'ready', undefined)
    const [first] = marks(element, 'symbol')
    first?.dispatchEvent(new MouseEvent('click', point(first)))
    await until(() => marks(element, 'symbol').filter((mark) => mark.getAttribute('opacity') === '0.2').length === 2, 'two are faded')
    expect(part(element, 'chart')?.querySelector('input[type="range"]')).to.not.equal(null)
  })

  it('its inputs are in sight: the drawing leaves them their place', async () => {
    const size = { value: { expr: 'r' } }
    const params = [{ name: 'r', value: 40, bind: { input: 'range', min: 10, max: 90 } }, { name: 'q', value: 'a', bind: { input: 'select', options: ['a', 'b'] } }]
    for (const given of [{}, { height: 700 }]) {
      const element = await chart('', { ...points, ...given, params, encoding: { ...points.encoding, size } }, 'ready', undefined)
      const [stage, input] = [part(element, 'chart'), part(element, 'chart')?.querySelector('select')]
      await until(() => (input?.getBoundingClientRect().bottom ?? Infinity) <= (stage?.getBoundingClientRect().bottom ?? 0) + 1, `inputs in sight with ${JSON.stringify(given)}`)
      expect((stage?.scrollHeight ?? 0) - (stage?.clientHeight ?? 0)).to.be.lessThan(2)
    }
  })

  it('a height of its author is that of the plot: long names under it leave it whole', async () => {
    const long = [{ a: 'Un nom de catégorie qui est assez long', b: 2 }, { a: 'Un autre nom qui ne l’est pas moins', b: 3 }]
    const element = await chart('', { data: { values: long }, height: 200, mark: 'bar', encoding: { x: { field: 'a', type: 'nominal' }, y: { field: 'b', type: 'quantitative' } } }, 'ready', undefined)
    const heights = marks(element, 'rect').map((bar) => bar.getBoundingClientRect().height)
    expect(Math.max(...heights)).to.be.closeTo(200, 2)
    expect(svg(element).getBoundingClientRect().width).to.be.lessThan((part(element, 'chart')?.clientWidth ?? 0) + 1)
  })

  it('actions chooses what can be taken away', async () => {
    const files = async (attributes: string) => {
      const element = await chart(attributes, points, 'ready', undefined)
      part(element, 'download-button')?.click()
      if (part(element, 'download-button')) await until(() => element.shadowRoot?.querySelector('[part="menu"] ul') != null, 'list')
      return [...(element.shadowRoot?.querySelectorAll('[part="menu"] li') ?? [])].map((item) => plain(item.textContent ?? ''))
    }
    expect(await files('')).to.include.members(['CSV', 'SVG', 'PNG'])
    expect(await files('actions="svg, png"')).to.deep.equal(['SVG', 'PNG'])
    expect(await files('actions="none"')).to.deep.equal([])
  })

  const hostile: Readonly<Record<string, readonly [string, unknown]>> = {
    'no object': ['query', '[1, 2]'],
    'of an unknown mark': ['query', { ...points, mark: 'hologram' }],
    'with an unknown scheme': ['query', { ...points, encoding: { ...points.encoding, color: { field: 'n', scale: { scheme: 'none such' } } } }],
    'another language': ['unsupported', { $schema: 'https://example.org/schema/plotly/v1.json' }],
    'too large': ['too-large', { layer: Array.from({ length: 60_000 }, () => ({ mark: 'bar' })) }],
    'an expression that reaches out': ['query', { ...points, transform: [{ calculate: "datum.constructor.constructor('alert(1)')()", as: 'x' }] }],
    'an expression of a function that is none': ['query', { ...points, transform: [{ calculate: 'fetch(1)', as: 'x' }] }],
    'data from a file': ['unsupported', { ...points, data: { url: 'file:///etc/passwd', format: { type: 'csv' } } }],
    'data that are not there': ['network', { ...points, data: { url: '/none/such.csv' } }],
    'data that are no JSON': ['query', { ...points, data: { url: '/package.json', format: { type: 'topojson', feature: 'x' } } }],
    'a patch that leads nowhere': ['query', points],
  }
  for (const [what, [kind, spec]] of Object.entries(hostile)) {
    it(`${what}: an error that says so, and the page goes on`, async () => {
      const kinds: string[] = []
      const element = mount<DgeChart>(`<dge-chart loading="eager" ${what.includes('patch') ? `patch='[{"op": "remove", "path": "/none"}]'` : ''}></dge-chart>`)
      element.addEventListener('dge-error', ({ detail }) => kinds.push(detail.kind))
      element.spec = spec as object
      await state(element, 'error')
      expect(kinds).to.deep.equal([kind])
      expect(plain(element.shadowRoot?.textContent ?? '')).to.not.equal('')
      element.patch = undefined
      element.spec = points
      await state(element, 'ready')
      expect(marks(element, 'symbol').length).to.equal(3)
    })
  }

  it('links only to the web', async () => {
    const element = await chart('', { ...points, encoding: { ...points.encoding, href: { value: 'javascript:alert(1)' } } }, 'ready', undefined)
    expect([...svg(element).querySelectorAll('a')].map((link) => link.getAttribute('href') ?? link.getAttribute('xlink:href')).filter(Boolean)).to.deep.equal([])
  })
})
