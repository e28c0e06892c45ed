import { DgeError } from '../../data/errors.js'
import { createTable } from '../../data/table.js'
import { chartQuestion, loadWholeChart, typeOf } from '../../displays/chart-query.js'
import { saysNothing } from '../../displays/says-nothing.js'
import { loadAuthorChart } from '../starts.js'
import { chartFiles } from './chart-files.js'
import { readChartTheme } from './chart-theme.js'
import { ChartView } from './chart-view.js'
import type { Query } from '../../data/query.js'
import type { Table } from '../../data/table.js'
import type { Locale } from '../../locale/index.js'
import type { DgeChart } from '../dge-chart.js'
import type { DisplayInside, DisplayView, DrawContext, FileExport, QueryContext } from '../display-contract.js'
import type { AuthorChart } from './author-chart.js'
import type { ChartInput } from './chart-look.js'

/** The lazy chunk: the chart as a file. */
const loadPicture = () => import('./chart-picture.js')

/** The inside of a `dge-chart`: what is asked for the attributes or the author's specification, and the view that draws it. */
export class ChartDisplay extends ChartView implements DisplayView {
  readonly #inside: DisplayInside
  #asked: Omit<ChartInput, 'table' | 'title' | 'locale'> | undefined

  constructor(host: DgeChart, inside: DisplayInside) {
    super(host, inside.select)
    this.#inside = inside
  }

  async query(context: QueryContext): Promise<Query> {
    const { queryOf } = this.#inside
    const host = this.host
    if (host.writtenSpec !== undefined) {
      const author = await this.#readAuthor(context.signal, { schema: context.schema, unit: host.unit, limit: host.limit ?? undefined })
      return author.query({ ...context, queryOf: (terms) => queryOf(terms, context) })
    }
    const question = await chartQuestion(host, await typeOf(host), context, (terms, cut) => queryOf(terms, context, cut))
    this.#asked = { ...question, schema: context.schema, written: host }
    return question.query
  }

  /** For a specification with data of its own. */
  async own(signal: AbortSignal): Promise<Table> {
    const author = await this.#readAuthor(signal)
    if (!author.standsAlone) throw new DgeError('query', 'The specification has no data and the chart has no src')
    return createTable([], new Map(), { numRows: 0 })
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

  exports(): readonly FileExport[] {
    return this.renderer ? chartFiles(this.host) : []
  }

  /** The chart with title and source as an SVG document. @throws DgeError `internal` before it is drawn */
  async toSVG(): Promise<string> {
    const { renderer } = this
    if (!renderer) throw new DgeError('internal', 'The chart is not drawn: there is no picture to take')
    const { takenSVG } = await loadPicture()
    return takenSVG(this.host, renderer.drawing, { ...(await this.#inside.titled()), dark: readChartTheme(this.host).dark })
  }

  /** The same picture in pixels. @throws DgeError `internal` before it is drawn */
  async toPNG(scale: number): Promise<Blob> {
    const { chartPNG } = await loadPicture()
    return chartPNG(await this.toSVG(), scale)
  }

  async #readAuthor(signal: AbortSignal, asked: Pick<ChartInput, 'schema' | 'unit' | 'limit'> = { schema: [], unit: undefined, limit: undefined }): Promise<AuthorChart> {
    const [{ readAuthor, hintsOf }, { tellAuthor, touchesOf }] = await Promise.all([loadAuthorChart(), loadWholeChart()])
    const { writtenSpec: spec, patch, config, baseURI } = this.host
    const author = await readAuthor({ spec, patch, config }, baseURI, signal)
    const touches = await touchesOf(this.host)
    tellAuthor([...touches.faults, ...author.settings.hints, ...hintsOf(author, asked.schema)])
    this.#asked = { type: undefined, touches, ...asked, order: undefined, author }
    return author
  }
}
