import { median, quantile } from 'd3-array'
import type { Extent } from '../data/filter.js'
import type { AreaScale } from './layer-type.js'

/** Around all boxes; undefined for none. */
export function unionOf(boxes: readonly Extent[]): Extent | undefined {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const box of boxes) {
    west = Math.min(west, box[0])
    south = Math.min(south, box[1])
    east = Math.max(east, box[2])
    north = Math.max(north, box[3])
  }
  return west <= east ? [west, south, east, north] : undefined
}

/**
 * The box to look at first: around all places, unless a few (a tenth at most) lie so far off that the others would shrink
 * to a spot: overseas départements, a wrong coordinate. Undefined for no box.
 */
export function mainExtent(boxes: readonly Extent[]): Extent | undefined {
  const all = unionOf(boxes)
  if (!all || boxes.length < 20) return all
  const inX = around(boxes.map(([west, , east]) => (west + east) / 2))
  const inY = around(boxes.map(([, south, , north]) => (south + north) / 2))
  const near = boxes.filter(([west, south, east, north]) => inX((west + east) / 2) && inY((south + north) / 2))
  const main = unionOf(near)
  return main && near.length >= boxes.length * 0.9 && areaOf(main) < areaOf(all) / 6 ? main : all
}

/** How large the areas in these boxes are; points have none. */
export function areaScale(boxes: readonly Extent[]): AreaScale {
  const areas = boxes.filter((box) => areaOf(box) > 0)
  const wide = median(areas, ([west, , east]) => east - west) ?? 1
  const around = mainExtent(areas)
  const covered = areas.reduce((sum, box) => sum + areaOf(box), 0)
  return { zoom: Math.log2((16 * 360) / (512 * wide)), scattered: around !== undefined && covered < areaOf(around) / 20 }
}

/** True for values within the middle four fifths, widened by as much on both sides. */
function around(values: readonly number[]): (value: number) => boolean {
  const low = quantile(values, 0.1) ?? NaN
  const high = quantile(values, 0.9) ?? NaN
  const reach = high - low
  return (value) => value >= low - reach && value <= high + reach
}

function areaOf([west, south, east, north]: Extent): number {
  return (east - west) * (north - south)
}
