import { koopMissing, startKoop } from '../../servers/koop.js'
import type { Backend } from '../backend.js'

/** Koop's FeatureServer. */
export const arcgis: Backend = {
  name: 'ArcGIS (koop)',
  missing: koopMissing,
  anyName: true,
  serial: true,
  start: async (table) => {
    const { url, stop } = await startKoop([{ name: 'Communes', table }])
    return { config: { src: `${url}/0` }, stop }
  },
}
