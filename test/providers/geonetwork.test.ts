import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { afterEach, describe, it } from 'node:test'
import provider from '../../src/providers/geonetwork.js'
import { distributionsOf, ranked } from '../../src/providers/geonetwork-links.js'
import { licenceOf, webUrl } from '../../src/providers/geonetwork-record.js'
import { DgeError } from '../../src/data/errors.js'
import { openDataset, entryOf } from '../../src/providers/index.js'
import { accepts } from '../../src/providers/recognise.js'
import { rowsOf } from '../../src/data/table.js'
import { startFaultServer } from '../servers/fault-server.js'
import type { FaultServer, Route } from '../servers/fault-server.js'

const fixture = (name: string) => readFileSync(new URL(`fixtures/geonetwork/${name}`, import.meta.url), 'utf8')
const shared = new URL('../../../shared/recorded/geonetwork/', import.meta.url)
const csv = 'nom;pop\nNancy;104885\nToul;15684\n'

interface Link {
  readonly url: string
  readonly protocol?: string
  readonly name?: string
  readonly title?: string
}

/** A record with these links; "/x" stands for an address on the test's server. */
function record(origin: string, links: readonly Link[], file = 'iso19139.xml'): string {
  const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const item = (name: string, text = '') => `<gmd:${name}><gco:CharacterString>${escaped(text)}</gco:CharacterString></gmd:${name}>`
  const written = links.map(
    ({ url, protocol, name, title }) => `<gmd:onLine><gmd:CI_OnlineResource>
      <gmd:linkage><gmd:URL>${escaped(url.startsWith('/') ? origin + url : url)}</gmd:URL></gmd:linkage>
      ${item('protocol', protocol)}${item('name', name)}${item('description', title)}</gmd:CI_OnlineResource></gmd:onLine>`
  )
  return fixture(file).replace('{links}', written.join('\n')).replaceAll('{origin}', origin)
}

/** The server's own address is that of the request. */
const withOrigin = (body: (origin: string) => string, type = 'application/xml;charset=UTF-8'): Route => (request) => ({
  type, body: body(`http://${request.headers.host}`),
})
const ofLinks = (links: readonly Link[]): Route => withOrigin((origin) => record(origin, links))
const formatter = '/geonetwork/srv/api/records/fr-grand-est-communes/formatters/xml'
const page = '/geonetwork/srv/fre/catalog.search#/metadata/fr-grand-est-communes'
const csvFile: Route = { type: 'text/csv', body: csv }

const failing = (kind: string, pattern: RegExp) => (error: unknown) => {
  assert.ok(error instanceof DgeError, String(error))
  assert.equal(error.kind, kind, error.message)
  assert.match(error.message, pattern)
  return true
}

let server: FaultServer
afterEach(() => server?.stop())
const open = (path: string, more: object = {}) => provider.open({ src: server.origin + path, ...more })

