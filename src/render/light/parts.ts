import { once } from '../../data/once.js'
import type { PlaceLegends } from './legend.js'

/** What finds out which parts a specification takes. */
export const loadNeeds = once(() => import('./needs.js'))

/** Code that only some drawings need which are not plain: each part is a chunk, loaded before what needs it is drawn. */
export interface Parts {
  /** Calendar scales and moments as text. */
  readonly time?: typeof import('./time.js')
  /** Numbers by specifiers that are not plain. */
  readonly numbers?: typeof import('./rich-numbers.js')
  readonly legends?: { readonly placeLegends: PlaceLegends }
}

/** A part that `needsOf` names whenever it is asked for. */
export function needed<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('A part of the renderer was not loaded')
  return part
}
