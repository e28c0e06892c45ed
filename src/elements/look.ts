/** What a drawing takes from the page, beside its colour, its font and the size of its letters: lists of colours up to the first that is not set, and single ones. */
const lists = ['color', 'sequential']
const singles = ['muted', 'grid', 'map-ground', 'map-outline', 'map-missing']

const seen = new WeakMap<Element, string>()

/** What a drawing takes from the page, in one text: the same text is the same look. */
export function lookOf(host: Element): string {
  const style = getComputedStyle(host)
  const look: unknown[] = [matchMedia('(forced-colors: active)').matches, style.color, style.fontFamily, getComputedStyle(document.documentElement).fontSize]
  for (const name of lists) {
    for (let rank = 1, color = '.'; rank <= 9 && color; rank++) look.push((color = style.getPropertyValue(`--dge-${name}-${rank}`)))
  }
  for (const name of singles) look.push(style.getPropertyValue(`--dge-${name}`))
  const text = look.join(';')
  seen.set(host, text)
  return text
}

/** What was last read of it. */
export function lookSeen(host: Element): string | undefined {
  return seen.get(host)
}