describe('GeoNetwork: records written after ISO 19139 and 19115-3', () => {
  it('opens the file of a record under the words of the record', async () => {
    server = await startFaultServer({ [formatter]: ofLinks([{ url: '/communes.csv', protocol: 'WWW:DOWNLOAD:text/csv', name: 'communes.csv' }]), '/communes.csv': csvFile })
    const dataset = await openDataset({ src: server.origin + page })
    assert.deepEqual(rowsOf(await dataset.execute({})).map((row) => ({ ...row })), [{ nom: 'Nancy', pop: 104885 }, { nom: 'Toul', pop: 15684 }])
    assert.deepEqual(dataset.metadata, {
      title: 'Communes du Grand Est',
      description: 'Limites officielles des communes',
      publisher: 'Région Grand Est',
      licence: 'Licence Ouverte 2.0',
      licenceUrl: 'https://www.etalab.gouv.fr/licence-ouverte-open-licence/',
      modified: '2025-03-01',
      created: '2019-05-02',
      extent: [3.38, 47.41, 8.24, 50.17],
      page: server.origin + page,
    })
    assert.deepEqual(dataset.downloads, [{ url: `${server.origin}/communes.csv`, format: 'csv' }])
    assert.equal(server.hits('/communes.csv'), 1)
  })

  it('gives the title in the language of the page', async () => {
    server = await startFaultServer({ [formatter]: ofLinks([{ url: '/communes.csv' }]), '/communes.csv': csvFile })
    const title = async (language: string) => (await open(page.replace('/fre/', `/${language}/`))).metadata?.title
    assert.deepEqual(await Promise.all(['fre', 'eng', 'ger', 'ita'].map(title)), [
      'Communes du Grand Est', 'Municipalities of Grand Est', 'Gemeinden der Region Grand Est', 'Communes du Grand Est',
    ])
  })

  it('reads ISO 19115-3 at the address of the API', async () => {
    server = await startFaultServer({
      '/catalogue/srv/api/records/a-b-c/formatters/xml': withOrigin((origin) => record(origin, [], 'iso19115-3.xml')),
      '/gares.csv': csvFile,
    })
    const { to, metadata, downloads } = await open('/catalogue/srv/api/records/a-b-c')
    assert.deepEqual(to, { src: `${server.origin}/gares.csv` })
    assert.deepEqual(metadata, {
      title: 'Gares', description: 'Gares de voyageurs', publisher: 'SNCF', licence: 'ODbL 1.0', modified: '2023-06-30T00:00:00',
      page: `${server.origin}/catalogue/srv/fre/catalog.search#/metadata/a-b-c`,
    })
    assert.deepEqual(downloads, [{ url: `${server.origin}/gares.csv`, format: 'csv' }])
  })

  it('finds the catalogue of a datahub in its settings, else beside it', async () => {
    const ofRecord = ofLinks([{ url: '/communes.csv' }])
    server = await startFaultServer({
      '/datahub/assets/configuration/default.toml': { type: 'text/plain', body: '[global]\n# geonetwork4_api_url = "https://no.example/srv/api"\ngeonetwork4_api_url = "/catalogue/srv/api"\n' },
      '/catalogue/srv/api/records/fr-grand-est-communes/formatters/xml': ofRecord,
      '/communes.csv': csvFile,
    })
    const { metadata } = await open('/datahub/dataset/fr-grand-est-communes?lang=fr')
    assert.equal(metadata?.page, `${server.origin}/datahub/dataset/fr-grand-est-communes`)
    await server.stop()
    server = await startFaultServer({ [formatter]: ofRecord, '/communes.csv': csvFile })
    assert.equal((await open('/datahub/dataset/fr-grand-est-communes')).metadata?.title, 'Communes du Grand Est')
  })

  it('asks CSW where the API gives no XML, and reads any CSW address', async () => {
    const csw: Route = (request, url) => ({
      type: 'application/xml',
      body: url.searchParams.get('ID') === 'fr-grand-est-communes' || url.searchParams.get('id') === 'fr-grand-est-communes'
        ? `<csw:GetRecordByIdResponse xmlns:csw="http://www.opengis.net/cat/csw/2.0.2">${record(`http://${request.headers.host}`, [{ url: '/communes.csv' }]).replace(/<\?xml.*?\?>/, '')}</csw:GetRecordByIdResponse>`
        : '<csw:GetRecordByIdResponse xmlns:csw="http://www.opengis.net/cat/csw/2.0.2"/>',
    })
    server = await startFaultServer({ '/geonetwork/srv/fre/csw': csw, '/cat/csw': csw, '/communes.csv': csvFile })
    assert.equal((await open(page)).metadata?.title, 'Communes du Grand Est')
    const other = await open('/cat/csw?service=CSW&version=2.0.2&request=GetRecordById&id=fr-grand-est-communes')
    assert.equal(other.to.src, `${server.origin}/communes.csv`)
    await assert.rejects(open('/geonetwork/srv/fre/catalog.search#/metadata/absent'), failing('http', /“absent” does not exist/))
  })

  it('takes the best link that answers, and names the others', async () => {
    server = await startFaultServer({
      [formatter]: ofLinks([
        { url: '/notice.pdf', protocol: 'WWW:DOWNLOAD', name: 'Notice' },
        { url: '/wms?', protocol: 'OGC:WMS', name: 'communes' },
        { url: '/communes.csv', protocol: 'WWW:DOWNLOAD:text/csv', name: 'communes.csv' },
        { url: '/mort/wfs', protocol: 'OGC:WFS', name: 'ns:communes' },
        { url: '/page/wfs', protocol: 'OGC:WFS', name: 'ns:communes' },
        { url: '/communes.geojson', protocol: 'WWW:LINK', name: 'en GeoJSON' },
      ]),
      '/communes.csv': csvFile,
      '/communes.geojson': { type: 'application/geo+json', body: '{"type":"FeatureCollection","features":[]}' },
      '/page/wfs': { type: 'text/html', body: '<html>Maintenance' },
    })
    const { to, metadata, downloads } = await open(page)
    assert.deepEqual(to, { src: `${server.origin}/communes.geojson` })
    assert.deepEqual(metadata?.notes, [
      `WFS “ns:communes” of the record does not answer and is passed over: ${server.origin}/mort/wfs?SERVICE=WFS&REQUEST=GetCapabilities`,
      `WFS “ns:communes” of the record does not answer and is passed over: ${server.origin}/page/wfs?SERVICE=WFS&REQUEST=GetCapabilities`,
      'geojson “en GeoJSON” is shown; layer="…" names another: csv “communes.csv”',
    ])
    assert.deepEqual(downloads?.map(({ format }) => format), ['csv', 'geojson'])
    assert.deepEqual((await open(page, { layer: 'csv' })).to, { src: `${server.origin}/communes.csv`, layer: '' })
  })

  it('goes to a service with the name of the layer', async () => {
    server = await startFaultServer({
      [formatter]: ofLinks([
        { url: '/geoserver/wfs?map=a&service=WFS&request=GetFeature&typename=x', protocol: 'OGC:WFS-1.0.0-http-get-capabilities', name: 'ns:communes' },
        { url: '/ogc/', protocol: 'OGC API Features', name: 'communes' },
      ]),
      '/geoserver/wfs': { type: 'application/xml', body: '<x/>' },
      '/ogc/collections/communes': { type: 'application/json', body: '{}' },
    })
    const best = await open(page)
    assert.deepEqual(best.to, { src: `${server.origin}/ogc/collections/communes`, layer: 'communes' })
    const named = await open(page, { layer: 'x' })
    assert.deepEqual(named.to, { src: `${server.origin}/geoserver/wfs?map=a&SERVICE=WFS&REQUEST=GetCapabilities`, layer: 'x' })
    assert.ok(named.response, 'the answer of the service is handed on')
  })

  it('says what a record without data has', async () => {
    const wms = ofLinks([{ url: '/wms?', protocol: 'OGC:WMS', name: 'ns:communes,ns:epci', title: 'Carte' }, { url: '/p', protocol: 'WWW:LINK' }])
    server = await startFaultServer({ [formatter]: wms })
    await assert.rejects(open(page), (error: unknown) => {
      failing('unsupported', /“Communes du Grand Est” has no data to read, only pictures of them: WMS “ns:communes”, WMS “ns:epci”/)(error)
      assert.deepEqual((error as DgeError).choices, [
        { layer: 'ns:communes', src: `${server.origin}/wms?`, title: 'Carte' }, { layer: 'ns:epci', src: `${server.origin}/wms?`, title: 'Carte' },
      ])
      return true
    })
    await server.stop()
    server = await startFaultServer({ [formatter]: ofLinks([]) })
    await assert.rejects(open(page), failing('unsupported', /no link at all/))
  })

  it('never follows or gives an address that is not http(s)', async () => {
    assert.equal(webUrl('javascript:alert(1)'), undefined)
    assert.equal(webUrl('data:text/csv,a'), undefined)
    assert.equal(webUrl('https://a.example/x"onload="1'), undefined)
    assert.equal(webUrl(' https://a.example/un fichier.csv '), 'https://a.example/un%20fichier.csv')
    assert.deepEqual(licenceOf([{ text: 'Licence <i>X</i>', url: 'javascript:alert(1)' }]), { licence: 'Licence X' })
    server = await startFaultServer({ [formatter]: ofLinks([{ url: 'javascript:alert(1)//x.csv', protocol: 'WWW:DOWNLOAD' }, { url: 'ftp://a.example/x.csv', protocol: 'WWW:DOWNLOAD' }]) })
    await assert.rejects(open(page), failing('unsupported', /no link at all/))
  })

  it('tells bad answers', async () => {
    server = await startFaultServer({ [formatter]: { type: 'text/html', body: '<!doctype html><html>Erreur</html>' } })
    await assert.rejects(open(page), failing('format', /A web page in place of XML/))
    await server.stop()
    server = await startFaultServer({ [formatter]: { status: 403, type: 'application/json', body: '{"code":"forbidden"}' } })
    await assert.rejects(open(page), (error: unknown) => failing('http', /is not public/)(error) && (error as DgeError).status === 403)
    await server.stop()
    server = await startFaultServer({ [formatter]: ofLinks([{ url: '/a.csv', protocol: 'WWW:DOWNLOAD' }]), '/a.csv': { status: 410, body: 'gone' } })
    await assert.rejects(open(page), failing('http', /No link of the record to its data answers: HTTP 410/))
    await assert.rejects(open('/geonetwork/srv/fre/catalog.search#/home'), failing('query', /names no record/))
    const controller = new AbortController()
    controller.abort()
    await assert.rejects(provider.open({ src: server.origin + page }, { signal: controller.signal }), { name: 'AbortError' })
  })

  it('is recognised by its addresses, and ISO XML by what it is', () => {
    const match = (address: string) => entryOf(new URL(address))?.name
    for (const address of [
      'https://a.fr/geonetwork/srv/fre/catalog.search#/metadata/x', 'https://a.fr/catalogue/srv/api/records/x',
      'https://a.fr/datahub/dataset/x', 'https://a.fr/geonetwork/srv/fre/csw?service=CSW&request=GetRecordById&id=x', 'https://a.fr/geonetwork/srv/api/records/x/formatters/xml',
    ]) assert.equal(match(address), 'geonetwork', address)
    const answer = { url: new URL('https://a.fr/x'), contentType: '' }
    assert.equal(accepts['geonetwork']?.({ ...answer, head: fixture('iso19139.xml').slice(0, 2000) }), true)
    assert.equal(accepts['geonetwork']?.({ ...answer, head: '{"type":"FeatureCollection"}' }), false)
  })

  it('ranks closed links last and reads formats where they are said', () => {
    const link = (url: string, protocol = '', more = {}) => ({ url: `https://a.fr${url}`, protocol, ...more })
    const all = [
      link('/a.csv', '', { restricted: true }), link('/telecharger?id=3', 'WWW:DOWNLOAD-1.0-http--download'), link('/x', 'WWW:DOWNLOAD:application/x-shapefile'),
      link('/y', 'WWW:DOWNLOAD', { mime: 'application/geo+json' }), link('/z.gpkg', 'WWW:DOWNLOAD'), link('/doc.pdf', 'WWW:DOWNLOAD'),
      link('/arcgis/rest/services/A/FeatureServer/0', 'ESRI:REST'), link('/arcgis/services/A/MapServer/WMSServer', ''), link('/s?service=WFS&request=GetFeature&outputFormat=csv&typeName=a', 'WWW:DOWNLOAD'),
    ]
    assert.deepEqual(ranked(all.flatMap(distributionsOf)).map(({ kind, format, layer }) => [kind, format ?? layer ?? '']), [
      ['wfs', 'a'], ['arcgis', ''], ['file', 'geojson'], ['file', 'zip'], ['file', ''], ['file', 'gpkg'], ['file', 'csv'],
    ])
  })
})

