import { darkTheme, lightTheme } from '../../charts/index.js'
import { ColorReader, isForced, luminance } from '../color-reader.js'
import type { Theme } from '../../charts/index.js'

/** Fonts and colours of the page around the element: its own `--dge-*` where it sets them, else those that go with its text. */
export function readChartTheme(host: HTMLElement): Theme {
  const reader = new ColorReader(host)
  const text = reader.ink() ?? lightTheme.text
  const ground = isForced() ? reader.read('Canvas') : undefined
  const theme = luminance(text) > 0.4 ? darkTheme : lightTheme
  const palette = reader.list('--dge-color-')
  const ramp = reader.list('--dge-sequential-')
  const muted = reader.read('var(--dge-muted, transparent)')
  const grid = reader.read('var(--dge-grid, transparent)')
  reader.close()
  const { fontFamily } = getComputedStyle(host)
  return {
    ...theme,
    text,
    font: fontFamily || theme.font,
    ...(muted ? { muted } : {}),
    ...(grid ? { grid } : {}),
    // The reader's own colours: words in that of text.
    ...(ground ? { ground, muted: text } : {}),
    ...(palette.length > 0 ? { palette } : {}),
    ...(ramp.length > 1 ? { ramp } : {}),
  }
}
