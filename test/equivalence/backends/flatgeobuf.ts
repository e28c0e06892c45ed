import { serialize } from 'flatgeobuf/lib/mjs/geojson.js'
import { startRangeServer } from '../../servers/range-server.js'
import { toGeoJson } from './files.js'
import type { FeatureCollection } from 'geojson'
import type { Backend } from '../backend.js'

/** Written by the reference library, which has no type for days: the author gives it. */
export const flatGeobuf: Backend = {
  name: 'FlatGeobuf, by ranges',
  async start(table) {
    const server = await startRangeServer('/communes.fgb', serialize(toGeoJson(table) as FeatureCollection))
    return { config: { src: server.src, types: { releve: 'date' } }, stop: () => server.stop() }
  },
}