describe('GeoNetwork: recorded answers of the search', { skip: existsSync(shared) ? false : 'the recordings are not here' }, () => {
  const recorded = (name: string) => readFileSync(new URL(name, shared), 'utf8')

  it('leads a service record to its WFS', async () => {
    const body = recorded('eaufrance-service-eaux-usees.json')
    server = await startFaultServer({
      // The recorded link, on this machine.
      '/search.json': withOrigin((origin) => body.replaceAll('https://services.sandre.eaufrance.fr', origin), 'application/json'),
      '/geo/odp': { type: 'text/xml', body: '<x/>' },
    })
    const { to, metadata, downloads } = await open('/search.json')
    assert.equal(to.src, `${server.origin}/geo/odp?SERVICE=WFS&REQUEST=GetCapabilities`)
    assert.match(metadata?.title ?? '', /^Service web géographique OGC \(WFS\) du référentiel/)
    assert.equal(metadata?.publisher, 'Sandre')
    assert.equal(metadata?.licence, 'No conditions apply to access and use')
    assert.equal(metadata?.licenceUrl, 'http://inspire.ec.europa.eu/metadata-codelist/ConditionsApplyingToAccessAndUse/noConditionsApply')
    assert.equal(metadata?.modified, '2019-12-02T01:00:00.000Z')
    assert.deepEqual(downloads, [])
  })

  it('says that a feature catalogue leads to no data', async () => {
    server = await startFaultServer({ '/search.json': { type: 'application/json', body: recorded('search_bdtopo.json') } })
    await assert.rejects(openDataset({ src: `${server.origin}/search.json` }), failing('unsupported', /“Exemple de catalogue ISO19110 de la BDTOPO” has no data to read, no link at all/))
  })
})
