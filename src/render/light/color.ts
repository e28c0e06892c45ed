/** Red, green, blue from 0 to 255. */
type RGB = readonly [number, number, number]
type HCL = readonly [number, number, number]

/** Of `#rgb`, `#rrggbb` or `rgb(…)`. */
function parse(color: string): RGB {
  const short = color.startsWith('#') && color.length === 4
  const parts = color.startsWith('#') ? color.slice(1).match(short ? /./g : /../g)?.map((digits) => parseInt(short ? digits + digits : digits, 16)) : color.match(/\d+/g)?.map(Number)
  return tripleOf(parts ?? [])
}

const tripleOf = ([a = NaN, b = NaN, c = NaN]: readonly number[]): readonly [number, number, number] => [a, b, c]

// CIELAB by its standard constants, D50 white: what d3-color (and so Vega) interpolates in.
const white: RGB = [0.96422, 1, 0.82521]
const toLinear = (value: number) => ((value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
const fromLinear = (value: number) => 255 * (value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055)
const toLab = (value: number) => (value > (6 / 29) ** 3 ? Math.cbrt(value) : value / (3 * (6 / 29) ** 2) + 4 / 29)
const fromLab = (value: number) => (value > 6 / 29 ? value ** 3 : 3 * (6 / 29) ** 2 * (value - 4 / 29))

function toHcl(color: string): HCL {
  const [r, g, b] = tripleOf(parse(color).map(toLinear))
  const y = toLab((0.2225045 * r + 0.7168786 * g + 0.0606169 * b) / white[1])
  const grey = r === g && g === b
  const x = grey ? y : toLab((0.4360747 * r + 0.3850649 * g + 0.1430804 * b) / white[0])
  const z = grey ? y : toLab((0.0139322 * r + 0.0971045 * g + 0.7141733 * b) / white[2])
  const [light, a, blue] = [116 * y - 16, 500 * (x - y), 200 * (y - z)]
  if (a === 0 && blue === 0) return [NaN, light > 0 && light < 100 ? 0 : NaN, light]
  return [((Math.atan2(blue, a) * 180) / Math.PI + 360) % 360, Math.hypot(a, blue), light]
}

function toText([hue, chroma, light]: HCL): string {
  const angle = ((Number.isNaN(hue) ? 0 : hue) * Math.PI) / 180
  const strength = Number.isNaN(chroma) ? 0 : chroma
  const y = (light + 16) / 116
  const x = white[0] * fromLab(y + (Math.cos(angle) * strength) / 500)
  const z = white[2] * fromLab(y - (Math.sin(angle) * strength) / 200)
  const middle = white[1] * fromLab(y)
  const parts = [
    3.1338561 * x - 1.6168667 * middle - 0.4906146 * z,
    -0.9787684 * x + 1.9161415 * middle + 0.033454 * z,
    0.0719453 * x - 0.2289914 * middle + 1.4052427 * z,
  ]
  return `rgb(${parts.map((part) => Math.max(0, Math.min(255, Math.round(fromLinear(part))))).join(', ')})`
}

/** A ramp through the colours, by hue, chroma and lightness: from 0 to 1. */
export function ramp(colors: readonly string[]): (share: number) => string {
  const stops = colors.map(toHcl)
  const count = stops.length - 1
  return (share) => {
    const at = Math.max(0, Math.min(count - 1, Math.floor(share * count)))
    const [from, to] = [stops[at], stops[at + 1] ?? stops[at]]
    if (!from || !to || Number.isNaN(share)) return ''
    const part = share * count - at
    const mixed = from.map((value, channel) => {
      const end = to[channel] ?? NaN
      if (Number.isNaN(value) || Number.isNaN(end)) return Number.isNaN(value) ? end : value
      const turn = channel === 0 && Math.abs(end - value) > 180 ? end - value - 360 * Math.round((end - value) / 360) : end - value
      return value + part * turn
    })
    return toText(tripleOf(mixed))
  }
}
