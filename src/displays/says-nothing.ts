import { columnOf } from '../data/table.js'
import { hasAggregate } from '../data/term.js'
import type { Encoding } from '../charts/index.js'
import type { Table } from '../data/table.js'

/** Whether a chart has no mark to draw: no row, or no value where it measures (axes alone would pass for a fault). */
export function saysNothing(table: Table, { x = [], y = [], theta = [] }: Encoding): boolean {
  const places = [x, y, theta]
  const measured = places.filter((terms) => terms.some(({ expr }) => hasAggregate(expr)))
  const isBlank = (name: string) => {
    const column = columnOf(table, name)
    let row = 0
    while (row < table.numRows && column[row] === null) row++
    return row === table.numRows
  }
  return table.numRows === 0 || (measured.length > 0 ? measured : places).some((terms) => terms.length > 0 && terms.every(({ as }) => isBlank(as)))
}
