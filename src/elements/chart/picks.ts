import { between, filterOfRows, keysOf, oneOf } from '../../data/row-filter.js'
import { allOf } from '../../data/all-of.js'
import { printFilter } from '../../data/cql2-print.js'
import { rowAt } from '../../data/table.js'
import { formatNumber } from '../../locale/index.js'
import { readingWordsOf } from '../../charts/reading-words.js'
import { rolesOf } from '../../charts/index.js'
import type { PictureRow } from '../../charts/index.js'
import type { Filter } from '../../data/filter.js'
import type { RowKey } from '../../data/row-filter.js'
import type { Row, Value } from '../../data/table.js'
import type { SelectDetail } from '../events.js'
import type { Scene } from './scene.js'

/** Marks more than these step back after the next frame: of thousands that takes a phone longer than a reader waits for an answer. */
const many = 300

/** What readers chose in the chart: single marks, or those of a range. Told to the page as rows and as a condition in CQL2. */
export class Picks {
  readonly #scene: Scene
  readonly #report: (detail: SelectDetail) => void
  #ranks: ReadonlySet<number> = new Set()
  /** The choice as the page heard it: names of key columns, and their values in each chosen row. */
  #chosen: { readonly names: readonly string[]; readonly rows: ReadonlySet<string> } | undefined
  #isStale = false

  constructor(scene: Scene, report: (detail: SelectDetail) => void) {
    this.#scene = scene
    this.#report = report
  }

  get count(): number {
    return this.#ranks.size
  }

  has(rank: number): boolean {
    return this.#ranks.has(rank)
  }

  /** The chosen rows of the picture. */
  get rows(): readonly PictureRow[] {
    return (this.#scene.whole?.rows ?? []).filter(({ row }) => this.#ranks.has(row))
  }

  /** Chooses one mark; the chosen one again takes the choice back. `more` adds to the choice or takes from it. */
  toggle({ row, from }: PictureRow, more = false): void {
    if (from < 0) return
    const had = this.#ranks.has(row)
    const ranks = more ? new Set(this.#ranks) : new Set<number>()
    if (more && had) ranks.delete(row)
    else if (more || !(had && this.#ranks.size === 1)) ranks.add(row)
    this.#set(ranks)
    this.#tell((rows, keys) => filterOfRows(rows, keys))
  }

  /** Chooses what lies in a range of one or two axes. */
  range(rows: readonly PictureRow[], sides: readonly ('x' | 'y')[] = this.#side()): void {
    this.#set(new Set(rows.filter(({ from }) => from >= 0).map(({ row }) => row)))
    this.#tell((table, keys) => allOf(sides.map((side) => this.#rangeOf(side, table, keys))))
  }

  /** Takes the choice back; false when there was none. */
  clear(): boolean {
    if (!this.#chosen) return false
    this.#set(new Set())
    this.#tell(() => undefined)
    return true
  }

  /** The rows are others, or in another language. */
  leave(): void {
    this.#ranks = new Set()
    this.#isStale = true
  }

  /** After each drawing: what is not chosen steps back. The page still has what was chosen before; it is known again by its keys. */
  mark(): void {
    if (this.#isStale) this.#ranks = this.#again()
    this.#isStale = false
    for (const [element, ranks] of this.#scene.marks.elements()) {
      element.toggleAttribute('data-off', this.#ranks.size > 0 && !ranks.some((rank) => this.#ranks.has(rank)))
    }
  }

  #again(): ReadonlySet<number> {
    const { input, whole } = this.#scene
    const { names, rows } = this.#chosen ?? {}
    if (!input || !names?.length || !names.every((name) => input.table.columns.has(name))) return new Set()
    return new Set((whole?.rows ?? []).filter(({ from }) => from >= 0 && rows?.has(keyIn(rowAt(input.table, from), names))).map(({ row }) => row))
  }

  #side(): readonly ('x' | 'y')[] {
    const { picture } = this.#scene
    return [picture && rolesOf(picture).dimension?.name === 'y' ? 'y' : 'x']
  }

  #rangeOf(side: 'x' | 'y', rows: readonly Row[], keys: readonly RowKey[]): Filter | undefined {
    const { input, picture } = this.#scene
    const name = input?.encoding?.[side]?.[0]?.as
    const key = keys.find(({ field }) => field.name === name)
    if (!key || rows.length === 0) return undefined
    const values = rows.map((row): Value => row[key.field.name] ?? null)
    if (picture?.channels[side]?.labels) return oneOf(key, values)
    const numbers = values.filter((value) => typeof value === 'number')
    return numbers.length === 0 ? undefined : between(key, Math.min(...numbers), Math.max(...numbers))
  }

  /** What is measured is no key where its place says which row it is. */
  #keys(keys: readonly RowKey[]): readonly RowKey[] {
    const { input, whole } = this.#scene
    const measure = whole && !whole.overlaps ? rolesOf(whole).measure : undefined
    const names = (measure && input?.encoding?.[measure.name]?.map(({ as }) => as)) ?? []
    const others = keys.filter(({ field }) => !names.includes(field.name))
    return others.length > 0 ? others : keys
  }

  #set(ranks: ReadonlySet<number>): void {
    this.#ranks = ranks
    if (this.#scene.marks.elements().size > many) requestAnimationFrame(() => setTimeout(() => this.mark()))
    else this.mark()
    this.#scene.refresh()
  }

  #tell(filterOf: (rows: readonly Row[], keys: readonly RowKey[]) => Filter | undefined): void {
    const { input, host, locale } = this.#scene
    if (!input) return
    const words = readingWordsOf(locale)
    const count = this.#ranks.size
    this.#scene.say(count === 0 ? words.unselected : words.selected(count, formatNumber(count, locale)))
    const ranks = [...new Set(this.rows.map(({ from }) => from))]
    const rows = ranks.map((from) => rowAt(input.table, from))
    const keys = host.query ? this.#keys(keysOf(host.query, input.table.schema)) : []
    const names = keys.map(({ field }) => field.name)
    this.#chosen = rows.length === 0 ? undefined : { names, rows: new Set(rows.map((row) => keyIn(row, names))) }
    const filter = rows.length === 0 ? undefined : filterOf(rows, keys)
    this.#report({ rows, filter, text: filter === undefined ? '' : printFilter(filter) })
  }
}

const keyIn = (row: Row, names: readonly string[]) => JSON.stringify(names.map((name) => row[name] ?? null))
