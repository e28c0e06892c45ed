import { DgeError } from './errors.js'
import { unitInName } from './field-name.js'
import { convert, decimalOf, packed, profileNumbers, textColumn } from './infer.js'
import { dateColumn, epochOrYear } from './infer-dates.js'
import { parseDate } from './parse-date.js'
import { isMissing, parseBoolean, parseNumber, splitUnit } from './parse-value.js'
import type { Cells, ColumnHints, TypedColumn } from './infer.js'
import type { Pacer } from './pacer.js'
import type { ParsedDate } from './parse-date.js'
import type { Decimal } from './parse-value.js'
import type { FieldType } from './schema.js'

/** The column with the author's type. @throws DgeError `format` with value and line of a cell that is not of it */
export async function forcedColumn(cells: Cells, hints: ColumnHints, type: FieldType, pacer: Pacer): Promise<TypedColumn> {
  const { name } = hints
  const fail = (row: number): DgeError => {
    const line = hints.lineOf ? `Line ${hints.lineOf(row)}` : `Row ${row + 1}`
    const shown = (cells.at(row) ?? '').slice(0, 60)
    return new DgeError('format', `${line}: “${shown}” in column “${name}” is no ${type}, which types="${name}:${type}" asks for`)
  }
  switch (type) {
    case 'string':
      return textColumn(cells, hints, pacer)
    case 'boolean': {
      const read = (text: string) => parseBoolean(text) ?? new Map([['1', true], ['0', false], ['o', true], ['n', false]]).get(text.toLowerCase())
      let bad = -1
      const values = await convert(cells, pacer, (text) => (isMissing(text) ? null : read(text)), (row) => (bad = row))
      if (!values) throw fail(bad)
      return { field: { name, type }, values }
    }
    case 'date': {
      const dates = await dateColumn(cells, name, pacer, true)
      if (dates) return dates
      throw fail(findCell(cells, (cell) => !isMissing(cell.trim()) && !dateOf(cell.trim())))
    }
    case 'number':
      return forcedNumbers(cells, name, hints.decimal, pacer, fail)
    default:
      throw fail(findCell(cells, (cell) => cell !== ''))
  }
}

/** The row of the first cell that `test` finds; -1 for none. */
function findCell(cells: Cells, test: (cell: string) => boolean): number {
  for (let row = 0; row < cells.length; row++) if (test(cells.at(row) ?? '')) return row
  return -1
}

function dateOf(text: string): ParsedDate | undefined {
  return parseDate(text, { order: 'dmy', compact: true }) ?? epochOrYear(text, true)
}

/** Leading zeros and units of several kinds are no obstacle when the author says that it is a number. */
async function forcedNumbers(
  cells: Cells,
  name: string,
  usual: Decimal | undefined,
  pacer: Pacer,
  fail: (row: number) => DgeError
): Promise<TypedColumn> {
  const numberOf = (text: string) => splitUnit(text)[0].replace(/^([+\-−]?)0+(?=\d)/, '$1')
  const plain: Cells = { length: cells.length, at: (row) => numberOf((cells.at(row) ?? '').trim()) }
  const profile = await profileNumbers(plain, pacer)
  const decimal = profile ? decimalOf(profile, usual) : (usual ?? '.')
  let bad = -1
  const values = await convert(plain, pacer, (text) => (isMissing(text) ? null : parseNumber(text, decimal)), (row) => (bad = row))
  if (!values) throw fail(bad)
  const units = new Set<string>()
  for (let row = 0; row < cells.length; row++) {
    const unit = splitUnit((cells.at(row) ?? '').trim())[1]
    if (unit !== undefined) units.add(unit)
  }
  const unit = units.size === 1 ? [...units][0] : unitInName(name)
  return { field: { name, type: 'number', ...(unit ? { unit } : {}) }, values: packed(values) }
}
