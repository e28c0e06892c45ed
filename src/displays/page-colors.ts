/**
 * The colours of categories, the same in every chart of the page: a category keeps the rank in the palette that it got
 * first. Two that share a rank in one chart are told apart there.
 */
const ranks = new Map<string, number>()
/** A page that shows more categories than this cannot be read by colour anyway. */
const mostRemembered = 2000

/** A colour for each label: its own of the page where free, else the first of the palette that this chart has not used. */
export function pageColors(labels: readonly string[], palette: readonly string[]): readonly string[] {
  const size = Math.max(1, palette.length)
  const used = new Set<number>()
  const chosen = new Map<string, number>()
  const take = (label: string, rank: number) => {
    chosen.set(label, rank)
    used.add(rank % size)
  }
  for (const label of labels) {
    const rank = ranks.get(label)
    if (rank !== undefined && !used.has(rank % size)) take(label, rank)
  }
  labels.filter((label) => !chosen.has(label)).forEach((label) => {
    const free = Array.from({ length: size }, (_, rank) => rank).find((rank) => !used.has(rank))
    const rank = free ?? chosen.size % size
    take(label, rank)
    if (!ranks.has(label) && ranks.size < mostRemembered) ranks.set(label, rank)
  })
  return labels.map((label) => palette[(chosen.get(label) ?? 0) % size] ?? '#888888')
}
