import { notDecimal } from './decimal-cells.js'
import { decimalClasses } from './decimal-cell.js'
import { segmentBits, segmentRows } from './segments.js'
import { composed } from './text.js'
import type { CellColumn } from './cell-column.js'
import type { DecimalCells } from './decimal-cells.js'
import type { Evaluate } from './evaluate.js'
import type { Cells, TypedColumn } from './infer.js'
import type { Field } from './schema.js'
import type { Fill } from './stored-sums.js'
import type { Column, Value } from './table.js'

const segmentMask = segmentRows - 1

/** A column with its type, kept as it came: values are made when they are read. */
export interface StoredColumn {
  readonly field: Field
  /** Reads a row's value. */
  readonly read: Evaluate
  /** Where values repeat: the values, and the number of each row's among them. */
  readonly repeated?: Repeated
  /** Where all are numbers: faster than to read them one by one. */
  readonly fill?: Fill
}

/** The values of a column, and the number of each row's among them. */
export interface Repeated {
  readonly values: readonly Value[]
  readonly codeOf: (row: number) => number
  /** The numbers, by segments. */
  readonly codes: readonly Uint16Array[]
}

/** A column whose values are at hand. */
export function plainColumn(field: Field, values: Column): StoredColumn {
  return { field, read: (row) => values[row] ?? null }
}

/**
 * The cells that tell the type of a column as well as all its rows would, because inference asks of every cell and of no
 * place or number of them: each different one where they repeat; one of each way of writing among decimals.
 */
export function tellingCells(column: CellColumn): Cells {
  const { kind } = column
  if (kind === 'texts') return column
  const { dictionary } = kind === 'codes' ? column : column.decimals
  const first = kind === 'codes' ? [] : decimalTexts(column.decimals)
  const textOf = dictionary.texts()
  return { length: first.length + dictionary.size, distinct: true, at: (index) => first[index] ?? textOf(index - first.length) }
}

/** One text for each class of decimals in the column; of whole numbers the least and the most. */
function decimalTexts({ classes, mark, least, most }: DecimalCells): string[] {
  return decimalClasses.flatMap(([kind, text]) => {
    if (!(classes & (1 << kind))) return []
    return kind === 0 ? [String(least), String(most)] : [text.replace('#', String.fromCharCode(mark || 46))]
  })
}

/** The column with the type that its telling cells were given. */
export function storedColumn(column: CellColumn, { field, values }: TypedColumn): StoredColumn {
  if (column.kind === 'codes') return field.type === 'string' ? codedTexts(column, field) : codedColumn(column, field, values)
  if (column.kind === 'decimals' && field.type === 'number') return decimalColumn(column.decimals, field, values)
  return field.type === 'string' ? textColumn(column, field) : plainColumn(field, values)
}

function codedColumn({ codes }: CellColumn, field: Field, values: Column): StoredColumn {
  const known = Array.from(values)
  const codeOf = (row: number) => codes[row >>> segmentBits]?.[row & segmentMask] as number
  const column = { field, read: (row: number) => known[codeOf(row)] ?? null, repeated: { values: known, codeOf, codes } }
  if (!known.every((value) => value === null || typeof value === 'number')) return column
  const numbers = Float64Array.from(known, (value) => value ?? NaN)
  const fill: Fill = (from, count, into) => {
    const segment = codes[from >>> segmentBits] as Uint16Array
    const first = from & segmentMask
    for (let at = 0; at < count; at++) into[at] = numbers[segment[first + at] as number] as number
  }
  return { ...column, fill }
}

/** Texts read one by one before all are made at once: what looks at a few rows of a column needs no more. */
const mostSingle = 16

/** A column of repeated texts, which are made when a question needs them. */
function codedTexts({ codes, dictionary }: CellColumn, field: Field): StoredColumn {
  let texts: readonly Value[] | undefined
  let single = 0
  const codeOf = (row: number) => codes[row >>> segmentBits]?.[row & segmentMask] as number
  const all = () => {
    if (texts) return texts
    const textOf = dictionary.texts()
    return (texts = Array.from({ length: dictionary.size }, (_, code) => filled(textOf(code))))
  }
  const read: Evaluate = (row) => {
    if (!texts && single++ < mostSingle) return filled(dictionary.textOf(codeOf(row)))
    return all()[codeOf(row)] ?? null
  }
  const repeated: Repeated = {
    get values() {
      return all()
    },
    codeOf,
    codes,
  }
  return { field, read, repeated }
}

/** The cell's text, null for none. */
function filled(cell: string): string | null {
  return composed(cell.trim()) || null
}

const powers = Array.from({ length: 16 }, (_, scale) => 10 ** scale)

function decimalColumn(cells: DecimalCells, field: Field, values: Column): StoredColumn {
  const { mantissas, scales } = cells
  const texts = decimalTexts(cells)
  // "1.234" is 1234 where the comma is the decimal mark.
  const grouped = texts.some((text, index) => text.length > 4 && text.endsWith('234') && Math.abs(Number(values[index])) === 1234)
  const read: Evaluate = (row) => {
    const mantissa = mantissas[row >>> segmentBits]?.[row & segmentMask] as number
    const scale = cells.scaleOf(row)
    if (scale === 0) return mantissa
    if (scale === notDecimal) return values[texts.length + mantissa] ?? null
    return grouped ? mantissa : mantissa / (powers[scale] as number)
  }
  const fill: Fill = (from, count, into) => {
    const first = from & segmentMask
    const numbers = mantissas[from >>> segmentBits] as Float64Array | Int32Array
    const scale = scales[from >>> segmentBits]
    if (typeof scale === 'number') {
      const power = grouped ? 1 : (powers[scale] as number)
      for (let at = 0; at < count; at++) into[at] = (numbers[first + at] as number) / power
    } else for (let at = 0; at < count; at++) into[at] = (read(from + at) as number | null) ?? NaN
  }
  return { field, read, fill }
}

function textColumn(column: CellColumn, field: Field): StoredColumn {
  return { field, read: (row) => filled(column.at(row)) }
}
