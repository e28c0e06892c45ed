import type { TimeUnit } from '../data/expression.js'
import type { AggregateOp } from '../data/query.js'

/** The words that several displays say, once per language; those of one alone come with it. A key that a catalogue lacks is a type error. */
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

  readonly search: string
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
  /** "3e trimestre 2024" */
  readonly quarter: (quarter: number, year?: string) => string
  readonly week: (week: number, year?: string) => string
  /** Spoken description of a table: rows and columns. */
  readonly tableSummary: (rows: number, columns: number) => string
}
