import { DgeError } from '../../data/errors.js'
import { chartQuestion, typeOf } from '../../displays/chart-query.js'
import { saysNothing } from '../../displays/says-nothing.js'
import { loadAuthorChart } from '../starts.js'
import { ChartView } from './chart-view.js'
import type { Query } from '../../data/query.js'
import type { Schema } from '../../data/schema.js'
import type { Table } from '../../data/table.js'
import type { Locale } from '../../locale/index.js'
import type { DgeChart } from '../dge-chart.js'
import type { DisplayInside, DisplayView, DrawContext, QueryContext } from '../display-contract.js'
import type { AskedChart, AuthorChart } from './author-chart.js'

/** The inside of a `dge-chart`: what is asked for the attributes or the author's specification, and the view that draws it. */
export class ChartDisplay extends ChartView implements DisplayView {
  readonly inside: DisplayInside
  #asked: AskedChart | undefined

  constructor(host: DgeChart, inside: DisplayInside) {
    super(host, inside.select)
    this.inside = inside
  }

  async query(context: QueryContext): Promise<Query> {
    const { queryOf } = this.inside
    const host = this.host
    if (host.writtenSpec !== undefined) {
      const author = await this.#readAuthor(context.signal, context.schema)
      return author.query({ ...context, queryOf: (terms) => queryOf(terms, context) })
    }
    const question = await chartQuestion(host, await typeOf(host), context, (terms, cut) => queryOf(terms, context, cut))
    this.#asked = { ...question, schema: context.schema, written: host }
    return question.query
  }

  /** For a specification with data of its own. */
  async own(signal: AbortSignal): Promise<Table> {
    return (await this.#readAuthor(signal)).own()
  }

  isEmpty(table: Table): boolean {
    const { encoding, author } = this.#asked ?? {}
    return encoding ? saysNothing(table, encoding) : table.numRows === 0 && table.schema.length > 0 && author?.usesSource !== false
  }

  async draw(table: Table, { locale, signal, context }: DrawContext): Promise<void> {
    if (!this.#asked) throw new DgeError('internal', 'The chart was asked to draw before it was asked what')
    const title = this.host.heading?.trim() || this.#asked.author?.title || context?.dataset.metadata.title || locale.messages.untitled
    await this.show({ ...this.#asked, table, title, locale }, signal)
  }

  lookChanged(): void {
    this.redraw().catch((error: unknown) => console.error('[dge]', error))
  }

  summary(_table: Table, locale: Locale): string {
    return this.words(locale)
  }

  async #readAuthor(signal: AbortSignal, schema?: Schema): Promise<AuthorChart> {
    const { readAuthor } = await loadAuthorChart()
    const { author } = (this.#asked = await readAuthor(this.host, signal, schema))
    return author
  }
}
