import { expect } from 'chai'
import { sendKeys } from '@web/test-runner-commands'
import { DgeError } from '../../src/data/errors.js'
import { DataSource } from '../../src/data/source.js'
import { missing } from '../../src/elements/author-log.js'
import { unknownAttributes } from '../../src/elements/unknown-attributes.js'
import { fakeSource, metadata, rows } from './fake-source.js'
import { clear, mount, part, plain, state, text, until, violations } from './stage.js'
import type { DgeFigure } from '../../src/elements/dge-figure.js'
import type { DgeTable } from '../../src/elements/dge-table.js'

/** Opens the door for the tags of one test. */
function show(attributes: string, source = fakeSource(), inner = ''): DgeTable {
  const element = mount<DgeTable>(`<dge-table ${attributes}>${inner}</dge-table>`)
  element.source = source
  return element
}

const seen = (element: Element, name: string): unknown[] => {
  const details: unknown[] = []
  element.addEventListener(name, (event) => details.push((event as CustomEvent<unknown>).detail))
  return details
}
const message = (element: Element) => element.shadowRoot?.querySelector<HTMLElement>('.message')
const button = (element: Element, words: string) =>
  [...(element.shadowRoot?.querySelectorAll('button') ?? [])].find((it) => plain(it.innerText) === words)

