/** Pixels from the upper left. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

interface MapPlaces {
  readonly main: Box
  /** Frames of the insets, in their order; their names stand below. */
  readonly insets: readonly Box[]
  readonly title: { readonly x: number; readonly y: number; readonly width: number }
  readonly labels: readonly { readonly x: number; readonly y: number; readonly label: string }[]
  /** What the whole is high: more than asked for when the legend stands above or below. */
  readonly height: number
}

interface Wanted {
  readonly width: number
  readonly height: number
  /** Width by height of the map. */
  readonly aspect: number
  /** How many insets there are. */
  readonly insets: number
  /** Texts of the legend. */
  readonly labels: readonly string[]
  readonly title: string
  /** Pixels of a character. */
  readonly letter: number
  readonly side: 'auto' | 'none' | 'top' | 'right' | 'bottom'
}

const gap = 10
const line = 20
/** Maps are not lower than this part of the height for their legend's sake: the drawing grows. */
const least = 0.42
/** Room for the name below an inset. */
const nameLine = 14
const swatch = 28

/**
 * Where map, insets and legend stand: side by side around the middle where the place is wide (insets on the left, legend on the
 * right), else below each other.
 */
export function mapPlaces(wanted: Wanted): MapPlaces {
  const { width, height, aspect, insets, labels, title, letter, side } = wanted
  const longest = Math.max(0, ...labels.map((label) => label.length)) * letter + swatch
  const wide = width >= 520
  const beside = labels.length > 0 && (side === 'right' || (side === 'auto' && wide))
  const legendWidth = beside ? Math.min(Math.max(longest, Math.min(title.length * letter * 1.1, 200)), width * 0.4) : 0
  const legendHeight = beside || labels.length === 0 ? 0 : rowsBelow(labels.length, longest, width) * line + line + gap
  const frame = insets === 0 ? 0 : wide ? Math.min(78, (height - (insets - 1) * 4) / insets - nameLine) : Math.min(70, (width - (insets - 1) * gap) / insets)
  const [left, below] = [insets > 0 && wide ? Math.max(62, frame) + gap : 0, insets > 0 && !wide ? frame + nameLine + gap : 0]
  const room = Math.max(Math.min(least * height, height - below), height - below - legendHeight)
  const mapWidth = Math.min(width - left - legendWidth - (beside ? 2 * gap : 0), room * aspect)
  const mapHeight = wide && legendHeight === 0 ? height : Math.min(room, mapWidth / aspect)
  const start = Math.max(0, (width - left - mapWidth - (beside ? legendWidth + 2 * gap : 0)) / 2)
  const top = side === 'top' ? legendHeight : 0
  const main = { x: start + left, y: top, width: mapWidth, height: mapHeight }
  const frames = Array.from({ length: insets }, (_, at): Box => (wide
    ? { x: start, y: top + at * (frame + nameLine + 4), width: left - gap, height: frame }
    : { x: (width - insets * frame - (insets - 1) * gap) / 2 + at * (frame + gap), y: top + mapHeight + gap, width: frame, height: frame }))
  const legendTop = beside ? Math.max(8, (height - (labels.length + 1) * line) / 2) : side === 'top' ? 10 : mapHeight + below + gap + 8
  const legendLeft = beside ? main.x + mapWidth + 2 * gap : 0
  const columns = beside ? 1 : columnsBelow(labels.length, longest, width)
  const rows = Math.ceil(labels.length / columns)
  return {
    main, insets: frames, height: Math.max(height, mapHeight + below + legendHeight),
    title: { x: legendLeft, y: legendTop, width: beside ? legendWidth : width },
    labels: labels.map((label, at) => ({ label, x: legendLeft + Math.floor(at / rows) * (longest + gap), y: legendTop + line * (1 + (at % rows)) })),
  }
}

function columnsBelow(count: number, longest: number, width: number): number {
  return Math.max(1, Math.min(count, Math.floor((width + gap) / (longest + gap))))
}

function rowsBelow(count: number, longest: number, width: number): number {
  return Math.ceil(count / columnsBelow(count, longest, width))
}
