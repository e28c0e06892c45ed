import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { DgeError } from '../../src/data/errors.js'
import { openDataset, openNamed, entryOf } from '../../src/providers/index.js'
import { rowsOf } from '../../src/data/table.js'
import { startFaultServer } from '../servers/fault-server.js'
import type { FaultServer, Reply, Route } from '../servers/fault-server.js'

const place = (label: string, score: number, x: number, y: number, more: object = {}) => ({
  type: 'Feature', geometry: { type: 'Point', coordinates: [x, y] },
  properties: { label, score, id: '01004_0300', type: 'street', postcode: '01500', citycode: '01004', city: 'Ambérieu-en-Bugey', context: "01, Ain, Auvergne-Rhône-Alpes", x: 882_000.5, y: 6_543_000.1, importance: 0.5, ...more },
})
const search = (features: readonly object[]): Reply => ({ type: 'application/geo+json', body: JSON.stringify({ type: 'FeatureCollection', features, query: 'x' }) })

let server: FaultServer | undefined
afterEach(async () => {
  await server?.stop()
  server = undefined
})
async function open(path: string, routes: Readonly<Record<string, Route>>, more: object = {}) {
  await server?.stop()
  server = await startFaultServer(routes)
  return openDataset({ src: server.origin + path, ...more })
}
const failing = (kind: string, pattern: RegExp) => (error: unknown) =>
  error instanceof DgeError && error.kind === kind && pattern.test(error.message) ? true : assert.fail(String(error))
const at = '/geocodage/search'

describe('Geocoding by the Géoplateforme: from documentation, never seen on the wire', () => {
  it('gives what a search finds as points, and marks what is doubtful', async () => {
    const dataset = await open(`${at}?q=rue+de+la+gare&limit=2`, { [at]: search([place('Rue de la Gare 01500 Ambérieu', 0.92, 5.35, 45.95, { housenumber: '8' }), place('Gare', 0.31, 2.35, 48.85)]) })
    const rows = rowsOf(await dataset.execute({ select: ['label', 'score', 'doubtful', 'postcode', 'citycode', 'housenumber', 'geometry'] })).map((row) => ({ ...row }))
    assert.deepEqual(rows, [
      { label: 'Rue de la Gare 01500 Ambérieu', score: 0.92, doubtful: false, postcode: '01500', citycode: '01004', housenumber: '8', geometry: { type: 'Point', coordinates: [5.35, 45.95] } },
      { label: 'Gare', score: 0.31, doubtful: true, postcode: '01500', citycode: '01004', housenumber: null, geometry: { type: 'Point', coordinates: [2.35, 48.85] } },
    ])
    assert.deepEqual(dataset.metadata.notes, ['1 of 2 places are doubtful (score under 0.5): where="doubtful = false" leaves them out'])
    assert.equal(dataset.metadata.publisher, 'Base Adresse Nationale – IGN')
    const none = await open(`${at}?q=zzz`, { [at]: search([]) })
    assert.deepEqual([none.total, (await none.execute({})).numRows], [0, 0])
  })

  it('sends a file of addresses and opens what comes back as the CSV that it is', async () => {
    const form: string[] = []
    const geocode: Route = async (request) => {
      let body = ''
      for await (const chunk of request) body += String(chunk)
      form.push(request.method ?? '', body)
      // The file as it was sent, each line with a place.
      const lines = (/\r\n\r\n(nom;[^]*?)\r\n--/.exec(body)?.[1] ?? '').trim().split(/\r?\n/)
      return { type: 'text/csv', body: lines.map((line, row) => (row === 0 ? `${line};latitude;longitude;result_score;result_citycode` : `${line};48.${row};7.${row};0.9;01004`)).join('\n') }
    }
    const file: Reply = { type: 'text/csv', body: Buffer.from('nom;adresse\nÉcole;1 rue Haute\nMairie;2 place d\u2019Été', 'latin1') }
    const { provider, dataset } = await (async () => {
      server = await startFaultServer({ '/ecoles.csv': file, [`${at}/csv`]: geocode })
      return openNamed({ src: `${server.origin}${at}/csv?columns=adresse&citycode=insee&data=${encodeURIComponent(`${server.origin}/ecoles.csv`)}` })
    })()
    assert.equal(provider, 'csv')
    assert.deepEqual(dataset.schema.map(({ name, type }) => `${name} ${type}`), ['nom string', 'adresse string', 'latitude number', 'longitude number', 'result_score number', 'result_citycode string', 'geometry geometry'])
    const [first] = rowsOf(await dataset.execute({}))
    assert.deepEqual([first?.['nom'], first?.['geometry']], ['École', { type: 'Point', coordinates: [7.1, 48.1] }])
    assert.equal(form[0], 'POST')
    assert.match(form[1] ?? '', /name="columns"\r\n\r\nadresse\r\n[^]*name="citycode"\r\n\r\ninsee\r\n[^]*name="data"; filename="adresses.csv"/)
    assert.doesNotMatch(form[1] ?? '', /name="data"\r\n\r\nhttp/)
  })

  it('tells bad answers', async () => {
    await assert.rejects(open(`${at}?q=a`, { [at]: { status: 400, body: '{"code":400,"message":"Failed parsing query","detail":["q: must contain between 3 and 200 chars"]}' } }), failing('http', /between 3 and 200/))
    await assert.rejects(open(`${at}?q=abc`, { [at]: { status: 500, body: 'x' } }), failing('http', /500/))
    await assert.rejects(open(`${at}?q=abc`, { [at]: { type: 'text/html', body: '<!doctype html>' } }), failing('format', /HTML/))
    await assert.rejects(open(`${at}?q=abc`, { [at]: { body: '{"results":[]}' } }), failing('format', /No places/))
    await assert.rejects(open(`${at}?q=abc`, { [at]: { ...search([]), delay: 3000 } }, { timeout: 200 }), failing('timeout', /0\.2 s/))
    await assert.rejects(open(`${at}/csv?columns=a`, {}), failing('unsupported', /No file of addresses/))
    await assert.rejects(open(`${at}/csv?data=/a.csv`, { '/a.csv': { type: 'text/html', body: '<!doctype html>' } }), failing('format', /web page/))
    await assert.rejects(open(`${at}/csv?data=/a.csv`, { '/a.csv': { type: 'text/csv', body: 'a;b\n1;2' }, [`${at}/csv`]: { status: 400, body: '{"message":"columns: unknown"}' } }), failing('http', /unknown/))
  })

  it('is recognised by its addresses, the old ones too', () => {
    const match = (address: string) => entryOf(new URL(address))?.name
    assert.equal(match('https://data.geopf.fr/geocodage/search?q=1+rue&limit=5'), 'geocoding')
    assert.equal(match('https://api-adresse.data.gouv.fr/search/?q=1+rue'), 'geocoding')
    assert.equal(match('https://data.geopf.fr/geocodage/reverse?lon=7&lat=48'), 'geocoding')
  })
})
