import { answerOf, SnapshotSource } from './snapshot.js'
import { overheard } from './told-capabilities.js'
import type { Dataset, SourceConfig } from './dataset.js'
import type { Query } from './query.js'
import type { Waiting } from './shared-task.js'
import type { Snapshot, SnapshotAnswer } from './snapshot.js'
import type { DataSource } from './source.js'
import type { Table } from './table.js'

/** Where snapshots stay from page to page. */
export interface SnapshotStore {
  read(config: SourceConfig): Promise<Snapshot | undefined>
  /** Undefined takes it away. */
  write(config: SourceConfig, snapshot: Snapshot | undefined): Promise<void>
}

/** Answers of one source that are kept; the oldest go first. */
const mostAnswers = 24
/** Characters of one source's answers as JSON. */
const mostText = 500_000
/** Milliseconds after the last answer before all are written: displays of a page ask one after the other. */
const pause = 500

/** What is kept of one source: read when a page starts, written as its displays ask. */
export class KeptAnswers {
  readonly snapshot: Snapshot | undefined
  readonly #config: SourceConfig
  readonly #store: SnapshotStore
  readonly #mayKeep: () => boolean
  readonly #answers: Map<string, SnapshotAnswer>
  #about: Omit<Snapshot, 'answers' | 'date' | 'config'> | undefined
  readonly #opened = new WeakMap<Dataset, Dataset>()
  #timer: ReturnType<typeof setTimeout> | undefined
  /** When the real source began to answer: what it has in memory is as old as that. */
  #since: string | undefined

  constructor(real: DataSource, snapshot: Snapshot | undefined, store: SnapshotStore, mayKeep: () => boolean) {
    const { config } = real
    real.addEventListener('refresh', () => (this.#since = undefined))
    this.#config = config
    this.snapshot = snapshot
    this.#store = store
    this.#mayKeep = mayKeep
    this.#about = snapshot
    this.#answers = new Map(snapshot?.answers.map((answer) => [answer.key, answer]))
  }

  /** The real dataset, of which is written down what displays hear. */
  opened(dataset: Dataset): Dataset {
    this.#since ??= new Date().toISOString()
    const known = this.#opened.get(dataset)
    if (known) return known
    const { schema, metadata, total, geometryType, downloads } = dataset
    const { capabilities, told } = overheard(dataset.capabilities)
    this.#about = { schema, metadata, told, ...(total === undefined ? {} : { total }), ...(geometryType ? { geometryType } : {}) }
    const heard: Dataset = { ...this.#about, capabilities, downloads, execute: (query, options) => dataset.execute(query, options) }
    const listened = dataset.atHand ? { ...heard, atHand: true } : heard
    this.#opened.set(dataset, listened)
    return listened
  }

  /** Keeps an answer of the real source. */
  answered(query: Query, table: Table): void {
    this.#since ??= new Date().toISOString()
    const answer = { ...answerOf(query, table), date: this.#since }
    this.#answers.delete(answer.key) // and set again: the latest is the last
    this.#answers.set(answer.key, answer)
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#write().catch(() => {}), pause)
  }

  async #write(): Promise<void> {
    if (!this.#mayKeep()) return this.#store.write(this.#config, undefined)
    if (!this.#about) return
    const { schema, metadata, total, geometryType, told } = this.#about
    let left = mostText
    const answers = [...this.#answers.values()].reverse().slice(0, mostAnswers).filter((answer) => (left -= JSON.stringify(answer).length) > 0).reverse()
    if (answers.length === 0) return
    const about = { schema, metadata, ...(total === undefined ? {} : { total }), ...(geometryType ? { geometryType } : {}), ...(told ? { told } : {}) }
    await this.#store.write(this.#config, { date: new Date().toISOString(), config: this.#config, ...about, answers })
  }
}

const nothing = (config: SourceConfig): Snapshot => ({ date: new Date(0).toISOString(), config, schema: [], metadata: {}, answers: [] })

/** A source whose answers of earlier pages come first; what it asks is kept for later ones. */
export class KeptSource extends SnapshotSource {
  override readonly tellsAge = true
  readonly #kept: KeptAnswers

  constructor(real: DataSource, kept: KeptAnswers) {
    super(real, kept.snapshot ?? nothing(real.config))
    this.#kept = kept
    this.spent = kept.snapshot === undefined
  }

  override async dataset(waiting?: Waiting): Promise<Dataset> {
    const dataset = await super.dataset(waiting)
    return this.spent ? this.#kept.opened(dataset) : dataset
  }

  override async query(query: Query, waiting?: Waiting): Promise<Table> {
    const isNew = this.takenAt(query) === undefined
    const table = await super.query(query, waiting)
    if (isNew) this.#kept.answered(query, table)
    return table
  }
}
