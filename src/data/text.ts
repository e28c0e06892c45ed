/** Lower case, by Unicode's simple mapping without a language (Turkish i is not special). */
export function foldCase(text: string): string {
  return text.toLowerCase()
}

const marks = /\p{M}+/gu

const ascii = /^[ -~]*$/

/** Whether no letter could have an accent, as in most names: the browser's tables of Unicode, and what is made of them, take a phone their time. */
export function isAscii(text: string): boolean {
  return ascii.test(text)
}

/** Letters without their accents: "Épinal" → "Epinal"; ligatures stay. */
export function foldAccents(text: string): string {
  return isAscii(text) ? text : text.normalize('NFD').replace(marks, '').normalize('NFC')
}

/** For free-text search: neither case nor accents count. */
export function foldText(text: string): string {
  return foldCase(foldAccents(text))
}

/** Accents that stand apart from their letter. */
const apart = /[\u0300-\u036f]/

/** Whether an accent stands apart from its letter. */
export function isApart(text: unknown): text is string {
  return typeof text === 'string' && apart.test(text)
}

/** The text with each letter and its accent as one character: "É" may also be two, which read the same and are the same. */
export function composed(text: string): string {
  return isApart(text) ? text.normalize() : text
}
