import type { Look } from './chart-type.js'

/** A seam around texts that lie on marks; it is painted under the letters (`paint-order` of the page and of pictures). */
export function haloOf({ theme }: Look) {
  return { stroke: theme.ground, strokeWidth: 3, strokeJoin: 'round', strokeOpacity: 0.85 } as const
}
