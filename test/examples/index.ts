import * as files from './files.js'
import * as services from './services.js'
import * as standIns from './stand-ins.js'
import type { Example } from './example.js'

/**
 * One example for every provider of the registry, by its name. Tests that hold for all of them run over this table, and
 * `examples.test.ts` fails when a provider has none.
 */
export const examples: Readonly<Record<string, Example>> = {
  'data4citizen': standIns.data4citizen,
  'opendatasoft-v1': standIns.opendatasoftV1,
  'opendatasoft': standIns.opendatasoft,
  'geonetwork': standIns.geonetwork,
  'arcgis': services.arcgis,
  'arcgis-hub': services.hub,
  'wms': services.wms,
  'wfs': services.wfs,
  'data-gouv': standIns.dataGouv,
  'ogc-api-records': standIns.ogcApiRecords,
  'ogc-api-features': services.ogcApi,
  'data-fair': standIns.dataFair,
  'grist': standIns.grist,
  'ckan': standIns.ckan,
  'sensorthings': standIns.sensorthings,
  'geo-api': standIns.geoApi,
  'geocoding': standIns.geocoding,
  'melodi': standIns.melodi,
  'socrata': standIns.socrata,
  'spreadsheet': files.spreadsheet,
  'zip': files.zip,
  'gzip': files.gzip,
  'kml': files.kml,
  'gpx': files.gpx,
  'clickhouse': services.clickhouse,
  'duckdb': services.duckdb,
  'parquet': files.parquet,
  'flatgeobuf': files.flatgeobuf,
  'pmtiles': files.pmtiles,
  'geojson': files.geojson,
  'json-stat': standIns.jsonStat,
  'json': files.json,
  'csv': files.csv,
}
