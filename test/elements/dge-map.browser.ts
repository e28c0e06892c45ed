import { executeServerCommand, sendKeys } from '@web/test-runner-commands'
import { expect } from 'chai'
import { DgeError } from '../../src/data/errors.js'
import { DgeLayer } from '../../src/elements/dge-layer.js'
import { DgeMap } from '../../src/elements/dge-map.js'
import { fakeSource } from './fake-source.js'
import { placesSource, points } from './fake-places.js'
import { clear, heard, listOf, mount, part, plain, text, until, violations } from './stage.js'
import type { Fake } from './fake-source.js'

if (!customElements.get('dge-layer')) customElements.define('dge-layer', DgeLayer)
if (!customElements.get('dge-map')) customElements.define('dge-map', DgeMap)

/** The next event of the name; the engine takes its time without a graphics card. */
const next = <T>(element: Element, name: string) =>
  new Promise<T>((resolve) => element.addEventListener(name, (event) => resolve((event as CustomEvent<T>).detail), { once: true }))

async function map(attributes: string, source = placesSource(), inner = ''): Promise<DgeMap> {
  let ready: Promise<unknown> = Promise.resolve()
  const element = mount<DgeMap>(`<dge-map loading="eager" ${attributes}>${inner}</dge-map>`, (made) => {
    ready = next(made, 'dge-ready')
  })
  element.source = source
  await ready
  return element
}

describe('dge-map in a page that makes a block of it', () => {
  afterEach(clear)

  it('takes the whole of its place', async () => {
    const element = await map('value="pop" height="480" style="display: block"')
    expect(element.renderRoot.querySelector('figure')?.getBoundingClientRect().height).to.equal(480)
    expect(part(element, 'map')?.getBoundingClientRect().height).to.be.greaterThan(150)
  })
})

function key(element: Element, name: string, more: KeyboardEventInit = {}): void {
  const from = element.shadowRoot?.activeElement ?? part(element, 'map')
  from?.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, composed: true, ...more }))
}

/** Clicks at a share of the map's width and height. */
function click(element: Element, x: number, y: number): void {
  const canvas = element.shadowRoot?.querySelector('canvas')
  const box = canvas?.getBoundingClientRect()
  if (!canvas || !box) throw new Error('no canvas')
  const at = { clientX: box.x + box.width * x, clientY: box.y + box.height * y, bubbles: true }
  for (const type of ['mousedown', 'mouseup', 'click']) canvas.dispatchEvent(new MouseEvent(type, at))
}

const labels = (element: Element) => [...(part(element, 'legend')?.querySelectorAll('li') ?? [])].map((item) => plain(item.innerText))
const swatches = (element: Element) =>
  [...(part(element, 'legend')?.querySelectorAll('[fill]') ?? [])].map((shape) => shape.getAttribute('fill') ?? '')

/** Of the place that the keyboard is on: its rank among all, from 1 on, and how many there are. */
const place = (element: Element) => ['posinset', 'setsize'].map((name) => listOf(element).querySelector('[role="option"]')?.getAttribute(`aria-${name}`))

/** Pixels of each colour of a picture. */
async function colorsOf(blob: Blob): Promise<Map<string, number>> {
  const picture = await createImageBitmap(blob)
  const canvas = new OffscreenCanvas(picture.width, picture.height)
  const pen = canvas.getContext('2d')
  pen?.drawImage(picture, 0, 0)
  const data = pen?.getImageData(0, 0, picture.width, picture.height).data ?? new Uint8ClampedArray()
  const counts = new Map<string, number>()
  for (let at = 0; at < data.length; at += 4) {
    const color = `#${[0, 1, 2].map((channel) => (data[at + channel] ?? 0).toString(16).padStart(2, '0')).join('')}`
    counts.set(color, (counts.get(color) ?? 0) + 1)
  }
  return counts
}

