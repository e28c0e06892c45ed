import type { DgeMap } from '../dge-map.js'

/** Background tiles and who must be named for them. */
export interface Basemap {
  readonly url: string
  readonly credit: string
}

/** The background that the author wants. */
export function basemapOf({ basemap, basemapCredits, baseURI }: DgeMap): Basemap | undefined {
  const url = basemap?.trim()
  if (!url) return undefined
  const absolute = new URL(url, baseURI).href.replaceAll('%7B', '{').replaceAll('%7D', '}')
  return { url: absolute, credit: basemapCredits?.trim() || creditOf(absolute) }
}

/** Providers that must be named wherever their tiles are shown. */
function creditOf(url: string): string {
  if (/[/.]openstreetmap\.(org|fr|de)\//.test(url)) return '© OpenStreetMap'
  if (/[/.](geopf|ign)\.fr\//.test(url)) return '© IGN'
  return ''
}
