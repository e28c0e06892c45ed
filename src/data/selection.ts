import { allOf } from './all-of.js'
import type { Filter } from './filter.js'

/**
 * Conditions that readers set on a page, each owned by the display that made it. Nobody is filtered by its own clause,
 * so displays cross-filter each other without knowing of one another. Fires `change` (plain Event).
 */
export class Selection extends EventTarget {
  readonly #clauses = new Map<object, Filter>()

  /** Sets the owner's clause, or takes it away when `filter` is undefined. */
  set(owner: object, filter: Filter | undefined): void {
    if (filter === undefined) {
      if (!this.#clauses.delete(owner)) return
    } else this.#clauses.set(owner, filter)
    this.dispatchEvent(new Event('change'))
  }

  /** What holds for `reader`: the clauses of everybody else. */
  filterFor(reader: object): Filter | undefined {
    return allOf([...this.#clauses].filter(([owner]) => owner !== reader).map(([, filter]) => filter))
  }
}
