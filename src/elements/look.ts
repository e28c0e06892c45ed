/** What a drawing takes from the page, beside its colour and font. */
const properties = [
  ...['color', 'sequential'].flatMap((name) => Array.from({ length: 9 }, (_, rank) => `--dge-${name}-${rank + 1}`)),
  ...['muted', 'grid', 'map-ground', 'map-outline', 'map-missing'].map((name) => `--dge-${name}`),
]

/** What a drawing takes from the page, in one text: the same text is the same look. */
export function lookOf(host: Element): string {
  const style = getComputedStyle(host)
  return [matchMedia('(forced-colors: active)').matches, style.color, style.fontFamily, ...properties.map((name) => style.getPropertyValue(name))].join(';')
}
