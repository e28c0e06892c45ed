import { allOf } from './all-of.js'
import type { Filter } from './filter.js'

interface Clause {
  readonly filter: Filter
  readonly isFor: ((reader: object) => boolean) | undefined
}

/**
 * Conditions that readers set on a page, each owned by the display that made it. Nobody is filtered by its own clause,
 * so displays cross-filter each other without knowing of one another. Fires `change` (plain Event).
 */
export class Selection extends EventTarget {
  readonly #clauses = new Map<object, Clause>()

  /** Sets the owner's clause, for all or for those that `isFor` names, or takes it away when `filter` is undefined. */
  set(owner: object, filter: Filter | undefined, isFor?: (reader: object) => boolean): void {
    if (filter === undefined) {
      if (!this.#clauses.delete(owner)) return
    } else this.#clauses.set(owner, { filter, isFor })
    this.dispatchEvent(new Event('change'))
  }

  /** What holds for `reader`: the clauses of everybody else. */
  filterFor(reader: object): Filter | undefined {
    return allOf([...this.#clauses].map(([owner, { filter, isFor }]) => (owner !== reader && (!isFor || isFor(reader)) ? filter : undefined)))
  }
}
