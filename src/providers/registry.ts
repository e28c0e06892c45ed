import { DgeError } from '../data/errors.js'
import type { Dataset, Handover, Provider } from '../data/dataset.js'
import type { Answer } from './recognise.js'

/** One line per provider: how to recognise it, and where its code is. Kept free of the code itself: this is in the core. */
export interface ProviderEntry {
  /** The name that authors write in `provider="…"` = the file's name. */
  readonly name: string
  /** Recognises by the URL alone, before anything is fetched; a pattern by its host and path. Addresses that end as files are asked only where `likeFiles`. */
  readonly match?: RegExp | ((url: URL) => boolean)
  /** Addresses of the service may end as files do. To make the patterns of all services ready takes a phone some milliseconds, before a file is asked for. */
  readonly likeFiles?: boolean
  /** How the paths of its files end, whatever the case: "csv tsv". */
  readonly endings?: string
  /** Recognises by the answer to a GET of the URL; those of the registry are in `recognise.ts`, which loads when no URL matches. */
  readonly accepts?: (answer: Answer) => boolean
  /** One GET of the URL brings the whole dataset: it can start while the provider's code is on its way. */
  readonly file?: boolean
  /** A worker reads it when it is large: what starts one comes while the provider's code is on its way. */
  readonly large?: boolean
  /** Its columns have types of their own: what the author says of them is read by `author-types.ts`. */
  readonly typed?: boolean
  readonly load: () => Promise<{ readonly default: Provider<Dataset | Handover> }>
}

/** Whether the address is that of a WMS or WMTS, which draw pictures. */
export function isMapService(url: URL): boolean {
  return /[?&]service=wmt?s(&|$)/i.test(url.search) || (/\/(wmt?s|WMSServer)\/?$/i.test(url.pathname) && !/[?&]service=/i.test(url.search)) || /\/WMTSCapabilities\.xml$/.test(url.pathname)
}

/** In order of recognition: services before files, the narrower format before the wider. */
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
    name: 'ogc-api-features',
    match: /\/collections(\/[^/]+(\/items(\/[^/]+)?)?)?\/?$|\/(ogcapi|wfs3|oapif)(\/|$)|\/ogc\/features\b/,
    likeFiles: true,
    load: () => import('./ogc-api-features.js'),
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
    // Without /d/ or /resource/ letters and digits must mix in the identifier: foot-ball, 2023-2024 and mars-2024 are none.
    name: 'socrata',
    match: /\/(d|resource|api\/views)\/[a-z0-9]{4}-[a-z0-9]{4}(\.(json|csv|geojson)|\/|$)|^[^/]+(\/[a-z]{2}(-[A-Z]{2})?)?\/[^/]+\/[^/]+\/(?!([a-z]{4}|\d{4})-([a-z]{4}|\d{4})(\/|$))[a-z0-9]{4}-[a-z0-9]{4}(\/(data|about_data|explore)(\/.*)?)?\/?$/,
    likeFiles: true,
    typed: true,
    load: () => import('./socrata.js'),
  },
  {
    // Before archives, which they are too. Workbooks begin with parts of these names, in any order.
    name: 'spreadsheet',
    endings: 'xlsx xlsm ods',
    file: true,
    load: () => import('./spreadsheet.js'),
  },
  {
    name: 'zip',
    endings: 'zip kmz',
    file: true,
    load: () => import('./zip.js'),
  },
  {
    name: 'gzip',
    endings: 'gz tgz',
    file: true,
    load: () => import('./gzip.js'),
  },
  {
    name: 'kml',
    endings: 'kml',
    file: true,
    load: () => import('./kml.js'),
  },
  {
    name: 'gpx',
    endings: 'gpx',
    file: true,
    load: () => import('./gpx.js'),
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
    name: 'parquet',
    endings: 'parquet geoparquet',
    typed: true,
    load: () => import('./parquet.js'),
  },
  {
    name: 'flatgeobuf',
    endings: 'fgb',
    typed: true,
    load: () => import('./flatgeobuf.js'),
  },
  {
    name: 'pmtiles',
    endings: 'pmtiles',
    load: () => import('./pmtiles.js'),
  },
  {
    name: 'geojson',
    endings: 'geojson',
    file: true,
    load: () => import('./geojson.js'),
  },
  {
    name: 'json-stat',
    typed: true,
    load: () => import('./json-stat.js'),
  },
  {
    // No `match` on .json: it may be GeoJSON, which only the answer tells.
    name: 'json',
    endings: 'ndjson jsonl',
    file: true,
    load: () => import('./json.js'),
  },
  {
    name: 'csv',
    endings: 'csv tsv tab',
    file: true,
    large: true,
    load: () => import('./csv.js'),
  },
]

/** The first provider that knows the address. */
export function entryOf(url: URL, entries: readonly ProviderEntry[] = registry): ProviderEntry | undefined {
  const ending = /\.(\w+)$/.exec(url.pathname)?.[1]?.toLowerCase() ?? ''
  const isFile = ({ endings }: ProviderEntry) => endings?.split(' ').includes(ending)
  const matches = ({ match }: ProviderEntry) => (match instanceof RegExp ? match.test(url.host + url.pathname) : match?.(url))
  const file = entries.find(isFile)
  return entries.find((entry) => entry === file || ((!file || entry.likeFiles) && matches(entry)))
}

/** The provider that the author names, if any. @throws DgeError `unsupported` when there is none of the name */
export function named(name: string | undefined, entries: readonly ProviderEntry[]): ProviderEntry | undefined {
  if (!name) return undefined
  const entry = entries.find((candidate) => candidate.name === name)
  if (entry) return entry
  const names = entries.map((candidate) => candidate.name).join(', ')
  throw new DgeError('unsupported', `Unknown provider “${name}”`, { hint: `One of: ${names}.` })
}
