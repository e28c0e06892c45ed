import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { afterEach, describe, it } from 'node:test'
import { describe as describeAt } from '../../src/describe.js'
import { DgeError } from '../../src/data/errors.js'
import { openNamed, entryOf } from '../../src/providers/index.js'
import { startFaultServer } from '../servers/fault-server.js'
import type { FaultServer, Route } from '../servers/fault-server.js'

const recorded = new URL('../../../shared/recorded/ogc-api-features/dutch-metadata_records_items.json', import.meta.url)

let server: FaultServer | undefined
afterEach(async () => {
  await server?.stop()
  server = undefined
})
const json = (body: unknown) => ({ body: JSON.stringify(body) })
const failing = (kind: string, pattern: RegExp) => (error: unknown) =>
  error instanceof DgeError && error.kind === kind && pattern.test(`${error.message} ${error.hint ?? ''}`) ? true : assert.fail(String(error))

const record = (id: string, links: readonly object[], more: object = {}) => ({
  id, type: 'Feature', geometry: { type: 'Polygon', coordinates: [[[6, 48], [8, 48], [8, 49], [6, 48]]] },
  properties: { title: `Titre ${id}`, description: 'Un <b>jeu</b>', updated: '2024-03-01T10:00:00Z', created: '2020-01-01', license: 'Licence Ouverte 2.0', contacts: [{ organization: 'Auteur', roles: ['author'] }, { organization: 'Région', roles: ['publisher'] }], ...more },
  links: [{ rel: 'self', href: './x' }, { rel: 'alternate', type: 'text/html', href: '/fiche' }, { rel: 'thumbnail', type: 'image/png', href: '/t.png' }, ...links],
})
const csv = { type: 'text/csv', body: 'code;nom\n01001;Été' }

/** OGC API Records by its standard. */
async function catalogue(records: readonly ReturnType<typeof record>[], more: Readonly<Record<string, Route>> = {}): Promise<string> {
  const routes: Record<string, Route> = {
    '/': json({ links: [{ rel: 'data', href: '/collections' }, { rel: 'conformance', href: '/conformance' }] }),
    '/collections': json({ collections: [{ id: 'main', itemType: 'record', title: 'Catalogue' }], links: [] }),
    '/collections/main': json({ id: 'main', itemType: 'record', title: 'Catalogue', links: [] }),
    '/conformance': json({ conformsTo: [] }),
    '/collections/main/items': (_request, url) => {
      const q = url.searchParams.get('q')
      const found = records.filter(({ properties }) => q === null || properties.title.includes(q))
      return json({ type: 'FeatureCollection', numberMatched: found.length, numberReturned: found.length, links: [], features: found })
    },
    '/donnees.csv': csv,
    ...more,
  }
  for (const one of records) routes[`/collections/main/items/${one.id}`] = json(one)
  server = await startFaultServer(routes)
  return server.origin
}

