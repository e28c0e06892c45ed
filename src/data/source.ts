import { DgeError, isAbort } from './errors.js'
import { keepLast } from './keep-last.js'
import { once } from './once.js'
import { keyOf } from './query.js'
import { Selection } from './selection.js'
import { SharedTask, usable } from './shared-task.js'
import { createTable } from './table.js'
import type { Dataset, ExecuteOptions, Metadata, SourceConfig } from './dataset.js'
import type { Query } from './query.js'
import type { Schema } from './schema.js'
import type { SharedColumns } from './shared-columns.js'
import type { Progress, Waiting } from './shared-task.js'
import type { Table } from './table.js'

/** The lazy chunk with plan, engine, filter and shorthand parsers. */
export type Runtime = typeof import('./runtime.js')

/** How a source opens its dataset: the registry's `openDataset`, given from outside because data knows no provider. */
export type Open = (config: SourceConfig, options: { readonly signal: AbortSignal; readonly onProgress: Progress }) => Promise<Dataset>

/** Finished answers kept per source; the oldest unused one goes first. */
const keptAnswers = 24

/** Name of the error by which the plain runtime asks for the whole one. */
export const beyondPlain = 'BeyondPlain'

/** The stages of a query that may do without the whole runtime. */
export const plainParts: readonly string[] = ['select', 'offset', 'limit']

/** Loads plan, engine and parsers. */
export const loadRuntime: () => Promise<Runtime> = once(() => import('./runtime.js'))

/** Loads the runtime for plain columns. */
export const loadPlain = once(() => import('./plain.js'))

/**
 * One dataset as displays see it. Hides discovery, planning, caching, coalescing and aborting: the dataset is opened once,
 * equal remote queries share one request, whole columns come together, and a request is aborted when nobody waits for it any more. Failures are never
 * kept, so asking again is a retry. Fires `refresh` (plain Event) when its answers were forgotten.
 */
export class DataSource extends EventTarget {
  readonly config: SourceConfig
  /** What readers picked in the displays of this source. */
  readonly selection = new Selection()
  /** Readers are told the age of answers that this page did not fetch. */
  declare readonly tellsAge?: boolean
  readonly #open: Open
  #dataset: SharedTask<Dataset> | undefined
  #answers = new Map<string, SharedTask<Table>>()
  #columns: { readonly of: Dataset; readonly shared: SharedColumns | undefined } | undefined

  constructor(config: SourceConfig, open: Open) {
    super()
    this.config = config
    this.#open = open
  }

  /** Whether the dataset is at hand: what this page has not opened, it draws from answers that it was given. */
  get isOpen(): boolean {
    return this.#dataset?.done === true
  }

  /** The opened dataset. @throws DgeError of the opening, or the abort */
  async dataset(waiting: Waiting = {}): Promise<Dataset> {
    const task = usable(this.#dataset) ?? new SharedTask((signal, onProgress) => this.#open(this.config, { signal, onProgress }))
    this.#dataset = task
    try {
      return await task.join(waiting)
    } catch (error) {
      if (this.#dataset === task && task.over) this.#dataset = undefined
      throw isAbort(error) ? error : DgeError.from(error)
    }
  }

  /** Ordered fields of the dataset's rows. */
  async schema(waiting?: Waiting): Promise<Schema> {
    return (await this.dataset(waiting)).schema
  }

  /** What the publisher says of the dataset. */
  async metadata(waiting?: Waiting): Promise<Metadata> {
    return (await this.dataset(waiting)).metadata
  }

  /**
   * The answer to a query: the server does what it does correctly, the engine finishes. `complete: false` when rows that
   * the answer depends on are missing.
   * @throws DgeError, or the abort
   */
  async query(query: Query, waiting: Waiting = {}): Promise<Table> {
    // Beside the opening; what fails is told where it is awaited.
    if (!Object.keys(query).every((part) => plainParts.includes(part))) loadRuntime().catch(() => {})
    const [{ isPlain, plainRuntime }, dataset] = await Promise.all([loadPlain(), this.dataset(waiting)])
    const runtime = isPlain(query, dataset.capabilities, dataset.schema) ? plainRuntime : await loadRuntime()
    const { remote, local, needsAll } = runtime.plan(query, dataset.capabilities, dataset.schema)
    if (this.#columns?.of !== dataset) this.#columns = { of: dataset, shared: runtime.shareColumns(dataset) }
    const { shared } = this.#columns
    try {
      const answer = await (shared?.answers(remote) ? shared.rows(remote.select, waiting) : this.#answer(dataset, remote, waiting))
      await waiting.turn?.()
      const table = runtime.execute(local, answer)
      return needsAll && !answer.complete ? incomplete(table, answer.total) : table
    } catch (error) {
      throw isAbort(error) ? error : DgeError.from(error)
    }
  }

  /** When the answer was fetched, for one that was not fetched by this page. */
  takenAt(_query: Query): Date | undefined {
    return undefined
  }

  /** Forgets the dataset and every answer, and tells the displays to ask again. */
  refresh(): void {
    this.#dataset = undefined
    this.#answers = new Map()
    this.#columns = undefined
    this.dispatchEvent(new Event('refresh'))
  }

  async #answer(dataset: Dataset, remote: Query, waiting: Waiting): Promise<Table> {
    const key = keyOf(remote)
    const answers = this.#answers
    const task =
      usable(answers.get(key)) ??
      new SharedTask((signal, onProgress) => dataset.execute(remote, { signal, onProgress } satisfies ExecuteOptions))
    keepLast(answers, key, task, keptAnswers, ({ done }) => done)
    try {
      return await task.join(waiting)
    } catch (error) {
      if (task.over && answers.get(key) === task) answers.delete(key)
      throw error
    }
  }
}

function incomplete(table: Table, total?: number): Table {
  if (!table.complete) return table
  const known = table.total ?? total
  return createTable(table.schema, table.columns, {
    numRows: table.numRows,
    complete: false,
    ...(known === undefined ? {} : { total: known }),
  })
}
