import { DgeError } from '../data/errors.js'
import { readMapService } from './map-service.js'
import type { OpenOptions, Provider, SourceConfig } from '../data/dataset.js'

/** WMS and WMTS draw pictures: their address is no dataset, and says so with the names of its layers. */
const provider: Provider = {
  name: 'wms',
  async open(config: SourceConfig, options: OpenOptions = {}): Promise<never> {
    options.response?.body?.cancel().catch(() => {})
    const { signal } = options
    const { service, title, layers } = await readMapService(config.src, { timeout: config.timeout, ...(signal ? { signal } : {}) })
    throw new DgeError('unsupported', `The ${service} “${title ?? new URL(config.src).host}” draws pictures and has no rows`, {
      url: config.src,
      hint: 'Show its layers on a map; for rows take the WFS or OGC API of the same server, or a file.',
      choices: layers.map(({ name, title: shown }) => ({ layer: name, ...(shown && shown !== name ? { title: shown } : {}) })),
    })
  },
}
export default provider