describe('dge-map', () => {
  const { error: log } = console
  beforeEach(() => {
    console.error = () => {}
  })
  afterEach(() => {
    console.error = log
    clear()
  })

  it('is accessible, with its pop-up open too', async () => {
    const element = await map('value="pop" heading="Population"')
    expect(await violations(element)).to.deep.equal([])
    part(element, 'map')?.focus()
    key(element, 'Enter')
    await element.updateComplete
    expect(await violations(element)).to.deep.equal([])
  })

  it('draws every class in the colour of its legend', async () => {
    const element = await map('value="pop" classes="2"')
    // Median of 100…500 is 300: two squares below, three from it on, one without data.
    expect(labels(element)).to.deep.equal(['100 à 300 hab.', '300 à 500 hab.', 'Sans donnée'])
    const counts = await colorsOf(await element.toPNG())
    const [low = 0, high = 0, missing = 0] = swatches(element).map((color) => counts.get(color) ?? 0)
    expect(missing).to.be.above(1000)
    // Squares further south are a little smaller on the screen: within a tenth.
    expect(low / missing).to.be.within(1.8, 2.2)
    expect(high / missing).to.be.within(2.7, 3.3)
  })

  it('is told in words, named, and offers its data', async () => {
    const element = await map('value="pop" heading="Combien ?"')
    expect(plain(element.summary(element.table as never, element.locale))).to.equal(
      '6 zones. Population : de 100 hab. (Alpha) à 500 hab. (Epsilon), médiane 300 hab. 1 lieu sans donnée.'
    )
    expect(part(element, 'map')?.getAttribute('aria-label')).to.equal('Carte\u00a0: Combien ?')
    expect((await element.toCSV()).split('\r\n')[0]).to.equal('\ufeffNom;Population')
    part(element, 'data-button')?.click()
    await until(() => text(element, 'table') !== '', 'table')
    expect(text(element, 'table')).to.include('Alpha').and.not.include('géométrie')
  })

  it('shows what is asked in its pop-up, as text, and reports the place', async () => {
    const element = await map('value="pop" popup="nom, pop, genre"')
    const picked = next<{ rows: readonly object[] }>(element, 'dge-select')
    part(element, 'map')?.focus()
    key(element, 'ArrowLeft') // backwards from the start: the last
    key(element, 'Enter')
    await element.updateComplete
    expect(text(element, 'popup')).to.equal('<img src=x onerror=alert(1)> Population — Genre hameau')
    expect(element.shadowRoot?.querySelector('img')).to.equal(null)
    const [row] = (await picked).rows
    expect({ ...row }).to.deep.equal({ nom: '<img src=x onerror=alert(1)>', pop: null, genre: 'hameau' })
  })

  it('goes from place to place by arrow keys and tells each', async () => {
    const element = await map('value="pop"')
    part(element, 'map')?.focus()
    key(element, 'ArrowRight')
    await element.updateComplete
    expect(heard(element)).to.equal('Alpha, Population : 100 hab.')
    key(element, 'ArrowDown')
    await element.updateComplete
    expect(heard(element)).to.equal('Beta, Population : 200 hab.')
    expect(place(element)).to.deep.equal(['2', '6'])
    expect(part(element, 'popup')).to.equal(null)
  })

  it('closes the pop-up by Escape and gives the focus back', async () => {
    const element = await map('value="pop"')
    part(element, 'map')?.focus()
    key(element, 'Enter')
    await element.updateComplete
    await new Promise((resolve) => setTimeout(resolve))
    expect(element.shadowRoot?.activeElement).to.equal(part(element, 'popup'))
    key(element, 'Escape')
    await element.updateComplete
    expect(part(element, 'popup')).to.equal(null)
    expect(element.shadowRoot?.activeElement).to.equal(part(element, 'map'))
  })

  it('in a dialog of the page, Escape closes the pop-up first, then the dialog', async () => {
    const dialog = mount<HTMLDialogElement>('<dialog style="inline-size: 30rem"><dge-map value="pop" loading="eager"></dge-map></dialog>')
    dialog.showModal()
    const element = dialog.querySelector<DgeMap>('dge-map')
    if (!element) throw new Error('no map')
    const ready = next(element, 'dge-ready')
    element.source = placesSource()
    await ready
    part(element, 'map')?.focus()
    await sendKeys({ press: 'Enter' })
    await until(() => part(element, 'popup')?.matches(':focus') === true, 'the pop-up has the focus')
    await sendKeys({ press: 'Escape' })
    await element.updateComplete
    expect(part(element, 'popup')).to.equal(null)
    expect(element.shadowRoot?.activeElement).to.equal(part(element, 'map'))
    expect(dialog.open).to.equal(true)
    await sendKeys({ press: 'Escape' })
    await until(() => !dialog.open, 'closed')
  })

  it('opens on a click on a place and closes on a click beside', async () => {
    const element = await map('value="pop"')
    click(element, 0.5, 0.3) // upper row, middle
    await element.updateComplete
    expect(text(element, 'popup')).to.match(/^Epsilon/)
    click(element, 0.02, 0.5)
    await element.updateComplete
    expect(part(element, 'popup')).to.equal(null)
  })

  it('keeps the pop-up and the pick of a place that is drawn anew, and lets both go with the place', async () => {
    const element = await map('value="pop"')
    const picks: string[] = []
    element.addEventListener('dge-select', ({ detail }) => picks.push(detail.text))
    click(element, 0.5, 0.3)
    await element.updateComplete
    const redrawn = async (where: string) => {
      const ready = next(element, 'dge-ready')
      element.where = where
      await ready
    }
    await redrawn("genre = 'ville'")
    expect(text(element, 'popup')).to.match(/^Epsilon/)
    part(element, 'map')?.focus()
    key(element, 'ArrowRight') // from the second of the towns to the third, which is the last
    await element.updateComplete
    expect(heard(element)).to.match(/^Alpha/)
    expect(place(element)).to.deep.equal(['1', '3'])
    expect(picks.length).to.equal(2)
    await redrawn("genre = 'village'")
    expect(part(element, 'popup') === null).to.equal(true)
    expect(picks.map((each) => each !== '')).to.deep.equal([true, true, false])
  })

  it('takes an aggregate of each place', async () => {
    const element = await map(`value='sum(pop) / sum(surface) as "Densité"' unit="hab./km²" classes="2"`)
    // 10, 20, 15, 20, 10, none: median 15.
    expect(labels(element)).to.deep.equal(['10 à 15 hab./km²', '15 à 20 hab./km²', 'Sans donnée'])
  })

  it('sizes points, and colours them by category', async () => {
    const element = await map('value="pop" color="genre"', placesSource(points))
    expect(labels(element)).to.deep.equal(['ville', 'village', 'hameau', '500 hab.', '100 hab.', '20 hab.'])
    const counts = await colorsOf(await element.toPNG())
    for (const color of swatches(element).slice(0, 3)) expect([...counts.keys()]).to.include(color)
  })

  it('is on paper what it was on the screen', async () => {
    const element = await map('value="pop" classes="2"')
    dispatchEvent(new Event('beforeprint'))
    const paper = element.shadowRoot?.querySelector<HTMLCanvasElement>('canvas.paper')
    const counts = await colorsOf(await new Promise<Blob>((done) => paper?.toBlob((blob) => done(blob as Blob))))
    for (const color of swatches(element).slice(0, 2)) expect(counts.get(color) ?? 0, color).to.be.above(1000)
    await executeServerCommand('emulate-reader', { media: 'print' })
    expect(paper?.getBoundingClientRect().height).to.be.greaterThan(100)
    await executeServerCommand('emulate-reader', {})
    dispatchEvent(new Event('afterprint'))
    expect(element.shadowRoot?.querySelector('.paper')).to.equal(null)
  })

  it('has on paper the colours of its legend in a dark page too', async () => {
    document.documentElement.style.cssText = 'color-scheme: dark; background: #111; color: #eee'
    const element = await map('value="pop" classes="2"')
    // The look of the page is followed once the browser is idle.
    await new Promise((resolve) => setTimeout(resolve, 1000))
    dispatchEvent(new Event('beforeprint'))
    const paper = element.shadowRoot?.querySelector<HTMLCanvasElement>('canvas.paper')
    const counts = await colorsOf(await new Promise<Blob>((done) => paper?.toBlob((blob) => done(blob as Blob))))
    await executeServerCommand('emulate-reader', { media: 'print' })
    await new Promise((resolve) => setTimeout(resolve, 1500))
    const shown = swatches(element).slice(0, 2)
    await executeServerCommand('emulate-reader', {})
    dispatchEvent(new Event('afterprint'))
    document.documentElement.style.cssText = ''
    for (const color of shown) expect(counts.get(color) ?? 0, color).to.be.above(1000)
  })

  it('draws again in the same map when an attribute changes', async () => {
    const element = await map('value="pop" classes="2"')
    const canvas = element.shadowRoot?.querySelector('canvas')
    const again = next(element, 'dge-ready')
    element.palette = 'oranges'
    element.classes = 4
    await again
    expect(element.shadowRoot?.querySelector('canvas')).to.equal(canvas)
    expect(labels(element)).to.have.length(5)
    const counts = await colorsOf(await element.toPNG())
    for (const color of swatches(element)) expect(counts.get(color) ?? 0, color).to.be.above(1000)
  })

  it('keeps its height from the first moment on', async () => {
    const source = placesSource()
    source.delay = 300
    const element = mount<DgeMap>('<dge-map loading="eager" value="pop" heading="H"></dge-map>')
    const ready = next(element, 'dge-ready')
    element.source = source
    await element.updateComplete
    const before = element.getBoundingClientRect().height
    await ready
    expect(element.getBoundingClientRect().height).to.equal(before)
    expect(before).to.be.above(300)
  })

  for (const [attributes, kind, message] of [
    ['value="pop" method="jenk"', 'query', /jenk/],
    ['value="pop" classes="40"', 'query', /1 to 9/],
    ['value="pop" palette="arc-en-ciel"', 'query', /arc-en-ciel/],
    ['value="pop" center="Strasbourg"', 'query', /longitude/],
    ['value="popp"', 'field', /popp/],
    ['value="pop" geometry="nom"', 'field', /not a geometry/],
  ] as const) {
    it(`refuses ${attributes}`, async () => {
      const element = mount<DgeMap>(`<dge-map loading="eager" ${attributes}></dge-map>`)
      const failed = next<{ kind: string; message: string }>(element, 'dge-error')
      element.source = placesSource()
      const detail = await failed
      expect(detail.kind).to.equal(kind)
      expect(detail.message).to.match(message)
    })
  }

  it('says that data without geometry make no map', async () => {
    const element = mount<DgeMap>('<dge-map loading="eager"></dge-map>')
    const failed = next<{ kind: string; message: string }>(element, 'dge-error')
    element.source = fakeSource()
    expect(await failed).to.include({ kind: 'geometry', message: 'The data have no geometry: a map needs points, lines or areas' })
    await until(() => element.shadowRoot?.querySelector('[role="alert"]')?.textContent?.includes('Ces données ne sont pas localisées') === true, 'the reader is told')
  })

  it('frees the graphics context when it is removed, and draws anew when it comes back', async () => {
    const element = await map('value="pop"')
    const canvas = element.shadowRoot?.querySelector('canvas')
    const gl = canvas?.getContext('webgl2')
    const home = element.parentElement
    element.remove()
    expect(gl?.isContextLost()).to.equal(true)
    expect(element.shadowRoot?.querySelector('canvas')).to.equal(null)
    const again = next(element, 'dge-ready')
    home?.append(element)
    await again
    expect(element.shadowRoot?.querySelectorAll('canvas')).to.have.length(1)
  })

  it('removed while its data load, it aborts them and starts no map', async () => {
    const source = placesSource()
    source.delay = 2000
    const element = mount<DgeMap>('<dge-map loading="eager" value="pop"></dge-map>')
    element.source = source
    while (source.asked === 0) await new Promise((resolve) => setTimeout(resolve, 10))
    element.remove()
    await until(() => source.aborted === 1, 'aborted')
    expect(element.state).to.equal('idle')
    expect(element.shadowRoot?.querySelector('canvas') ?? null).to.equal(null)
  })

  it('removed while the engine draws, it leaves no context behind', async () => {
    const element = mount<DgeMap>('<dge-map loading="eager" value="pop"></dge-map>')
    element.source = placesSource()
    while (!element.shadowRoot?.querySelector('canvas')) await new Promise((resolve) => setTimeout(resolve, 1))
    const gl = element.shadowRoot.querySelector('canvas')?.getContext('webgl2')
    element.remove()
    await until(() => gl?.isContextLost() === true, 'context lost')
    expect(element.state).to.equal('idle')
  })

  it('speaks the language of the page', async () => {
    const english = await map('lang="en" value="pop" classes="2" heading="People"')
    expect(labels(english)).to.deep.equal(['100 to 300 hab.', '300 to 500 hab.', 'No data'])
    expect(part(english, 'map')?.getAttribute('aria-label')).to.equal('Map: People')
    const german = await map('lang="de" value="pop" classes="2"')
    expect(labels(german)).to.deep.equal(['100 bis 300 hab.', '300 bis 500 hab.', 'Keine Angabe'])
  })

  it('speaks another language once the page does: what the engine tells of wheel and fingers, and what was told of a place, too', async () => {
    const element = await map('lang="fr" value="pop" popup="nom, pop"')
    const fingers = () => element.shadowRoot?.querySelector('.maplibregl-mobile-message')?.textContent ?? ''
    expect(fingers()).to.contain('deux doigts')
    part(element, 'map')?.focus()
    key(element, 'ArrowRight')
    key(element, 'Enter')
    await until(() => part(element, 'popup') !== null, 'the pop-up')
    const told = () => plain(element.shadowRoot?.querySelector('.stage > .sr')?.textContent ?? '')
    expect(told()).to.equal('Alpha, Population : 100 hab.')
    element.lang = 'de'
    await until(() => fingers().includes('zwei Fingern'), 'the words in German')
    await until(() => told() === 'Alpha, Population: 100 hab.', 'the place in German')
  })

  it('breaks the words of its legend where they are wider than a phone', async () => {
    const long = 'Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsbetrag'
    const element = await map(`value='pop as "${long}"' unit="${long}" style="width: 320px"`)
    expect(part(element, 'legend')?.scrollWidth).to.be.at.most(320)
  })

  it('that the browser dropped, for it draws no more than so many, is there again when the reader comes back', async () => {
    const element = await map('value="pop"')
    const lost = element.shadowRoot?.querySelector('canvas')?.getContext('webgl2')
    const space = document.createElement('div')
    space.style.height = '4000px'
    element.before(space)
    const again = next(element, 'dge-ready')
    lost?.getExtension('WEBGL_lose_context')?.loseContext()
    await new Promise((resolve) => setTimeout(resolve, 1500))
    expect(lost?.isContextLost()).to.equal(true)
    element.scrollIntoView()
    await again
    const canvases = element.shadowRoot?.querySelectorAll('canvas') ?? []
    expect([...canvases].map((canvas) => canvas.getContext('webgl2')?.isContextLost())).to.deep.equal([false])
  })

  describe('with layers', () => {
    async function layered(first: Fake, second: Fake, attributes = ''): Promise<DgeMap> {
      const element = mount<DgeMap>(
        `<dge-map loading="eager" heading="Deux" ${attributes}><dge-layer value="surface" heading="Fond"></dge-layer>` +
          '<dge-layer color="#c0123c" heading="Points"></dge-layer></dge-map>',
        (made) => [...made.children].forEach((layer, index) => ((layer as DgeLayer).source = index ? second : first))
      )
      await next(element, 'dge-ready')
      return element
    }

    it('draws them in order, with one legend each and all sources named', async () => {
      const other = placesSource(points, { title: 'Mairies', publisher: 'Autre', licence: 'ODbL' })
      const element = await layered(placesSource(), other)
      expect(labels(element).at(-1)).to.equal('Points')
      expect((await colorsOf(await element.toPNG())).get('#c0123c') ?? 0).to.be.above(50)
      const shown = plain(part(element, 'content')?.innerText ?? '')
      expect(shown).to.include('Carrés, Essai').and.include('Mairies, Autre')
    })

    it('shows the others when one fails, and tells which', async () => {
      const broken = placesSource()
      broken.failure = new DgeError('http', 'HTTP 500')
      const errors: unknown[] = []
      const listen = (event: Event) => errors.push((event.target as Element).localName)
      document.addEventListener('dge-error', listen)
      const element = await layered(placesSource(), broken)
      document.removeEventListener('dge-error', listen)
      expect(errors).to.deep.equal(['dge-layer'])
      expect(plain(part(element, 'content')?.innerText ?? '')).to.include('Points – Le serveur de données a refusé')
      expect(labels(element)).to.not.include('Points')
    })

    it('reads the condition of a layer by its fields: codes keep their zeros, names their cases', async () => {
      const coded = points.map((row, at) => ({ ...row, genre: at < 2 ? '01001' : '67482' }))
      const element = await layered(placesSource(), placesSource(coded))
      const again = next(element, 'dge-ready')
      ;(element.lastElementChild as DgeLayer).where = 'Genre = 01001'
      await again
      expect(plain(element.shadowRoot?.textContent ?? '')).to.include('2 points')
    })

    it('follows layers that come, change and go', async () => {
      const element = await layered(placesSource(), placesSource(points))
      let again = next(element, 'dge-ready')
      element.lastElementChild?.remove()
      await again
      expect(labels(element)).to.not.include('Points')
      again = next(element, 'dge-ready')
      ;(element.firstElementChild as DgeLayer).breaks = '15, 30'
      await again
      expect(labels(element)).to.deep.equal(['moins de 15 km²', '15 à 30 km²', '30 km² et plus'])
    })

    it('stays useful when background tiles fail, and names their provider', async () => {
      const element = await map('value="pop" basemap="http://localhost:9/{z}/{x}/{y}.png" basemap-credits="© Personne"')
      for (let tries = 0; tries < 100 && !plain(part(element, 'content')?.innerText ?? '').includes('Le fond de carte ne répond pas'); tries++) {
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
      const shown = plain(part(element, 'content')?.innerText ?? '')
      expect(shown).to.include('Le fond de carte ne répond pas.').and.include('© Personne')
    })
  })
})
