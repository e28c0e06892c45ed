import { DgeError } from '../data/errors.js'
import { detectEncoding } from '../data/text-encoding.js'
import type { UntypedColumn } from '../data/infer-table.js'
import type { Pacer } from '../data/pacer.js'

/** The attributes of a shapefile. */
export interface Dbf {
  readonly columns: readonly (UntypedColumn & { readonly cells: readonly string[] })[]
  readonly numRows: number
  /** Records that are marked as deleted, by their place in the file; they are in no column. */
  readonly deleted: ReadonlySet<number>
  readonly notes: readonly string[]
}

interface DbfField {
  readonly name: string
  readonly type: string
  readonly offset: number
  readonly length: number
}

/** Code pages of byte 29 that browsers can decode; the rest are those of DOS. */
const codePages: Readonly<Record<number, string>> = {
  0x03: 'windows-1252', 0x57: 'windows-1252', 0x58: 'windows-1252', 0x59: 'windows-1252',
  0x26: 'ibm866', 0x65: 'ibm866', 0xc8: 'windows-1250', 0xc9: 'windows-1251', 0xcb: 'windows-1253', 0xca: 'windows-1254',
}

/**
 * Reads the table of a shapefile (dBASE III to Visual FoxPro): text columns stay text, digits in them are codes beside
 * numeric columns; blanks and asterisks are empty. Own reader: those on npm turn blank numbers into 0 or NaN, or bring a
 * decoder of half a megabyte.
 * @throws DgeError `format`, `unsupported` (encoding)
 * @see https://www.dbf2002.com/dbf-file-format.html
 */
export async function readDbf(bytes: Uint8Array, encoding: string | undefined, pacer: Pacer): Promise<Dbf> {
  const fail = () => new DgeError('format', 'The .dbf file is broken or ends too early')
  if (bytes.length < 33) throw fail()
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [count, start, width] = [view.getUint32(4, true), view.getUint16(8, true), view.getUint16(10, true)]
  if (start > bytes.length || width < 1) throw fail()
  if (start + count * width > bytes.length + 1) throw fail()
  const charset = encoding ?? encodingOf(bytes, start, codePages[bytes[29] ?? 0])
  const decode = decoder(charset)
  const fields = fieldsOf(bytes, start, decode)
  const columns = fields.map(({ name, type }) => ({ name, cells: [] as string[], quoted: type === 'C' || type === 'V' }))
  const deleted = new Set<number>()
  for (let row = 0; row < count; row++) {
    if (pacer.due) await pacer.turn()
    const at = start + row * width
    if (bytes[at] === 0x2a) {
      deleted.add(row)
      continue
    }
    for (const [index, field] of fields.entries()) {
      columns[index]?.cells.push(cellText(field, view, bytes.subarray(at + field.offset, at + field.offset + field.length), decode))
    }
  }
  const point = new Set(fields.filter(({ type }) => 'NFBOY'.includes(type)).map(({ name }) => name))
  const memos = fields.filter(({ type }) => type === 'M' || type === 'G' || type === 'P').map(({ name }) => name)
  const notes = memos.length > 0 ? [`Columns ${memos.join(', ')} hold memos, which are not read`] : []
  return {
    columns: columns.map((column) => (point.has(column.name) && column.cells.some((cell) => cell.includes('.')) ? { ...column, decimal: '.' as const } : column)),
    numRows: count - deleted.size,
    deleted,
    notes,
  }
}

/** What byte 29 says, unless the whole file is UTF-8, whatever it says. */
function encodingOf(bytes: Uint8Array, start: number, stated: string | undefined): string {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(start))
    return 'utf-8'
  } catch {
    return stated ?? 'windows-1252'
  }
}

