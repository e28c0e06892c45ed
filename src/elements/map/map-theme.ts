import { darkMapTheme, lightMapTheme } from '../../maps/index.js'
import { ColorReader, luminance } from '../color-reader.js'
import { lookOf } from '../look.js'
import type { MapTheme } from '../../maps/index.js'

/** The colours of the page around the element: its own `--dge-*` where it sets them, else those that go with its text. */
export function readMapTheme(host: HTMLElement): MapTheme {
  lookOf(host) // what was seen is known to who follows it
  const reader = new ColorReader(host)
  const text = reader.ink() ?? '#1f2933'
  const theme = luminance(text) > 0.4 ? darkMapTheme : lightMapTheme
  const sequential = reader.list('--dge-sequential-')
  const categories = reader.list('--dge-color-')
  const ground = reader.of('--dge-map-ground') ?? theme.ground
  const outline = reader.of('--dge-map-outline')
  const found: MapTheme = {
    ...theme,
    text,
    ground,
    outline: outline ?? theme.outline,
    seam: outline ?? ground,
    missing: reader.of('--dge-map-missing') ?? theme.missing,
    categories: categories.length > 0 ? categories : theme.categories,
    ...(sequential.length > 1 ? { sequential } : {}),
  }
  reader.close()
  return found
}
