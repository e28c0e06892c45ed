import { lightnessOf } from '../data/palettes.js'
import type { Paint } from './layer-type.js'
import type { MapTheme } from './map-theme.js'

/** What parts areas from neighbours of their own colour: of the theme's outline and its seam, the one that is further from that colour in lightness. */
export function seamsOf(color: Paint, { outline, seam }: MapTheme): Paint {
  const seamOf = (text: string) => {
    const far = (other: string) => Math.abs(lightnessOf(other) - lightnessOf(text))
    return far(seam) > far(outline) ? seam : outline
  }
  // A `match` by class keeps its form.
  const parts = [color].flat() as unknown[]
  const seams = parts.map((part) => (typeof part === 'string' && part.startsWith('#') ? seamOf(part) : part))
  return (Array.isArray(color) ? seams : seams[0]) as Paint
}
