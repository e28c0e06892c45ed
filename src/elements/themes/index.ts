import { ColorReader, luminance } from '../color-reader.js'
import { themes } from '../../displays/themes/index.js'
import type { Theme, Tokens } from '../../displays/themes/index.js'

const sheets = new Map<string, CSSStyleSheet>()
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
  const others = root.adoptedStyleSheets.filter((sheet) => ![...sheets.values()].includes(sheet))
  const wanted = theme ? [sheetOf(theme, isDarkAround(host) ? 'dark' : 'light')] : []
  root.adoptedStyleSheets = [...others, ...wanted]
}

function sheetOf(theme: Theme, scheme: 'light' | 'dark'): CSSStyleSheet {
  const key = `${theme.name} ${scheme}`
  const known = sheets.get(key)
  if (known) return known
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(`:host { ${cssOf(theme[scheme])} }`)
  sheets.set(key, sheet)
  return sheet
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
