import assert from 'node:assert/strict'
import { describe as suite, it } from 'node:test'
import { describe } from '../src/describe.js'
import { registry } from '../src/providers/index.js'
import { examples } from './examples/index.js'
import type { DatasetDescription, FieldWork } from '../src/describe.js'

/** What a description says, worked out from what the server or file of the example holds. */
interface Said {
  /** Who speaks the dialect at last, where an address leads elsewhere. */
  readonly provider?: string
  readonly words: Partial<Omit<DatasetDescription, 'kind' | 'provider' | 'schema' | 'downloads' | 'server'>>
  /** "name type", with unit and label. */
  readonly schema: readonly string[]
  readonly downloads: readonly string[]
  /** "= < like null group sum order" of the field, as far as the server does it; "~" narrows only. */
  readonly server: readonly [field: string, work: string]
  /** "search extent count page select", as far as the server does it. */
  readonly queries: string
}

const box = [6, 48, 7.75, 48.625] as const
const communes = ['code string', 'nom string', 'pop number', 'jour date', 'geometry geometry']
const named = (extra: object = {}) => ({ title: 'communes', rows: 3, geometryType: 'Point', extent: box, ...extra })
const licence = { licence: 'Licence Ouverte 2.0', licenceUrl: 'https://www.etalab.gouv.fr/licence-ouverte-open-licence/' }
const all = '= < like null group sum order'

