import { describe } from '../charts/describe.js'
import { noCapabilities } from '../data/capabilities.js'
import { DgeError } from '../data/errors.js'
import { isGrouped } from '../data/query.js'
import { answerOf, snapshotDataset } from '../data/snapshot.js'
import { DataSource } from '../data/source.js'
import { darkTheme, lightTheme } from '../charts/index.js'
import { windowOf } from '../charts/window.js'
import { makeDrawing } from '../displays/chart-drawing.js'
import { chartQuestion, typeOf } from '../displays/chart-query.js'
import { emptyWords } from '../displays/empty-words.js'
import { saysNothing } from '../displays/says-nothing.js'
import { figureQuery, figureTable, figureTexts, isEmptyFigure } from '../displays/figure.js'
import { pageColors } from '../displays/page-colors.js'
import { numberOf } from '../displays/number-word.js'
import { queryOf, wholeRuntime } from '../displays/query-context.js'
import { keptBarsAt, pageSizeOf } from '../displays/kept-height.js'
import { tablePage, tableQuery, tableTerms } from '../displays/table-query.js'
import { formatNumber, titleOf } from '../locale/index.js'
import { rowsWordsOf } from '../locale/rows-words.js'
import { openDataset } from '../providers/index.js'
import { renderToSvg } from '../render/light/render-to-svg.js'
import { supports } from '../render/light/supports.js'
import { escaped, tableHtml } from './render-html.js'
import { drawMap } from './render-map.js'
import { heightLeft, notesHeight, picturesHtml } from './render-room.js'
import { withDarkColors } from './dark-colors.js'
import { measureText } from './text-widths.js'
import type { Around } from './render-room.js'
import type { Field } from '../data/schema.js'
import type { SourceConfig } from '../data/dataset.js'
import type { SnapshotAnswer } from '../data/snapshot.js'
import type { Query } from '../data/query.js'
import type { Table } from '../data/table.js'
import type { QueryContext } from '../displays/query-context.js'
import type { Locale } from '../locale/index.js'

/** The attributes of a tag by their names as properties (`x-title` is `xTitle`). */
export type Words = Readonly<Record<string, string | undefined>>

/** What stands in the place of a drawing. */
export interface Drawn {
  readonly html: string
  readonly table: Table
  /** The display's own title; the dataset's when absent. */
  readonly title?: string | undefined
  /** The drawing in words. */
  readonly summary: string
  /** Whether the data are shown beside it. */
  readonly offersData: boolean
  /** Classes of its frame. */
  readonly classes?: readonly string[]
  /** Rows in all, where the frame is as high as they are many. */
  readonly rows?: number
}

/** A tag that stays as it is, and why. */
export class NotRendered extends Error {
  override readonly name = 'NotRendered'
}

/** A source that keeps what was asked and answered; displays see it as they see a snapshot, so that they ask the same. */
export class RecordingSource extends DataSource {
  readonly answers = new Map<string, SnapshotAnswer>()

  constructor(config: SourceConfig) {
    super(config, openDataset)
  }

  override async query(query: Query): Promise<Table> {
    const table = await super.query(query)
    const answer = answerOf(query, table)
    this.answers.set(answer.key, answer)
    return table
  }
}

/** What the tag's hooks need, as in the page. @throws DgeError */
export async function contextOf(source: RecordingSource, locale: Locale): Promise<QueryContext> {
  const [wording, opened] = await Promise.all([wholeRuntime(), source.dataset()])
  const dataset = opened.capabilities === noCapabilities ? opened : snapshotDataset(opened, (query) => source.query(query))
  return { source, dataset, schema: dataset.schema, ...wording, locale, signal: new AbortController().signal }
}

/** The frame of a drawing, and the widths in pixels for which pictures are drawn. */
export interface Room extends Around {
  readonly widths: readonly number[]
}

/** How each tag is drawn; a tag that is not here is left as it is. */
export const drawings: Readonly<Record<string, (words: Words, context: QueryContext, room: Room) => Promise<Drawn>>> = {
  'dge-chart': drawChart,
  'dge-figure': drawFigure,
  'dge-map': drawMap,
  'dge-table': drawTable,
}

/** The common attributes as `queryOf` takes them. */
function common(words: Words): { where: string | undefined; search: string | undefined } {
  return { where: words['where'], search: words['search'] }
}

