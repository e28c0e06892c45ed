import type { TimeUnit } from '../data/expression.js'
import type { AggregateOp } from '../data/query.js'

/** Every word that readers see, once per language. A key that a catalogue lacks is a type error. */
export interface Messages {
  readonly loading: string
  /** Progress under the skeleton; `total` undefined when unknown. */
  readonly rowsLoaded: (rows: number, total: number | undefined) => string

  readonly source: string
  readonly licence: string
  readonly modified: (date: string) => string
  /** Of data that the browser kept; `ago` is "3 hours ago". */
  readonly readAgo: (ago: string) => string

  readonly data: string
  readonly download: string
  /** The button for all else that can be done with a display. */
  readonly actions: string
  /** Name of the region that holds the data table of a picture. */
  readonly dataOf: (heading: string) => string
  readonly untitled: string

  readonly table: string
  readonly search: string
  readonly firstPage: string
  readonly previousPage: string
  readonly nextPage: string
  readonly pages: string
  /** "1–20 sur 340 lignes"; `total` undefined when unknown. */
  readonly range: (from: string, to: string, total: string | undefined) => string
  readonly sortAscending: (column: string) => string
  readonly sortDescending: (column: string) => string
  readonly columnsHidden: (shown: string, total: string) => string
  readonly missing: string
  readonly yes: string
  readonly no: string
  readonly geometry: string

  /** Stands after the title of the field that is aggregated: "Population (moyenne)"; nothing where it goes without saying. */
  readonly aggregates: Readonly<Record<AggregateOp, string>>
  /** Parts of a date: the title of a column of them, after that of the date. */
  readonly timeUnits: Readonly<Record<TimeUnit, string>>
  /** The number of rows. */
  readonly count: string
  readonly more: (difference: string, than: string) => string
  readonly less: (difference: string, than: string) => string
  readonly same: (than: string) => string
  /** Differences of percentages: "2,5 points". */
  readonly points: (text: string, value: number) => string
  readonly comparison: string
  /** "3e trimestre 2024" */
  readonly quarter: (quarter: number, year?: string) => string
  readonly week: (week: number, year?: string) => string
  /** Spoken description of a table: rows and columns. */
  readonly tableSummary: (rows: number, columns: number) => string
}
