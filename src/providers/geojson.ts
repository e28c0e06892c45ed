import { openJsonFile } from './json-open.js'
import type { Provider } from '../data/dataset.js'

/**
 * GeoJSON: features, a single one, or bare geometries. Properties become columns, the geometry one more (`geometry`), in
 * longitude and latitude whatever the CRS: that of `crs="…"`, else of the file's `crs` member, else the only one that its
 * coordinates fit. `EPSG:4326` is read x before y too, as every program writes it in GeoJSON.
 * @see https://www.rfc-editor.org/rfc/rfc7946
 */
const provider: Provider = {
  name: 'geojson',
  open: (config, options = {}) => openJsonFile(config, options, 'geojson'),
}
export default provider
