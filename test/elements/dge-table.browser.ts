import { expect } from 'chai'
import { fakeSource, rows } from './fake-source.js'
import { clear, heardOnce, mount, part, plain, state, text, until, violations } from './stage.js'
import type { DgeTable } from '../../src/elements/dge-table.js'
import type { Fake } from './fake-source.js'

async function table(attributes: string, source: Fake = fakeSource()): Promise<DgeTable> {
  const element = mount<DgeTable>(`<dge-table ${attributes} heading="Budget"></dge-table>`, (it) => {
    it.source = source
  })
  // Set before the upgrade in `mount`: an instance made by a template keeps it as an own property.
  element.source = source
  return state(element, 'ready')
}

const cells = (element: Element, column: number) =>
  [...(element.shadowRoot?.querySelectorAll(`tbody tr td:nth-child(${column})`) ?? [])].map((cell) =>
    plain((cell as HTMLElement).innerText)
  )
const header = (element: Element, column: number) =>
  element.shadowRoot?.querySelector<HTMLElement>(`thead th:nth-child(${column})`)

describe('dge-table', () => {
  afterEach(clear)

  it('is accessible', async () => {
    const element = await table('search page-size="2"')
    expect(await violations(element)).to.deep.equal([])
  })

  it('shows all fields with their titles, units and formats; codes and years as they are', async () => {
    const element = await table('')
    expect(plain(header(element, 1)?.innerText ?? '')).to.match(/^Commune/)
    expect(plain(header(element, 3)?.innerText ?? '')).to.match(/^Montant \(€\)/)
    expect(cells(element, 2)).to.deep.equal(['2021', '2022', '2021', '2022', '2022'])
    expect(cells(element, 3).slice(0, 4)).to.deep.equal(['1 000', '1 250,5', '400', '300'])
  })

  it('calls aggregates without a label by words, not by their formula', async () => {
    const element = await table('columns="commune, sum(montant), mean(montant), count()"')
    const titles = [1, 2, 3, 4].map((column) => plain(header(element, column)?.innerText ?? ''))
    expect(titles[0]).to.match(/^Commune/)
    expect(titles[1]).to.match(/^Montant \(€\)/)
    expect(titles[2]).to.match(/^Montant \(moyenne\)/)
    expect(titles[3]).to.match(/^Nombre de lignes/)
  })

  it('writes missing values as a dash that is spoken in words', async () => {
    const cell = (await table('')).shadowRoot?.querySelector('tbody tr:nth-child(5) td:nth-child(3)')
    expect(cell?.querySelector('[aria-hidden]')?.textContent).to.equal('—')
    expect(cell?.textContent).to.contain('non renseigné')
  })

  it('renders markup in data as text, and links only web addresses', async () => {
    const element = await table('')
    expect(element.shadowRoot?.querySelector('img')).to.equal(null)
    expect(cells(element, 1).at(-1)).to.equal('<img src=x onerror=alert(1)>')
    const links = [...(element.shadowRoot?.querySelectorAll('td a') ?? [])].map((link) => link.getAttribute('href'))
    expect(links).to.deep.equal(['https://example.org/a'])
    expect(cells(element, 4)[1]).to.equal('javascript:alert(1)')
  })

  it('leaves no place empty under few rows, in a box to search in as well; that keeps the place of all rows while readers search', async () => {
    const line = 36
    const few = await table('page-size="50"')
    expect(few.offsetHeight).to.be.below(5 * line + 300)
    clear()
    const searched = await table('page-size="50" search')
    const { offsetHeight } = searched
    expect(offsetHeight).to.be.below(5 * line + 300)
    searched.search = 'metz'
    await until(() => cells(searched, 1).length === 2, 'two rows')
    expect(searched.offsetHeight).to.equal(offsetHeight)
  })

  it('shows the beginning of a long text, and the rest where the reader asks for it: a row is never as high as a phone', async () => {
    const long = 'Un texte fort long. '.repeat(100).trim()
    const element = await table('columns="commune"', fakeSource([{ ...rows[0], commune: long }, { ...rows[1], commune: 'Court' }]))
    const [first, second] = [...(element.shadowRoot?.querySelectorAll<HTMLElement>('tbody td') ?? [])]
    const height = first?.offsetHeight ?? Infinity
    expect(height).to.be.below(250)
    const [details, summary] = [first?.querySelector('details'), first?.querySelector('summary')]
    expect(summary?.textContent).to.match(/^Un texte fort long\. .*(Un|texte|fort|long\.)…$/)
    summary?.click()
    expect(details?.open).to.equal(true)
    expect(first?.offsetHeight).to.be.above(2 * height)
    expect(first?.textContent?.replace('…', '')).to.equal(long)
    expect(second?.innerHTML.includes('<details')).to.equal(false)
    expect(await violations(element)).to.deep.equal([])
  })

  it('pages through rows and says where the reader is', async () => {
    const element = await table('page-size="2" columns="commune, montant"')
    expect(cells(element, 1)).to.deep.equal(['Strasbourg', 'Strasbourg'])
    expect(text(element, 'pager')).to.contain('1 à 2 sur 5 lignes')
    const next = part(element, 'pager')?.querySelector<HTMLElement>('[title="Page suivante"]')
    next?.click()
    await until(() => cells(element, 1)[0] === 'Metz', 'the second page')
    next?.click()
    await until(() => cells(element, 1).length === 1, 'the third page')
    expect(text(element, 'pager')).to.contain('5 à 5 sur 5 lignes')
    await heardOnce(element, ['Première page', 'Page précédente', 'Page suivante'])
    expect(next?.getAttribute('aria-disabled')).to.equal('true')
    next?.click()
    await element.updateComplete
    expect(cells(element, 1).length).to.equal(1)
  })

  it('shows the next rows where a browser has translated those before', async () => {
    const element = await table('page-size="2" columns="commune, montant"')
    // As translators do: other nodes in place of the text.
    for (const place of element.shadowRoot?.querySelectorAll('td, [part="pager"] [role="status"]') ?? []) {
      const translated = document.createElement('font')
      translated.textContent = `${place.textContent} (en)`
      place.replaceChildren(translated)
    }
    part(element, 'pager')?.querySelector<HTMLElement>('[title="Page suivante"]')?.click()
    await until(() => cells(element, 1).join() === 'Metz,Metz', 'the second page')
    expect(text(element, 'pager')).to.contain('3 à 4 sur 5 lignes')
  })

  it('sorts by its headers, both ways, numbers as numbers, nulls last', async () => {
    const element = await table('columns="commune, montant"')
    const button = () => header(element, 2)?.querySelector('button')
    button()?.click()
    await until(() => header(element, 2)?.getAttribute('aria-sort') === 'ascending', 'ascending')
    expect(cells(element, 2).map((cell) => cell.replace('—', '').trim())).to.deep.equal(['300', '400', '1 000', '1 250,5', 'non renseigné'])
    button()?.click()
    await until(() => header(element, 2)?.getAttribute('aria-sort') === 'descending', 'descending')
    expect(cells(element, 2).slice(0, 4)).to.deep.equal(['1 250,5', '1 000', '400', '300'])
  })

  it('groups, and pages groups', async () => {
    const element = await table('columns=\'commune, sum(montant) as "Total"\' order="-Total" page-size="2"')
    expect(cells(element, 1)).to.deep.equal(['Strasbourg', 'Metz'])
    expect(cells(element, 2)).to.deep.equal(['2 250,5', '700'])
    expect(text(element, 'pager')).to.contain('1 à 2 sur 3 lignes')
  })

  it('searches without accents and case, keeps the box when nothing is found', async () => {
    const element = await table('search columns="commune"')
    const box = part(element, 'search') as HTMLInputElement
    box.focus()
    box.value = 'METZ'
    box.dispatchEvent(new Event('input'))
    await until(() => cells(element, 1).length === 2, 'two rows')
    box.value = 'nulle part'
    box.dispatchEvent(new Event('input'))
    await state(element, 'empty')
    expect(part(element, 'search')?.checkVisibility()).to.equal(true)
    expect(element.shadowRoot?.activeElement).to.equal(box)
    expect(plain(element.shadowRoot?.querySelector('.message')?.textContent ?? '')).to.contain('Aucune donnée ne correspond.')
  })

  it('asks a file once, whatever the page, order and search', async () => {
    const source = fakeSource()
    const element = await table('page-size="2" search', source)
    header(element, 1)?.querySelector('button')?.click()
    await until(() => header(element, 1)?.getAttribute('aria-sort') === 'ascending', 'sorted')
    expect(source.asked).to.equal(1)
  })

  it('downloads all rows as CSV, formulas made harmless', async () => {
    const source = fakeSource([...rows, { commune: '=1+1', annee: 2022, montant: -1.5, lien: 'a;"b"' }])
    const csv = await (await table('page-size="2"', source)).toCSV()
    const lines = csv.split('\r\n')
    expect(lines[0]).to.equal('\ufeffCommune;annee;montant;lien')
    expect(lines[2]).to.equal('Strasbourg;2022;1250,5;javascript:alert(1)')
    expect(lines[5]).to.equal('<img src=x onerror=alert(1)>;2022;;')
    expect(lines[6]).to.equal('\'=1+1;2022;-1,5;"a;""b"""')
    expect(lines.length).to.equal(8)
  })

  it('stays usable with 2,000 columns', async () => {
    const schema = Array.from({ length: 2000 }, (_, index) => ({ name: `c${index}`, type: 'number' as const }))
    const wide = Object.fromEntries(schema.map(({ name }, index) => [name, index]))
    const element = await table('', fakeSource([wide], schema))
    expect(element.shadowRoot?.querySelectorAll('th').length).to.equal(60)
    expect(plain(part(element, 'content')?.innerText ?? '')).to.contain('60 colonnes affichées sur 2 000.')
  })

  it('scrolls inside itself on a phone, reachable by keyboard', async () => {
    const element = await table('columns="commune, annee, montant, lien, commune, annee, montant"')
    const stage = element.parentElement as HTMLElement
    stage.style.inlineSize = '320px'
    await until(() => element.getBoundingClientRect().width <= 320, 'narrow')
    const region = part(element, 'scroll') as HTMLElement
    expect(stage.scrollWidth).to.be.at.most(320)
    expect(region.tabIndex).to.equal(0)
    expect(region.getAttribute('aria-label')).to.equal('Budget')
  })

  it('is as narrow as its place where nothing matches', async () => {
    const element = mount<DgeTable>('<dge-table columns="commune, annee, montant, lien, commune, annee, montant" where="annee = 1900"></dge-table>')
    const stage = element.parentElement as HTMLElement
    stage.style.inlineSize = '320px'
    element.source = fakeSource()
    await state(element, 'empty')
    expect(stage.scrollWidth).to.be.at.most(320)
  })
})
