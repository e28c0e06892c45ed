import { darkTheme, lightTheme } from '../charts/index.js'

/** Colours of a light page, the same on a dark one, and in CSS what they are in the page at hand. */
export const followed: readonly (readonly [light: string, dark: string, css: string])[] = [
  [lightTheme.text, darkTheme.text, 'currentColor'],
  [lightTheme.muted, darkTheme.muted, `var(--dge-muted, light-dark(${lightTheme.muted}, ${darkTheme.muted}))`],
  [lightTheme.grid, darkTheme.grid, `var(--dge-grid, light-dark(${lightTheme.grid}, ${darkTheme.grid}))`],
  [lightTheme.ground, darkTheme.ground, `light-dark(${lightTheme.ground}, ${darkTheme.ground})`],
  [lightTheme.other, darkTheme.other, `light-dark(${lightTheme.other}, ${darkTheme.other})`],
  ...lightTheme.palette.map((color, at) => [color, darkTheme.palette[at] ?? color, `var(--dge-color-${at + 1}, light-dark(${color}, ${darkTheme.palette[at] ?? color}))`] as const),
]
const expected = new Map(followed.map(([light, dark]) => [light, dark]))

/**
 * The drawing for a light page, whose elements say by their classes what they are on a dark one, by the same drawing for that:
 * `dge-fill-d0e8f2-12303f`. Colours that the style sheet knows need none.
 */
export function withDarkColors(light: string, dark: string): string {
  const tags = /<(?:path|text|rect|circle|line|g|stop)\b[^>]*>/g
  const others = dark.match(tags) ?? []
  if (light.match(tags)?.length !== others.length) return light
  let at = 0
  return light.replace(tags, (tag) => {
    const other = others[at++] ?? ''
    const names = (['fill', 'stroke', 'stop-color'] as const).flatMap((paint) => {
      const [mine, theirs] = [colorOf(tag, paint), colorOf(other, paint)]
      // The style sheet knows colours by how they are written.
      const follows = paint !== 'stop-color' && tag.includes(` ${paint}="#`)
      if (!mine || !theirs || ((follows && expected.get(mine)) || mine) === theirs) return []
      return `dge-${paint}-${mine.slice(1)}-${theirs.slice(1)}`
    })
    if (names.length === 0) return tag
    const classed = names.join(' ')
    return / class="/.test(tag) ? tag.replace(/ class="/, ` class="${classed} `) : tag.replace(/^<\w+/, (start) => `${start} class="${classed}"`)
  })
}

/** As `#rrggbb`; undefined for what is no colour. */
function colorOf(tag: string, paint: string): string | undefined {
  const [, written = ''] = new RegExp(` ${paint}="([^"]*)"`).exec(tag) ?? []
  if (/^#[\da-f]{6}$/i.test(written)) return written.toLowerCase()
  const parts = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(written)?.slice(1)
  return parts && `#${parts.map((part) => Number(part).toString(16).padStart(2, '0')).join('')}`
}
