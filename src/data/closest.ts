import { foldText } from './text.js'

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
