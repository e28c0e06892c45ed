import { noCapabilities } from './capabilities.js'
import { replayed } from './told-capabilities.js'
import { keyOf } from './query.js'
import { DataSource } from './source.js'
import { createTable } from './table.js'
import type { Dataset, Metadata, SourceConfig } from './dataset.js'
import type { Query } from './query.js'
import type { Schema } from './schema.js'
import type { Waiting } from './shared-task.js'
import type { RowsRead, Table, Value } from './table.js'
import type { ToldCapabilities } from './told-capabilities.js'

/** What a display asked and was answered when its page was made, as JSON in the page. */
export interface Snapshot {
  /** ISO 8601 moment of the answers. */
  readonly date: string
  /** Settings of the source, `src` as written in the page. */
  readonly config: SourceConfig
  readonly schema: Schema
  readonly metadata: Metadata
  readonly total?: number
  readonly geometryType?: string
  /** What displays heard of the dataset's capabilities; when absent, those of a file. */
  readonly told?: ToldCapabilities
  readonly answers: readonly SnapshotAnswer[]
}

/** One answer; `key` is `keyOf` the query. */
export interface SnapshotAnswer {
  readonly key: string
  readonly schema: Schema
  readonly columns: readonly (readonly Value[])[]
  readonly numRows: number
  readonly complete: boolean
  readonly total?: number
  readonly read?: RowsRead
  /** Its own moment, where not all answers came at once. */
  readonly date?: string
}

/** The answer as it is kept. */
export function answerOf(query: Query, { schema, columns, numRows, complete, total, read }: Table): SnapshotAnswer {
  const cells = schema.map(({ name }) => Array.from(columns.get(name) ?? []))
  return { key: keyOf(query), schema, columns: cells, numRows, complete, ...(total === undefined ? {} : { total }), ...(read ? { read } : {}) }
}

/** The dataset as displays see it while a snapshot answers: like a file at hand, in Node and in the page, so that they ask the same. */
export function snapshotDataset({ schema, metadata, total }: Pick<Dataset, 'schema' | 'metadata' | 'total'>, execute: Dataset['execute']): Dataset {
  return { schema, metadata, ...(total === undefined ? {} : { total }), capabilities: noCapabilities, downloads: [], execute }
}

/** The snapshot in the text; undefined for anything else. */
export function readSnapshot(text: string): Snapshot | undefined {
  try {
    const found = JSON.parse(text) as Partial<Snapshot> | null
    const whole = found && Array.isArray(found.schema) && Array.isArray(found.answers) && typeof found.config?.src === 'string' && found.metadata
    return whole && !Number.isNaN(Date.parse(found.date ?? '')) ? (found as Snapshot) : undefined
  } catch {
    return undefined
  }
}

/** A source whose known questions are answered by a snapshot; the real one answers the others, and all once it is `spent`. */
export class SnapshotSource extends DataSource {
  readonly real: DataSource
  readonly date: Date
  spent = false
  readonly #snapshot: Snapshot
  readonly #answers: ReadonlyMap<string, SnapshotAnswer>

  constructor(real: DataSource, snapshot: Snapshot) {
    super(real.config, () => real.dataset())
    this.real = real
    this.date = new Date(snapshot.date)
    this.#snapshot = snapshot
    this.#answers = new Map(snapshot.answers.map((answer) => [answer.key, answer]))
  }

  override async dataset(waiting?: Waiting): Promise<Dataset> {
    if (this.spent) return this.real.dataset(waiting)
    const { geometryType, told } = this.#snapshot
    const dataset = snapshotDataset(this.#snapshot, (query, options) => this.query(query, options))
    return { ...dataset, ...(geometryType ? { geometryType } : {}), ...(told ? { capabilities: replayed(told) } : {}) }
  }

  override async query(query: Query, waiting?: Waiting): Promise<Table> {
    const answer = this.#known(query)
    if (!answer) return this.real.query(query, waiting)
    const { schema, columns, numRows, complete, total, read } = answer
    const named = new Map(schema.map(({ name }, at) => [name, columns[at] ?? []]))
    return createTable(schema, named, { numRows, complete, total, read })
  }

  override takenAt(query: Query): Date | undefined {
    const known = this.#known(query)
    return known && (known.date === undefined ? this.date : new Date(known.date))
  }

  #known(query: Query): SnapshotAnswer | undefined {
    return this.spent ? undefined : this.#answers.get(keyOf(query))
  }
}
