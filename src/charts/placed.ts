import { channelText } from './channel-text.js'
import { frameOf } from './axes.js'
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
  return { ...frameOf(look), data: { values: [] }, layer: drawn }
}

/** The colour that a row brings itself. */
export const ownFill = { color: { field: 'fill', type: 'nominal', scale: null, legend: null } } as const
export const ownInk = { color: { field: 'ink', type: 'nominal', scale: null, legend: null } } as const
export const ownText = { text: { field: 'label', type: 'nominal' } } as const

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
