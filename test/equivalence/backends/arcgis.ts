import { koopMissing, startKoop } from '../../servers/koop.js'
import type { Backend } from '../backend.js'

/** Koop's FeatureServer. */
export const arcgis: Backend = {
  name: 'ArcGIS (koop)',
  missing: koopMissing,
  anyName: true,
  serial: true,
  // Koop groups by fields only: the years are counted here, from six pages of a column. The others take one request each, the
  // rows under a condition with their number beside it; the number of all rows is known.
  requestsOfSix: 11,
  start: async (table) => {
    const { url, stop } = await startKoop([{ name: 'Communes', table }])
    return { config: { src: `${url}/0` }, stop }
  },
}
