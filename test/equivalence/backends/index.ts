import { arcgis } from './arcgis.js'
import { gzip, xlsx, zip } from './archives.js'
import { clickHouse, clickHouseShards } from './clickhouse.js'
import { duckDb } from './duckdb.js'
import { csv, geojson, json } from './files.js'
import { flatGeobuf } from './flatgeobuf.js'
import { parquet } from './parquet.js'
import { wfs } from './wfs.js'
import type { Backend } from '../backend.js'

/** Everything that can serve the communes for real. */
export const backends: readonly Backend[] = [csv, json, geojson, xlsx, zip, gzip, parquet, flatGeobuf, wfs, arcgis, clickHouse, clickHouseShards, duckDb]