describe('OGC API Records: from the standard, never seen on the wire', () => {
  it('a record leads to the best of its links that answers, under its own words', async () => {
    const origin = await catalogue([record('a', [{ rel: 'item', type: 'OGC:WFS', href: 'http://127.0.0.1:9/wfs', title: 'ns:a' }, { rel: 'enclosure', type: 'text/csv', href: '/donnees.csv', title: 'Fichier' }])])
    const { provider, dataset } = await openNamed({ src: `${origin}/collections/main/items/a` })
    assert.deepEqual([provider, dataset.total], ['csv', 1])
    const { notes, ...metadata } = dataset.metadata
    assert.deepEqual(metadata, { title: 'Titre a', description: 'Un jeu', publisher: 'Région', licence: 'Licence Ouverte 2.0', modified: '2024-03-01T10:00:00Z', created: '2020-01-01', page: `${origin}/fiche`, extent: [6, 48, 8, 49] })
    assert.match(notes?.[0] ?? '', /WFS “ns:a” of the record does not answer/)
    assert.deepEqual(dataset.downloads, [{ url: `${origin}/donnees.csv`, format: 'csv' }])
  })

  it('a catalogue lists its records; its address with a search, or a layer, leads to one', async () => {
    const file = { rel: 'enclosure', type: 'text/csv', href: '/donnees.csv' }
    const origin = await catalogue([record('a', [file]), record('b', [file])])
    const choices = [{ layer: 'a', src: `${origin}/collections/main/items/a`, title: 'Titre a' }, { layer: 'b', src: `${origin}/collections/main/items/b`, title: 'Titre b' }]
    for (const path of ['/collections/main', '/collections/main/items', '/']) assert.deepEqual(await describeAt(origin + path), { kind: 'list', choices }, path)
    const searched = await describeAt(`${origin}/collections/main/items?q=Titre+b`)
    assert.ok(searched.kind === 'dataset' && searched.title === 'Titre b' && searched.provider === 'csv')
    assert.equal((await openNamed({ src: `${origin}/collections/main/items`, layer: 'Titre a' })).dataset.metadata.title, 'Titre a')
    await assert.rejects(openNamed({ src: `${origin}/collections/main/items?q=zzz` }), failing('empty', /No record/))
  })

  it('leads to a collection of features of the same service', async () => {
    const points = { type: 'FeatureCollection', numberMatched: 1, numberReturned: 1, links: [], features: [{ type: 'Feature', id: 1, geometry: null, properties: { nom: 'Été' } }] }
    const origin = await catalogue([record('a', [{ rel: 'item', type: 'application/json', href: '/collections/points' }])], { '/collections/points': json({ id: 'points', links: [] }), '/collections/points/items': json(points) })
    const { provider, dataset } = await openNamed({ src: `${origin}/collections/main/items/a` })
    assert.deepEqual([provider, dataset.metadata.title, dataset.total], ['ogc-api-features', 'Titre a', 1])
  })

  it('says what a record without data has, and what is no record', async () => {
    const origin = await catalogue([record('a', [{ rel: 'item', type: 'OGC:WMS', href: 'https://x.org/wms', title: 'ns:a' }]), record('b', [])], {
      '/collections/points/items/1': json({ type: 'Feature', id: 1, geometry: null, properties: { nom: 'Été' }, links: [] }),
      '/collections/main/items/c': { type: 'text/html', body: '<!doctype html>' }, '/collections/main/items/d': { status: 500, body: 'x' },
    })
    const at = (path: string) => openNamed({ src: origin + path })
    await assert.rejects(at('/collections/main/items/a'), failing('unsupported', /only pictures of them: WMS “ns:a”/))
    await assert.rejects(at('/collections/main/items/b'), failing('unsupported', /no link at all/))
    await assert.rejects(at('/collections/points/items/1'), failing('unsupported', /One item of a collection/))
    await assert.rejects(at('/collections/main/items/c'), failing('format', /HTML/))
    await assert.rejects(at('/collections/main/items/d'), failing('http', /500/))
    await assert.rejects(at('/collections/main/items/inconnu'), failing('http', /404/))
  })

  it('reads the records of a recorded catalogue', { skip: existsSync(recorded) ? false : 'the recorded answers are not here' }, async () => {
    server = await startFaultServer({ '/collections/dutch-metadata/items': { body: readFileSync(recorded) }, '/collections/dutch-metadata': json({ id: 'dutch-metadata', itemType: 'record' }), '/conformance': json({ conformsTo: [] }) })
    const found = await describeAt(`${server.origin}/collections/dutch-metadata`)
    assert.ok(found.kind === 'list')
    assert.equal(found.choices.length, 10)
    assert.deepEqual(found.choices[0], { layer: '35149dfb-31d3-431c-a8bc-12a4034dac48', src: `${server.origin}/collections/dutch-metadata/items/35149dfb-31d3-431c-a8bc-12a4034dac48`, title: 'Kaartboeck 1635' })
    await assert.rejects(openNamed({ src: `${server.origin}/collections/dutch-metadata/items`, layer: 'Kaartboeck 1635', timeout: 2000 }), (error) => error instanceof DgeError && error.choices.map(({ layer }) => layer).join() === 'geo:kaartboeck,geo:kaartboeck,geo:kaartboeck')
  })

  it('is recognised by its addresses', () => {
    const match = (address: string) => entryOf(new URL(address))?.name
    assert.equal(match('https://x.org/geonetwork/ogc-api-records/collections/main/items/abc'), 'ogc-api-records')
    assert.equal(match('https://x.org/collections/lieux/items'), 'ogc-api-features')
  })
})
