import type { SourceConfig } from '../../src/data/dataset.js'
import type { Table } from '../../src/data/table.js'

/** One way to serve a table: a server with its dialect, or a file in one format. */
export interface Backend {
  /** As in the table of BENCHMARKS.md: "ClickHouse, 2 shards". */
  readonly name: string
  /** Why it can't run here (a package that is not installed), undefined when it can. */
  readonly missing?: () => string | undefined
  /** Whether field names of any kind can be served (quotes, spaces, emoji). */
  readonly anyName?: boolean
  /** Columns that it can have at most. */
  readonly columns?: number
  /** What its text means is found out by us: days and numbers need no word of the author. */
  readonly infers?: boolean
  /** Requests that the six displays of `costs.ts` may cost after the opening: one each when absent, none for a file. */
  readonly requestsOfSix?: number
  /** A slow server in one thread: tests with short time limits come one after the other. */
  readonly serial?: boolean
  /** The same code of ours as another backend speaks to it: faults are tried there. */
  readonly variant?: boolean
  /** Serves the table: `url` must be reachable until `stop`. The table may lack a geometry. */
  start(table: Table): Promise<RunningBackend>
}

export interface RunningBackend {
  readonly config: SourceConfig
  stop(): Promise<void>
}
