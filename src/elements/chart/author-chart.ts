import { css } from '../css.js'
import { allOf } from '../../data/all-of.js'
import { keyOf } from '../../data/query.js'
import { DgeError } from '../../data/errors.js'
import { createTable } from '../../data/table.js'
import { lightTheme, untouched } from '../../charts/index.js'
import { touchesOf } from '../../charts/touches-of.js'
import { tellAuthor } from '../../displays/tell-author.js'
import { clockOf, columnsOf, fieldHints, pushDown, vegaRows } from '../../grammar/index.js'
import { withRows } from './spec-with-rows.js'
import { preloadRenderer } from '../../render/preload-renderer.js'
import { compileSpec, loadCompiler } from '../../render/compile-spec.js'
import { readDrawing } from './author-reading.js'
import { patched, readSpec } from './author-spec.js'
import { dressSpec } from './dress-spec.js'
import type { ChartSpec, Look } from '../../charts/index.js'
import type { Dataset } from '../../data/dataset.js'
import type { Query } from '../../data/query.js'
import type { Schema } from '../../data/schema.js'
import type { Runtime } from '../../data/source.js'
import type { Table } from '../../data/table.js'
import type { Term } from '../../data/term.js'
import type { PushedDown } from '../../grammar/index.js'
import type { Locale } from '../../locale/index.js'
import type { ChartFrame, DrawnMark } from '../../render/chart-renderer.js'
import type { DgeChart } from '../dge-chart.js'
import type { AuthorReading } from './author-reading.js'
import type { AuthorSettings } from './author-spec.js'
import type { ChartInput } from './chart-look.js'

const styles = css`
  /* An author's drawing has its own size: the place grows with it. */
  .drawing.own {
    position: static;
  }
  .drawing .vega-bind {
    padding-block: 0.25rem;
  }
  .drawing .vega-bind-name {
    margin-inline-end: 0.5rem;
  }
`

interface Asking {
  readonly schema: Schema
  readonly dataset: Dataset
  readonly runtime: Runtime
  readonly locale: Locale
  /** The display's query of terms: with its conditions, order and limit. */
  readonly queryOf: (terms: readonly Term[]) => Query
}

/** An author's own specification: what it asks of the source, and what it draws of the answer. */
export class AuthorChart {
  readonly settings: AuthorSettings
  /** Of its place on the page. */
  readonly styles = styles
  #schema: Schema = []
  #pushed: string | undefined
  #words: string | undefined

  constructor(settings: AuthorSettings) {
    this.settings = settings
  }

  /** Whether the rows of the source are drawn. */
  get usesSource(): boolean {
    return this.settings.names.length > 0
  }

  /** The rows of a chart without a source; Vega's empty datasets are filled by what readers do, too. @throws DgeError `query` when it needs one */
  own(): Table {
    if (this.usesSource && this.settings.language !== 'vega') throw new DgeError('query', 'The specification has no data and the chart has no src')
    return createTable([], new Map(), { numRows: 0 })
  }

  /** Whether it tells of its marks itself. */
  get tells(): boolean {
    return this.#text.includes('"tooltip"')
  }

  /** Whether its own selections change the drawing. */
  get isInteractive(): boolean {
    return 'params' in this.settings.spec || 'signals' in this.settings.spec || this.#text.includes('"select"')
  }

  /** Whether its legend does something of its own. */
  get ownsLegend(): boolean {
    return /"bind":"legend"|"legend-|@legend|legend(Symbol|Label|s)?:(click|pointer)/i.test(this.#text)
  }

  /** The specification without its data, as text: it is asked with every move of the pointer. */
  get #text(): string {
    return (this.#words ??= JSON.stringify(this.settings.spec, (key, value: unknown) => (key === 'values' || key === 'datasets' ? undefined : value)))
  }

  /** The author's title or description of the picture, in plain text. */
  get title(): string | undefined {
    const { title, description } = this.settings.spec
    const text = typeof title === 'object' && title !== null && 'text' in title ? title.text : title
    const words = [text, description].find((each) => typeof each === 'string' || (Array.isArray(each) && each.every((line) => typeof line === 'string')))
    return words === undefined ? undefined : [words].flat().join(' ')
  }

  /** The columns it reads, or what its first transforms make of them when the server computes that exactly. */
  async query(asking: Asking): Promise<Query> {
    const { schema, queryOf } = asking
    this.#schema = schema
    this.#pushed = undefined
    const { settings } = this
    if (!this.usesSource) return { ...queryOf(termsOf(schema, schema.slice(0, 1).map(({ name }) => name))), limit: 0 }
    const columns = columnsOf(settings.spec, schema)
    const plain = queryOf(termsOf(schema, columns))
    const cuts = plain.limit !== undefined || plain.offset !== undefined || plain.orderBy !== undefined
    const anywhere = dressSpec(settings, anyLook(asking.locale), schema)
    if (cuts || !mayPush.test(JSON.stringify(settings.spec))) {
      preloadRenderer(anywhere)
      return plain
    }
    const pushed = await this.#push(anywhere)
    if (!pushed) return plain
    const query = this.#pushedQuery(pushed, plain, asking)
    if (query) this.#pushed = keyOf(pushed.query)
    return query ?? plain
  }

