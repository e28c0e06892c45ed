import { DgeError } from '../data/errors.js'
import { byEnding } from './by-ending.js'
import { firstKnowing } from './provider-entry.js'
import type { ProviderEntry } from './provider-entry.js'

/** Whether the address is that of a WMS or WMTS, which draw pictures. */
export function isMapService(url: URL): boolean {
  return /[?&]service=wmt?s(&|$)/i.test(url.search) || (/\/(wmt?s|WMSServer)\/?$/i.test(url.pathname) && !/[?&]service=/i.test(url.search)) || /\/WMTSCapabilities\.xml$/.test(url.pathname)
}

/** In order of recognition, services before files. */
export const registry: readonly ProviderEntry[] = [
  {
    name: 'data4citizen',
    match: /\/(d4c|data4citizen)\//,
    load: () => import('./data4citizen.js'),
  },
  {
    name: 'opendatasoft-v1',
    match: /\/api\/(records|datasets)\/1\.0\//,
    typed: true,
    load: () => import('./opendatasoft-v1.js'),
  },
  {
    name: 'opendatasoft',
    match: /\/api\/(explore\/)?v2(\.\d)?\/catalog\/|\/explore\/(dataset|embed\/dataset|assets)\/[^/]+/,
    typed: true,
    load: () => import('./opendatasoft.js'),
  },
  {
    // A record with a WFS in it is XML too.
    name: 'geonetwork',
    match: (url) => /\/srv\/((\w{3}\/)?(api\/(0\.1\/)?records\/|catalog\.search)|api\/search\/records\/)|\/datahub\/(\w\w\/)?(dataset|service|record)\//.test(url.pathname) || /[?&]request=getrecordbyid(&|$)/i.test(url.search),
    load: () => import('./geonetwork.js'),
  },
  {
    name: 'arcgis',
    match: /\/(FeatureServer|MapServer)(\/\d+)?(\/query)?\/?$/i,
    typed: true,
    load: () => import('./arcgis.js'),
  },
  {
    name: 'arcgis-hub',
    match: /\/(maps|datasets)\/([\da-f]{32}(_\d+)?|[^/]+::[^/]+)(\/|$)|\/home\/item\.html$/i,
    load: () => import('./arcgis-hub.js'),
  },
  {
    name: 'wms',
    match: isMapService,
    accepts: ({ head }) => /<(WMS_Capabilities|WMT_MS_Capabilities)\b|<(\w+:)?Capabilities\b[^>]*opengis\.net\/wmts/.test(head),
    load: () => import('./wms.js'),
  },
  {
    name: 'wfs',
    match: (url) => /[?&]service=wfs(&|$)/i.test(url.search) || /\/(wfs|ows)\/?$/i.test(url.pathname),
    typed: true,
    load: () => import('./wfs.js'),
  },
  {
    // Catalogues of udata: data.gouv.fr, those of themes that show its datasets, data.public.lu; and the Tabular API.
    name: 'data-gouv',
    match: /^[^/]+(\/\w\w|\/api\/[12])\/datasets\/[^/.]|^([^/]+\.)?data\.gouv\.fr\/datasets\/[^/.]|\/api\/resources\/[\da-fA-F]{8}(-[\da-fA-F]{4}){3}-[\da-fA-F]{12}(\/|$)/,
    load: () => import('./data-gouv.js'),
  },
  {
    // One item: a record leads to its data. Catalogues come here from the list of their collections.
    name: 'ogc-api-records',
    match: /\/collections\/[^/]+\/items\/[^/]+\/?$|\/ogc-api-records\/collections\/[^/]+/,
    load: () => import('./ogc-api-records.js'),
  },
  {
    // Portals of other kinds have such pages too, those of data.gouv.fr among them.
    name: 'data-fair',
    match: /\/data-fair\/(api\/v1\/datasets|dataset)\/[^/]|\/api\/v1\/datasets\/[^/]+\/lines$|^(?!([^/]+\.)?data\.gouv\.fr\/)[^/]+\/datasets\/[^/.]+\/?$/,
    typed: true,
    load: () => import('./data-fair.js'),
  },
  {
    name: 'grist',
    match: /\/api\/docs\/([^/]+\/tables(\/|$)|[\w~-]{10,}\/?$)|^[^/]*grist[^/]*(\/o\/[^/]+)?\/(doc\/)?[\w~-]{10,}(\/|$)/,
    typed: true,
    load: () => import('./grist.js'),
  },
  {
    // Files that such a site keeps stand under …/resource/<id>/download/.
    name: 'ckan',
    match: /\/api\/(3\/)?action\/(package_show|resource_show|datastore_(search|search_sql|info))\/?$|\/datastore\/dump\/[^/]|\/dataset\/[\w-]+(\/resource\/[\w-]+(\/view\/[\w-]+)?)?\/?$/,
    load: () => import('./ckan.js'),
  },
  {
    name: 'sensorthings',
    match: /\/v1\.[01]\/(.+\/)?(Things|Locations|HistoricalLocations|(Multi)?Datastreams|Sensors|ObservedProperties|Observations|FeaturesOfInterest)(\([^/]*\))?\/?$/,
    load: () => import('./sensorthings.js'),
  },
  {
    name: 'geo-api',
    match: /^geo\.api\.gouv\.fr\//,
    load: () => import('./geo-api.js'),
  },
  {
    name: 'geocoding',
    match: /(\/geocodage|^api-adresse\.data\.gouv\.fr)\/(search|reverse)(\/csv)?\/?$/,
    load: () => import('./geocoding.js'),
  },
  {
    name: 'melodi',
    match: /\/melodi\/(data|catalog|range)\/[^/]|^catalogue-donnees\.insee\.fr\/(.*\/)?D[A-Z]_[A-Z0-9_]+(\/|$)/,
    load: () => import('./melodi.js'),
  },
  {
    name: 'clickhouse',
    match: /^[^/]+:(8123|8443)\/$|^(play\.)?clickhouse\./,
    typed: true,
    load: () => import('./clickhouse.js'),
  },
  {
    // No address tells it from others: the author names it.
    name: 'duckdb',
    typed: true,
    load: () => import('./duckdb.js'),
  },
  {
    name: 'json-stat',
    typed: true,
    load: () => import('./json-stat.js'),
  },
  ...byEnding,
]

/** The first provider that knows the address. */
export function entryOf(url: URL, entries: readonly ProviderEntry[] = registry): ProviderEntry | undefined {
  return firstKnowing(url, entries)
}

/** The provider that the author names, if any. @throws DgeError `unsupported` when there is none of the name */
export function named(name: string | undefined, entries: readonly ProviderEntry[]): ProviderEntry | undefined {
  if (!name) return undefined
  const entry = entries.find((candidate) => candidate.name === name)
  if (entry) return entry
  const names = entries.map((candidate) => candidate.name).join(', ')
  throw new DgeError('unsupported', `Unknown provider “${name}”`, { hint: `One of: ${names}.` })
}
