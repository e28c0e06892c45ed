import { darkTheme, lightTheme } from '../../charts/index.js'
import { ColorReader, isForced, luminance } from '../color-reader.js'
import { lookOf } from '../look.js'
import type { Theme } from '../../charts/index.js'

/** Themes by what they are made of: the charts of a page have one or two between them, and every colour costs a style. */
const known = new Map<string, Theme>()
const mostKnown = 20

/** Fonts and colours of the page around the element: its own `--dge-*` where it sets them, else those that go with its text. */
export function readChartTheme(host: HTMLElement): Theme {
  const { colorScheme } = getComputedStyle(host)
  // `light-dark()` and the system's colours depend on the scheme too.
  const key = `${lookOf(host)};${colorScheme};${matchMedia('(prefers-color-scheme: dark)').matches};${matchMedia('print').matches}`
  const theme = known.get(key) ?? readTheme(host)
  if (known.size >= mostKnown) known.clear()
  known.set(key, theme)
  return theme
}

function readTheme(host: HTMLElement): Theme {
  const reader = new ColorReader(host)
  const text = reader.ink() ?? lightTheme.text
  const ground = isForced() ? reader.read('Canvas') : undefined
  const theme = luminance(text) > 0.4 ? darkTheme : lightTheme
  const palette = reader.list('--dge-color-')
  const ramp = reader.list('--dge-sequential-')
  const muted = reader.of('--dge-muted')
  const grid = reader.of('--dge-grid')
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
