/** Puts a value where the last used stand, and drops what was used longest ago beyond `most`: of what may go. */
export function keepLast<T>(kept: Map<string, T>, key: string, value: T, most: number, mayGo: (value: T) => boolean = () => true): void {
  kept.delete(key) // and set again: last used, last in the Map's order
  kept.set(key, value)
  for (const [oldest, each] of kept) {
    if (kept.size <= most) return
    if (mayGo(each)) kept.delete(oldest)
  }
}
