import { keepLast } from './keep-last.js'
import type { Table } from './table.js'

/** What is made of tables, by table and key: a table never changes, so neither does what is made of it. The `most` that were used last are kept of each table. */
export class KeptOfTable<T> {
  readonly #most: number
  readonly #kept = new WeakMap<Table, Map<string, T>>()

  constructor(most: number) {
    this.#most = most
  }

  get(table: Table, key: string, make: () => T): T {
    const kept = this.#kept.get(table) ?? new Map<string, T>()
    this.#kept.set(table, kept)
    const value = kept.get(key) ?? make()
    keepLast(kept, key, value, this.#most)
    return value
  }
}
