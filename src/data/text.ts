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

/** Order by code point, as SQL's C collation; JavaScript's `<` compares UTF-16 units, which differs beyond the BMP. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0
  const length = Math.min(a.length, b.length)
  let at = 0
  while (at < length && a.charCodeAt(at) === b.charCodeAt(at)) at++
  if (at === length) return a.length - b.length
  const [left, right] = [a.charCodeAt(at), b.charCodeAt(at)]
  // Where a pair of units stands for a letter it is beyond all single units; of two pairs the units decide.
  const [leftPair, rightPair] = [isSurrogate(left), isSurrogate(right)]
  return leftPair === rightPair ? left - right : leftPair ? 1 : -1
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff
}

/** The candidate that was probably meant, or undefined when none is near. */
export function closest(word: string, candidates: readonly string[]): string | undefined {
  const target = foldText(word)
  let best: string | undefined
  let least = Math.max(1, Math.floor(target.length / 3)) + 1
  for (const candidate of candidates) {
    const distance = editDistance(target, foldText(candidate), least)
    if (distance < least) [best, least] = [candidate, distance]
  }
  return best
}

/** Levenshtein distance, given up at `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      current.push(Math.min(replaced, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1))
    }
    previous = current
  }
  return previous[b.length] ?? limit
}
