import { SharedTask, usable } from './shared-task.js'
import { columnOf, createTable } from './table.js'
import { fieldOf } from './schema.js'
import type { Dataset, ExecuteOptions } from './dataset.js'
import type { Query } from './query.js'
import type { Waiting } from './shared-task.js'
import type { Table } from './table.js'

/** Milliseconds in which displays of one page ask: they come one after the other when the dataset opens. */
const together = 5
/** Downloads kept: of plain columns, of geometries and what came before them. */
const most = 3

/** The columns of one download; more join until it is asked for. */
interface Columns {
  readonly names: Set<string>
  readonly geometry: boolean
  asked: boolean
}

interface Download extends Columns {
  readonly task: SharedTask<Table>
}

/** What shares the downloads of a dataset; undefined where one download serves every question. */
export function shareColumns(dataset: Dataset): SharedColumns | undefined {
  return dataset.capabilities.select ? new SharedColumns(dataset) : undefined
}

/**
 * Whole columns of one dataset: what several displays need of all rows comes in one answer, and what is there already isn't
 * asked for again. Columns with a geometry come apart from those without, which need not wait for its bytes.
 */
export class SharedColumns {
  readonly #dataset: Dataset
  #downloads: Download[] = []

  constructor(dataset: Dataset) {
    this.#dataset = dataset
  }

  /** True for a question for all rows as they are. */
  answers(remote: Query): boolean {
    return Object.keys(remote).every((part) => part === 'select')
  }

  /** Every row of the columns, in their order; all columns when none is named. @throws DgeError, or the abort */
  async rows(select: readonly string[] | undefined, waiting: Waiting): Promise<Table> {
    const { schema } = this.#dataset
    const names = select ?? schema.map(({ name }) => name)
    const download = this.#downloadOf(names)
    try {
      const table = await download.task.join(waiting)
      // What others asked for later holds this too, and more.
      this.#downloads = this.#downloads.filter((one) => one === download || !one.task.done || !covers(download, one.names)).slice(-most)
      return chosen(table, names)
    } finally {
      if (download.task.over) this.#downloads = this.#downloads.filter((one) => one !== download)
    }
  }

  #downloadOf(names: readonly string[]): Download {
    const running = this.#downloads.filter(({ task }) => usable(task))
    const covering = running.find((one) => covers(one, names))
    if (covering) return covering
    const geometry = names.some((name) => fieldOf(this.#dataset.schema, name)?.type === 'geometry')
    const open = running.find((one) => !one.asked && one.geometry === geometry)
    if (open) {
      for (const name of names) open.names.add(name)
      return open
    }
    const columns: Columns = { names: new Set(names), geometry, asked: false }
    const task = new SharedTask((signal, onProgress) => this.#fetch(columns, { signal, onProgress }))
    const started: Download = Object.assign(columns, { task })
    this.#downloads = [...running, started]
    return started
  }

  async #fetch(columns: Columns, options: ExecuteOptions & { readonly signal: AbortSignal }): Promise<Table> {
    await new Promise((resolve) => setTimeout(resolve, together))
    options.signal.throwIfAborted()
    columns.asked = true
    const { schema } = this.#dataset
    const select = schema.map(({ name }) => name).filter((name) => columns.names.has(name))
    return this.#dataset.execute(select.length === schema.length ? {} : { select }, options)
  }
}

function covers({ names }: Columns, wanted: Iterable<string>): boolean {
  for (const name of wanted) if (!names.has(name)) return false
  return true
}

function chosen(table: Table, names: readonly string[]): Table {
  const { numRows, complete, total } = table
  const schema = names.flatMap((name) => fieldOf(table.schema, name) ?? [])
  const columns = new Map(schema.map(({ name }) => [name, columnOf(table, name)]))
  return createTable(schema, columns, { numRows, complete, ...(total === undefined ? {} : { total }) })
}
