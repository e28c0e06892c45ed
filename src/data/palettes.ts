import { DgeError } from './errors.js'

/**
 * Sequential palettes, pale to strong, by anchor colours; any number of classes is mixed from them in OKLab, so that steps
 * look equal. Lightness falls all the way: they stay in order for colour-blind readers and in grey print. `diverging` has
 * its pale middle for values around a norm (blue and orange stay apart for every common colour blindness).
 */
const anchors = {
  lagoon: ['#eef3b9', '#9fd5ad', '#45a8b0', '#22699f', '#14295f'],
  blues: ['#dcebf7', '#9dc6e3', '#4f96cd', '#1f68ab', '#0a3264'],
  greens: ['#e0f1dc', '#a5d6a0', '#55ad68', '#1f7c42', '#04401f'],
  oranges: ['#fdebd3', '#f9c38a', '#ef8d42', '#c65a12', '#74310a'],
  purples: ['#ece8f5', '#c3b7de', '#9580c0', '#6a4a9c', '#3a1767'],
  reds: ['#fde6df', '#f7b6a2', '#e67763', '#bf3534', '#6d0f1b'],
  greys: ['#ebebeb', '#bfbfbf', '#8c8c8c', '#595959', '#262626'],
  diverging: ['#1d5a97', '#8bb9dc', '#f3f1ec', '#f0ae6c', '#a94f0c'],
} as const

export type PaletteName = keyof typeof anchors
export const paletteNames = Object.keys(anchors) as readonly PaletteName[]
export const defaultPalette: PaletteName = 'lagoon'

/** Colours for categories: apart from each other for colour-blind readers, 3:1 or more against the map's ground. */
export const lightCategories = ['#1f6fb4', '#d1610e', '#0b7f5c', '#a23b8f', '#8a7000', '#5a4fcf', '#b3263a', '#5b6b78'] as const
export const darkCategories = ['#6db3f2', '#ff9d5c', '#3fcf9f', '#e58fd3', '#d9bd3c', '#a9a1ff', '#ff8593', '#a9b8c4'] as const

/** True for the name of a palette. */
export function isPalette(name: string): name is PaletteName {
  return Object.hasOwn(anchors, name)
}

/**
 * `count` colours from low to high. On a dark ground a sequential palette is turned round: the highest shines.
 * `palette` is a name, or the author's own anchor colours (`#rrggbb`, low to high, taken as they are).
 * @throws DgeError `query` for an unknown name or colour
 */
export function sequentialColors(palette: string | undefined, count: number, dark: boolean): readonly string[] {
  const written = palette?.trim()
  if (written?.includes('#')) return mixed(written.split(/[\s,]+/).filter(Boolean).map(parsed), count)
  const name = written || defaultPalette
  if (!isPalette(name)) {
    throw new DgeError('query', `palette: there is no palette “${name}”`, {
      hint: `Palettes are ${paletteNames.join(', ')}, or colours: palette="#ffeecc, #aa3300".`,
    })
  }
  const colors = anchors[name].map(parsed)
  if (name === 'diverging') return mixed(colors, count)
  // The strongest anchor would sink into a dark ground.
  const ordered = dark ? colors.slice(0, -1).reverse() : colors
  return count === 1 ? [hex(ordered[dark ? 2 : 3] ?? black)] : mixed(ordered, count)
}

type Lab = readonly [lightness: number, a: number, b: number]
const black: Lab = [0, 0, 0]

function mixed(colors: readonly Lab[], count: number): string[] {
  if (count === 1) return [hex(colors[colors.length - 1] ?? black)]
  return Array.from({ length: count }, (_, index) => {
    const place = (index / (count - 1)) * (colors.length - 1)
    const low = colors[Math.floor(place)] ?? black
    const high = colors[Math.ceil(place)] ?? low
    const part = place - Math.floor(place)
    const between = (axis: 0 | 1 | 2) => low[axis] * (1 - part) + high[axis] * part
    return hex([between(0), between(1), between(2)])
  })
}

/** Perceived lightness of `#rgb` or `#rrggbb`, 0–1. @throws DgeError `query` for another text */
export function lightnessOf(color: string): number {
  return parsed(color)[0]
}

/** `#rgb` or `#rrggbb` in OKLab. @see https://bottosson.github.io/posts/oklab/ */
function parsed(color: string): Lab {
  const digits = /^#(?:[\da-f]{3}|[\da-f]{6})$/i.test(color) ? color.slice(1) : undefined
  if (!digits) throw new DgeError('query', `palette: “${color}” is not a colour like #1f6fb4`)
  const full = digits.length === 3 ? [...digits].map((digit) => digit + digit).join('') : digits
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => linear(parseInt(full.slice(at, at + 2), 16) / 255))
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}

function hex([lightness, a, b]: Lab): string {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const channels = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ]
  return `#${channels.map((value) => Math.round(companded(value) * 255).toString(16).padStart(2, '0')).join('')}`
}

function linear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
}

function companded(value: number): number {
  const held = Math.min(1, Math.max(0, value))
  return held <= 0.0031308 ? held * 12.92 : 1.055 * held ** (1 / 2.4) - 0.055
}
