import type { ProviderEntry } from './provider-entry.js'

/** What an address that ends as a file may be: a service that has such addresses (`likeFiles`), or the file. In order of recognition, the narrower format before the wider. */
export const byEnding: readonly ProviderEntry[] = [
  {
    name: 'ogc-api-features',
    match: /\/collections(\/[^/]+(\/items(\/[^/]+)?)?)?\/?$|\/(ogcapi|wfs3|oapif)(\/|$)|\/ogc\/features\b/,
    likeFiles: true,
    load: () => import('./ogc-api-features.js'),
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
