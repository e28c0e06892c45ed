import { DisplayAttributes } from './display-attributes.js'
import type { Metadata } from '../data/dataset.js'
import type { DataSource } from '../data/source.js'
import type { Table } from '../data/table.js'
import type { Locale } from '../locale/index.js'

/** The lazy chunk that makes files, tags and prints. */
const takeAway = () => import('./frame/take-away.js')

/** What can be taken away of every display: its data as files, its tag, a print. */
export abstract class DisplayExports extends DisplayAttributes {
  /** The language of the display. */
  abstract get locale(): Locale
  /** The source of the data: the display's own, a shared one, or an ancestor's. */
  abstract get sourceInUse(): DataSource | undefined
  /** The title as it is shown: the author's, the drawing's or the dataset's. */
  protected abstract get shownTitle(): string
  /** What is known of the dataset. */
  protected abstract get metadata(): Metadata | undefined
  /** Resolves when source and licence stand under the display. */
  protected abstract attributed(): Promise<void>

  /** What is saved as a file of data: what is drawn, without coordinates. */
  protected async tableToSave(): Promise<Table | undefined> {
    const { table } = this
    return table && { ...table, schema: table.schema.filter(({ type }) => type !== 'geometry') }
  }

  /** Source, licence, date and credits as they stand under the display: they go with a picture that leaves the page. */
  protected async attributionText(): Promise<string> {
    await this.attributed()
    return this.renderRoot.querySelector('[part="attribution"]')?.textContent?.replace(/\s+/g, ' ').trim() ?? ''
  }

  /** The drawn data as CSV for spreadsheets of the display's language: UTF-8 with byte order mark, CRLF; in French and German `;` and decimal comma. */
  async toCSV(): Promise<string> {
    return (await takeAway()).csvOf(await this.tableToSave(), this.locale)
  }

  /** The drawn data as an Excel workbook, with a sheet that names source and licence. */
  async toXLSX(): Promise<Blob> {
    return (await takeAway()).workbookOf(await this.tableToSave(), this.shownTitle, this.metadata, this.locale)
  }

  /** The drawn data as JSON text: one object per row. */
  async toJSON(): Promise<string> {
    return (await takeAway()).jsonOf(await this.tableToSave())
  }

  /** HTML to paste into another page: the line that loads the library, and this display as a tag of its own. */
  async toHTML(): Promise<string> {
    return (await takeAway()).embedCode(this)
  }

  /** Prints the display alone. */
  async print(): Promise<void> {
    const [{ printAlone }] = await Promise.all([takeAway(), this.attributed()])
    printAlone(this)
  }
}
