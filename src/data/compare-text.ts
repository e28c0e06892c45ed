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