  /** What is drawn of the answer. */
  async frame(table: Table, look: Look): Promise<ChartFrame & { readonly shown: ChartSpec }> {
    const { settings } = this
    const shown = dressSpec(settings, look, this.#schema)
    const names = this.usesSource ? settings.names : []
    const rows = () => (names.length ? vegaRows(table, clockOf(settings.spec)) : [])
    if (this.#pushed === undefined) {
      const spec = settings.operations.length === 0 ? shown : asVega(patched(await compileSpec(shown), settings.operations))
      return { spec, rows: rows(), names, shown }
    }
    const pushed = await this.#push(shown)
    if (!pushed || keyOf(pushed.query) !== this.#pushed) throw new DgeError('internal', 'The specification asks something else when it is drawn')
    return { spec: asVega(pushed.spec), rows: pushed.rows(table), names, shown }
  }

  /** What is drawn as a specification with its rows inside. */
  portable(frame: ChartFrame): object {
    return withRows(frame)
  }

  /** What is drawn, for readers. */
  read(marks: readonly DrawnMark[], locale: Locale): AuthorReading {
    return readDrawing(this.settings, marks, this.#schema, locale)
  }

  async #push(spec: ChartSpec): Promise<PushedDown | undefined> {
    const { settings } = this
    const [name] = settings.names
    if (name === undefined || settings.names.length > 1) return undefined
    const { parseExpression } = await loadCompiler()
    const vega = patched(await compileSpec(spec, quiet), settings.operations) as Readonly<Record<string, unknown>>
    return pushDown(vega, { name, schema: this.#schema, clock: clockOf(settings.spec), parseExpression: parseExpression as never })
  }

  /** The question with what was taken from the specification; undefined when the server would not answer it itself. */
  #pushedQuery({ query }: PushedDown, plain: Query, { schema, dataset, runtime, queryOf }: Asking): Query | undefined {
    if (!query.aggregate) return { ...plain, where: allOf([plain.where, query.where]) ?? true }
    const keys = query.groupBy ?? []
    const terms: Term[] = [...keys, ...query.aggregate.map(({ as, op, expr, p }) => ({ as, expr: { aggregate: op, ...(expr === undefined ? {} : { expr }), ...(p === undefined ? {} : { p }) } }))]
    const grouped = queryOf(terms)
    const where = allOf([grouped.where, query.where])
    // Groups come in the same order every time, whatever the server's.
    const asked: Query = { ...grouped, ...(where === undefined ? {} : { where }), ...(keys.length ? { orderBy: keys.map(({ as }) => ({ field: as })) } : {}) }
    try {
      const { remote } = runtime.plan(asked, dataset.capabilities, schema)
      return remote.groupBy || remote.aggregate ? asked : undefined
    } catch {
      return undefined // a name or a type that the query cannot say: Vega computes it
    }
  }
}

/** What is known of a drawing before there are data. */
export type AskedChart = Omit<ChartInput, 'table' | 'title' | 'locale'>

/**
 * Reads the author's own specification, and tells what is wrong with it; `schema` is that of the source, which its data may do without.
 * @throws DgeError as `readSpec`
 */
export async function readAuthor(host: DgeChart, signal: AbortSignal, schema?: Schema): Promise<AskedChart & { readonly author: AuthorChart }> {
  const { writtenSpec: spec, patch, config, baseURI } = host
  const author = new AuthorChart(await readSpec({ spec, patch, config }, baseURI, signal))
  const touches = await touchesOf(host)
  tellAuthor('dge-chart', [...touches.faults, ...author.settings.hints, ...hintsOf(author, schema ?? [])])
  const { unit, limit } = schema ? host : {}
  return { type: undefined, touches, schema: schema ?? [], unit, limit: limit ?? undefined, order: undefined, author }
}

/** What is told of fields that the data do not have. */
function hintsOf({ settings: { language, spec, names } }: AuthorChart, schema: Schema): readonly string[] {
  return language === 'vega-lite' && names.length > 0 ? fieldHints(spec, schema.map(({ name }) => name)) : []
}

/** Words without which a specification has nothing to push. */
const mayPush = /"(transform|aggregate|timeUnit)"/

/** The pipeline does not depend on look and size: any will do to read it. */
function anyLook(locale: Locale): Look {
  return { theme: lightTheme, locale, touches: untouched, width: 600, height: 320 }
}

function termsOf(schema: Schema, names: readonly string[]): readonly Term[] {
  const wanted = new Set(names)
  // A picture of no column (a count of all) still needs rows.
  const fields = schema.filter(({ name }) => wanted.has(name))
  return (fields.length ? fields : schema.filter(({ type }) => type !== 'geometry').slice(0, 1)).map(({ name }) => ({ as: name, expr: { property: name } }))
}

function asVega(spec: object): ChartSpec {
  return { ...spec, $schema: 'https://vega.github.io/schema/vega/v6.json' }
}

const quiet = { level: () => quiet, error: () => quiet, warn: () => quiet, info: () => quiet, debug: () => quiet } as never
