import { diverging } from './colors.js'

/** Named ramps for amounts, pale to strong, by the colours between which steps are mixed: those of the maps. */
const ramps = {
  lagoon: ['#9fd5ad', '#45a8b0', '#22699f', '#14295f'],
  blues: ['#9dc6e3', '#4f96cd', '#1f68ab', '#0a3264'],
  greens: ['#a5d6a0', '#55ad68', '#1f7c42', '#04401f'],
  oranges: ['#f9c38a', '#ef8d42', '#c65a12', '#74310a'],
  purples: ['#c3b7de', '#9580c0', '#6a4a9c', '#3a1767'],
  reds: ['#f7b6a2', '#e67763', '#bf3534', '#6d0f1b'],
  greys: ['#bfbfbf', '#8c8c8c', '#595959', '#262626'],
  diverging,
} as const

export type PaletteName = keyof typeof ramps
export const paletteNames = Object.keys(ramps) as readonly PaletteName[]

/** True for the name of a palette. */
export function isPaletteName(name: string): name is PaletteName {
  return Object.hasOwn(ramps, name)
}

/** The anchor colours of a ramp; on a dark ground a sequential one is turned round, so that the highest shines. */
export function rampOf(name: PaletteName, dark: boolean): readonly string[] {
  const colors = ramps[name]
  return dark && name !== 'diverging' ? [...colors].slice(0, -1).reverse() : colors
}

/** Colours of a ramp for an ordered handful of categories, pale to strong. */
export function stepsOf(name: PaletteName, count: number, dark: boolean): readonly string[] {
  const colors = rampOf(name, dark)
  if (count <= 1) return [colors[Math.floor(colors.length / 2)] ?? '#000000']
  return Array.from({ length: count }, (_, at) => mixed(colors, (at / (count - 1)) * (colors.length - 1)))
}

function mixed(colors: readonly string[], place: number): string {
  const [low = '#000000', high = low] = [colors[Math.floor(place)], colors[Math.ceil(place)]]
  const part = place - Math.floor(place)
  const channel = (color: string, at: number) => parseInt(color.slice(1 + 2 * at, 3 + 2 * at), 16)
  const hex = (at: number) => Math.round(channel(low, at) + part * (channel(high, at) - channel(low, at))).toString(16).padStart(2, '0')
  return `#${hex(0)}${hex(1)}${hex(2)}`
}
