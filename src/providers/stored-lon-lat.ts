import { isLonLat } from '../data/crs.js'
import { GeometryCells } from '../data/geometry-cells.js'
import { mapPositions } from '../data/geojson.js'
import { areFew, crsOf, outside, unprojection } from './projection.js'
import type { Pacer } from '../data/pacer.js'
import type { LonLat } from './projection.js'

/** `toLonLat` for the geometries of a large file. @throws DgeError `format`, `unsupported`, as it does */
export async function storedLonLat(cells: GeometryCells, named: string | undefined, pacer: Pacer): Promise<Omit<LonLat, 'geometries'> & { readonly geometries: GeometryCells }> {
  const { extent, strays } = cells
  if (!extent) return { geometries: cells, crs: named ?? 'OGC:CRS84', guessed: false, dropped: 0 }
  const onEarth = !(named && !isLonLat(named)) && areFew(strays, cells.count)
  const crs = crsOf(extent, named, onEarth)
  if (isLonLat(crs)) {
    if (onEarth) cells.dropStrays()
    return { geometries: cells, crs, guessed: false, dropped: onEarth ? strays : 0 }
  }
  const unproject = await unprojection(crs)
  const turned = new GeometryCells()
  for (let row = 0; row < cells.length; row++) {
    const geometry = cells.read(row)
    turned.push(geometry && mapPositions(geometry, unproject))
    await pacer.turn()
  }
  if (!areFew(turned.strays, turned.count)) throw outside(extent, crs)
  turned.dropStrays()
  return { geometries: turned, crs, guessed: !named, dropped: turned.strays }
}
