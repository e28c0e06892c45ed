import { once } from '../data/once.js'
import { ahead } from './ahead.js'
import { loadAllTypes } from './coming.js'
import type { ChartType } from './chart-type.js'

/** The types that need no look into the list of all: they are asked for ahead. */
const near: Readonly<Record<string, () => Promise<ChartType>>> = ahead
const loaders = new Map<string, () => Promise<ChartType>>()

/**
 * The chart type called `name`, or by one of its synonyms.
 * @throws DgeError `query` with the nearest name when there is none, `network` when its code cannot be loaded
 */
export async function chartTypeOf(name: string): Promise<ChartType> {
  // Capitals, accents, spaces and hyphens do not count.
  const word = name.toLowerCase().normalize('NFD').replace(/[^a-z]/g, '')
  const load = Object.hasOwn(near, word) ? near[word] : undefined
  const found = load ? { name: word, load } : await otherOf(word, name)
  const known = loaders.get(found.name) ?? once(found.load)
  loaders.set(found.name, known)
  return known()
}

async function otherOf(word: string, written: string) {
  const { typeNamed, chartTypeNames, allWords } = await loadAllTypes()
  const found = typeNamed(word)
  if (found) return found
  throw (await import('./unknown-type.js')).unknownType(written, chartTypeNames, allWords())
}
