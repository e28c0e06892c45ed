import type { Capabilities } from './capabilities.js'
import type { Extent } from './filter.js'
import type { Query } from './query.js'
import type { FieldType, Schema } from './schema.js'
import type { Table } from './table.js'

/** Settings of a source as the author wrote them. Only `src` is needed. */
export interface SourceConfig {
  /** Absolute URL of a dataset page, API or file. */
  readonly src: string
  /** Name of the provider, when recognition must be overridden. */
  readonly provider?: string
  /** Author's types by field name ("insee:string, montant:number"). */
  readonly types?: Readonly<Record<string, FieldType>>
  /** JSON: dotted path to the array of rows ("data.items"). */
  readonly path?: string
  /** Services with several layers or datasets: which one (WFS type name, dataset id, sheet). */
  readonly layer?: string
  /** Coordinate reference system of a file that doesn't say ("EPSG:2154"). */
  readonly crs?: string
  /** Character encoding of a file that doesn't say ("windows-1252"). */
  readonly encoding?: string
  /** Upper bound of rows to fetch; beyond it the answer is partial. */
  readonly maxRows?: number
  /** Time limit of one request in milliseconds. */
  readonly timeout?: number
  /** How long answers that this browser keeps are shown without asking anew ("1 h"); none is kept when absent. */
  readonly cache?: string
}

/** What the publisher says of the dataset. Plain text, never HTML; URLs are http(s) only. */
export interface Metadata {
  readonly title?: string
  readonly description?: string
  readonly publisher?: string
  readonly licence?: string
  readonly licenceUrl?: string
  /** ISO 8601 date of the last change of the data. */
  readonly modified?: string
  /** ISO 8601 date of the first publication. */
  readonly created?: string
  /** How often the data change, as the catalogue has it: a word ("annual") or a code. */
  readonly frequency?: string
  /** The dataset's page for people. */
  readonly page?: string
  readonly extent?: Extent
  /** What was set aside or assumed in reading the data, in English, for the author of the page. */
  readonly notes?: readonly string[]
}

/** A file that holds the whole dataset. */
export interface Download {
  readonly url: string
  /** File name extension: csv, geojson, xlsx… */
  readonly format: string
}

export interface ExecuteOptions {
  readonly signal?: AbortSignal
  /** Called as rows arrive; `total` is undefined until known. */
  readonly onProgress?: (rows: number, total?: number) => void
}

/**
 * One opened dataset: the only place that speaks its server's dialect. `execute` receives only what
 * `capabilities` accept (see `plan.ts`), and answers with exactly the engine's result, or a `Table` flagged
 * incomplete when the server cut it, or throws a DgeError. With `capabilities.select` false `execute` gets an empty query.
 */
export interface Dataset {
  readonly schema: Schema
  readonly metadata: Metadata
  readonly capabilities: Capabilities
  /** Rows of the whole dataset, when known without fetching them. */
  readonly total?: number
  /** "Point", "MultiPolygon"…: the kind of its geometries, when known without fetching one. */
  readonly geometryType?: string
  /** All rows came with the opening: any question is answered without a request. */
  readonly atHand?: boolean
  readonly downloads: readonly Download[]
  execute(query: Query, options?: ExecuteOptions): Promise<Table>
}

export interface OpenOptions {
  readonly signal?: AbortSignal
  /** Called while a file is read, which happens at its opening; as `ExecuteOptions.onProgress`. */
  readonly onProgress?: (rows: number, total?: number) => void
  /** The answer to a GET of `config.src`, its body unread, when recognition had to fetch it: don't fetch it twice. */
  readonly response?: Response
}

/**
 * What a page or catalogue answers instead of a dataset: where the data are. The page's words (title, publisher, licence)
 * win over what is found there, its downloads come first.
 */
export interface Handover {
  /** What to open instead; the author's other settings (types, max-rows…) stay. */
  readonly to: Pick<SourceConfig, 'src'> & Partial<SourceConfig>
  readonly metadata?: Metadata
  readonly downloads?: readonly Download[]
  /** The content of `to.src`, when it is at hand already (a file out of an archive): it isn't asked for again. */
  readonly response?: Response
}

/** A kind of dataset API or file format. Most open datasets; catalogues and archives hand over to who does. */
export interface Provider<Opened extends Dataset | Handover = Dataset> {
  readonly name: string
  open(config: SourceConfig, options?: OpenOptions): Promise<Opened>
}
