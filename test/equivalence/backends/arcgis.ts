import { koopMissing, startKoop } from '../../servers/koop.js'
import type { Backend } from '../backend.js'

const backend = (name: string, paging: boolean, requestsOfSix: number): Backend => ({
  name,
  missing: koopMissing,
  anyName: true,
  serial: true,
  variant: !paging,
  // Koop groups by fields only: the years are counted here, from six pages of a column. The others take one request each, the
  // rows under a condition with their number beside it; the number of all rows is known.
  requestsOfSix,
  start: async (table) => {
    const { url, stop } = await startKoop([{ name: 'Communes', table }], { paging })
    return { config: { src: `${url}/0` }, stop }
  },
})

/** Koop's FeatureServer. */
export const arcgis = backend('ArcGIS (koop)', true, 11)

/** Rows come by ranges of ids, which are listed first; the rows of the two tables too. */
export const arcgisWithoutPages = backend('ArcGIS without pages (koop)', false, 17)
