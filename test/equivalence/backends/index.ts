import { arcgis } from './arcgis.js'
import { clickHouse, clickHouseShards } from './clickhouse.js'
import { csv, geojson, json } from './files.js'
import { parquet } from './parquet.js'
import { wfs } from './wfs.js'
import type { Backend } from '../backend.js'

/** Everything that can serve the communes for real. */
export const backends: readonly Backend[] = [csv, json, geojson, parquet, wfs, arcgis, clickHouse, clickHouseShards]
