const told = new Set<string>()

/** Tells the author of the page, in the console, each hint about a tag once. */
export function tellAuthor(tag: string, hints: readonly string[]): void {
  for (const hint of hints) {
    const line = `[dge] <${tag}> ${hint}`
    if (!told.has(line)) console.warn(line)
    told.add(line)
  }
}
