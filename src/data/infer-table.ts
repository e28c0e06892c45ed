import { certainDecimal, inferColumn, profileNumbers, stride } from './infer.js'
import { isAmountName, labelledName, plainName } from './field-name.js'
import type { Cells, NumberProfile, TypedColumn } from './infer.js'
import type { Pacer } from './pacer.js'
import type { Decimal } from './parse-value.js'
import type { FieldType } from './schema.js'

/** A column of text to be typed. */
export interface UntypedColumn {
  readonly name: string
  readonly cells: Cells
  /** Every filled cell stood in quotes. */
  readonly quoted?: boolean
  /** The mark that its numbers are known to have: they come from a program, not from a person. */
  readonly decimal?: Decimal
  /** When it turns out to be text its values are not wanted. */
  readonly fieldOnly?: boolean
}

export interface InferOptions {
  /** The author's types by column. */
  readonly types?: Readonly<Record<string, FieldType>> | undefined
  readonly lineOf?: (row: number) => number
  /** What stands between cells: in a file cut by commas "1,234" is more often 1234 than 1.234. */
  readonly separator?: string | undefined
  readonly pacer: Pacer
}

/**
 * Types all columns of a file. What one column cannot tell the others may: the decimal mark, that the file quotes text
 * only (then quoted digits are codes), or that a column has another one with its labels (then it holds codes).
 * @throws DgeError `format` when a cell is not of the author's type
 */
export async function inferColumns(columns: readonly UntypedColumn[], options: InferOptions): Promise<TypedColumn[]> {
  const { pacer, types = {}, lineOf, separator } = options
  const profiles: (NumberProfile | undefined)[] = []
  // Small files never give way: on a phone each time costs as much as a column.
  let seen = 0
  for (const { name, cells, decimal: known } of columns) {
    if ((seen += cells.length) > stride) await pacer.turn()
    profiles.push(Object.hasOwn(types, name) ? undefined : narrowed(await profileNumbers(cells, pacer), known))
  }
  const decimal = usualDecimal(profiles.filter((_, index) => !columns[index]?.decimal)) ?? (separator === ',' ? '.' : undefined)
  const quotesTextOnly = columns.some(({ quoted }, index) => profiles[index] && !quoted)
  const labelled = new Set(columns.map(({ name }) => labelledName(name)).filter((name) => name !== undefined))
  const typed: TypedColumn[] = []
  for (const [index, { name, cells, quoted, decimal: known, fieldOnly }] of columns.entries()) {
    if (seen > stride) await pacer.turn()
    const code = !isAmountName(name) && ((quotesTextOnly && quoted === true) || labelled.has(plainName(name)))
    const type = Object.hasOwn(types, name) ? types[name] : undefined
    const hints = { name, code, decimal: known ?? decimal, type: type === 'geometry' ? 'string' : type, lineOf, fieldOnly }
    typed.push(await inferColumn(cells, hints, pacer, profiles[index]))
  }
  return typed
}

function narrowed(profile: NumberProfile | undefined, known: Decimal | undefined): NumberProfile | undefined {
  if (!profile || !known) return profile
  return { ...profile, decimals: profile.decimals.filter((mark) => mark === known), likely: known }
}

/** The mark that every column with a certain one uses. */
function usualDecimal(profiles: readonly (NumberProfile | undefined)[]): Decimal | undefined {
  const marks = new Set(profiles.map(certainDecimal).filter((mark) => mark !== undefined))
  return marks.size === 1 ? [...marks][0] : undefined
}
