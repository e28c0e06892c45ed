import { rolesOf } from '../../charts/index.js'
import type { PictureRow } from '../../charts/index.js'
import type { Box } from '../../render/chart-renderer.js'
import type { Scene } from './scene.js'

/** A finger is no needle: marks smaller than this answer to a pointer that comes near. */
const reach = 14

/** One mark of a row of the picture. */
interface Placed {
  readonly rank: number
  readonly box: Box
  readonly element: SVGElement | undefined
}

/** Where the rows of the picture are drawn; made when first asked for after each drawing. */
export class MarkIndex {
  readonly #scene: Pick<Scene, 'renderer' | 'picture' | 'whole' | 'type' | 'rankOf' | 'rowOf'>
  #placed: readonly Placed[] | undefined
  #byRank = new Map<number, Placed>()
  #byElement = new Map<EventTarget, Placed>()
  #elements = new Map<SVGElement, number[]>()

  constructor(scene: Pick<Scene, 'renderer' | 'picture' | 'whole' | 'type' | 'rankOf' | 'rowOf'>) {
    this.#scene = scene
  }

  /** Forgets the places: the drawing is another. */
  clear(): void {
    this.#placed = undefined
  }

  /** Where the row is drawn; undefined when it has no mark. */
  boxOf(rank: number): Box | undefined {
    this.#all()
    return this.#byRank.get(rank)?.box
  }

  /** Each element that draws marks, with the ranks of its rows. */
  elements(): ReadonlyMap<SVGElement, readonly number[]> {
    this.#all()
    return this.#elements
  }

  /** The row under the pointer; where values are joined, the nearest along the axis. */
  at(target: EventTarget | undefined, x: number, y: number): PictureRow | undefined {
    const all = this.#shown()
    if (this.#scene.type?.joins) return this.#nearestAlong(all, x, y)
    const own = target ? this.#byElement.get(target) : undefined
    if (own) return this.#scene.rowOf(own.rank)
    return this.#scene.rowOf(nearest(all.filter(({ box }) => box.width < 2 * reach && box.height < 2 * reach), x, y, reach)?.rank)
  }

  /** The rows whose marks lie in the box, in the order of reading; `sides` says along which axes the box limits. */
  within(box: Box, sides: readonly ('x' | 'y')[]): readonly PictureRow[] {
    const joins = this.#scene.type?.joins === true
    const inside = ({ box: mark }: Placed) => sides.every((side) => {
      const size = side === 'x' ? 'width' : 'height'
      const middle = mark[side] + mark[size] / 2
      if (joins || sides.length > 1) return middle >= box[side] && middle <= box[side] + box[size]
      return mark[side] <= box[side] + box[size] && mark[side] + mark[size] >= box[side]
    })
    const ranks = new Set(this.#all().filter(inside).map(({ rank }) => rank))
    return (this.#scene.picture?.rows ?? []).filter(({ row }) => ranks.has(row))
  }

  #nearestAlong(all: readonly Placed[], x: number, y: number): PictureRow | undefined {
    const { picture, renderer } = this.#scene
    const plot = renderer?.plot
    if (!picture || !plot) return undefined
    const outside = x < plot.x - reach || x > plot.x + plot.width + reach || y < plot.y - reach || y > plot.y + plot.height + reach
    if (outside && !picture.channels.facet) return undefined
    const upright = rolesOf(picture).dimension?.name === 'y'
    const along = ({ box }: Placed) => (upright ? Math.abs(box.y + box.height / 2 - y) : Math.abs(box.x + box.width / 2 - x))
    let best = Infinity
    for (const mark of all) best = Math.min(best, along(mark))
    return this.#scene.rowOf(nearest(all.filter((mark) => along(mark) <= best + 1), x, y, Infinity)?.rank)
  }

  /** The marks of the rows that readers did not hide. */
  #shown(): readonly Placed[] {
    const { picture, whole } = this.#scene
    if (!picture || picture.rows.length === whole?.rows.length) return this.#all()
    const ranks = new Set(picture.rows.map(({ row }) => row))
    return this.#all().filter(({ rank }) => ranks.has(rank))
  }

  #all(): readonly Placed[] {
    if (this.#placed) return this.#placed
    const placed: Placed[] = []
    this.#byRank = new Map()
    this.#byElement = new Map()
    this.#elements = new Map()
    const marks = this.#scene.renderer?.marks() ?? []
    const shared = sharedElements(marks)
    for (const { datum, box, element } of marks) {
      const rank = this.#scene.rankOf(datum)
      if (rank === undefined || !this.#scene.rowOf(rank)) continue
      // A line that follows marks is none of them.
      if (!this.#scene.type?.joins && element && shared.has(element) && this.#byRank.has(rank) && this.#byRank.get(rank)?.element !== element) continue
      const mark = { rank, box, element }
      placed.push(mark)
      if (!this.#byRank.has(rank)) this.#byRank.set(rank, mark)
      if (!element) continue
      if (!this.#byElement.has(element)) this.#byElement.set(element, mark)
      const ranks = this.#elements.get(element)
      if (ranks) ranks.push(rank)
      else this.#elements.set(element, [rank])
    }
    this.#placed = placed
    return placed
  }
}

/** Elements that draw several marks: lines and areas. */
function sharedElements(marks: readonly { readonly element: SVGElement | undefined }[]): ReadonlySet<SVGElement> {
  const [once, several] = [new Set<SVGElement>(), new Set<SVGElement>()]
  for (const { element } of marks) {
    if (!element) continue
    if (once.has(element)) several.add(element)
    else once.add(element)
  }
  return several
}

function nearest(marks: readonly Placed[], x: number, y: number, most: number): Placed | undefined {
  let best: Placed | undefined
  let distance = most
  for (const mark of marks) {
    const { box } = mark
    const away = Math.hypot(box.x + box.width / 2 - x, box.y + box.height / 2 - y)
    if (away > distance) continue
    distance = away
    best = mark
  }
  return best
}
