import { channelText } from './channel-text.js'
import { frameOf } from './axes.js'
import { luminance } from './luminance.js'
import type { Layer } from './compose.js'
import type { Channel, ChartSpec, Look, PictureRow } from './chart-type.js'

/** Room between the drawing and its place, as `frameOf` has it. */
const padding = 4

/** Pixels of the drawing of a chart without axes and legend. */
export function plotOf(look: Look): { readonly width: number; readonly height: number } {
  return { width: Math.max(60, look.width - 2 * padding), height: Math.max(60, (look.height ?? 320) - 2 * padding) }
}

/**
 * The specification of marks that were laid out already, in pixels from the upper left: each layer's rows are with it, and `row`
 * in them is the rank of the picture's row, by which it is found under pointer and keyboard.
 */
export function placed(look: Look, layers: readonly (Layer & { readonly values: readonly object[] })[]): ChartSpec {
  const { width, height } = plotOf(look)
  const at = (field: string, size: readonly [number, number]) => ({ field, type: 'quantitative', scale: { domain: [...size], nice: false, zero: false }, axis: null })
  const position = { x: at('x', [0, width]), y: at('y', [height, 0]) }
  const drawn = layers.filter(({ values }) => values.length > 0).map(({ values, polar, encoding, ...layer }) => ({
    data: { values }, ...layer, encoding: { ...(polar ? {} : position), ...(encoding as object) },
  }))
  return { ...frameOf(look), data: { values: [] }, layer: drawn } as unknown as ChartSpec
}

/** The colour that a row brings itself. */
export const ownFill = { color: { field: 'fill', type: 'nominal', scale: null, legend: null } } as const
export const ownInk = { color: { field: 'ink', type: 'nominal', scale: null, legend: null } } as const
export const ownText = { text: { field: 'label', type: 'nominal' } } as const

/** Text on a colour: the darker or the lighter, whichever stands out (4.5:1 or more with one of them). */
export function inkOn(color: string): string {
  return luminance(color) > 0.18 ? '#101418' : '#ffffff'
}

/** A colour nearer to another by a part of the way. */
export function mixed(color: string, other: string, part: number): string {
  const read = (text: string) => {
    const hex = /^#([\da-f]{3})$/i.test(text) ? text.replace(/[\da-f]/gi, '$&$&') : text
    return /^#[\da-f]{6}$/i.test(hex) ? [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)) : undefined
  }
  const [from, to] = [read(color), read(other)]
  if (!from || !to) return color
  return `#${from.map((value, at) => Math.round(value + ((to[at] ?? 0) - value) * part).toString(16).padStart(2, '0')).join('')}`
}

/** The text when it fits into so many pixels, else cut to `least` characters or more, else nothing. */
export function fitted(text: string, room: number, character: number, least = 6): string {
  const most = Math.floor(room / character)
  return text.length <= most ? text : most >= least ? `${text.slice(0, most - 1).trimEnd()}…` : ''
}

/** A row's amount; what is missing or no number counts as 0. */
export function amountOf(row: PictureRow, channel: Channel | undefined): number {
  const value = channel && row[channel.name]
  return typeof value === 'number' && Number.isFinite(value) ? value : 0
}

/** A row's amount as it is written beside its mark. */
export function amountText(row: PictureRow, channel: Channel, look: Look): string {
  return channelText(row[channel.name] ?? null, channel, look.locale, { compact: true })
}
