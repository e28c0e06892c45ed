import { html } from 'lit'
import { adoptRowsStyles, pager, rowsView } from './rows-view.js'
import type { TemplateResult } from 'lit'
import type { Table } from '../../data/table.js'
import type { DgeDisplay } from '../dge-display.js'

const pageSize = 50

/** The drawn data as a paged table in place of the drawing. */
export class DataView {
  readonly #host: DgeDisplay
  #table: Table
  #from = 0

  constructor(host: DgeDisplay, table: Table) {
    this.#host = host
    this.#table = table
    adoptRowsStyles(host)
  }

  set table(table: Table) {
    this.#table = table
    this.#from = 0
  }

  render(title: string): TemplateResult {
    const { locale } = this.#host
    const table = this.#table
    const from = this.#from
    const count = Math.min(pageSize, table.numRows - from)
    const go = (target: number) => {
      this.#from = target
      this.#host.requestUpdate()
    }
    return html`<div part="data">
      ${rowsView({ table: withoutShapes(table), locale, caption: locale.messages.dataOf(title), from, to: from + pageSize })}
      ${pager({ locale, from, count, size: pageSize, total: table.numRows, go })}
    </div>`
  }
}

/** Coordinates are not for reading. */
function withoutShapes(table: Table): Table {
  return { ...table, schema: table.schema.filter(({ type }) => type !== 'geometry') }
}
