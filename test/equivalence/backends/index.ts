import { arcgis, arcgisWithoutPages } from './arcgis.js'
import { gzip, ods, xlsx, zip } from './archives.js'
import { clickHouse, clickHouseShards } from './clickhouse.js'
import { duckDb } from './duckdb.js'
import { csv, geojson, json } from './files.js'
import { flatGeobuf } from './flatgeobuf.js'
import { kml, shapefile } from './gdal.js'
import { ogcApiFeatures, ogcApiPostGis, wfs, wfsGml, wfsPostGis } from './mapserver.js'
import { parquet } from './parquet.js'
import { ckan, ckanSql, dataFair, ogcApiFilters, opendatasoft, socrata, tabular } from './stand-ins.js'
import type { Backend } from '../backend.js'

/** Everything that can serve the communes here: for real, and at the end servers written from documentation. */
export const backends: readonly Backend[] = [
  csv, json, geojson, xlsx, ods, zip, gzip, shapefile, kml, parquet, flatGeobuf,
  wfs, wfsGml, wfsPostGis, ogcApiFeatures, ogcApiPostGis, arcgis, arcgisWithoutPages, clickHouse, clickHouseShards, duckDb,
  ckanSql, ckan, opendatasoft, dataFair, tabular, ogcApiFilters, socrata,
]
