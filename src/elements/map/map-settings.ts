import { DgeError } from '../../data/errors.js'
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

/** "7.75,48.58" @throws DgeError `query` */
export function centerOf({ center }: DgeMap): readonly [longitude: number, latitude: number] | undefined {
  if (!center?.trim()) return undefined
  const [longitude = NaN, latitude = NaN, ...rest] = center.split(/[\s,;]+/).filter(Boolean).map(Number)
  if (rest.length > 0 || !(Math.abs(longitude) <= 180) || !(Math.abs(latitude) <= 85)) {
    throw new DgeError('query', `center: “${center}” is not a longitude and a latitude`, { hint: 'Longitude first: center="7.75,48.58".' })
  }
  return [longitude, latitude]
}

/** Providers that must be named wherever their tiles are shown. */
function creditOf(url: string): string {
  if (/[/.]openstreetmap\.(org|fr|de)\//.test(url)) return '© OpenStreetMap'
  if (/[/.](geopf|ign)\.fr\//.test(url)) return '© IGN'
  return ''
}
