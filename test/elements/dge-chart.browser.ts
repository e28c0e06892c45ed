import { expect } from 'chai'
import { followPlace } from '../../src/elements/chart/follow-place.js'
import { fakeSource } from './fake-source.js'
import { clear, heard, listOf, mount, part, plain, readable, state, text, until, violations } from './stage.js'
import type { DgeChart } from '../../src/elements/dge-chart.js'
import type { DisplayState } from '../../src/elements/dge-display.js'
import type { Schema } from '../../src/data/schema.js'
import type { Row } from '../../src/data/table.js'

async function chart(attributes: string, wanted: DisplayState = 'ready', source = fakeSource()): Promise<DgeChart> {
  const element = mount<DgeChart>(`<dge-chart ${attributes}>Texte de secours</dge-chart>`)
  element.source = source
  return state(element, wanted)
}

const svg = (element: DgeChart) => element.shadowRoot?.querySelector<SVGSVGElement>('.drawing svg') as SVGSVGElement
const marks = (element: DgeChart, kind: string) => [...svg(element).querySelectorAll<SVGGraphicsElement>(`.mark-${kind}.role-mark > *`)]
const labels = (element: DgeChart, axis = 'axis-label') => [...svg(element).querySelectorAll(`.role-${axis} text`)].map((node) => plain(node.textContent ?? ''))

const years: Schema = [
  { name: 'date', type: 'date', precision: 'month' },
  { name: 'v', type: 'number', unit: '€' },
  { name: 'serie', type: 'string' },
]
const month = (index: number) => Date.UTC(2024, index, 1)

