import { unsafeCSS } from 'lit'
import { addStyles, removeStyles } from '../adopt-styles.js'
import { ColorReader, luminance } from '../color-reader.js'
import { themes } from '../../displays/themes/index.js'
import type { CSSResult } from 'lit'
import type { Theme, Tokens } from '../../displays/themes/index.js'

const known = new Map<string, CSSResult>()
const told = new Set<string>()

/** Puts a theme's properties on the display, light or dark as the page around it; any other name takes them away. */
export function applyTheme(host: HTMLElement, name: string): void {
  const root = host.shadowRoot
  if (!root) return
  const theme = themes[name.toLowerCase()]
  if (!theme && name !== 'plain' && !told.has(name)) {
    told.add(name)
    console.warn(`[dge] theme: “${name}” is none of plain, ${Object.keys(themes).join(', ')}`)
  }
  const wanted = theme && stylesOf(theme, isDarkAround(host) ? 'dark' : 'light')
  for (const styles of known.values()) if (styles !== wanted) removeStyles(root, styles)
  if (wanted) addStyles(root, wanted)
}

function stylesOf(theme: Theme, scheme: 'light' | 'dark'): CSSResult {
  const key = `${theme.name} ${scheme}`
  const styles = known.get(key) ?? unsafeCSS(`:host { ${cssOf(theme[scheme])} }`)
  known.set(key, styles)
  return styles
}

function cssOf(tokens: Tokens): string {
  return Object.entries(tokens).map(([name, value]) => `${name}: ${value};`).join(' ')
}

/** A page whose text is light is dark, however it came to be; paper never is. */
function isDarkAround(host: HTMLElement): boolean {
  if (matchMedia('print').matches) return false
  const root = host.getRootNode()
  const parent = host.parentElement ?? (root instanceof ShadowRoot ? root.host : undefined)
  if (!parent) return false
  const reader = new ColorReader(host)
  const text = reader.read(getComputedStyle(parent).color)
  reader.close()
  return text !== undefined && luminance(text) > 0.4
}
