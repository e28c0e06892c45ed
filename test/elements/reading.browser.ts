import { expect } from 'chai'
import { parseFilter } from '../../src/data/cql2.js'
import { fakeSource } from './fake-source.js'
import { clear, heard, heardOnce, listOf, mount, part, plain, readable, state, text, until, violations } from './stage.js'
import type { DgeChart } from '../../src/elements/dge-chart.js'
import type { DgeSelectEvent, SelectDetail } from '../../src/elements/events.js'
import type { Schema } from '../../src/data/schema.js'
import type { Row } from '../../src/data/table.js'

const month = (index: number) => Date.UTC(2023, index, 1)
const series: Schema = [
  { name: 'mois', type: 'date', precision: 'month' },
  { name: 'ville', type: 'string', title: 'Ville' },
  { name: 'v', type: 'number', title: 'Valeur' },
]
/** Two years of two towns: Metz 0, 1, 2… and Nancy 100, 101, 102… */
const two: readonly Row[] = Array.from({ length: 24 }, (_, at) => [
  { mois: month(at), ville: 'Metz', v: at },
  { mois: month(at), ville: 'Nancy', v: 100 + at },
]).flat()

async function chart(attributes: string, source = fakeSource()): Promise<DgeChart> {
  const element = mount<DgeChart>(`<dge-chart ${attributes} loading="eager" style="width: 640px" height="420"></dge-chart>`)
  element.source = source
  return state(element, 'ready')
}
const read = async (attributes: string, source = fakeSource()) => readable(await chart(attributes, source))
const bars = () => read('type="bar" x="commune" y="sum(montant)" where="annee = 2022 AND montant > 0"')
const lines = () => read('type="line" x="mois" y="v" color="ville"', fakeSource(two, series))

const root = (element: Element) => element.shadowRoot as ShadowRoot
const said = (element: Element) => plain(root(element).querySelector('.sr[aria-live]')?.textContent ?? '')
const selected = (element: Element): SelectDetail[] => {
  const details: SelectDetail[] = []
  element.addEventListener('dge-select', (event) => details.push((event as DgeSelectEvent).detail))
  return details
}
const press = (element: Element, key: string, more: KeyboardEventInit = {}) => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true, ...more })
  listOf(element).dispatchEvent(event)
  return event
}
/** A mark, drawn as a path, by its rank among those of its kind. */
const mark = (element: Element, kind: string, at: number) => [...root(element).querySelectorAll<SVGElement>(`.mark-${kind}.role-mark path, .mark-${kind}.role-mark > *`)][at] as SVGElement
const middle = (node: Element) => {
  const { x, y, width, height } = node.getBoundingClientRect()
  return { clientX: x + width / 2, clientY: y + height / 2 }
}
const point = (node: Element, type: string, at: { clientX: number; clientY: number }, more: PointerEventInit = {}) =>
  node.dispatchEvent(new PointerEvent(type, { ...at, bubbles: true, composed: true, isPrimary: true, pointerId: 1, button: 0, ...more }))
const click = (node: Element, more: MouseEventInit = {}) => node.dispatchEvent(new MouseEvent('click', { ...middle(node), bubbles: true, composed: true, ...more }))
/** The area of the lines, from the first month to the last. */
const plot = (element: DgeChart) => {
  const boxes = [...root(element).querySelectorAll('.mark-line.role-mark path')].map((line) => line.getBoundingClientRect())
  const x = Math.min(...boxes.map((box) => box.x))
  const y = Math.min(...boxes.map((box) => box.y))
  return { x, y, width: Math.max(...boxes.map((box) => box.right)) - x, bottom: Math.max(...boxes.map((box) => box.bottom)) }
}

