import { executeServerCommand } from '@web/test-runner-commands'
import { expect } from 'chai'
import { fakeSource } from './fake-source.js'
import { clear, listOf, mount, part, state, text, until } from './stage.js'
import type { DgeChart } from '../../src/elements/dge-chart.js'
import type { DgeDisplay } from '../../src/elements/dge-display.js'
import type { DgeTable } from '../../src/elements/dge-table.js'

/** The reader's medium and preferences, really emulated by the browser; nothing = the screen as it is. */
const emulate = (payload: { media?: string; features?: Record<string, string> } = {}) => executeServerCommand('emulate-reader', payload)

async function shown<T extends DgeDisplay>(markup: string, around = ''): Promise<T> {
  const stage = mount<HTMLElement>(`<div style="width: 600px; ${around}">${markup}</div>`)
  const element = stage.firstElementChild as T & { source: unknown }
  element.source = fakeSource()
  return state(element, 'ready')
}

const bars = '<dge-chart type="bar" x="commune" y="sum(montant)" where="annee = 2022 AND montant > 0" heading="Dépenses" loading="eager"></dge-chart>'
const dark = 'color-scheme: dark; background: #17181a; color: #f0f3f6'
const bar = (element: Element) => element.shadowRoot?.querySelector('.mark-rect.role-mark path')
const letters = (element: Element) => [...(element.shadowRoot?.querySelectorAll<SVGTextElement>('.drawing svg text') ?? [])].filter(({ textContent }) => textContent)
const visible = (element: Element | null) => element !== null && element.getClientRects().length > 0

describe('what the reader looks at', () => {
  afterEach(async () => {
    await emulate()
    clear()
  })

  it('paper: dark words on white and the colours of a light page, on a dark one too; no buttons', async () => {
    const element = await shown<DgeChart>(bars, dark)
    expect(bar(element)?.getAttribute('fill')).to.equal('#6db3f2')
    expect(visible(part(element, 'menu'))).to.equal(true)
    await emulate({ media: 'print' })
    await until(() => bar(element)?.getAttribute('fill') === '#1f6fb4', 'colours for paper')
    // What is only for paper comes once the drawing is there.
    await until(() => !visible(part(element, 'menu')) && letters(element).every((label) => getComputedStyle(label).fill === 'rgb(17, 17, 17)'), 'the look of paper')
    const { color, backgroundColor } = getComputedStyle(element)
    expect([color, backgroundColor]).to.deep.equal(['rgb(17, 17, 17)', 'rgb(255, 255, 255)'])
    expect(letters(element).length).to.be.greaterThan(2)
    await emulate()
    await until(() => bar(element)?.getAttribute('fill') === '#6db3f2', 'the screen’s colours again')
  })

  it('paper: a table is as wide as its sheet and says which rows it has, without its search and its buttons', async () => {
    const element = await shown<DgeTable>('<dge-table search page-size="2" loading="eager"></dge-table>')
    ;(element.parentElement as HTMLElement).style.width = '400px'
    await emulate({ media: 'print' })
    expect(visible(part(element, 'search'))).to.equal(false)
    const pager = part(element, 'pager')
    expect(visible(pager)).to.equal(true)
    expect(visible(pager?.querySelector('button') ?? null)).to.equal(false)
    expect(text(element, 'pager')).to.equal('1 à 2 sur 5 lignes')
    expect(element.shadowRoot?.querySelector('table')?.getBoundingClientRect().width).to.be.at.most(element.getBoundingClientRect().width)
  })

  for (const [scheme, ground, ink] of [['light', 'rgb(255, 255, 255)', 'rgb(0, 0, 0)'], ['dark', 'rgb(0, 0, 0)', 'rgb(255, 255, 255)']] as const) {
    it(`forced colours, ${scheme}: words in the system’s colour with seams of its ground, marks that stand out`, async () => {
      const element = await shown<DgeChart>(bars)
      await emulate({ features: { 'forced-colors': 'active', 'prefers-color-scheme': scheme } })
      const fill = scheme === 'light' ? '#1f6fb4' : '#6db3f2'
      await until(() => bar(element)?.getAttribute('fill') === fill, 'colours for this ground')
      expect(letters(element).length).to.be.greaterThan(2)
      for (const label of letters(element)) {
        const style = getComputedStyle(label)
        expect([style.fill, style.stroke], label.textContent ?? '').to.deep.equal([ink, ground])
      }
      const list = listOf(element)
      list.focus()
      list.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }))
      await until(() => visible(part(element, 'tooltip')), 'the value of the first mark')
      expect(getComputedStyle(list).outlineStyle).to.equal('solid')
      // The label of the mark that is read is told by a line below, no stroke fills its letters.
      const said = letters(element).find((label) => label.hasAttribute('data-on'))
      expect(said && getComputedStyle(said).stroke).to.equal(ground)
      expect(said && getComputedStyle(said).textDecorationLine).to.equal('underline')
    })
  }

  it('the page’s font is the font of titles and of the drawing', async () => {
    const element = await shown<DgeChart>(bars, `font-family: 'DejaVu Serif', serif`)
    expect(getComputedStyle(part(element, 'heading') as Element).fontFamily).to.equal('"DejaVu Serif", serif')
    for (const label of letters(element)) expect(getComputedStyle(label).fontFamily, label.textContent ?? '').to.equal('"DejaVu Serif", serif')
  })
})