const expected: Readonly<Record<string, Said>> = {
  'data4citizen': {
    words: { title: 'Essai', publisher: 'Région Grand Est', licence: 'Licence Ouverte', modified: '2024-02-03', rows: 3, geometryType: 'Point', extent: box },
    schema: communes, downloads: ['csv', 'xlsx', 'json', 'geojson'], server: ['pop', ''], queries: '',
  },
  'opendatasoft-v1': {
    words: { title: 'Essai', publisher: 'Région Grand Est', licence: 'Licence Ouverte', modified: '2024-02-03', rows: 3, geometryType: 'Point' },
    schema: communes, downloads: ['csv', 'xlsx', 'json', 'geojson'], server: ['pop', '= < null sum'], queries: 'count page select',
  },
  'opendatasoft': {
    words: {
      title: 'Essai', description: 'Un essai', publisher: 'Région Grand Est', licence: 'Licence Ouverte v2.0', licenceUrl: 'https://www.etalab.gouv.fr/licence-ouverte-open-licence',
      modified: '2024-05-06T07:08:09+00:00', created: '2020-01-01', frequency: 'annuelle', rows: 3, geometryType: 'Point', extent: box,
    },
    schema: ['code string', 'nom string', 'pop number hab. Population', 'jour date', 'geometry geometry'], downloads: ['csv', 'xlsx', 'json', 'geojson'],
    server: ['pop', '= < null group sum order'], queries: '~extent count page select',
  },
  'geonetwork': {
    provider: 'csv',
    words: {
      title: 'Communes du Grand Est', description: 'Limites officielles des communes', publisher: 'Région Grand Est', ...licence, modified: '2025-03-01', created: '2019-05-02', rows: 3, extent: [3.38, 47.41, 8.24, 50.17],
    },
    schema: ['code string', 'nom string', 'pop number'], downloads: ['csv'], server: ['pop', ''], queries: '',
  },
  'arcgis': {
    words: { title: 'Communes', publisher: 'Copyright information varies by provider. For more information please contact the source of this data.', rows: 3, geometryType: 'Point', extent: box },
    schema: ['OBJECTID number', ...communes], downloads: ['geojson'], server: ['pop', '= < null group sum order'], queries: '~extent count page select',
  },
  'arcgis-hub': {
    provider: 'arcgis',
    words: {
      title: 'Communes', description: 'Un essai', publisher: 'Région Grand Est', licence: 'Licence Ouverte', licenceUrl: 'https://www.etalab.gouv.fr/licence-ouverte-open-licence',
      modified: '2026-01-02T00:00:00.000Z', created: '2020-01-01T00:00:00.000Z', rows: 3, geometryType: 'Point', extent: box,
    },
    schema: ['OBJECTID number', ...communes], downloads: ['geojson'], server: ['pop', '= < null group sum order'], queries: '~extent count page select',
  },
  // Whose extent is that of the layer on the server's map, a little more than the points.
  'wfs': {
    words: { title: 'communes', publisher: 'Région Grand Est', licence: 'Licence Ouverte 2.0', rows: 3, geometryType: 'Point' },
    schema: ['code string', 'nom string', 'pop number', 'jour date', 'msGeometry geometry'], downloads: ['geojson'], server: ['pop', '= ~< order'], queries: 'count page select',
  },
  'data-gouv': {
    words: {
      title: 'Essai', description: 'Un **essai**', publisher: 'Ville', licence: 'Licence Ouverte / Open Licence version 2.0', licenceUrl: 'https://www.etalab.gouv.fr/licence-ouverte-open-licence',
      modified: '2026-01-02T03:04:05Z', created: '2020-01-01T00:00:00Z', frequency: 'annual', page: 'https://www.data.gouv.fr/datasets/essai/', rows: 3,
    },
    schema: ['code string', 'nom string', 'pop number', 'jour date'], downloads: ['csv', 'csv'], server: ['pop', '= < null group sum order'], queries: 'count page select',
  },
  'ogc-api-records': {
    provider: 'csv',
    words: { title: 'Essai', description: 'Un jeu', publisher: 'Région Grand Est', licence: 'Licence Ouverte 2.0', modified: '2024-03-01T10:00:00Z', rows: 3, extent: box },
    schema: ['code string', 'nom string', 'pop number'], downloads: ['csv'], server: ['pop', ''], queries: '',
  },
  'ogc-api-features': {
    words: { title: 'communes', rows: 3, geometryType: 'Point' },
    schema: ['code string', 'jour date', 'nom string', 'pop number', 'geometry geometry'], downloads: [], server: ['pop', ''], queries: '',
  },
  'data-fair': {
    words: {
      title: 'Essai', description: 'Un essai', publisher: 'Région Grand Est', licence: 'Licence Ouverte', licenceUrl: 'https://www.etalab.gouv.fr/licence-ouverte-open-licence',
      modified: '2026-01-02T03:04:05.000Z', created: '2020-01-01T00:00:00.000Z', frequency: 'annual', rows: 3, geometryType: 'Point', extent: box,
    },
    schema: ['code string', 'nom string', 'pop number Population', 'jour date', '_geopoint geometry'], downloads: ['csv', 'csv'], server: ['pop', '= < group sum order'], queries: '~extent count page select',
  },
  'grist': {
    words: { title: 'Essai – T', modified: '2026-01-02T03:04:05Z', created: '2020-01-01T00:00:00Z', rows: 3 },
    schema: ['code string', 'nom string', 'pop number', 'jour date'], downloads: ['csv'], server: ['pop', ''], queries: '',
  },
  'ckan': {
    words: {
      title: 'Essai', description: 'Un **essai**', publisher: 'Ville', licence: 'ODbL', licenceUrl: 'https://opendatacommons.org/licenses/odbl/', modified: '2024-05-06T07:08:09', created: '2020-01-01T00:00:00', frequency: 'annual', rows: 3,
    },
    schema: ['code string', 'nom string', 'pop number', 'jour date'], downloads: ['csv', 'csv'], server: ['nom', '= < like null group order'], queries: 'count page select',
  },
  'sensorthings': {
    words: { rows: 3, geometryType: 'Point', extent: box },
    schema: ['id string', 'name string', 'description string', 'location geometry Lieu'], downloads: [], server: ['name', ''], queries: '',
  },
  'geo-api': {
    words: { title: 'Découpage administratif', publisher: 'Etalab – Insee, IGN', ...licence, page: 'https://geo.api.gouv.fr/decoupage-administratif', geometryType: 'Point' },
    schema: [
      'code string Code', 'nom string Nom', 'codeDepartement string Code du département', 'codeRegion string Code de la région', 'codeEpci string Code de l’EPCI', 'siren string SIREN',
      'codesPostaux string Codes postaux', 'population number hab. Population', 'surface number ha Surface', 'centre geometry Centre',
    ],
    downloads: ['json'], server: ['codeDepartement', '='], queries: 'select',
  },
  'geocoding': {
    words: { title: 'strasbourg', publisher: 'Base Adresse Nationale – IGN', ...licence, rows: 3, geometryType: 'Point', extent: box },
    schema: [
      'label string Adresse', 'score number Pertinence', 'doubtful boolean Position douteuse', 'type string Type', 'housenumber string Numéro', 'street string Voie', 'postcode string Code postal',
      'citycode string Code de la commune', 'city string Commune', 'context string Département, région', 'id string Identifiant BAN', 'geometry geometry',
    ],
    downloads: ['geojson'], server: ['city', ''], queries: '',
  },
  'melodi': {
    words: { title: 'Essai', description: 'Un essai', publisher: 'Insee', ...licence, modified: '2025-11-28T11:56:10', page: 'https://www.insee.fr/fr/statistiques/1', rows: 3 },
    schema: [
      'GEO string Code géographique', 'GEO_OBJECT string Niveau géographique', 'GEO_REF string Référence géographique', 'FREQ string', 'TIME_PERIOD number Période', 'OBS_VALUE number Valeur',
    ],
    downloads: ['zip'], server: ['GEO', ''], queries: '',
  },
  'socrata': {
    words: {
      title: 'Essai', description: 'Un essai', publisher: 'Ville', licence: 'Licence Ouverte', licenceUrl: 'https://www.etalab.gouv.fr/licence-ouverte-open-licence',
      // 1 767 322 984 s and 1 577 836 800 s since 1970.
      modified: '2026-01-02T03:03:04.000Z', created: '2020-01-01T00:00:00.000Z', rows: 3, geometryType: 'Point',
    },
    schema: ['code string', 'nom string', 'pop number Population', 'jour date', 'geometry geometry'], downloads: ['csv'], server: ['pop', '= < null group sum order'], queries: '~extent count page select',
  },
  'spreadsheet': { words: named(), schema: communes, downloads: ['xlsx'], server: ['pop', ''], queries: '' },
  'zip': { provider: 'geojson', words: named(), schema: communes, downloads: ['zip'], server: ['pop', ''], queries: '' },
  'gzip': { provider: 'geojson', words: named(), schema: communes, downloads: ['gz'], server: ['pop', ''], queries: '' },
  'kml': { words: named(), schema: communes, downloads: ['kml'], server: ['pop', ''], queries: '' },
  'gpx': { words: named({ title: 'Sortie', description: 'Dimanche' }), schema: ['name string', 'geometry geometry'], downloads: ['gpx'], server: ['name', ''], queries: '' },
  'clickhouse': { words: { title: 'communes', rows: 3 }, schema: communes.slice(0, 4), downloads: ['csv'], server: ['nom', all.replace(' sum', '')], queries: 'count page select' },
  'duckdb': { words: { title: 'communes', rows: 3 }, schema: communes.slice(0, 4), downloads: [], server: ['nom', all.replace(' sum', '')], queries: 'count page select' },
  'parquet': { words: { title: 'communes', rows: 3, geometryType: 'Point', modified: '2026-02-02T10:00:00.000Z' }, schema: communes, downloads: ['parquet'], server: ['pop', '~= ~<'], queries: 'count page select' },
  // Its header has no envelope, and no row is asked for to make one.
  'flatgeobuf': { words: { title: 'communes', rows: 3, geometryType: 'Point', modified: '2026-02-02T10:00:00.000Z' }, schema: communes, downloads: ['fgb'], server: ['pop', ''], queries: '' },
  'pmtiles': {
    words: { title: 'Communes', description: 'Essai', publisher: 'IGN', extent: box, notes: ['0 vector tiles (MVT), zoom 4 to 9'] },
    schema: ['nom string', 'pop number', 'geometry geometry'], downloads: ['pmtiles'], server: ['pop', ''], queries: '',
  },
  'geojson': { words: named(), schema: communes, downloads: ['geojson'], server: ['pop', ''], queries: '' },
  'json-stat': {
    words: { title: 'Population des communes', publisher: 'INSEE', modified: '2026-01-02T00:00:00.000Z', rows: 3 },
    schema: ['geo string Commune', 'time number Année', 'value number Population des communes'], downloads: ['json'], server: ['value', ''], queries: '',
  },
  'json': { words: { title: 'communes', rows: 3 }, schema: communes.slice(0, 4), downloads: ['json'], server: ['pop', ''], queries: '' },
  'csv': { words: named(), schema: communes, downloads: ['csv'], server: ['pop', ''], queries: '' },
}

