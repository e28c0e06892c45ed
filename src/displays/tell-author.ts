const told = new Set<string>()

/** Tells the author of the page, in the console, each hint once. */
export function tellAuthor(hints: readonly string[]): void {
  for (const hint of hints.filter((each) => !told.has(each))) {
    told.add(hint)
    console.warn(`[dge] <dge-chart> ${hint}`)
  }
}
