import { koopMissing, startKoop } from '../../servers/koop.js'
import type { Backend } from '../backend.js'

const backend = (name: string, paging: boolean, requestsOfSix: number): Backend => ({
  name,
  missing: koopMissing,
  anyName: true,
  serial: true,
  variant: !paging,
  requestsOfSix,
  start: async (table) => {
    const { url, stop } = await startKoop([{ name: 'Communes', table }], { paging })
    return { config: { src: `${url}/0` }, stop }
  },
})

/** Koop's FeatureServer. */
export const arcgis = backend('ArcGIS (koop)', true, 6)

/** Rows come by ranges of ids, a thousand at a time, and these are listed first: that the table takes seven requests is the server's doing. */
export const arcgisWithoutPages = backend('ArcGIS without pages (koop)', false, 5 + 1 + 5)
