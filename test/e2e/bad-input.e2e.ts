import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { startFaultServer } from '../servers/fault-server.js'
import { startStage, visibleText as textOf, waitForState } from './browser.js'
import type { OpenPage, Stage } from './browser.js'
import type { FaultServer } from '../servers/fault-server.js'

interface Seen {
  readonly name: string
  readonly id: string
  readonly kind?: string
  readonly message?: string
  readonly rows?: number
}

const csv = (body: string) => ({ type: 'text/csv; charset=utf-8', body })
const good = csv('commune;montant\nStrasbourg;12\nMetz;30\nNancy;7\n')

/** A loopback address where nothing listens. */
async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}

const visibleText = ({ page }: OpenPage) => textOf(page, '#it')
const events = ({ page }: OpenPage) => page.evaluate(() => (window as unknown as { seen: Seen[] }).seen)

describe('bad input', () => {
  let stage: Stage
  let server: FaultServer
  let dead: number

  before(async () => {
    stage = await startStage()
    dead = await closedPort()
    const wide = Array.from({ length: 200 }, (_, index) => `Catégorie ${index};${(index * 37) % 101}`).join('\n')
    server = await startFaultServer({
      '/good.csv': good,
      '/nocors.csv': { ...good, cors: false },
      '/busy.csv': [{ status: 429, headers: { 'retry-after': '1' } }, good],
      '/closed.csv': { status: 429, headers: { 'retry-after': '86400' } },
      '/flaky.csv': [{ status: 500, body: 'Oops' }, good],
      '/broken.csv': { status: 500, body: 'Oops' },
      '/slow.csv': { ...good, delay: 60_000 },
      '/stalls.csv': { ...good, stallAfter: 20 },
      '/page.json': { type: 'text/html', body: '<!doctype html><title>Portail</title><p>Connexion requise' },
      '/empty.json': { body: '' },
      '/other.json': { body: '{"status":"ok","count":3}' },
      '/header.csv': csv('commune;montant\n'),
      '/nulls.csv': csv('commune;montant\nA;\nB;\n'),
      '/one.csv': csv('commune;montant\nA;5\n'),
      '/huge.csv': csv('commune;montant\nA;-5\nB;9007199254740991\nC;0,000001\n'),
      '/wide.csv': csv(`categorie;valeur\n${wide}\n`),
      '/hostile.csv': csv(
        '<img src=x onerror=alert(1)>;montant;lien\n<script>alert(2)</script>;1;javascript:alert(3)\n"<b onmouseover=alert(4)>B</b>";2;https://example.org/\n'
      ),
    })
  })
  after(async () => {
    await server.stop()
    await stage.stop()
  })

  const show = async (attributes: string, tag = 'dge-chart', inner = 'Texte de secours') => {
    const opened = await stage.open(`<${tag} id="it" ${attributes}>${inner}</${tag}>`)
    await waitForState(opened.page, '#it', 'ready', 'empty', 'error')
    return opened
  }

  /** The element failed as told: kind for programs, words for readers, nothing lost, nothing unhandled. */
  async function fails(opened: OpenPage, kind: string, message: RegExp, sentence: RegExp) {
    const error = (await events(opened)).find(({ name }) => name === 'dge-error')
    assert.equal(error?.kind, kind, error?.message)
    assert.match(error?.message ?? '', message)
    const text = await visibleText(opened)
    assert.match(text, sentence)
    assert.match(text, /Texte de secours/)
    assert.deepEqual(opened.crashes, [])
    assert.ok(opened.errors.some((line) => line.includes('[dge]')), 'the author finds it in the console')
    await opened.context.close()
  }

  async function draws(opened: OpenPage, rows: number) {
    const ready = (await events(opened)).find(({ name }) => name === 'dge-ready')
    assert.equal(ready?.rows, rows)
    assert.deepEqual(opened.crashes, [])
    return opened
  }

  const bars = 'type="bar" x="commune" y="montant"'

  it('a host that does not exist', async () => {
    await fails(await show(`src="http://nowhere.invalid/a.csv" ${bars}`), 'network', /nowhere\.invalid/, /ne répond pas/)
  })

  it('a refused connection', async () => {
    await fails(await show(`src="http://127.0.0.1:${dead}/a.csv" ${bars}`), 'network', /127\.0\.0\.1/, /ne répond pas/)
  })

  it('a server without CORS is told apart from a dead one', async () => {
    await fails(await show(`src="${server.origin}/nocors.csv" ${bars}`), 'cors', /CORS|cross-origin/i, /n’autorise pas/)
  })

  it('404: no retry', async () => {
    const opened = await show(`src="${server.origin}/absent.csv" ${bars}`)
    assert.equal(server.hits('/absent.csv'), 1)
    await fails(opened, 'http', /404/, /ne se trouvent pas à l’adresse/)
  })

  it('429 with Retry-After is waited for', async () => {
    const opened = await draws(await show(`src="${server.origin}/busy.csv" ${bars}`), 3)
    assert.equal(server.hits('/busy.csv'), 2)
    await opened.context.close()
  })

  it('429 until tomorrow is an error that says so', async () => {
    await fails(await show(`src="${server.origin}/closed.csv" ${bars}`), 'http', /429/, /refusé/)
  })

  it('500 then 200', async () => {
    const opened = await draws(await show(`src="${server.origin}/flaky.csv" ${bars}`), 3)
    await opened.context.close()
  })

  it('500 for good, and the button that tries again', async () => {
    const opened = await show(`src="${server.origin}/broken.csv" ${bars}`)
    const before = server.hits('/broken.csv')
    await opened.page.getByRole('button', { name: 'Réessayer' }).click()
    await opened.page.waitForFunction(() => (window as unknown as { seen: Seen[] }).seen.length >= 2)
    assert.ok(server.hits('/broken.csv') > before)
    await fails(opened, 'http', /500/, /refusé/)
  })

  it('a time-out', async () => {
    await fails(await show(`src="${server.origin}/slow.csv" timeout="700" ${bars}`), 'timeout', /700|0\.7|time/i, /trop de temps/)
  })

  it('a body that stalls halfway', async () => {
    await fails(await show(`src="${server.origin}/stalls.csv" timeout="700" ${bars}`), 'timeout', /stall|time|byte/i, /trop de temps/)
  })

  it('HTML in place of JSON', async () => {
    await fails(await show(`src="${server.origin}/page.json" provider="json" ${bars}`), 'format', /HTML/, /illisibles/)
  })

  it('an empty body', async () => {
    await fails(await show(`src="${server.origin}/empty.json" ${bars}`), 'format', /empty/i, /illisibles/)
  })

  it('JSON of another shape', async () => {
    await fails(await show(`src="${server.origin}/other.json" ${bars}`), 'format', /array|rows/i, /illisibles/)
  })

  it('an unknown field, with the likely one', async () => {
    await fails(await show(`src="${server.origin}/good.csv" type="bar" x="commune" y="montat"`), 'field', /montat.*montant/s, /colonne/)
  })

  it('a condition that does not parse', async () => {
    await fails(await show(`src="${server.origin}/good.csv" ${bars} where="montant >> 3"`), 'query', /montant >> 3/, /mal formulée/)
  })

  it('an unknown chart type, with the likely one', async () => {
    await fails(await show(`src="${server.origin}/good.csv" type="barr" x="commune" y="montant"`), 'query', /barr.*bar/s, /mal formulée/)
  })

  it('no row: said in words', async () => {
    for (const attributes of [`src="${server.origin}/header.csv" ${bars}`, `src="${server.origin}/good.csv" ${bars} where="montant > 1000"`]) {
      const opened = await show(attributes)
      assert.equal(await opened.page.locator('#it').getAttribute('state'), 'empty')
      assert.match(await visibleText(opened), /Aucune donnée/)
      await opened.context.close()
    }
  })

  it('a column of nulls, one row, negative and huge numbers', async () => {
    const nulls = await show(`src="${server.origin}/nulls.csv" ${bars}`)
    assert.notEqual(await nulls.page.locator('#it').getAttribute('state'), 'error')
    assert.deepEqual(nulls.crashes, [])
    await nulls.context.close()
    for (const [path, rows] of [['one', 1], ['huge', 3]] as const) {
      const opened = await draws(await show(`src="${server.origin}/${path}.csv" ${bars}`), rows)
      assert.doesNotMatch(await visibleText(opened), /NaN|undefined|Infinity/)
      await opened.context.close()
    }
  })

  it('200 categories stay readable, and what is gathered or left out is said', async () => {
    const opened = await show(`src="${server.origin}/wide.csv" type="bar" x="categorie" y="sum(valeur)"`)
    assert.equal(await opened.page.locator('#it').getAttribute('state'), 'ready')
    assert.match(await visibleText(opened), /Autres|sur 200|200/)
    await opened.context.close()
  })

  it('markup in names and values is text, and no link runs a script', async () => {
    for (const tag of ['dge-table', 'dge-chart']) {
      const opened = await show(`src="${server.origin}/hostile.csv"`, tag)
      opened.page.on('dialog', (dialog) => assert.fail(`a script ran: ${dialog.message()}`))
      const found = await opened.page.locator('#it').evaluate((element) => ({
        images: element.shadowRoot?.querySelectorAll('img, script, [onmouseover], [onerror]').length,
        links: [...(element.shadowRoot?.querySelectorAll('a') ?? [])].map(({ href }) => href),
        text: element.shadowRoot?.textContent ?? '',
      }))
      assert.equal(found.images, 0)
      assert.deepEqual(found.links.filter((href) => href.startsWith('javascript:')), [])
      if (tag === 'dge-table') assert.match(found.text, /<script>alert\(2\)<\/script>/)
      assert.deepEqual(opened.crashes, [])
      await opened.context.close()
    }
  })

  it('a heading with markup is text', async () => {
    const opened = await show(`src="${server.origin}/good.csv" ${bars} heading="&lt;img src=x onerror=alert(1)&gt;"`)
    assert.match(await visibleText(opened), /<img src=x onerror=alert\(1\)>/)
    assert.deepEqual(opened.crashes, [])
    await opened.context.close()
  })

  it('two copies of the library on one page', async () => {
    const opened = await stage.open(
      `<script type="module" src="${stage.origin}/dist/dge.js?copy"></script><dge-chart id="it" src="${server.origin}/good.csv" ${bars}></dge-chart>`
    )
    await waitForState(opened.page, '#it', 'ready')
    assert.deepEqual(opened.errors, [])
    await opened.context.close()
  })

  it('an element removed and added again while it loads', async () => {
    const opened = await stage.open(`<div id="place"><dge-chart id="it" src="${server.origin}/good.csv" ${bars}></dge-chart></div>`)
    await opened.page.evaluate(async () => {
      const element = document.querySelector('#it')
      for (let round = 0; round < 5; round++) {
        element?.remove()
        await new Promise((done) => setTimeout(done, round * 7))
        if (element) document.querySelector('#place')?.append(element)
        await new Promise((done) => setTimeout(done, round * 5))
      }
    })
    await waitForState(opened.page, '#it', 'ready')
    assert.deepEqual(opened.crashes, [])
    assert.ok(!(await events(opened)).some(({ name }) => name === 'dge-error'))
    await opened.context.close()
  })

  it('a failed refresh leaves the drawing, with its age', async () => {
    let broken = false
    const moody = await startFaultServer({ '/m.csv': () => (broken ? { status: 503, headers: { 'retry-after': '600' } } : good) })
    const opened = await stage.open(`<dge-source src="${moody.origin}/m.csv" refresh="1"><dge-chart id="it" ${bars}></dge-chart></dge-source>`)
    await waitForState(opened.page, '#it', 'ready')
    broken = true
    await waitForState(opened.page, '#it', 'error')
    assert.match(await visibleText(opened), /Actualisation impossible/)
    assert.ok(await opened.page.locator('#it').evaluate((element) => Boolean(element.shadowRoot?.querySelector('svg'))))
    await opened.context.close()
    await moody.stop()
  })

  it('a 50 MB file: the page stays responsive and the sums are right', async () => {
    const line = (index: number) => `${String(index).padStart(7, '0')};Commune numéro ${index % 20};${index % 7};texte de remplissage pour la ligne\n`
    const rows = 850_000
    let body = 'code;commune;montant;note\n'
    for (let index = 0; index < rows; index++) body += line(index)
    assert.ok(body.length > 50e6)
    const big = await startFaultServer({ '/big.csv': csv(body) })
    const opened = await stage.open('<p></p>')
    await opened.page.evaluate((origin) => {
      const gaps: number[] = []
      let last = performance.now()
      Object.assign(window, { gaps })
      setInterval(() => {
        gaps.push(performance.now() - last)
        last = performance.now()
      }, 20)
      document.body.innerHTML = `<dge-chart id="it" src="${origin}/big.csv" type="bar" x="commune" y="sum(montant)"></dge-chart>`
    }, big.origin)
    await waitForState(opened.page, '#it', 'ready', 'error')
    assert.equal(await opened.page.locator('#it').getAttribute('state'), 'ready')
    const { sum, longest } = await opened.page.evaluate(() => {
      const { table } = document.querySelector('#it') as HTMLElement & { table: { columns: Map<string, number[]> } }
      const values = [...table.columns.values()].find((column) => typeof column[0] === 'number') ?? []
      return {
        sum: Array.from(values).reduce((total, value) => total + value, 0),
        longest: Math.max(...(window as unknown as { gaps: number[] }).gaps),
      }
    })
    let expected = 0
    for (let index = 0; index < rows; index++) expected += index % 7
    assert.equal(sum, expected)
    // A page that freezes for seconds is broken on any machine; the exact figure is a benchmark's business.
    assert.ok(longest < 5000, `the page was blocked for ${Math.round(longest)} ms`)
    await opened.context.close()
    await big.stop()
  })
})
