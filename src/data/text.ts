/** Lower case, by Unicode's simple mapping without a language (Turkish i is not special). */
export function foldCase(text: string): string {
  return text.toLowerCase()
}

const marks = /\p{M}+/gu

/** Letters without their accents: "Épinal" → "Epinal"; ligatures stay. */
export function foldAccents(text: string): string {
  return text.normalize('NFD').replace(marks, '').normalize('NFC')
}

/** For free-text search: neither case nor accents count. */
export function foldText(text: string): string {
  return foldCase(foldAccents(text))
}
