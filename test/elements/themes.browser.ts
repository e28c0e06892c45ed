import { expect } from 'chai'
import { fakeSource } from './fake-source.js'
import { clear, mount, part, state, until, violations } from './stage.js'
import type { DgeChart } from '../../src/elements/dge-chart.js'
import type { DgeTable } from '../../src/elements/dge-table.js'

const bars = 'type="bar" x="commune" y="sum(montant)" where="annee = 2022 AND montant > 0" loading="eager" style="width: 500px"'
const fill = (element: Element) => element.shadowRoot?.querySelector('.mark-rect.role-mark path')?.getAttribute('fill')

async function chart(around: (tag: string) => string, attributes = ''): Promise<DgeChart> {
  const stage = mount<HTMLElement>(`<div>${around(`<dge-chart ${bars} ${attributes}></dge-chart>`)}</div>`)
  const element = stage.querySelector('dge-chart') as DgeChart
  element.source = fakeSource()
  return state(element, 'ready')
}

describe('themes', () => {
  afterEach(clear)

  it('by an attribute: colours, font, corners', async () => {
    const element = await chart((tag) => tag, 'theme="dsfr" heading="Titre"')
    expect(fill(element)).to.equal('#000091')
    const style = getComputedStyle(element)
    expect(style.color).to.equal('rgb(58, 58, 58)')
    expect(style.fontFamily).to.match(/^Marianne, arial/)
    expect(getComputedStyle(part(element, 'heading') as Element).color).to.equal('rgb(22, 22, 22)')
    expect(getComputedStyle(part(element, 'download-button') as Element).borderRadius).to.equal('0px')
    expect(await violations(element)).to.deep.equal([])
  })

  it('for a whole page by data-dge-theme on an ancestor; the tag’s own word wins', async () => {
    const element = await chart((tag) => `<section data-dge-theme="datagrandest"><p>${tag}</p></section>`)
    expect(fill(element)).to.equal('#8f6b00')
    expect(getComputedStyle(part(element, 'download-button') as Element).backgroundColor).to.equal('rgb(255, 213, 0)')
    element.theme = 'plain'
    await until(() => fill(element) !== '#8f6b00', 'plain')
    element.theme = undefined
    await until(() => fill(element) === '#8f6b00', 'the page’s')
    element.closest('section')?.setAttribute('data-dge-theme', 'dsfr')
    await until(() => fill(element) === '#000091', 'another')
  })

  it('are dark on a dark page, and follow a class of the page', async () => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync('.night { background: #161616; color: #eee }')
    document.adoptedStyleSheets = [sheet]
    try {
      const element = await chart((tag) => `<section id="around">${tag}</section>`, 'theme="dsfr"')
      expect(fill(element)).to.equal('#000091')
      const around = document.querySelector('#around')
      around?.classList.add('night')
      await until(() => fill(element) === '#8585f6', 'dark')
      expect(await violations(element)).to.deep.equal([])
      around?.classList.remove('night')
      await until(() => fill(element) === '#000091', 'light')
    } finally {
      document.adoptedStyleSheets = []
    }
  })

  it('a page’s own properties on the tags win, and are followed as they change', async () => {
    const element = await chart((tag) => tag, 'theme="dsfr"')
    element.style.setProperty('--dge-color-1', '#123456')
    await until(() => fill(element) === '#123456', 'own')
    const style = document.createElement('style')
    document.head.append(style)
    try {
      element.style.removeProperty('--dge-color-1')
      style.textContent = 'dge-chart { --dge-color-1: #654321 }'
      await until(() => fill(element) === '#654321', 'by a style sheet')
    } finally {
      style.remove()
    }
    await until(() => fill(element) === '#000091', 'the theme’s again')
  })

  it('what is drawn by CSS alone is not asked for again', async () => {
    const source = fakeSource()
    const element = mount<DgeTable>('<dge-table loading="eager"></dge-table>')
    element.source = source
    await state(element, 'ready')
    let times = 0
    element.addEventListener('dge-ready', () => times++)
    element.theme = 'datagrandest'
    await until(() => getComputedStyle(part(element, 'download-button') as Element).backgroundColor === 'rgb(255, 213, 0)', 'yellow')
    expect(times).to.equal(0)
    expect(source.asked).to.equal(1)
  })

  it('an unknown theme is told to the author and leaves the page’s look', async () => {
    const { warn } = console
    const said: unknown[] = []
    console.warn = (...words: unknown[]) => said.push(words.join(' '))
    try {
      const element = await chart((tag) => tag, 'theme="dfsr"')
      expect(said.join()).to.contain('“dfsr” is none of plain, datagrandest, dsfr')
      expect(fill(element)).to.match(/^#/)
    } finally {
      console.warn = warn
    }
  })

  it('a picture that leaves a dark page has a dark ground', async () => {
    const element = await chart((tag) => `<div style="color: #eee; background: #111">${tag}</div>`)
    expect(await element.toSVG()).to.contain('fill="#16181b"')
    clear()
    expect(await (await chart((tag) => tag)).toSVG()).to.contain('fill="#ffffff"')
  })
})
