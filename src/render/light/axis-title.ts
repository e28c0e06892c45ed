import { sourcesOf } from './domain.js'
import type { Filled } from './data.js'

/** Titles of all marks, each once: what they say, else the names of their fields. */
export function axisTitle(channel: 'x' | 'y', units: readonly Filled[]): string | undefined {
  const defs = sourcesOf(units, channel).map(({ unit }) => [unit.encoding[channel], unit.encoding[`${channel}2`]] as const)
  const said = defs.map(([def, second]) => {
    if (def?.axis?.['title'] !== undefined) return def.axis['title']
    const both = [def?.title, second?.title].filter((title) => title !== undefined)
    const words = both.filter(Boolean)
    return words.length > 1 && words[0] !== words[1] ? words.join(', ') : (words[0] ?? both[0])
  }).filter((title) => title !== undefined)
  const names = said.length > 0 ? said.filter(Boolean) : defs.flat().flatMap((def) => (def?.field === undefined ? [] : [def.field]))
  return [...new Set(names)].join(', ') || undefined
}