function fieldsOf(bytes: Uint8Array, start: number, decode: (bytes: Uint8Array) => string): DbfField[] {
  const fields: DbfField[] = []
  const names = new Set<string>()
  let offset = 1
  for (let at = 32; at + 32 <= start && bytes[at] !== 0x0d; at += 32) {
    const written = bytes.subarray(at, at + 11)
    const end = written.indexOf(0)
    const plain = decode(end < 0 ? written : written.subarray(0, end)).trim() || `colonne_${fields.length + 1}`
    let name = plain
    for (let number = 2; names.has(name); number++) name = `${plain}_${number}`
    names.add(name)
    const type = String.fromCharCode(bytes[at + 11] ?? 0).toUpperCase()
    // Long texts spill over into the byte of decimals.
    const length = (bytes[at + 16] ?? 0) + (type === 'C' ? 256 * (bytes[at + 17] ?? 0) : 0)
    fields.push({ name, type, offset, length })
    offset += length
  }
  return fields
}

/** A cell as a CSV file would have it. */
function cellText({ type, length }: DbfField, record: DataView, bytes: Uint8Array, decode: (bytes: Uint8Array) => string): string {
  const view = () => new DataView(record.buffer, bytes.byteOffset, bytes.byteLength)
  switch (type) {
    case 'I':
    case '+':
      return length === 4 ? String(view().getInt32(0, true)) : ''
    case 'B':
    case 'O':
      return length === 8 ? finite(view().getFloat64(0, true)) : ''
    case 'Y':
      return length === 8 ? finite(Number(view().getBigInt64(0, true)) / 10_000) : ''
    case 'T':
    case '@':
      return length === 8 ? timestamp(view()) : ''
    case 'M':
    case 'G':
    case 'P':
    case '0':
      return ''
  }
  const end = bytes.indexOf(0)
  const text = decode(end < 0 ? bytes : bytes.subarray(0, end)).trim()
  switch (type) {
    case 'N':
    case 'F':
      return /^\*+$/.test(text) ? '' : numberText(text)
    case 'D': {
      const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)$/.exec(text) ?? []
      return year && year !== '0000' ? `${year}-${month}-${day}` : ''
    }
    case 'L':
      return /^[tyoj1]/i.test(text) ? 'true' : /^[fn0]/i.test(text) ? 'false' : ''
    default:
      return text
  }
}

/** "1.000000000000000e+02" and "00012" are numbers here: the column's type says so. What doubles do not hold keeps its digits. */
function numberText(text: string): string {
  if (text === '') return ''
  const number = Number(text.replace(',', '.'))
  return Number.isNaN(number) || (/^-?\d+$/.test(text) && !Number.isSafeInteger(number)) ? text : finite(number)
}

function finite(number: number): string {
  return Number.isFinite(number) ? String(number) : ''
}

/** Days of the Julian calendar and milliseconds of the day. */
function timestamp(view: DataView): string {
  const [days, ms] = [view.getInt32(0, true), view.getInt32(4, true)]
  const time = new Date((days - 2_440_588) * 86_400_000 + ms)
  return days === 0 || Number.isNaN(time.getTime()) ? '' : time.toISOString().slice(0, 19)
}

function decoder(charset: string): (bytes: Uint8Array) => string {
  const text = new TextDecoder(detectEncoding(new Uint8Array(), { encoding: charset }))
  // Node 20 takes whole texts in windows-1252 for Latin-1; a stream of single bytes holds nothing back.
  const options = { stream: text.encoding === 'windows-1252' }
  return (bytes) => text.decode(bytes, options)
}

/** The encoding that a .cpg file names ("1252", "ISO 88591", "UTF-8"); undefined when it names none that is known. */
export function encodingInCpg(text: string): string | undefined {
  const name = text.replace(/^\ufeff/, '').trim().toLowerCase()
  const iso = /^(?:iso|ldid)?[\s_-]*8859[\s_-]*(\d{1,2})$/.exec(name)?.[1]
  const page = /^(?:ansi|cp|windows|ms)?[\s_-]*(125\d|65001)$/.exec(name)?.[1]
  const label = iso ? `iso-8859-${iso}` : page ? (page === '65001' ? 'utf-8' : `windows-${page}`) : name
  try {
    return new TextDecoder(label).encoding
  } catch {
    return undefined
  }
}