/** A WMS has layers of pictures in place of rows: `describe.test.ts` and below. */
const ofPictures = ['wms']

const short = (mark: string, word: string) => (mark === 'exact' ? word : mark === 'superset' ? `~${word}` : '')
const words = (parts: readonly (string | false)[]) => parts.filter(Boolean).join(' ')

function workOf({ where, group, aggregate, order }: FieldWork): string {
  return words([short(where.equal, '='), short(where.range, '<'), short(where.like, 'like'), short(where.missing, 'null'), group && 'group', aggregate.includes('sum') && 'sum', order && 'order'])
}

suite('describe(url) of an example of every provider', () => {
  it('none is forgotten', () => {
    assert.deepEqual([...Object.keys(expected), ...ofPictures].sort(), registry.map(({ name }) => name).sort())
  })

  for (const [name, said] of Object.entries(expected)) {
    const example = examples[name]
    it(name, { skip: example?.missing?.() ?? false }, async () => {
      assert.ok(example)
      const { config: { src, ...config }, stop } = await example.start()
      try {
        const found = await describe(src, config)
        assert.ok(found.kind === 'dataset')
        assert.equal(found.provider, said.provider ?? name)
        const { schema, downloads, server, ...rest } = found
        const expectedWords = Object.keys(said.words)
        assert.deepEqual(Object.fromEntries(Object.entries(rest).filter(([key]) => expectedWords.includes(key))), said.words)
        // What is not expected is not there, but for addresses of the test's own server and words of the server's maker.
        assert.deepEqual(Object.keys(rest).filter((key) => !expectedWords.includes(key) && !['kind', 'provider', 'page', 'title', 'extent', 'description', 'notes'].includes(key)), [])
        assert.deepEqual(schema.map((field) => words([field.name, field.type, field.unit ?? false, field.title ?? false])), said.schema)
        assert.deepEqual(downloads.map(({ format }) => format), said.downloads)
        const [field, work] = said.server
        const known = server.fields[field]
        assert.ok(known)
        assert.equal(workOf(known), work)
        assert.equal(words([short(server.search, 'search'), short(server.extent, 'extent'), server.count && 'count', server.page && 'page', server.select && 'select']), said.queries)
        if (found.extent) assert.ok(found.extent[0] <= 6.0001 && found.extent[1] <= 48.0001 && found.extent[2] >= 7.7499 && found.extent[3] >= 48.6249, String(found.extent))
      } finally {
        await stop()
      }
    })
  }

  it('wms: its layers', { skip: examples['wms']?.missing?.() ?? false }, async () => {
    const { config, stop } = await (examples['wms']?.start() ?? assert.fail())
    try {
      const found = await describe(config.src)
      assert.ok(found.kind === 'map')
      assert.deepEqual([found.service, found.publisher, found.licence, found.layers.map(({ name }) => name)], ['WMS', 'Région Grand Est', 'Licence Ouverte 2.0', ['test', 'communes']])
    } finally {
      await stop()
    }
  })
})
