/** Lower case, by Unicode's simple mapping without a language (Turkish i is not special). */
export function foldCase(text: string): string {
  return text.toLowerCase()
}

const marks = /\p{M}+/gu

/** Most names have none that could have an accent; the browser's tables of Unicode are large. */
const ascii = /^[ -~]*$/

/** Letters without their accents: "Épinal" → "Epinal"; ligatures stay. */
export function foldAccents(text: string): string {
  return ascii.test(text) ? text : text.normalize('NFD').replace(marks, '').normalize('NFC')
}

/** For free-text search: neither case nor accents count. */
export function foldText(text: string): string {
  return foldCase(foldAccents(text))
}
