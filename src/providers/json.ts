import { openJsonFile } from './json-open.js'
import type { Provider } from '../data/dataset.js'

/**
 * Files of JSON: an array of objects, one object a line (NDJSON), or such an array inside an object (`path="data.items"`,
 * else the first one, the usual names before others). GeoJSON is recognised in them.
 */
const provider: Provider = {
  name: 'json',
  open: (config, options = {}) => openJsonFile(config, options, 'json'),
}
export default provider
