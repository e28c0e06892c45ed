import type { Props } from './spec.js'

/** What Vega-Lite assumes of scales and marks. */
export const scaleDefaults: Props = {
  pointPadding: 0.5, barBandPaddingInner: 0.1, rectBandPaddingInner: 0, bandWithNestedOffsetPaddingInner: 0.2,
  bandWithNestedOffsetPaddingOuter: 0.2, zero: true, minOpacity: 0.3, maxOpacity: 0.8, minSize: 4,
}
const symbol = { size: 30, strokeWidth: 2 }
export const markDefaults: Readonly<Record<string, Props>> = {
  bar: { continuousBandSize: 5, minBandSize: 0.25 }, rect: { continuousBandSize: 5, minBandSize: 0.25 },
  line: { strokeWidth: 2 }, rule: { color: 'black' }, text: { color: 'black', fontSize: 11 }, point: symbol, circle: symbol, square: { ...symbol, shape: 'square' },
}

/** Vega's colours of categories. */
export const tableau10 = ['#4c78a8', '#f58518', '#e45756', '#72b7b2', '#54a24b', '#eeca3b', '#b279a2', '#ff9da6', '#9d755d', '#bab0ac']