describe('dge-chart', () => {
  afterEach(clear)

  it('is accessible, named and summed up in words', async () => {
    const element = await chart('type="bar" x="commune" y="sum(montant) as Dépenses" where="annee = 2022 AND montant IS NOT NULL" heading="Dépenses 2022"')
    expect(await violations(element)).to.deep.equal([])
    expect(listOf(element).getAttribute('aria-label')).to.equal('Dépenses 2022')
    const words = () => plain(element.shadowRoot?.querySelector('#words')?.textContent ?? '')
    // What sums it up comes by itself once it is drawn: until then its name stands there.
    expect(words()).to.match(/^Graphique en barres : Dépenses par commune/)
    await until(() => words() !== 'Graphique en barres : Dépenses par commune', 'summary')
    // Strasbourg 1,250.5 and Metz 300 in 2022.
    expect(words()).to.equal('Graphique en barres : Dépenses par commune. 2 valeurs. La plus élevée : 1 250,5 € (Strasbourg), la plus basse : 300 € (Metz).')
  })

  it('draws a bar per category, the largest first, from zero, as long as its value', async () => {
    const element = await chart('type="bar" y="commune" x="sum(montant)" where="annee = 2022 AND montant > 0"')
    const bars = marks(element, 'rect').map((bar) => bar.getBBox())
    expect(bars.length).to.equal(2)
    const [first, second] = bars as [DOMRect, DOMRect]
    expect(first.y).to.be.lessThan(second.y)
    expect(first.x).to.be.closeTo(second.x, 0.01)
    expect(second.width / first.width).to.be.closeTo(300 / 1250.5, 0.005)
    expect(labels(element)).to.include.members(['Strasbourg', 'Metz'])
  })

  it('says that no value is given instead of drawing empty axes; groups of rows without a name are counted', async () => {
    const none: readonly Row[] = [{ commune: 'Metz', annee: null, montant: null, lien: null }, { commune: 'Toul', annee: null, montant: null, lien: null }]
    const element = await chart('type="bar" x="commune" y="sum(montant)"', 'empty', fakeSource(none))
    expect(text(element, 'frame')).to.contain('Aucune valeur n’est renseignée.')
    await chart('type="line" x="commune" y="montant" lang="de"', 'empty', fakeSource(none))
    expect((await chart('type="bar" x="lien" y="count()" loading="eager"', 'ready', fakeSource(none))).table?.columns.get('count()')).to.deep.equal([2])
  })

  it('the author’s unit is in its data too', async () => {
    const plainBars = await chart('type="bar" x="commune" y="sum(montant)" unit="k€"')
    expect(plainBars.table?.schema.map(({ unit }) => unit)).to.deep.equal([undefined, 'k€'])
    const series = await chart('type="line" x="annee" y="min(montant), max(montant)" unit="k€"')
    expect(series.table?.schema.map(({ unit }) => unit)).to.deep.equal([undefined, 'k€', 'k€'])
    series.unit = 'M€'
    await until(() => series.table?.schema[1]?.unit === 'M€', 'the new unit')
  })

  it('calls bins by their field', async () => {
    const element = await chart('type="line" x="bin(montant, 500)" y="count() as Lignes" where="montant > 0"')
    expect(labels(element, 'axis-title')).to.include('Montant (€)')
  })

  it('stacks series, or shows their shares', async () => {
    const stacked = await chart('type="bar" x="commune" y="sum(montant)" color="annee" where="montant > 0"')
    expect(marks(stacked, 'rect').length).to.equal(4)
    const shares = await chart('type="bar" y="commune" x="sum(montant)" color="annee" stack="normalize" where="montant > 0"')
    const widths = marks(shares, 'rect').map((bar) => bar.getBBox())
    // Metz: 400 of 700 in 2021; both rows are as wide as the whole.
    const whole = Math.max(...widths.map(({ x, width }) => x + width)) - Math.min(...widths.map(({ x }) => x))
    const metz = widths.map(({ width }) => width / whole).sort()
    expect(metz.some((share) => Math.abs(share - 400 / 700) < 0.01)).to.equal(true)
    expect(labels(shares).some((label) => label === '100 %')).to.equal(true)
  })

  it('several measures are series', async () => {
    const element = await chart('type="bar" x="commune" y="min(montant) as Moins, max(montant) as Plus" where="montant > 0"')
    expect(marks(element, 'rect').length).to.equal(4)
    expect(labels(element, 'legend-label')).to.deep.equal(['Moins', 'Plus'])
  })

  it('draws time as a line with months in the page’s language, and a gap where a value is missing', async () => {
    const rows: Row[] = [0, 1, 2, 3, 4].map((index) => ({ date: month(index), v: index === 2 ? null : index * 10, serie: 'a' }))
    const element = await chart('x="date" y="v"', 'ready', fakeSource(rows, years))
    const path = marks(element, 'line')[0]?.getAttribute('d') ?? ''
    expect(path.match(/M/g)?.length).to.equal(2)
    expect(labels(element).some((label) => /févr|mars|avr|mai/.test(label))).to.equal(true)
  })

  it('few sectors are a whole', async () => {
    const element = await chart('type="arc" color="commune" y="sum(montant)" where="montant > 0"')
    expect(marks(element, 'arc').length).to.equal(2)
    // A limit gathers: shares of the largest alone would be shares of nothing.
    expect((await chart('type="arc" color="commune" y="sum(montant)" limit="2"')).query?.limit).to.equal(undefined)
  })

  it('two measures are points', async () => {
    const element = await chart('type="point" x="annee" y="montant" where="montant > 0"')
    expect(marks(element, 'symbol').length).to.equal(4)
  })

  it('a category has the same colour in every chart of the page, also beside others', async () => {
    const rows: Row[] = [['Ouest', 2], ['Est', 9], ['Sud', 5]].map(([serie, v], at) => ({ date: month(at), v, serie })) as Row[]
    const colors = async (attributes: string, type = 'bar') => {
      const element = await chart(`type="${type}" x="date" y="v" color="serie" legend="top" loading="eager" ${attributes}`, 'ready', fakeSource(rows, years))
      const fills = [...svg(element).querySelectorAll('.role-legend-symbol path')].map((symbol) => symbol.getAttribute('fill'))
      return new Map(labels(element, 'legend-label').map((label, at) => [label, fills[at]]))
    }
    const all = await colors('')
    const some = await colors(`where="serie IN ('Ouest', 'Sud')"`)
    expect([...all.keys()]).to.deep.equal(['Est', 'Sud', 'Ouest'])
    expect(new Set(all.values()).size).to.equal(3)
    for (const [label, color] of some) expect(color, label).to.equal(all.get(label))
    for (const other of [await colors('', 'point'), await colors('facet="serie"')]) expect([...other].sort()).to.deep.equal([...all].sort())
  })

  it('charts of one source are drawn anew in one frame when readers pick', async () => {
    const source = fakeSource()
    const types = ['type="bar" x="commune" y="sum(montant)"', 'type="line" x="annee" y="sum(montant)"', 'type="arc" theta="sum(montant)" color="commune"', 'type="bar" x="annee" y="count()"']
    const charts = await Promise.all(types.map((attributes) => chart(`${attributes} loading="eager"`, 'ready', source)))
    /** Frames in which some are drawn anew and others are not. */
    const mixed = async (commune: string) => {
      const before = charts.map(svg)
      const seen: boolean[][] = []
      source.selection.set({}, { op: '=', args: [{ property: 'commune' }, commune] })
      while (!seen.at(-1)?.every(Boolean) && seen.length < 300) {
        await new Promise(requestAnimationFrame)
        seen.push(charts.map((one, at) => svg(one) !== before[at]))
      }
      return seen.filter((frame) => new Set(frame).size > 1).length
    }
    // A machine that stalls may show a frame in between: not each time.
    const picks = [await mixed('Strasbourg'), await mixed('Metz'), await mixed('Strasbourg')]
    expect(Math.min(...picks), 'frames in which some are old').to.equal(0)
    expect(marks(charts[0] as DgeChart, 'rect').length).to.equal(1)
    expect(source.asked).to.equal(1)
  })

  it('says why it is of its kind when the author named none', async () => {
    const element = await chart('x="commune" y="sum(montant)" where="montant > 0"')
    expect(plain(element.why ?? '')).to.equal('Des barres, parce que « Commune » compte 2 catégories.')
    expect((await chart('type="bar" x="commune" y="sum(montant)" where="montant > 0"')).why).to.equal(undefined)
  })

  it('has the author’s shape, and grows where bars need it', async () => {
    const wide = await chart('type="bar" x="commune" y="sum(montant)" where="montant > 0" aspect="2/1"')
    const stage = part(wide, 'chart')?.getBoundingClientRect()
    expect((stage?.width ?? 0) / (stage?.height ?? 1)).to.be.closeTo(2, 0.02)
    const many: Row[] = Array.from({ length: 30 }, (_, at) => ({ commune: `Une commune au nom assez long ${at}`, montant: at }))
    const tall = await chart('type="bar" y="commune" x="montant"', 'ready', fakeSource(many, [{ name: 'commune', type: 'string' }, { name: 'montant', type: 'number' }]))
    const place = part(tall, 'chart')
    expect(place?.scrollHeight).to.be.at.most((place?.clientHeight ?? 0) + 2)
    expect(marks(tall, 'rect').every((bar) => bar.getBBox().height >= 8)).to.equal(true)
  })

  it('has scroll bars only where the drawing is larger than its place: where both come for a moment each calls for the other, and the chart is drawn for ever', async () => {
    const bars = (attributes: string, rows?: readonly Row[]) =>
      chart(`type="bar" ${attributes}`, 'ready', rows && fakeSource(rows, [{ name: 'commune', type: 'string' }, { name: 'montant', type: 'number' }]))
    const overflow = (element: Element) => getComputedStyle(part(element, 'chart') as Element).overflowY
    const fitting = await bars('x="commune" y="sum(montant)" where="montant > 0" height="420"')
    expect(overflow(fitting)).to.equal('hidden')
    const many: Row[] = Array.from({ length: 30 }, (_, at) => ({ commune: `Une commune au nom assez long ${at}`, montant: at }))
    const cut = await bars('y="commune" x="montant" height="300"', many)
    expect(part(cut, 'chart')?.scrollHeight).to.be.above((part(cut, 'chart')?.clientHeight ?? 0) + 2)
    expect(overflow(cut)).to.equal('auto')
  })

  it('a new drawing never leaves the place low for a frame, and one that is higher than any place scrolls in it, drawn once', async () => {
    const many: Row[] = Array.from({ length: 30 }, (_, at) => ({ commune: `Une commune au nom assez long ${at}`, montant: at }))
    const tall = await chart('type="bar" y="commune" x="montant" loading="eager"', 'ready', fakeSource(many, [{ name: 'commune', type: 'string' }, { name: 'montant', type: 'number' }]))
    const drawn = svg(tall)
    const { height } = tall.getBoundingClientRect()
    const heights = new Set<number>()
    const observer = new ResizeObserver(() => heights.add(tall.getBoundingClientRect().height))
    observer.observe(tall)
    tall.theme = 'dsfr'
    await until(() => svg(tall) !== drawn, 'another drawing')
    observer.disconnect()
    expect([...heights].filter((each) => each < height - 1)).to.deep.equal([])

    const stage = mount('<div style="block-size: 4000px"></div>') as HTMLElement
    const redrawn: number[] = []
    const followed = [5000, 4500, 3000].map((needed) => followPlace(stage, () => ({ width: stage.clientWidth, height: needed, isFixed: false }), async () => void redrawn.push(needed)))
    stage.style.blockSize = '2900px'
    await until(() => redrawn.includes(3000), 'what is lower than it needs to be is drawn anew')
    stage.style.blockSize = '4000px'
    redrawn.length = 0
    for (let frame = 0; frame < 5; frame++) await new Promise(requestAnimationFrame)
    expect(redrawn, 'what may fill the higher place, once').to.deep.equal([3000])
    for (const each of followed) each.disconnect()
  })

  it('keeps its height while its end is in view, says that it is cut, and grows when nothing that is seen moves or the reader wants it', async () => {
    const many: Row[] = Array.from({ length: 30 }, (_, at) => ({ commune: `Une commune au nom assez long ${at}`, montant: at }))
    const lying = () => chart('type="bar" y="commune" x="montant" loading="eager" style="position: fixed; inset: 0 0 auto"', 'ready', fakeSource(many, [{ name: 'commune', type: 'string' }, { name: 'montant', type: 'number' }]))
    const height = (element: Element) => element.getBoundingClientRect().height
    const cut = (element: Element) => (part(element, 'chart')?.scrollHeight ?? 0) > (part(element, 'chart')?.clientHeight ?? 0) + 2
    const last = await lying()
    expect(height(last), 'nothing stands under it').to.be.above(700)
    last.remove()
    mount('<p style="block-size: 3000px">Ce qu’on lit dessous</p>')
    const [pressed, left] = [await lying(), await lying()]
    for (const element of [pressed, left]) {
      expect(height(element)).to.equal(500)
      expect(cut(element)).to.equal(true)
      await until(() => part(element, 'whole') !== null, 'what says that it is cut')
    }
    expect(await violations(pressed)).to.deep.equal([])
    part(pressed, 'whole')?.click()
    left.style.insetBlockStart = `${innerHeight}px`
    for (const element of [pressed, left]) {
      await until(() => height(element) > 700, 'its whole height')
      expect(cut(element)).to.equal(false)
      expect(part(element, 'whole')).to.equal(null)
    }
  })

  it('sums up what it shows where a browser has translated the words before', async () => {
    const element = await chart('type="bar" x="commune" y="sum(montant)" where="annee = 2022" heading="Avant" description="Avant"')
    const words = () => element.shadowRoot?.getElementById('words')?.textContent ?? ''
    await until(() => words() !== '', 'the summary')
    // As translators do: other nodes in place of the text.
    for (const place of element.shadowRoot?.querySelectorAll('#words, figcaption .sr, slot') ?? []) {
      for (const words of [...place.childNodes].filter((node) => node instanceof Text && node.data.trim() !== '')) {
        const translated = document.createElement('font')
        translated.textContent = `${words.textContent} (en)`
        words.replaceWith(translated)
      }
    }
    const before = words()
    Object.assign(element, { where: "commune = 'Metz'", heading: 'Après', description: 'Après' })
    await until(() => element.table?.numRows === 1, 'one town')
    await until(() => words() !== before, 'its summary')
    expect(words()).to.match(/Metz/).and.not.match(/Strasbourg/)
    expect(element.shadowRoot?.querySelector('figcaption .sr')?.textContent).to.equal(words())
    expect(text(element, 'heading')).to.equal('Après')
    expect(text(element, 'description')).to.equal('Après')
  })

  it('keeps its height where the page draws it smaller or larger', async () => {
    for (const enlarged of ['zoom: 1.5', 'transform: scale(0.5)']) {
      const page = mount(`<div style="transform-origin: 0 0; ${enlarged}"><dge-chart type="bar" x="commune" y="montant" style="inline-size: 400px" loading="eager"></dge-chart><p style="block-size: 3000px">Ce qu’on lit dessous</p></div>`)
      const element = page.querySelector<DgeChart>('dge-chart')
      if (!element) throw new Error('no chart')
      element.source = fakeSource()
      await state(element, 'ready')
      expect(element.offsetHeight, enlarged).to.equal(500)
      expect(part(element, 'chart')?.clientHeight, enlarged).to.be.above(250)
      page.remove()
    }
  })

  it('no place is held that the page’s styles have taken', async () => {
    const reset = document.head.appendChild(document.createElement('style'))
    reset.textContent = '* { all: unset; display: revert }'
    const element = mount<DgeChart>('<div><dge-chart type="bar" x="commune" y="montant" loading="eager"></dge-chart><p style="block-size: 3000px">Ce qu’on lit dessous</p></div>').querySelector<DgeChart>('dge-chart')
    if (!element) throw new Error('no chart')
    element.source = fakeSource()
    await state(element, 'ready')
    await until(() => element.getBoundingClientRect().height > 300, 'the whole drawing')
    expect(part(element, 'whole')).to.equal(null)
    reset.remove()
  })

  for (const display of ['block', 'inline-block', 'flow-root']) it(`takes the whole of its place where the page’s styles have it ${display}`, async () => {
    const page = mount(`<div style="inline-size: 400px"><dge-chart type="bar" x="commune" y="montant" height="480" style="display: ${display}; padding: 10px; inline-size: 400px" loading="eager"></dge-chart><p style="block-size: 3000px">Ce qu’on lit dessous</p></div>`)
    const element = page.querySelector<DgeChart>('dge-chart')
    if (!element) throw new Error('no chart')
    element.source = fakeSource()
    await state(element, 'ready')
    expect(element.getBoundingClientRect().height).to.equal(480)
    expect(element.renderRoot.querySelector('figure')?.getBoundingClientRect().height).to.equal(460)
    expect(part(element, 'chart')?.getBoundingClientRect().height).to.be.greaterThan(250)
  })

  it('an unknown type is told with the word that was probably meant', async () => {
    const told = async (attributes: string) => {
      const messages: string[] = []
      const element = mount<DgeChart>(`<dge-chart loading="eager" ${attributes}></dge-chart>`)
      element.addEventListener('dge-error', ({ detail }) => messages.push(`${detail.kind} ${detail.message}`))
      element.source = fakeSource()
      await state(element, 'error')
      return messages.join()
    }
    expect(await told('type="histogrom" x="montant"')).to.match(/query .*Unknown chart type.*did you mean “histogram/)
    expect(await told('type="slope" x="commune" y="sum(montant)"')).to.match(/query .*needs two moments/)
  })

  it('is as high as its author says, with all that stands around the drawing, which keeps what can be read', async () => {
    const element = await chart('type="bar" x="commune" y="sum(montant)" height="300" style="width: 600px"')
    expect(element.offsetHeight).to.equal(300)
    const low = await chart('type="bar" x="commune" y="sum(montant)" height="8rem" style="width: 600px"')
    expect(part(low, 'chart')?.offsetHeight).to.equal(160)
    expect(low.offsetHeight).to.be.above(200)
  })

  it('a limit that cuts between equals is told to the author', async () => {
    const warned: string[] = []
    const { warn } = console
    console.warn = (message: string) => void warned.push(message)
    try {
      const same = ['a', 'b', 'c', 'd'].map((commune, at) => ({ commune, annee: 2022, montant: at === 0 ? 9 : 5, lien: null }))
      const limited = async (limit: number) => {
        const element = mount<DgeChart>(`<dge-chart type="bar" x="commune" y="sum(montant)" order="-y" loading="eager" limit="${limit}"></dge-chart>`)
        element.source = fakeSource(same)
        return state(element, 'ready')
      }
      await limited(1)
      await limited(4)
      await limited(3)
      await until(() => warned.some((line) => line.includes('limit=')), 'told')
      expect(warned.filter((line) => line.includes('limit='))).to.deep.equal(['[dge] <dge-chart> limit="3" cuts between equals: the next row has the same sum(montant) (5). A second order says which come first: order="-sum(montant), …"'])
    } finally {
      console.warn = warn
    }
  })

  it('weeks beside years, which end at other days, are told to the author', async () => {
    const warned: string[] = []
    const { warn } = console
    console.warn = (message: string) => void warned.push(message)
    try {
      const days = [Date.UTC(2024, 11, 30), Date.UTC(2025, 0, 2)].map((date) => ({ date, v: 1, serie: 'a' }))
      for (const attributes of ['x="yearweek(date)" y="sum(v)" color="year(date)"', 'x="week(date)" y="sum(v)" color="year(date)"', 'x="week(date)" y="sum(v)" where="year(date) = 2024"']) {
        const element = mount<DgeChart>(`<dge-chart type="bar" loading="eager" ${attributes}></dge-chart>`)
        element.source = fakeSource(days, years)
        await state(element, 'ready')
      }
      await until(() => warned.some((line) => line.includes('yearweek()')), 'told')
      expect(warned).to.deep.equal(['[dge] <dge-chart> has week() beside year(): the last days of December may be in week 1, and the first of January in week 53, of another year. yearweek() tells weeks apart'])
    } finally {
      console.warn = warn
    }
  })

  it('draws no “largest” that were cut in the order of letters', async () => {
    const texts = ['9', '100', 'voir note', '20', '7'].map((v, at) => ({ serie: 'abcde'.charAt(at), v }))
    const drawn = async (attributes: string, wanted: 'ready' | 'error') => {
      const element = mount<DgeChart>(`<dge-chart type="bar" x="serie" y="v" loading="eager" ${attributes}></dge-chart>`)
      element.source = fakeSource(texts, [{ name: 'serie', type: 'string' }, { name: 'v', type: 'string' }])
      return state(element, wanted)
    }
    expect((await drawn('order="-v" limit="2"', 'error')).shadowRoot?.textContent).to.contain('v is of text, letter by letter')
    expect(marks(await drawn('order="serie" limit="2"', 'ready'), 'rect')).to.have.length(2)
    expect(marks(await drawn('where="v >= 20"', 'ready'), 'rect')).to.have.length(2)
  })

  it('a touch that means nothing loses no chart: the author is told in the console', async () => {
    const warned: string[] = []
    const { warn } = console
    console.warn = (message: string) => void warned.push(message)
    try {
      const touches = 'annotations="y=500; nulle part" target="beaucoup" palette="bleu" colors="Metz" legend="botom" format="compat" sort="nam" stack="oui" trend="x" aspect="1/0" highlight="Mets" unit="k€" limit="dix"'
      const element = await chart(`type="bar" x="commune" y="sum(montant)" where="annee = 2022 AND montant > 0" ${touches}`)
      expect(marks(element, 'rect').length).to.equal(2)
      expect(marks(element, 'rule').length).to.equal(1)
      await until(() => warned.length >= 12, 'told')
      expect(warned).to.include('[dge] “dix” is not a number: it is left out')
      for (const word of ['annotations', 'target', 'palette', 'colors', 'legend', 'format', 'sort', 'stack', 'trend', 'aspect', 'highlight']) {
        expect(warned.filter((message) => message.startsWith(`[dge] <dge-chart> ${word}: `)).length, word).to.equal(1)
      }
      expect(warned.find((message) => message.includes('highlight'))).to.contain('did you mean “Metz”')
    } finally {
      console.warn = warn
    }
  })

  it('reads its marks by keyboard and reports the chosen one', async () => {
    const element = await chart('type="bar" x="commune" y="sum(montant)" where="annee = 2022 AND montant > 0"')
    const list = listOf(element)
    const picked: Row[] = []
    element.addEventListener('dge-select', ({ detail }) => picked.push(...detail.rows))
    const press = (key: string) => list.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
    list.focus()
    await readable(element)
    press('ArrowRight')
    await element.updateComplete
    expect(heard(element)).to.match(/Strasbourg.*1 250,5 €/)
    expect(element.shadowRoot?.querySelector('.ring')).not.to.equal(null)
    expect(text(element, 'tooltip')).to.match(/Strasbourg.*1 250,5 €/)
    press('Enter')
    expect(picked.map(({ commune }) => commune)).to.deep.equal(['Strasbourg'])
    press('End')
    await element.updateComplete
    expect(heard(element)).to.match(/Metz/)
    press('Escape')
    await element.updateComplete
    expect(element.shadowRoot?.querySelector('.ring')).to.equal(null)
  })

  it('draws an author’s Vega-Lite on the data, from the property and from a script inside', async () => {
    const spec = { mark: 'point', encoding: { x: { field: 'annee', type: 'quantitative' }, y: { field: 'montant', type: 'quantitative' } } }
    const element = mount<DgeChart>('<dge-chart where="montant > 0"></dge-chart>')
    element.spec = spec
    element.source = fakeSource()
    await state(element, 'ready')
    expect(marks(element, 'symbol').length).to.equal(4)
    expect(element.spec).to.have.nested.property('encoding.x.field', 'annee')
    const inside = mount<DgeChart>(`<dge-chart where="montant > 0"><script type="application/json">${JSON.stringify(spec)}</script></dge-chart>`)
    inside.source = fakeSource()
    await state(inside, 'ready')
    expect(marks(inside, 'symbol').length).to.equal(4)
  })

  it('a specification that needs more than the slim engine gets the whole one', async () => {
    const element = mount<DgeChart>('<dge-chart></dge-chart>')
    element.spec = {
      data: { values: [{ a: 1, b: 2 }, { a: 2, b: 3 }, { a: 3, b: 5 }] },
      layer: [
        { mark: 'point', encoding: { x: { field: 'a', type: 'quantitative' }, y: { field: 'b', type: 'quantitative' } } },
        { mark: 'line', transform: [{ regression: 'b', on: 'a' }], encoding: { x: { field: 'a', type: 'quantitative' }, y: { field: 'b', type: 'quantitative' } } },
      ],
    }
    await until(() => element.state === 'ready', 'ready')
    expect(marks(element, 'line').length).to.equal(1)
  })

  it('a bad specification is told', async () => {
    const messages: string[] = []
    const element = mount<DgeChart>(`<dge-chart spec="{mark: 'bar'}"></dge-chart>`)
    element.addEventListener('dge-error', ({ detail }) => messages.push(`${detail.kind} ${detail.message}`))
    element.source = fakeSource()
    await state(element, 'error')
    expect(messages.join()).to.match(/query .*not JSON/)
  })

  it('gives SVG and PNG with title and source', async () => {
    const element = await chart('type="bar" x="commune" y="sum(montant)" where="montant > 0" heading="Dépenses &amp; &lt;b&gt;"')
    const drawing = new DOMParser().parseFromString(await element.toSVG(), 'image/svg+xml')
    expect(drawing.querySelector('parsererror')).to.equal(null)
    expect(plain(drawing.documentElement.textContent ?? '')).to.match(/Dépenses & <b>.*Région Grand Est.*Licence Ouverte 2.0/)
    const png = new Uint8Array(await (await element.toPNG(1)).arrayBuffer())
    expect([...png.slice(1, 4)].map((byte) => String.fromCharCode(byte)).join('')).to.equal('PNG')
    const bitmap = await createImageBitmap(new Blob([png], { type: 'image/png' }))
    expect(bitmap.width).to.be.closeTo(Number(drawing.documentElement.getAttribute('width')), 2)
  })

  it('one row, negative and huge numbers', async () => {
    const schema: Schema = [{ name: 'k', type: 'string' }, { name: 'v', type: 'number' }]
    for (const values of [[null, 2], [5], [-5, 3], [9007199254740991, 1e-6]]) {
      const rows = values.map((v, index) => ({ k: `k${index}`, v }))
      const element = await chart('type="bar" x="k" y="v"', 'ready', fakeSource(rows, schema))
      expect(svg(element).textContent).not.to.match(/NaN|undefined|Infinity/)
      clear()
    }
  })

  it('markup in values and names is text', async () => {
    const rows = [{ k: '<img src=x onerror=alert(1)>', v: 1 }]
    const element = await chart('type="bar" x="k" y="v"', 'ready', fakeSource(rows, [{ name: 'k', type: 'string', title: '<b>k</b>' }, { name: 'v', type: 'number' }]))
    expect(element.shadowRoot?.querySelector('img, b')).to.equal(null)
    expect(labels(element).join()).to.include('<img')
  })

  it('frees its drawing when it is removed, and draws again when it comes back', async () => {
    const element = await chart('type="bar" x="commune" y="sum(montant)" where="montant > 0"')
    const place = element.parentElement
    element.remove()
    expect(element.shadowRoot?.querySelector('.drawing svg')).to.equal(null)
    place?.append(element)
    await until(() => element.state === 'ready' && marks(element, 'rect').length === 2, 'drawn again')
  })
})
