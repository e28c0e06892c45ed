import { charWidth, frameOf, titleOf } from './axes.js'
import { rolesOf } from './roles.js'
import type { ChartSpec, Look, Picture } from './chart-type.js'
import type { Layer } from './plain-bars.js'

export { sidesOf } from './plain-bars.js'
export type { Layer } from './plain-bars.js'

/** Pixels of a small multiple, at least; space between two. */
const smallest = 200
const gap = 22
/** Pixels by which the texts of an axis reach beyond their cell. */
const overhang = 16
/** Pixels of a line of the legend. */
const legendLine = 18

/**
 * The whole specification of a type's layers: the author's lines, bands and texts around them, and one small chart per value
 * of `facet`. A single layer stays a unit specification. `turned`: what is on x stands on the vertical axis, and y on the other. `beside`:
 * layers with scales of their own, which the author's lines are not measured by.
 */
export function compose(picture: Picture, look: Look, layers: readonly Layer[], { turned = false, beside = [], ...extra }: Layer & { turned?: boolean; beside?: readonly Layer[] } = {}): ChartSpec {
  const { facet } = picture.channels
  const make = (size: Look): Layer => {
    const all = size.touches.layers?.(picture, size, turned, layers) ?? layers
    const [only] = all
    const joined = all.length === 1 && only ? only : { layer: all }
    return { ...extra, ...(beside.length > 0 ? { layer: [joined, ...beside] } : joined) }
  }
  const frame = frameOf(withLegend(look, layers))
  if (!facet) return { ...frame, ...make(look) }
  const { columns, width, height } = cellOf(picture, look)
  const { width: _width, height: _height, autosize: _autosize, ...rest } = { height: undefined, ...frame }
  return {
    ...rest,
    facet: {
      field: 'facet', type: facet.scale === 'ordinal' ? 'ordinal' : 'nominal', sort: [...(facet.labels ?? [])],
      title: [sideTitle(picture), titleOf(facet)].filter(Boolean).join(' – ') || null, header: { labelFontWeight: 'bold', labelLimit: width, titleAnchor: 'start', labelAnchor: 'start', titleFontWeight: 'normal' },
    },
    columns,
    spacing: gap,
    // Vega-Lite has no axis for all cells of a row that stands at a scale of some layers.
    ...(beside.length > 0 ? { resolve: { axis: { y: 'independent' } } } : {}),
    spec: { width, height, ...withoutSideTitle(make({ ...look, width, height })) },
  }
}

/** A long legend takes no room from the marks: the drawing grows by it. */
function withLegend(look: Look, layers: readonly Layer[]): Look {
  const rows = layers.map((layer) => {
    const { color } = (layer['encoding'] ?? {}) as { readonly color?: { readonly scale?: { readonly domain?: readonly unknown[] }; readonly legend?: { readonly columns?: number; readonly orient?: string } | null } }
    if (!color?.legend?.columns || color.legend.orient === 'right') return 0
    return Math.ceil((color.scale?.domain?.length ?? 0) / color.legend.columns)
  })
  const height = Math.max(0, ...rows) * legendLine
  return look.height === undefined || height <= look.height * 0.2 ? look : { ...look, height: look.height + height }
}

/** The title of the vertical axis stands once above all charts, not over each one's name. */
function withoutSideTitle(layer: Layer): Layer {
  const strip = (node: unknown): unknown => {
    if (typeof node !== 'object' || node === null) return node
    const { encoding } = node as { readonly encoding?: { readonly y?: object } }
    return encoding?.y ? { ...node, encoding: { ...encoding, y: { ...encoding.y, title: null } } } : node
  }
  const bare = strip(layer) as Layer
  return Array.isArray(bare['layer']) ? { ...bare, layer: bare['layer'].map(strip) } : bare
}

function sideTitle({ channels: { x, y } }: Picture): string | null {
  const measured = y?.scale === 'quantitative' ? y : x?.scale === 'quantitative' ? undefined : y
  return measured ? titleOf(measured) : null
}

/** The look of one cell: types that lay out by width ask with it. */
export function cellLook(picture: Picture, look: Look): Look {
  return picture.channels.facet ? { ...look, ...cellOf(picture, look) } : look
}

/** As many columns as are legible; the cells share the width that the axis of the first one leaves. */
function cellOf(picture: Picture, look: Look): { columns: number; width: number; height: number } {
  const cells = picture.channels.facet?.labels?.length ?? 1
  const left = axisRoom(picture)
  const most = Math.max(1, Math.floor((look.width - left + gap) / (smallest + gap + overhang)))
  const columns = Math.min(cells, most)
  const width = Math.max(120, Math.floor((look.width - left - 26 - (gap + overhang) * (columns - 1)) / columns))
  const rows = Math.ceil(cells / columns)
  const room = look.height === undefined ? 260 : Math.floor((look.height - 70) / rows) - gap - 20
  return { columns, width, height: Math.max(120, Math.min(Math.round(width * 0.75), room)) }
}

function axisRoom(picture: Picture): number {
  const { y } = picture.channels
  const longest = Math.max(0, ...(y?.labels ?? []).map((label) => label.length))
  return longest > 0 ? Math.min(220, Math.ceil(longest * charWidth)) + 12 : 56
}

/** True when the chart lies on its side though the author put the measure on y. */
export function isTurned(picture: Picture, flat: boolean): boolean {
  return flat && rolesOf(picture).measure?.name === 'y'
}