/** A picture for each width; the style sheet shows the one that fits. */
async function drawChart(words: Words, context: QueryContext, room: Room): Promise<Drawn> {
  const { locale, schema } = context
  const written = { ...words, animation: undefined, classes: numberOf(words['classes']), limit: numberOf(words['limit']) }
  const question = await chartQuestion(written, await typeOf({ ...written, type: words['type'] }), context, (terms, cut) => queryOf(terms, context, { ...common(words), ...cut }))
  const answer = await context.source.query(question.query)
  if (saysNothing(answer, question.encoding)) return emptied(answer, words, locale)
  const { type, picture, table } = await makeDrawing({ ...question, table: answer, locale, schema, written: words }, question.encoding)
  const { aspect } = question.touches
  const zoomed = windowOf(picture) !== undefined
  const heightAt = (width: number) => (aspect ? Math.round(width / aspect) : heightLeft({ ...room, bars: written }, width) - (zoomed ? 44 : 0) - notesHeight(picture.notes, width))
  const specAt = (width: number, { theme = lightTheme, height = heightAt(width), detail = width } = {}) => {
    // Outlines to a pixel: a file is as large as they are fine.
    const look = { theme, locale, touches: question.touches, colors: (labels: readonly string[]) => pageColors(labels, theme.palette), detail, width, height }
    return type.spec(picture, look)
  }
  if (!supports(specAt(room.widths[0] ?? 320))) throw new NotRendered(`a chart of type ${type.name} ${picture.channels.facet ? 'in small multiples ' : ''}needs the browser`)
  const svg = (width: number, theme = lightTheme) => renderToSvg(specAt(width, { theme }), picture.rows, { measureText })
  /** The live chart is drawn into what is kept for it, where it may need more once more. */
  const needed = (width: number) => {
    let height = heightAt(width)
    let grown = aspect !== undefined || keptBarsAt(written, width) > 0
    for (let turn = 0; turn < 12; turn++) {
      const most = (specAt(width, { height, detail: 1000 }) as { height?: number }).height ?? 0
      if (most <= height) break
      height = most + 1
      grown = true
    }
    return grown ? height : 0
  }
  const pictures = picturesHtml(room.widths, (width) => withDarkColors(svg(width), svg(width, darkTheme)), needed)
  const notes = picture.notes.map((note) => `<p class="dge-note">${escaped(note)}</p>`).join('')
  const html = `<div class="dge-drawn">${pictures}${zoomed ? '<div class="dge-zoom"></div>' : ''}${notes}</div>`
  return { html, table, summary: describe(picture, type, locale).summary, offersData: true }
}

async function drawFigure(words: Words, context: QueryContext): Promise<Drawn> {
  const { locale, source } = context
  const query = figureQuery(words, context, (terms) => queryOf(terms, context, { ...common(words), order: words['order'], limit: numberOf(words['limit']) }))
  const table = await figureTable(words, query, context, (each) => source.query(each))
  const field = table.schema[0]
  if (isEmptyFigure(table)) return emptied(table, words, locale)
  const texts = figureTexts(table, locale, { compact: words['compact'] !== undefined, digits: numberOf(words['digits']) })
  const comparison = texts?.comparison === undefined ? '' : `<p class="dge-comparison">${escaped(texts.comparison)}</p>`
  const html = `<p class="dge-value">${escaped(texts?.value ?? '')}</p>${comparison}`
  return { html, table, title: field ? titleOf(field, context.locale) : undefined, summary: '', offersData: true, classes: [words['compare'] === undefined ? 'dge-figure-10' : 'dge-figure-10 dge-figure-11'] }
}

async function drawTable(words: Words, context: QueryContext): Promise<Drawn> {
  const { locale, source } = context
  const limit = numberOf(words['limit'])
  const size = pageSizeOf(numberOf(words['pageSize']))
  const asked = queryOf(tableTerms(words['columns'], context).terms, context, { ...common(words), order: words['order'], limit })
  const table = await tablePage(tableQuery(asked, { from: 0, size }), context, limit, (each) => source.query(each))
  if (table.numRows === 0) return emptied(table, words, locale)
  const count = (rows: number) => formatNumber(rows, locale)
  const shown = Math.min(size, table.numRows)
  const grouped = isGrouped(asked)
  const rows = grouped ? table.numRows : (table.total ?? Infinity)
  const known = Number.isFinite(rows) ? count(rows) : undefined
  const range = rows > shown ? `<div class="dge-pager"><i></i><i></i><i></i><span>${escaped(rowsWordsOf(locale).range('1', count(shown), known))}</span></div>` : ''
  const isRaw = ({ name }: Field) => !grouped && context.schema.some((field) => field.name === name)
  const html = tableHtml(table, words['heading'] ?? rowsWordsOf(locale).table, locale, { most: shown, sorted: true, isRaw })
  return { html: `<div class="dge-scroll">${html}</div>${range}`, table, summary: '', offersData: false, rows }
}

function emptied(table: Table, words: Words, locale: Locale): Drawn {
  return { html: `<p>${escaped(emptyWords(table, Boolean(words['where'] || words['search']), locale))}</p>`, table, summary: '', offersData: false }
}

/** The settings are of a source, or say why not. */
export function sourced(config: SourceConfig | undefined): SourceConfig {
  if (!config) throw new DgeError('query', 'it has no src')
  return config
}
