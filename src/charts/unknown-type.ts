import { DgeError } from '../data/errors.js'
import { closest } from '../data/closest.js'

/** What an author is told whose chart type is none. */
export function unknownType(name: string, names: readonly string[], words: readonly string[]): DgeError {
  const near = closest(name.trim(), words)
  return new DgeError('query', `Unknown chart type “${name}”${near ? `: did you mean “${near}”?` : ''}`, { hint: `Types are ${names.join(', ')}.` })
}
