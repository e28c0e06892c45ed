import { traps, untidy, wide } from './communes.js'
import type { Backend } from './backend.js'
import type { Task } from './measure.js'

/** `most`: questions at most, where each is heavy. */
type Asked = Omit<Task, 'queries' | 'seed'> & { readonly most?: number }

/** What is asked of a backend beside the communes: nasty tables, each by its name. */
export function nastyTasks(backend: Backend): Readonly<Record<string, Asked>> {
  const { meant, served, types } = untidy()
  return {
    ...(backend.anyName ? { 'names and values that break': { table: traps(), unique: 'order by' } } : {}),
    // Files find the types themselves; servers that call it text need the author's word.
    'days in three formats and numbers as text': { table: meant, served, unique: 'code', ...(backend.infers ? {} : { types }) },
    // Thousands of columns in each answer: few questions are enough.
    ...(backend.infers && !backend.variant && (backend.columns ?? Infinity) >= 10_000 ? { 'a table of 10,000 columns': { table: wide(), unique: 'champ 0', most: 3 } } : {}),
  }
}
