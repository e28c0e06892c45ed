import type { Bounds } from './bounds.js'

export interface GridOptions {
  readonly columns: number
  readonly rowPadding: number
  readonly columnPadding: number
  /** Cells are centred in their row. */
  readonly centered: boolean
}

/** Where each cell of a grid goes: columns as wide as their widest cell, rows as high as their highest. */
export function gridLayout(boxes: readonly Bounds[], { columns, rowPadding, columnPadding, centered }: GridOptions): readonly { readonly x: number; readonly y: number }[] {
  const wide = Math.max(1, columns || boxes.length)
  const starts = (size: (box: Bounds) => readonly [number, number], index: (at: number) => number, padding: number) => {
    const extents: number[] = []
    const offsets: number[] = []
    boxes.forEach((box, at) => {
      const [low, high] = size(box)
      const place = index(at)
      extents[place] = Math.max(extents[place] ?? 0, Math.ceil(high))
      offsets[place] = Math.max(offsets[place] ?? 0, padding + (low < 0 ? Math.ceil(-low) : 0))
    })
    const result: number[] = []
    extents.forEach((_, place) => (result[place] = place === 0 ? 0 : (result[place - 1] ?? 0) + (extents[place - 1] ?? 0) + (offsets[place] ?? 0)))
    return { starts: result, extents }
  }
  const across = starts((box) => (box.empty ? [0, 0] : [box.x1, box.x2]), (at) => at % wide, columnPadding)
  const down = starts((box) => (box.empty ? [0, 0] : [box.y1, box.y2]), (at) => Math.floor(at / wide), rowPadding)
  return boxes.map((box, at) => {
    const row = Math.floor(at / wide)
    const free = (down.extents[row] ?? 0) - (box.empty ? 0 : box.y2)
    return { x: across.starts[at % wide] ?? 0, y: (down.starts[row] ?? 0) + (centered && wide !== 1 && free > 0 ? free / 2 : 0) }
  })
}