describe('every display', () => {
  const { error: log } = console
  let logged: string[] = []
  beforeEach(() => {
    logged = []
    console.error = (...words: unknown[]) => logged.push(words.join(' '))
  })
  afterEach(() => {
    console.error = log
    clear()
  })

  it('is accessible when loading, empty and failed', async () => {
    const slow = fakeSource()
    slow.delay = 5000
    expect(await violations(await state(show('loading="eager"', slow), 'loading'))).to.deep.equal([])
    expect(await violations(await state(show('loading="eager" where="annee = 1"'), 'empty'))).to.deep.equal([])
    const broken = fakeSource()
    broken.failure = new DgeError('http', 'HTTP 500')
    expect(await violations(await state(show('loading="eager"', broken), 'error'))).to.deep.equal([])
  })

  it('has a name when it failed without a title: what is said; and its own when it has one', async () => {
    const nameOf = (element: DgeTable) => {
      const figure = element.shadowRoot?.querySelector('figure')
      const said = element.shadowRoot?.getElementById(figure?.getAttribute('aria-labelledby') || 'none')
      return plain(said?.textContent ?? figure?.getAttribute('aria-label') ?? '')
    }
    const absent = (attributes = '') => state(mount<DgeTable>(`<dge-table src="/none/such.csv" loading="eager" ${attributes}></dge-table>`), 'error')
    const element = await absent()
    await until(() => nameOf(element).includes('ne se trouvent pas'), 'name')
    const titled = await absent('heading="Budget"')
    await until(() => nameOf(titled) === 'Budget', 'title')
    element.source = fakeSource()
    await state(element, 'ready')
    await until(() => nameOf(element) === plain(metadata.title ?? ''), 'the name of the data')
  })

  it('several on a page make no landmark twice', async () => {
    const stage = mount<HTMLElement>('<div><dge-figure></dge-figure><dge-figure></dge-figure></div>')
    document.body.append(stage) // out of `main`: a footer would be one of the page
    try {
      for (const element of stage.children) {
        ;(element as DgeFigure).source = fakeSource()
        await state(element as DgeFigure, 'ready')
      }
      expect(await violations(document.body)).to.deep.equal([])
    } finally {
      stage.remove()
    }
  })

  it('is ready with an event that says how much is shown', async () => {
    const element = show('page-size="2"')
    const ready = seen(element, 'dge-ready')
    await state(element, 'ready')
    await until(() => ready.length > 0, 'dge-ready')
    expect(ready).to.deep.equal([{ rows: 2, total: 5, partial: false }])
    expect(element.table?.numRows).to.equal(2)
    expect(element.query?.limit).to.equal(2)
    expect(element.getAttribute('state')).to.equal('ready')
  })

  it('stands over title, publisher, licence and date, with web links only', async () => {
    const about = { ...metadata, page: 'javascript:alert(1)', title: '<b>Titre</b>' }
    const element = await state(show('credits="Carte : moi"', fakeSource(rows, undefined, about)), 'ready')
    expect(text(element, 'heading')).to.equal('<b>Titre</b>')
    await until(() => text(element, 'attribution') !== '', 'the attribution')
    expect(text(element, 'attribution')).to.equal(
      'Source : <b>Titre</b>, Région Grand Est – Licence Ouverte 2.0 – mis à jour le 5 mars 2024 – Carte : moi'
    )
    const links = [...(part(element, 'attribution')?.querySelectorAll('a') ?? [])].map((link) => link.getAttribute('href'))
    expect(links).to.deep.equal([metadata.licenceUrl])
    expect(element.shadowRoot?.querySelector('b')).to.equal(null)
  })

  it('keeps its own content until there is something to see, and when it fails', async () => {
    const slow = fakeSource()
    slow.delay = 100
    const element = show('', slow, '<p>En attendant</p>')
    const own = element.querySelector('p') as HTMLElement
    await state(element, 'loading')
    expect(own.checkVisibility()).to.equal(true)
    await state(element, 'ready')
    expect(own.checkVisibility()).to.equal(false)

    const broken = fakeSource()
    broken.failure = new DgeError('http', 'HTTP 500')
    const failed = await state(show('loading="eager"', broken, '<p>Secours</p>'), 'error')
    expect(failed.querySelector('p')?.checkVisibility()).to.equal(true)
    expect(message(failed)?.checkVisibility()).to.equal(true)
  })

  it('tells in words that it loads, and how far, only when it takes long', async () => {
    const slow = fakeSource()
    slow.delay = 900
    const element = await state(show('', slow), 'loading')
    const status = () => plain(element.shadowRoot?.querySelector('.status')?.textContent ?? '')
    expect(status()).to.equal('')
    await until(() => status() !== '', 'words')
    expect(status()).to.equal('Chargement des données… 2 lignes sur 5')
    await state(element, 'ready')
  })

  it('says what failed to readers, to programs and to the author, and recovers by its button', async () => {
    const source = fakeSource()
    source.failure = new DgeError('http', 'HTTP 503 from <b>x</b>', { status: 503, hint: 'Come back later.' })
    const element = show('', source)
    const errors = seen(element, 'dge-error')
    await state(element, 'error')
    expect(errors).to.deep.equal([{ kind: 'http', message: 'HTTP 503 from <b>x</b>', cause: undefined }])
    expect(plain(message(element)?.innerText ?? '')).to.contain('Le serveur de données a refusé ou n’a pas pu traiter la demande.')
    expect(message(element)?.querySelector('b')).to.equal(null)
    expect(logged).to.deep.equal(['[dge] <dge-table> http: HTTP 503 from <b>x</b>\nCome back later.'])
    source.failure = undefined
    button(element, 'Réessayer')?.click()
    await state(element, 'ready')
    expect(message(element)).to.equal(null)
  })

  it('keeps the old drawing, and says how old it is, when a refresh fails', async () => {
    const source = fakeSource()
    const element = await state(show('columns="commune"', source), 'ready')
    source.failure = new DgeError('timeout', 'slow')
    source.refresh()
    await state(element, 'error')
    expect(part(element, 'content')?.innerText).to.contain('Strasbourg')
    expect(getComputedStyle(part(element, 'content') as HTMLElement).visibility).to.equal('visible')
    expect(plain(element.shadowRoot?.querySelector<HTMLElement>('.note')?.innerText ?? '')).to.match(
      /trop de temps.*Actualisation impossible.*\d\d:\d\d/
    )
    source.failure = undefined
    button(element, 'Réessayer')?.click()
    await state(element, 'ready')
    expect(element.shadowRoot?.querySelector('.note')).to.equal(null)
  })

  it('does not leave an old drawing under a new question that fails', async () => {
    const element = await state(show('columns="commune"'), 'ready')
    element.columns = 'nulle_part'
    await state(element, 'error')
    expect(getComputedStyle(part(element, 'content') as HTMLElement).visibility).to.equal('hidden')
  })

  it('does not call a source that fails by the words of the one before, and asks again when the reader is online', async () => {
    const element = await state(show('loading="eager"'), 'ready')
    expect(text(element, 'heading')).to.equal(metadata.title)
    let offline = true
    element.source = new DataSource({ src: 'https://example.org/y' }, () => (offline ? Promise.reject(new DgeError('network', 'No connection')) : fakeSource().dataset()))
    await state(element, 'error')
    expect(text(element, 'heading')).to.equal('')
    expect(text(element, 'attribution')).to.equal('')
    offline = false
    dispatchEvent(new Event('online'))
    await state(element, 'ready')
    expect(text(element, 'heading')).to.equal(metadata.title)
  })

  it('follows its attributes', async () => {
    const element = await state(show('columns="commune"'), 'ready')
    element.setAttribute('where', "commune = 'Metz'")
    await until(() => element.table?.numRows === 2, 'two rows')
    element.removeAttribute('where')
    await until(() => element.table?.numRows === 5, 'five rows')
    element.setAttribute('limit', '1')
    await until(() => element.table?.numRows === 1, 'one row')
    element.removeAttribute('limit')
    await until(() => element.table?.numRows === 5, 'five rows again')
  })

  it('says which column was probably meant, in where, columns and order', async () => {
    for (const attributes of ['where="comune = 1"', 'columns="comune"', 'columns="commune" order="-comune"']) {
      const element = show(`loading="eager" ${attributes}`)
      const errors = seen(element, 'dge-error') as { kind: string; message: string }[]
      await state(element, 'error')
      expect(errors[0]?.kind, attributes).to.equal('field')
      expect(errors[0]?.message, attributes).to.match(/comune.*commune/s)
    }
  })

  it('reads conditions on aliases after grouping', async () => {
    const element = await state(show('columns=\'commune, sum(montant) as "Total"\' where="Total > 1000"'), 'ready')
    expect(element.table?.numRows).to.equal(1)
  })

  it('only the last question counts', async () => {
    const source = fakeSource()
    const element = await state(show('columns="commune"', source), 'ready')
    const ready = seen(element, 'dge-ready')
    source.delay = 60
    source.refresh()
    element.limit = 1
    await element.updateComplete
    element.limit = 3
    await until(() => element.table?.numRows === 3, 'three rows')
    await new Promise((resolve) => setTimeout(resolve, 150))
    expect(element.table?.numRows).to.equal(3)
    expect(ready.length).to.equal(1)
  })

  it('stops asking when it leaves, and starts again when it comes back', async () => {
    const source = fakeSource()
    source.delay = 200
    const element = show('', source)
    await until(() => source.asked === 1, 'asked')
    const stage = element.parentElement
    element.remove()
    await until(() => source.aborted === 1, 'aborted')
    expect(element.state).to.equal('idle')
    source.delay = 0
    stage?.append(element)
    await state(element, 'ready')
    expect(source.asked).to.equal(2)
    expect(logged).to.deep.equal([])
  })

  it('marks a cut result, in words and as an attribute', async () => {
    const source = fakeSource()
    source.partial = 52_310
    const element = mount<DgeFigure>('<dge-figure value="sum(montant)"></dge-figure>')
    element.source = source
    await state(element, 'ready')
    expect(element.hasAttribute('partial')).to.equal(true)
    expect(text(element, 'partial')).to.match(/^Résultat partiel/)
  })

  it('knows which attributes mean nothing to it, and why it has no data', async () => {
    const { warn } = console
    console.warn = () => {}
    const table = (attributes: string) => mount<DgeTable>(`<dge-table ${attributes}></dge-table>`)
    expect(unknownAttributes(table('class="a" data-x="" aria-label="b" title="c" heading="d" _ngcontent-a="" titre="e" page-size="3" onclick="f"'))).to.deep.equal(['titre'])
    expect(unknownAttributes(table('title="c"'))).to.deep.equal(['title'])
    // A page may still give it a source: it waits.
    expect(await missing(table('columns="a"'))).to.equal(undefined)
    expect(await missing(table('source="/budget.csv"'))).to.include({ kind: 'query', hint: 'An address is given by src="…"; source="…" names the id of a <dge-source>.' })
    for (const wrong of ['src=""', 'url="/budget.csv"']) expect(await missing(table(wrong))).to.include({ kind: 'query', message: 'It has no data: give it src, or source="id"' })
    console.warn = warn
  })

  it('lets out what it holds because its tag was written without an end', async () => {
    const { warn } = console
    const told: string[] = []
    console.warn = (line: string) => void told.push(line)
    const stage = mount<HTMLElement>('<div><dge-figure value="sum(montant)" loading="eager" /><p>Texte</p><dge-table loading="eager" /><dge-table loading="eager" /> <h2>Suite</h2></div>')
    const displays = [...stage.querySelectorAll<DgeTable>('dge-figure, dge-table')]
    expect(stage.children.length).to.equal(1)
    for (const element of displays) element.source = fakeSource()
    const names = () => [...stage.children].map(({ localName }) => localName)
    await until(() => stage.children.length === 5, 'let out')
    expect(names()).to.deep.equal(['dge-figure', 'p', 'dge-table', 'dge-table', 'h2'])
    for (const element of displays) await state(element, 'ready')
    expect([...stage.children].every((each) => each.checkVisibility())).to.equal(true)
    expect(told.filter((line) => line.includes('has no end')).map((line) => line.split(' ')[1])).to.have.members(['<dge-figure>', '<dge-table>'])
    // What is there until the drawing comes stays in.
    const waiting = show('loading="eager"', fakeSource(), '<p><a href="#">Le tableau</a></p><script type="application/json">{}</script>')
    await state(waiting, 'ready')
    await until(() => text(waiting, 'attribution') !== '', 'after the drawing')
    expect(waiting.children.length).to.equal(2)
    console.warn = warn
  })

  it('starts without a box of its own', async () => {
    const element = show('style="display: contents"')
    await state(element, 'ready')
    expect(element.table?.numRows).to.be.above(0)
  })

  it('waits until it is nearly in view, or not', async () => {
    const source = fakeSource()
    const far = mount<HTMLElement>('<div style="padding-block-start: 3000px"><dge-table></dge-table><dge-table loading="eager"></dge-table></div>')
    const [lazy, eager] = [...far.children] as [DgeTable, DgeTable]
    lazy.source = source
    eager.source = fakeSource()
    await state(eager, 'ready')
    expect(lazy.state).to.equal('idle')
    expect(source.asked).to.equal(0)
    lazy.scrollIntoView()
    await state(lazy, 'ready')
    scrollTo(0, 0)
  })

  it('waits in what is closed', async () => {
    const closed = mount<HTMLDetailsElement>('<details><summary>Voir</summary><dge-table></dge-table></details>')
    const element = closed.querySelector('dge-table') as DgeTable
    const source = fakeSource()
    element.source = source
    const open = show('loading="eager"')
    await state(open, 'ready')
    expect([element.state, source.asked]).to.deep.equal(['idle', 0])
    closed.open = true
    await state(element, 'ready')
  })

  it('shows its data as a table and the drawing again, by one button', async () => {
    const element = mount<DgeFigure>('<dge-figure value="sum(montant)" heading="Dépenses"></dge-figure>')
    element.source = fakeSource()
    await state(element, 'ready')
    const toggle = button(element, 'Données')
    toggle?.focus()
    toggle?.click()
    await until(() => part(element, 'data') !== null, 'data')
    expect(toggle?.getAttribute('aria-expanded')).to.equal('true')
    expect(part(element, 'data')?.querySelector('caption')?.textContent).to.equal('Données\u00a0: Dépenses')
    expect(getComputedStyle(part(element, 'content') as HTMLElement).visibility).to.equal('hidden')
    expect(await violations(element)).to.deep.equal([])
    toggle?.click()
    await until(() => part(element, 'data') === null, 'no data')
    expect(element.shadowRoot?.activeElement).to.equal(toggle)
  })

  it('offers files in a menu that Escape closes', async () => {
    const element = await state(show(''), 'ready')
    const open = button(element, 'Télécharger')
    open?.click()
    await until(() => element.shadowRoot?.querySelector('ul') !== null, 'list')
    const csv = element.shadowRoot?.querySelector<HTMLElement>('ul button')
    expect(csv?.getAttribute('aria-label')).to.equal('Télécharger en CSV')
    csv?.focus()
    csv?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true }))
    await element.updateComplete
    expect(element.shadowRoot?.querySelector('ul')).to.equal(null)
    expect(element.shadowRoot?.activeElement).to.equal(open)
  })

  it('in a dialog of the page, Escape closes the menu first, then the dialog', async () => {
    const dialog = mount<HTMLDialogElement>('<dialog><dge-table columns="commune" loading="eager"></dge-table></dialog>')
    dialog.showModal()
    const element = dialog.querySelector<DgeTable>('dge-table')
    if (!element) throw new Error('no table')
    element.source = fakeSource()
    await state(element, 'ready')
    await until(() => button(element, 'Télécharger') !== undefined, 'button')
    const toggle = button(element, 'Télécharger')
    toggle?.focus()
    toggle?.click()
    await until(() => element.shadowRoot?.querySelector('ul') !== null, 'list')
    await sendKeys({ press: 'Escape' })
    await until(() => element.shadowRoot?.querySelector('ul') === null, 'no list')
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(dialog.open).to.equal(true)
    await sendKeys({ press: 'Escape' })
    await until(() => !dialog.open, 'closed')
  })

  it('follows what readers pick in other displays of its source, never its own pick', async () => {
    const source = fakeSource()
    const element = await state(show('columns="commune" height="200"', source), 'ready')
    const other = await state(show('columns="commune" height="200"', source), 'ready')
    const metz = { op: '=', args: [{ property: 'commune' }, 'Metz'] } as const
    const ready = seen(other, 'dge-ready')
    source.selection.set(other, metz)
    await until(() => element.table?.numRows === 2, 'two rows')
    expect(other.table?.numRows).to.equal(5)
    expect(ready.length).to.equal(0)
    source.selection.set(other, undefined)
    await until(() => element.table?.numRows === 5, 'five rows')
  })

  it('takes its full place before its data are there', async () => {
    const slow = fakeSource()
    slow.delay = 150
    const element = mount<DgeFigure>('<dge-figure value="sum(montant)"></dge-figure>')
    element.source = slow
    await state(element, 'loading')
    const before = element.getBoundingClientRect().height
    await state(element, 'ready')
    expect(element.getBoundingClientRect().height).to.equal(before)
    element.height = '300'
    await element.updateComplete
    expect(element.getBoundingClientRect().height).to.equal(300)
  })

  it('has a width in rows of boxes, cells, floats and centred columns, and its margins in its place', async () => {
    const tag = '<dge-table style="margin: 0 10px"></dge-table>'
    const widths = async (box: string) => {
      const stage = mount<HTMLElement>(`<div style="width: 1000px">${box}</div>`)
      await new Promise(requestAnimationFrame)
      return [...stage.querySelectorAll('dge-table')].map((each) => Math.round(each.getBoundingClientRect().width))
    }
    expect(await widths(tag)).to.deep.equal([980])
    expect(getComputedStyle(mount<HTMLElement>(`<div dir="rtl">${tag}</div>`).firstElementChild as Element).direction).to.equal('ltr')
    expect(await widths(`<div style="display: flex">${tag}${tag}</div>`)).to.deep.equal([480, 480])
    expect(await widths(`<div style="display: flex; flex-direction: column; align-items: center">${tag}</div>`)).to.deep.equal([980])
    expect(await widths(`<table style="border-spacing: 0"><tr><td>${tag}</td></tr></table>`)).to.deep.equal([320])
    expect(await widths(`<div style="float: left">${tag}</div>`)).to.deep.equal([320])
    expect(await widths(tag.replace('margin', 'inline-size: 300px; margin'))).to.deep.equal([300])
  })

  it('waits for the source that it names; when none comes, it says so, and draws when one comes after all', async () => {
    const element = mount<DgeTable>('<dge-table source="budjet"></dge-table>')
    const errors = seen(element, 'dge-error') as { message: string }[]
    await state(element, 'error')
    expect(errors[0]?.message).to.contain('no element with id "budjet" offers a source')
    expect(plain(message(element)?.innerText ?? '')).to.contain('mal formulée')
    element.source = fakeSource()
    await state(element, 'ready')
  })

  it('in a page that is patched from the HTML of its server, says what failed and what is cut all the same, in the place that its author gave', async () => {
    const broken = fakeSource()
    broken.failure = new DgeError('http', 'HTTP 500')
    const failed = await state(show('loading="eager"', broken), 'error')
    failed.removeAttribute('state')
    failed.requestUpdate()
    await failed.updateComplete
    expect(failed.getAttribute('state')).to.equal('error')
    expect(plain(message(failed)?.innerText ?? '')).to.contain('a refusé')
    const cut = fakeSource()
    cut.partial = 100
    const element = await state(show('loading="eager" height="480"', cut), 'ready')
    for (const name of ['state', 'partial', 'style']) element.removeAttribute(name)
    await element.updateComplete
    expect(element.hasAttribute('partial')).to.equal(true)
    expect(text(element, 'partial')).to.match(/\S/)
    expect(getComputedStyle(element).minHeight).to.equal('480px')
  })

  it('copied when it was drawn, is not drawn yet', async () => {
    const cut = fakeSource()
    cut.partial = 100
    const element = await state(show('loading="eager"', cut), 'ready')
    const copy = element.cloneNode(true) as DgeTable
    copy.source = fakeSource()
    expect([copy.state, copy.partial]).to.deep.equal(['idle', false])
    element.replaceWith(copy)
    await state(copy, 'ready')
    expect(copy.hasAttribute('partial')).to.equal(false)
  })

  it('takes numbers for texts, as frameworks set them', async () => {
    const element = document.createElement('dge-table')
    Object.assign(element, { source: fakeSource(), height: 480, heading: 2024, loading: 'eager' })
    mount<HTMLElement>('<div></div>').append(element)
    await state(element, 'ready')
    expect(getComputedStyle(element).minHeight).to.equal('480px')
    expect(text(element, 'heading')).to.equal('2024')
    Object.assign(element, { height: 520 })
    await element.updateComplete
    expect(getComputedStyle(element).minHeight).to.equal('520px')
  })

  it('refuses bad types with the right ones', async () => {
    const element = mount<DgeTable>('<dge-table src="https://example.org/a.csv" types="a:texte"></dge-table>')
    const errors = seen(element, 'dge-error') as { kind: string; message: string }[]
    await state(element, 'error')
    expect(errors[0]?.kind).to.equal('query')
    expect(errors[0]?.message).to.contain('a:texte')
  })
})
