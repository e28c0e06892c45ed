import { foldText } from '../data/text.js'
import { charWidth, compactTicks, titleOf } from './axes.js'
import { inkOf } from './ink.js'
import { othersOf } from './plain-bars.js'
import type { Channel, Look, Picture } from './chart-type.js'

/** Amounts on both sides of zero. */
export const diverging = ['#1d5a97', '#8bb9dc', '#f3f1ec', '#f0ae6c', '#a94f0c'] as const

/** Colours of series or amounts, with the legend; `direct` when their names stand beside the marks already. */
export function colorOf({ channels }: Picture, look: Look, { direct = false, lines = false, amounts = 'linear' as 'linear' | 'quantize' } = {}) {
  const { color } = channels
  if (!color) return {}
  const title = titleOf(color)
  if (color.scale === 'quantitative') return { color: { field: 'color', type: 'quantitative', title, ...amountColors(color, look, amounts) } } as const
  const labels = color.labels ?? []
  return {
    color: {
      field: 'color',
      type: color.scale === 'ordinal' ? 'ordinal' : 'nominal',
      sort: null,
      title,
      scale: { domain: [...labels], range: [...colorsFor(color, look)] },
      legend: direct ? null : withStrokes(legendOf(labels, look), lines),
    },
  } as const
}

/** The colours of series as letters have them, each 4.5:1 with the page or more. */
export function inksOf({ channels: { color } }: Picture, look: Look) {
  const condition = color ? colorsFor(color, look).map((each, at) => ({ test: { field: 'color', equal: color.labels?.[at] }, value: inkOf(each, look.theme) })) : []
  return { color: { condition, value: look.theme.text } }
}

/** The scale of amounts, which goes from one end of them to the other where it has no domain, and its legend. */
export function amountColors({ extent }: Channel, look: Look, type: 'linear' | 'quantize') {
  const { theme, touches, width } = look
  const crosses = extent !== undefined && extent[0] < 0 && extent[1] > 0
  const far = extent ? Math.max(Math.abs(extent[0]), Math.abs(extent[1])) : 1
  const name = typeof touches.palette === 'string' ? touches.palette : undefined
  const own = typeof touches.palette === 'object' ? touches.palette : undefined
  // Amounts on both sides of zero have their own colours on each.
  const range = own ?? (name ? touches.mixing?.rampOf(name, theme.dark) : crosses ? diverging : undefined) ?? theme.ramp
  const side = touches.legend === 'none' ? null : { gradientLength: Math.min(200, width / 2), ...orientOf(look), labelExpr: compactTicks(look.locale, extent) }
  return { scale: { type, range: [...range], ...(crosses ? { domain: [-far, far] } : {}) }, legend: side }
}

/** Lines are shown as lines in the legend. */
function withStrokes(legend: ReturnType<typeof legendOf>, lines: boolean) {
  return legend && lines ? { ...legend, symbolType: 'stroke', symbolStrokeWidth: 3, symbolSize: 300 } : legend
}

/** Where the legend stands, in as many columns as fit; null for none. */
export function legendOf(labels: readonly string[], look: Look) {
  if (look.touches.legend === 'none') return null
  const { width } = look
  const longest = Math.max(0, ...labels.map((label) => label.length))
  const aside = look.touches.legend === 'right'
  const columns = aside ? 1 : Math.max(1, Math.min(labels.length, Math.floor(width / (Math.min(longest, 30) * charWidth + 36))))
  return { columns, labelLimit: aside ? Math.floor(width * 0.35) : columns === 1 ? width - 24 : Math.min(220, width - 40), ...orientOf(look), ...offsetOf(look) }
}

/** Between legend and drawing stands the title of the vertical axis. */
function offsetOf({ touches }: Look) {
  return touches.legend === 'right' || touches.legend === 'bottom' ? {} : { offset: 28 }
}

function orientOf({ touches }: Look) {
  if (touches.legend === 'right') return { orient: 'right', direction: 'vertical' } as const
  return touches.legend === 'bottom' ? ({ orient: 'bottom' } as const) : {}
}

/**
 * The colour of each label: the author's, else the page's for that category. What is gathered, missing or stands behind
 * what the author highlights is grey.
 */
export function colorsFor({ labels = [], others, missing }: Channel, look: Look): readonly string[] {
  const { theme, touches } = look
  const named = labels.filter((label) => !written(label, look) && label !== others && label !== missing)
  const palette = paletteFor(look, named.length)
  const own = palette === theme.palette ? look.colors?.(named) : undefined
  const chosen = new Map(named.map((label, at) => [label, own?.[at] ?? palette[at % palette.length] ?? theme.text]))
  const behind = (label: string) => touches.highlight.length > 0 && !isHighlighted(label, look)
  return labels.map((label) => (behind(label) ? theme.other : (written(label, look) ?? chosen.get(label) ?? theme.other)))
}

/** The author's colour of a category, whatever case and accents. */
function written(label: string, { touches }: Look): string | undefined {
  if (touches.colors.size === 0) return undefined
  return touches.colors.get(label) ?? [...touches.colors].find(([name]) => foldText(name) === foldText(label))?.[1]
}

export function isHighlighted(label: string, { touches }: Look): boolean {
  return touches.highlight.some((name) => foldText(name) === foldText(label))
}

/** The colour of marks without series: the first of the palette; where categories are highlighted or coloured, each its own. */
export function plainColor(dimension: Channel | undefined, look: Look) {
  const { theme, touches } = look
  const first = paletteFor(look, 1)[0] ?? theme.text
  const labels = dimension?.labels ?? []
  const own = labels.flatMap((label) => {
    const color = isHighlighted(label, look) ? (written(label, look) ?? first) : written(label, look)
    return color ? [{ test: { field: dimension?.name, equal: label }, value: color }] : []
  })
  const rest = touches.highlight.length > 0 ? theme.other : first
  const condition = [...own, ...othersOf(dimension, theme.other)]
  return { color: condition.length > 0 ? { condition, value: rest } : { value: rest } }
}

function paletteFor({ theme, touches }: Look, count: number): readonly string[] {
  const { palette } = touches
  if (palette === undefined) return theme.palette
  return typeof palette === 'string' ? (touches.mixing?.stepsOf(palette, count, theme.dark) ?? theme.palette) : palette
}
