import { expect } from 'chai'
import { DataSource } from '../../src/data/source.js'
import { fakeSource, rows } from './fake-source.js'
import { clear, mount, state, text, until, violations } from './stage.js'
import type { DgeFigure } from '../../src/elements/dge-figure.js'
import type { DisplayState } from '../../src/elements/dge-display.js'

async function figure(attributes: string, wanted: DisplayState = 'ready', source: DataSource = fakeSource()): Promise<DgeFigure> {
  const element = mount<DgeFigure>(`<dge-figure ${attributes}></dge-figure>`)
  element.source = source
  return state(element, wanted)
}

describe('dge-figure', () => {
  afterEach(clear)

  it('is accessible', async () => {
    const element = await figure('value="sum(montant)" where="annee = 2022" compare="annee = 2021" heading="Dépenses"')
    expect(await violations(element)).to.deep.equal([])
  })

  it('shows a total with unit and label', async () => {
    const element = await figure('value="sum(montant)" heading="Dépenses"')
    expect(text(element, 'value')).to.equal('2 950,5 €')
    expect(text(element, 'heading')).to.equal('Dépenses')
    expect(element.shadowRoot?.querySelector('figure[role="figure"]')?.getAttribute('aria-label')).to.equal('Dépenses')
  })

  it('counts rows when it is told nothing', async () => {
    const rows = await figure('')
    expect([text(rows, 'heading'), text(rows, 'value')]).to.deep.equal(['Nombre de lignes', '5'])
  })

  it('takes unit and digits from the author', async () => {
    expect(text(await figure('value="mean(montant)" where="commune = \'Metz\'" unit="euros" digits="1"'), 'value')).to.equal('350,0 euros')
  })

  it('leaves out what is no number, and what is empty', async () => {
    for (const written of ['digits="deux"', 'digits=""', 'limit=""', 'digits="deux" limit="x"']) {
      expect(text(await figure(`value="sum(montant)" ${written}`), 'value'), written).to.equal('2 950,5 €')
    }
    expect(text(await figure('value="sum(montant)" digits="-1"'), 'value')).to.equal('2 951 €')
  })

  it('takes no row of several for the figure, but the first of an order', async () => {
    const several = await figure('value="montant"', 'error')
    expect(several.shadowRoot?.textContent).to.contain('several rows').and.to.contain('sum(montant)')
    expect(text(await figure('value="montant" order="-montant"'), 'value')).to.equal('1 250,5 €')
    // Strasbourg has one row in 2022.
    const strasbourg = 'value="montant" where="annee = 2022 AND commune = \'Strasbourg\'"'
    expect(text(await figure(strasbourg), 'value')).to.equal('1 250,5 €')
    // There are two in 2021.
    await figure(`${strasbourg} compare="annee = 2021 AND commune IN ('Strasbourg', 'Metz')"`, 'error')
  })

  it('shows no least text for the least number', async () => {
    const least = (code: string, wanted: DisplayState) => figure('value="min(code)"', wanted, fakeSource([{ code: '9' }, { code }], [{ name: 'code', type: 'string' }]))
    expect((await least('10', 'error')).shadowRoot?.textContent).to.contain('"10" is less than "9"')
    expect(text(await least('01001', 'ready'), 'value')).to.equal('01001')
    expect(text(await least('2024', 'ready'), 'value')).to.equal('2024')
  })

  it('says that a list of nothing is empty, not that a field is missing; nothing counts 0', async () => {
    const source = fakeSource([])
    const none = new DataSource({ src: 'fake:rien' }, async () => ({ ...(await source.dataset()), schema: [], total: 0 }))
    expect((await figure('value="sum(montant)"', 'error', none)).shadowRoot?.textContent).to.contain('Le jeu de données est vide')
  })

  it('gives its data with the author’s unit', async () => {
    const element = await figure('value="sum(montant)" unit="euros" compare="annee = 2021"')
    expect(element.table?.schema.map(({ unit }) => unit)).to.deep.equal(['euros', 'euros'])
    // 2,950.5 in all, 1,400 in 2021
    expect((await element.toCSV()).split('\r\n')[1]).to.equal('2950,5;1400')
  })

  it('shortens big numbers on demand', async () => {
    const source = fakeSource([{ commune: 'a', annee: 2022, montant: 1_234_567, lien: null }])
    expect(text(await figure('value="sum(montant)" compact', 'ready', source), 'value')).to.equal('1,23 M€')
  })

  it('compares in words, with direction, share and difference', async () => {
    const up = await figure('value="sum(montant)" where="annee = 2022 AND commune = \'Strasbourg\'" compare="annee = 2021"')
    // Strasbourg: 1,250.5 against 1,000
    expect(text(up, 'value')).to.equal('1 250,5 €')
    expect(text(up, 'comparison')).to.equal('▲ +25,1 % (250,5 € de plus que 2021)')
    const down = await figure('value="sum(montant)" where="annee = 2022 AND commune = \'Metz\'" compare="annee = 2021"')
    expect(text(down, 'comparison')).to.equal('▼ -25,0 % (100 € de moins que 2021)')
  })

  it('says that there is nothing to compare with', async () => {
    const other = await figure('value="sum(montant)" compare="annee = 1900"')
    expect(text(other, 'comparison')).to.equal('1900 : non renseigné')
    const first = await figure('value="sum(montant)" by="annee" compare="previous" where="annee = 2021"')
    expect(text(first, 'comparison')).to.equal('La valeur de comparaison : non renseigné')
  })

  it('tells no percentage of what is negative', async () => {
    const source = fakeSource([{ commune: 'a', annee: 2021, montant: -2, lien: null }, { commune: 'a', annee: 2022, montant: 1, lien: null }])
    expect(text(await figure('value="sum(montant)" where="annee = 2022" compare="annee = 2021"', 'ready', source), 'comparison')).to.equal('▲ 3 € de plus que 2021')
  })

  it('names the comparison as the author wants, and says when nothing changed', async () => {
    const element = await figure('value="count()" where="annee = 2022 AND commune = \'Metz\'" compare="annee = 2021" compare-label="l’an dernier"')
    expect(text(element, 'comparison')).to.equal('= identique à l’an dernier')
  })

  it('shows the last period and compares with the one before', async () => {
    const element = await figure('value="sum(montant)" by="annee" compare="previous"')
    // 2022: 1,250.5 + 300; 2021: 1,400
    expect(text(element, 'value')).to.equal('1 550,5 €')
    expect(text(element, 'comparison')).to.equal('▲ +10,8 % (150,5 € de plus que 2021)')
  })

  it('is empty, in words, when no value is there', async () => {
    const element = await figure('value="sum(montant)" where="annee = 1900"', 'empty')
    expect(element.shadowRoot?.textContent).to.contain('Aucune donnée ne correspond.')
  })

  it('speaks the page’s language', async () => {
    const stage = mount<HTMLElement>('<div lang="en"><dge-figure value="sum(montant)" where="annee = 2022" compare="annee = 2021"></dge-figure></div>')
    const element = stage.firstElementChild as DgeFigure
    element.source = fakeSource(rows)
    await state(element, 'ready')
    expect(text(element, 'value')).to.equal('€1,550.5')
    expect(text(element, 'comparison')).to.equal('▲ +10.8% (€150.5 more than 2021)')
    stage.lang = 'de'
    await until(() => text(element, 'value') === '1.550,5 €', 'in German')
    expect(text(element, 'comparison')).to.equal('▲ +10,8 % (150,5 € mehr als 2021)')
  })
})