describe('reading a chart', () => {
  afterEach(clear)

  describe('whose code comes with the first event', () => {
    const untouched = () => chart('type="bar" x="commune" y="sum(montant)" where="annee = 2022 AND montant > 0"')

    it('does what the first pointer and the first keys asked for', async () => {
      const hovered = await untouched()
      const bar = mark(hovered, 'rect', 0)
      point(bar, 'pointermove', middle(mark(hovered, 'rect', 1)))
      point(bar, 'pointermove', middle(bar))
      await until(() => text(hovered, 'tooltip') !== '', 'tooltip')
      expect(text(hovered, 'tooltip')).to.match(/^Strasbourg/)
      const keyed = await untouched()
      listOf(keyed).focus()
      expect(press(keyed, 'ArrowRight').defaultPrevented).to.equal(true)
      press(keyed, 'ArrowRight')
      expect(press(keyed, 'Tab').defaultPrevented).to.equal(false)
      await until(() => heard(keyed) !== '', 'the second mark')
      expect(heard(keyed)).to.match(/^Metz/)
    })

    it('is named, described and in the order of the keyboard before', async () => {
      const element = await untouched()
      const list = listOf(element)
      expect(list.tabIndex).to.equal(0)
      expect(list.getAttribute('aria-label')).to.match(/\S/)
      await until(() => /Strasbourg/.test(plain(root(element).getElementById('words')?.textContent ?? '')), 'summary')
      const described = (list.getAttribute('aria-describedby') ?? '').split(' ').map((id) => plain(root(element).getElementById(id)?.textContent ?? ''))
      expect(described[0]).to.match(/Strasbourg/)
      expect(described[1]).to.match(/^Flèches/)
      // A list without options is heard as nothing by some.
      expect(plain(list.querySelector('[role="option"]')?.textContent ?? '')).to.match(/^Strasbourg/)
      expect(list.hasAttribute('aria-activedescendant')).to.equal(false)
      expect(await violations(element)).to.deep.equal([])
    })
  })

  describe('by pointer', () => {
    it('tells of the mark under it as text, marks it, and stays while the pointer is on the words', async () => {
      const element = await bars()
      const bar = mark(element, 'rect', 0)
      point(bar, 'pointermove', middle(bar))
      await until(() => text(element, 'tooltip') !== '', 'tooltip')
      expect(text(element, 'tooltip')).to.match(/^Strasbourg .*1 250,5 €$/)
      expect(bar.hasAttribute('data-on')).to.equal(true)
      part(element, 'chart')?.dispatchEvent(new PointerEvent('pointerleave'))
      part(element, 'tooltip')?.dispatchEvent(new PointerEvent('pointerenter'))
      await new Promise((resolve) => setTimeout(resolve, 500))
      expect(text(element, 'tooltip')).to.match(/^Strasbourg/)
      expect(await violations(element)).to.deep.equal([])
      part(element, 'tooltip')?.dispatchEvent(new PointerEvent('pointerleave'))
      await until(() => part(element, 'tooltip') === null, 'no tooltip')
      expect(bar.hasAttribute('data-on')).to.equal(false)
    })

    it('goes on where the same data are asked for anew, and ends where they are others', async () => {
      const source = fakeSource()
      const element = await read('type="bar" x="commune" y="sum(montant)" where="annee = 2022 AND montant > 0"', source)
      const refreshed = async () => {
        const ready = new Promise((resolve) => element.addEventListener('dge-ready', resolve, { once: true }))
        source.refresh()
        await ready
        await element.updateComplete
      }
      press(element, 'ArrowRight')
      press(element, 'ArrowRight')
      await until(() => text(element, 'tooltip') !== '', 'tooltip')
      const before = [heard(element), text(element, 'tooltip')]
      await refreshed()
      expect([heard(element), text(element, 'tooltip')]).to.deep.equal(before)
      expect(mark(element, 'rect', 1).hasAttribute('data-on')).to.equal(true)
      source.rows = source.rows.map((row) => ({ ...row, montant: 7 }))
      await refreshed()
      expect(part(element, 'tooltip')).to.equal(null)
    })

    it('Escape takes the words away wherever the focus is', async () => {
      const element = await bars()
      const bar = mark(element, 'rect', 1)
      point(bar, 'pointerdown', middle(bar), { pointerType: 'touch' })
      await until(() => text(element, 'tooltip') !== '', 'a tap is enough')
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
      await until(() => part(element, 'tooltip') === null, 'gone')
    })

    it('what a tap shows stays until a tap elsewhere', async () => {
      const element = await bars()
      const bar = mark(element, 'rect', 0)
      const touch = { pointerType: 'touch' }
      point(bar, 'pointerdown', middle(bar), touch)
      await until(() => text(element, 'tooltip') !== '', 'tooltip')
      point(bar, 'pointerup', middle(bar), touch)
      part(element, 'chart')?.dispatchEvent(new PointerEvent('pointerleave', touch))
      await new Promise((resolve) => setTimeout(resolve, 500))
      expect(text(element, 'tooltip')).to.match(/^Strasbourg/)
      document.body.dispatchEvent(new PointerEvent('pointerdown', { ...touch, bubbles: true }))
      await until(() => part(element, 'tooltip') === null, 'gone')
    })

    it('on lines, finds the nearest value and tells all series there, the nearest in bold', async () => {
      const element = await lines()
      const box = plot(element)
      // June 2023 is the sixth of 24 months: 151 of 700 days. The lower line is Metz.
      const at = { clientX: box.x + (box.width * 151) / 700 + 2, clientY: box.bottom - 5 }
      point(part(element, 'chart') as Element, 'pointermove', at)
      await until(() => text(element, 'tooltip') !== '', 'tooltip')
      expect(text(element, 'tooltip')).to.equal('juin 2023 Nancy : 105 Metz : 5')
      expect(plain(part(element, 'tooltip')?.querySelector('.on')?.textContent ?? '')).to.equal('Metz : 5')
    })

    for (const enlarged of ['zoom: 1.5', 'transform: scale(0.5)']) {
      it(`finds the nearest value where the page's styles say ${enlarged}`, async () => {
        const element = await lines()
        const stage = element.parentElement as HTMLElement
        stage.style.cssText = `width: 640px; transform-origin: 0 0; ${enlarged}`
        const box = plot(element)
        point(part(element, 'chart') as Element, 'pointermove', { clientX: box.x + (box.width * 151) / 700 + 2, clientY: box.bottom - 5 })
        await until(() => text(element, 'tooltip') !== '', 'tooltip')
        expect(text(element, 'tooltip')).to.equal('juin 2023 Nancy : 105 Metz : 5')
      })
    }

    it('markup in values stays text', async () => {
      const element = await read('type="bar" x="commune" y="count()"')
      for (let at = 0; at < 3; at++) {
        const bar = mark(element, 'rect', at)
        point(bar, 'pointermove', middle(bar))
        await element.updateComplete
      }
      expect(part(element, 'tooltip')?.querySelector('img')).to.equal(null)
    })
  })

  describe('choosing', () => {
    it('a click is told as rows and as CQL2, in text and JSON, and once more takes it back', async () => {
      const element = await bars()
      const details = selected(element)
      const bar = mark(element, 'rect', 1)
      click(bar)
      expect(details[0]?.rows.map(({ commune }) => commune)).to.deep.equal(['Metz'])
      expect(details[0]?.text).to.equal("commune = 'Metz'")
      expect(details[0]?.filter).to.deep.equal({ op: '=', args: [{ property: 'commune' }, 'Metz'] })
      expect(mark(element, 'rect', 0).hasAttribute('data-off')).to.equal(true)
      expect(bar.hasAttribute('data-off')).to.equal(false)
      click(mark(element, 'rect', 0), { shiftKey: true })
      expect(details[1]?.text).to.equal("commune IN ('Strasbourg', 'Metz')")
      click(mark(element, 'rect', 0))
      click(mark(element, 'rect', 0))
      expect(details.at(-1)).to.deep.equal({ rows: [], filter: undefined, text: '' })
      expect(mark(element, 'rect', 1).hasAttribute('data-off')).to.equal(false)
    })

    it('tells which of many marks is chosen before the others step back', async () => {
      const rows = Array.from({ length: 400 }, (_, at) => ({ x: (at * 37) % 101, y: at }))
      const element = await read('type="point" x="x" y="y"', fakeSource(rows, [{ name: 'x', type: 'number' }, { name: 'y', type: 'number' }]))
      const details = selected(element)
      const off = () => root(element).querySelectorAll('[data-off]').length
      click(mark(element, 'symbol', 3))
      expect(details[0]?.rows.map(({ y }) => y)).to.deep.equal([3])
      expect(off()).to.equal(0)
      await until(() => off() > 0, 'the others step back')
      expect(off()).to.equal(399)
      expect(mark(element, 'symbol', 3).hasAttribute('data-off')).to.equal(false)
    })

    it('what is chosen stays so in another language and under another filter, until it is taken back', async () => {
      const element = await bars()
      const details = selected(element)
      click(mark(element, 'rect', 1))
      const isOff = () => [0, 1].map((at) => mark(element, 'rect', at)?.hasAttribute('data-off'))
      element.lang = 'de'
      await until(() => /Daten/.test(part(element, 'data-button')?.textContent ?? '') && element.state === 'ready' && isOff()[0] === true, 'drawn in German')
      expect(isOff()).to.deep.equal([true, false])
      // Without Metz nothing is marked, and with it again it is.
      element.where = "commune = 'Strasbourg' AND montant > 0"
      await until(() => element.state === 'ready' && element.table?.numRows === 1, 'Strasbourg alone')
      expect(isOff()).to.deep.equal([false, undefined])
      element.where = 'annee = 2022 AND montant > 0'
      await until(() => element.state === 'ready' && element.table?.numRows === 2 && isOff()[0] === true, 'both')
      expect(details.length).to.equal(1)
      click(mark(element, 'rect', 1))
      expect(details.at(-1)?.text).to.equal('')
    })

    it('dragging over the plot chooses a range, and zooms into it on request', async () => {
      const element = await lines()
      const details = selected(element)
      const stage = part(element, 'chart') as Element
      const box = plot(element)
      // Months 3 to 6 (April to July) lie between days 80 and 190 of 700.
      const x = (days: number) => box.x + (box.width * days) / 700
      point(stage, 'pointerdown', { clientX: x(80), clientY: box.y + 50 })
      point(stage, 'pointermove', { clientX: x(120), clientY: box.y + 60 })
      point(stage, 'pointermove', { clientX: x(190), clientY: box.y + 60 })
      point(stage, 'pointerup', { clientX: x(190), clientY: box.y + 60 })
      click(stage)
      expect(details.length).to.equal(1)
      expect(details[0]?.text).to.equal("mois BETWEEN DATE('2023-04-01') AND DATE('2023-07-01')")
      expect(details[0]?.filter).to.deep.equal(parseFilter(details[0]?.text ?? ''))
      expect(details[0]?.rows.length).to.equal(8)
      await element.updateComplete
      expect(await violations(element)).to.deep.equal([])
      const zoom = [...root(element).querySelectorAll<HTMLElement>('.brush-tools button')][0]
      zoom?.click()
      await until(() => text(element, 'zoom').includes('avril 2023'), 'zoomed')
      expect(text(element, 'zoom')).to.contain('avril 2023 – juillet 2023')
      expect(details.at(-1)?.rows).to.deep.equal([])
    })

    it('by keyboard: Enter picks, Shift and arrows extend', async () => {
      const element = await lines()
      const details = selected(element)
      press(element, 'Home')
      press(element, 'Enter')
      expect(details.at(-1)?.text).to.equal("mois = DATE('2023-01-01') AND ville = 'Nancy'")
      press(element, 'ArrowRight', { shiftKey: true })
      press(element, 'ArrowRight', { shiftKey: true })
      expect(details.at(-1)?.text).to.equal("mois BETWEEN DATE('2023-01-01') AND DATE('2023-03-01')")
      press(element, 'Escape')
      press(element, 'Escape')
      expect(details.at(-1)?.rows).to.deep.equal([])
    })
  })

  describe('by keyboard', () => {
    it('goes along a series and across series, and tells each value', async () => {
      const element = await lines()
      listOf(element).focus()
      const after = async (key: string) => {
        press(element, key)
        await element.updateComplete
        return heard(element)
      }
      expect(await after('Home')).to.equal('janvier 2023, Ville : Nancy, Valeur : 100')
      expect(await after('ArrowRight')).to.equal('février 2023, Ville : Nancy, Valeur : 101')
      expect(await after('ArrowDown')).to.equal('février 2023, Ville : Metz, Valeur : 1')
      expect(await after('ArrowLeft')).to.equal('janvier 2023, Ville : Metz, Valeur : 0')
      expect(await after('End')).to.equal('décembre 2024, Ville : Metz, Valeur : 23')
      expect(root(element).querySelector('.ring')).not.to.equal(null)
      expect(text(element, 'tooltip')).to.contain('Metz : 23')
      const { attributes } = root(element).querySelector('[role="option"]') as Element
      expect(['aria-posinset', 'aria-setsize', 'aria-selected'].map((name) => attributes.getNamedItem(name)?.value)).to.deep.equal(['48', '48', undefined])
      press(element, 'Enter')
      await element.updateComplete
      expect(root(element).querySelector('[role="option"]')?.getAttribute('aria-selected')).to.equal('true')
      expect(await violations(element)).to.deep.equal([])
      expect(await after('Escape')).to.equal('')
      expect(root(element).querySelector('.ring')).to.equal(null)
      expect(press(element, 'Tab').defaultPrevented).to.equal(false)
    })

    it('the drawing has a name, a summary of the values and its keys', async () => {
      const element = await lines()
      const list = listOf(element)
      await until(() => /48 valeurs/.test(plain(root(element).getElementById('words')?.textContent ?? '')), 'summary')
      const described = (list.getAttribute('aria-describedby') ?? '').split(' ').map((id) => plain(root(element).getElementById(id)?.textContent ?? ''))
      expect(list.getAttribute('aria-label')).to.contain('Valeur')
      expect(described[0]).to.match(/48 valeurs.*Nancy, Metz.*123.*décembre 2024.*0.*janvier 2023/)
      expect(described[1]).to.match(/Flèches : .*Page suivante/)
    })
  })

  describe('the legend', () => {
    it('hides and shows a series by real buttons, says so, and keeps the colours', async () => {
      const element = await read('type="line" x="mois" y="v" color="ville" legend="top"', fakeSource(two, series))
      const entries = [...root(element).querySelectorAll<HTMLElement>('.legend button')]
      expect(entries.map((entry) => entry.getAttribute('aria-label'))).to.deep.equal(['Nancy', 'Metz'])
      const label = [...root(element).querySelectorAll('.role-legend-label text')].find(({ textContent }) => textContent === 'Metz') as Element
      const [drawn, button] = [label.getBoundingClientRect(), entries[1]?.getBoundingClientRect() as DOMRect]
      expect(drawn.x).to.be.within(button.x, button.right)
      expect(button.height).to.be.at.least(24)
      const color = (at: number) => mark(element, 'line', at)?.getAttribute('stroke')
      const metz = color(1)
      entries[0]?.click()
      await until(() => /masqué/.test(said(element)), 'said')
      expect(said(element)).to.equal('Nancy : masqué. 1 affiché.')
      expect(entries[0]?.getAttribute('aria-pressed')).to.equal('false')
      expect(root(element).querySelectorAll('.mark-line.role-mark path').length).to.equal(1)
      expect(color(0)).to.equal(metz)
      expect(await violations(element)).to.deep.equal([])
      entries[1]?.click()
      await new Promise((resolve) => setTimeout(resolve, 100))
      expect(entries[1]?.getAttribute('aria-pressed'), 'the last one stays').to.equal('true')
      entries[0]?.click()
      await until(() => root(element).querySelectorAll('.mark-line.role-mark path').length === 2, 'both')
    })
  })

  it('a series whose name stands at its line comes back by a button under the drawing', async () => {
    const element = mount<DgeChart>('<dge-chart type="line" x="mois" y="v" color="ville" loading="eager" style="width: 900px"></dge-chart>')
    element.source = fakeSource(two, series)
    await state(element, 'ready')
    await readable(element)
    if (root(element).querySelector('.role-legend-label')) return // as wide as this, names stand at the lines
    const button = (under: string) => root(element).querySelector<HTMLElement>(`${under} button[data-value="Metz"]`)
    button('.legend')?.focus()
    button('.legend')?.click()
    await until(() => button('.hidden-series') !== null, 'under the drawing')
    await until(() => root(element).activeElement === button('.hidden-series'), 'the focus follows')
    button('.hidden-series')?.click()
    await until(() => button('.legend') !== null && button('.hidden-series') === null, 'back')
  })

  describe('the period in view', () => {
    /** The limits of the horizontal scale, wherever the specification has them. */
    const domain = (element: DgeChart): number[] | undefined => {
      const found = [...JSON.stringify(element.spec).matchAll(/"domainMin":(\d+),"domainMax":(\d+)/g)].map(([, low, high]) => [Number(low), Number(high)])
      return found[0]
    }

    it('is offered for time only, and where there is something to zoom into', async () => {
      expect(part(await bars(), 'zoom')).to.equal(null)
      expect(part(await lines(), 'zoom')).not.to.equal(null)
    })

    it('zooms, moves and comes back by buttons and keys, as domains of the specification', async () => {
      const element = await lines()
      const buttons = [...(part(element, 'zoom')?.querySelectorAll('button') ?? [])]
      await heardOnce(element, buttons.map(({ title }) => title))
      const off = () => buttons.map((button) => button.getAttribute('aria-disabled'))
      expect(off()).to.deep.equal(['false', 'true', 'true', 'true', 'true'])
      buttons[0]?.click()
      await until(() => domain(element) !== undefined, 'zoomed')
      const [low = 0, high = 0] = domain(element) ?? []
      const whole = month(23) - month(0)
      expect(high - low).to.be.closeTo(whole / 1.6, 1)
      expect((low + high) / 2).to.be.closeTo((month(0) + month(23)) / 2, 1)
      press(element, 'PageDown')
      await until(() => domain(element)?.[1] === month(23), 'at the end')
      await element.updateComplete
      expect(off()).to.deep.equal(['false', 'false', 'false', 'true', 'false'])
      expect(await violations(element)).to.deep.equal([])
      press(element, '0')
      await until(() => domain(element) === undefined, 'all')
    })

    it('the wheel zooms around the pointer with Ctrl, and scrolls the page without', async () => {
      const element = await lines()
      const stage = part(element, 'chart') as Element
      const box = plot(element)
      const wheel = (ctrlKey: boolean) => {
        const event = new WheelEvent('wheel', { deltaY: -1, clientX: box.x, clientY: box.y + 10, ctrlKey, bubbles: true, cancelable: true })
        stage.dispatchEvent(event)
        return event.defaultPrevented
      }
      expect(wheel(false)).to.equal(false)
      expect(wheel(true)).to.equal(true)
      await until(() => domain(element) !== undefined, 'zoomed')
      // Around the left end: what was there stays there.
      expect(domain(element)?.[0]).to.be.closeTo(month(0), (month(23) - month(0)) / 200)
    })
  })

  describe('otherwise than by colours', () => {
    const item = async (element: DgeChart, words: string) => {
      part(element, 'more-button')?.click()
      const found = () => [...root(element).querySelectorAll<HTMLElement>('[part="menu"] li button')].find((button) => plain(button.innerText).startsWith(words))
      await until(() => found() !== undefined, words)
      return found() as HTMLElement
    }

    it('patterns beside colours, by the menu or the attribute, go with the SVG', async () => {
      const element = await read('type="bar" x="commune" y="sum(montant)" color="annee" where="montant > 0"')
      expect(root(element).querySelector('pattern')).to.equal(null)
      ;(await item(element, 'Motifs')).click()
      await until(() => root(element).querySelector('pattern') !== null, 'patterns')
      expect(element.patterns).to.equal(true)
      const fills = () => new Set([...root(element).querySelectorAll('.mark-rect.role-mark path, .role-legend-symbol path')].map((mark) => mark.getAttribute('fill')))
      expect([...fills()].filter((fill) => fill?.startsWith('url(')).length).to.equal(1)
      expect(fills().size).to.equal(2)
      expect(await element.toSVG()).to.contain('<pattern')
      expect((await item(element, 'Motifs')).getAttribute('aria-pressed')).to.equal('true')
      element.patterns = false
      await until(() => root(element).querySelector('pattern') === null, 'none')
    })

    it('lines get dashes', async () => {
      const element = await read('type="line" x="mois" y="v" color="ville" patterns', fakeSource(two, series))
      const dashes = [...root(element).querySelectorAll('.mark-line.role-mark path')].map((line) => line.getAttribute('stroke-dasharray') ?? '')
      expect(dashes.filter((dash) => dash === '').length).to.equal(1)
      expect(dashes.filter((dash) => dash !== '').length).to.equal(1)
    })

    it('sound, in a dialog of its own, told in the page’s language', async () => {
      const element = await bars()
      ;(await item(element, 'Écouter')).click()
      await until(() => root(element).querySelector('dialog[open] .listen') !== null, 'dialog')
      const heard = () => plain(root(element).querySelector('.listen')?.textContent ?? '')
      expect(await violations(element)).to.deep.equal([])
      const area = root(element).querySelector<HTMLElement>('.listen')
      area?.focus()
      area?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true, cancelable: true }))
      await until(() => /Metz.*300/.test(heard()), `the second value: ${heard()}`)
      root(element).querySelector<HTMLElement>('[part="close-button"]')?.click()
      await until(() => root(element).querySelector('dialog') === null, 'closed')
    })
  })
})
