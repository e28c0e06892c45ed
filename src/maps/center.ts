import { DgeError } from '../data/errors.js'

/** "7.75,48.58" @throws DgeError `query` */
export function centerOf({ center }: { readonly center?: string | undefined }): readonly [longitude: number, latitude: number] | undefined {
  if (!center?.trim()) return undefined
  const [longitude = NaN, latitude = NaN, ...rest] = center.split(/[\s,;]+/).filter(Boolean).map(Number)
  if (rest.length > 0 || !(Math.abs(longitude) <= 180) || !(Math.abs(latitude) <= 85)) {
    throw new DgeError('query', `center: “${center}” is not a longitude and a latitude`, { hint: 'Longitude first: center="7.75,48.58".' })
  }
  return [longitude, latitude]
}
