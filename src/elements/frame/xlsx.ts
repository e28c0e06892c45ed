import { strToU8, zipSync } from 'fflate'
import { unitInName } from '../../data/field-name.js'
import { columnOf } from '../../data/table.js'
import { dateText, isFormula } from './spreadsheet-text.js'
import type { Field } from '../../data/schema.js'
import type { Table, Value } from '../../data/table.js'

/** Names of the two sheets, and lines on where the data come from: label and text. */
export interface Origin {
  readonly data: string
  readonly source: string
  readonly lines: readonly (readonly [label: string, text: string])[]
}

const header = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const spreadsheet = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packages = 'http://schemas.openxmlformats.org/package/2006'
const mime = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
/** Excel keeps no more than this in a cell, and no more rows than that in a sheet. */
const longestText = 32_767
const mostRows = 1_048_576
/** Days from Excel's first to 1970; its own calendar has a day too many before March 1900. */
const epoch = 25_569
const march1900 = Date.UTC(1900, 2, 1)

/** Cell formats of `styles.xml`, by their place there. */
const style = { plain: 0, title: 1, day: 2, time: 3, quoted: 4 } as const

/**
 * A table as an Excel workbook (transitional OOXML): typed cells, a frozen header, and a second sheet that names source and
 * licence. Texts are typed as such, so none is ever a formula; those that look like one keep a quote prefix, for editing too.
 * Own writer over fflate: what a table needs is one sheet of three kinds of cells, and writers of the field do not write the
 * prefix.
 * @see https://ecma-international.org/publications-and-standards/standards/ecma-376/
 */
export function toXLSX(table: Table, { data, source, lines }: Origin): Uint8Array {
  const columns = table.schema.map((field) => [field, columnOf(table, field.name)] as const)
  const numRows = Math.min(table.numRows, mostRows - 1)
  const head = columns.map(([field], at) => textCell(withUnit(field), at, 0, style.title)).join('')
  const rows = Array.from({ length: numRows }, (_, row) =>
    `<row r="${row + 2}">${columns.map(([field, column], at) => cell(column[row] ?? null, field, at, row + 1)).join('')}</row>`)
  const origin = lines.map(([label, text], row) => `<row r="${row + 1}">${textCell(label, 0, row, style.title)}${textCell(text, 1, row)}</row>`)
  const widths = columns.map(([field, column]) => widthOf(field, column, numRows))
  const files: Readonly<Record<string, string>> = {
    '[Content_Types].xml': contentTypes(),
    '_rels/.rels': relations([['officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': workbook([data, source]),
    'xl/_rels/workbook.xml.rels': relations([['worksheet', 'worksheets/sheet1.xml'], ['worksheet', 'worksheets/sheet2.xml'], ['styles', 'styles.xml']]),
    'xl/styles.xml': styles(),
    'xl/worksheets/sheet1.xml': sheet([`<row r="1">${head}</row>`, ...rows], widths, true),
    'xl/worksheets/sheet2.xml': sheet(origin, [20, 90], false),
  }
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(`${header}\n${text}`)])))
}

function withUnit(field: Field): string {
  const { title = field.name } = field
  return field.unit && !title.includes(`(${field.unit})`) && unitInName(title) !== field.unit ? `${title} (${field.unit})` : title
}

function cell(value: Value, field: Field, column: number, row: number): string {
  if (value === null || value === '') return ''
  const at = place(column, row)
  if (typeof value === 'boolean') return `<c r="${at}" t="b"><v>${Number(value)}</v></c>`
  if (typeof value === 'object') return textCell(JSON.stringify(value), column, row)
  if (typeof value === 'string') return textCell(value, column, row, isFormula(value) ? style.quoted : style.plain)
  if (field.type !== 'date') return Number.isFinite(value) ? `<c r="${at}"><v>${value}</v></c>` : ''
  const { precision = 'day' } = field
  if ((precision !== 'day' && precision !== 'time') || value < march1900) return textCell(dateText(value, field), column, row)
  return `<c r="${at}" s="${precision === 'time' ? style.time : style.day}"><v>${value / 86_400_000 + epoch}</v></c>`
}

function textCell(text: string, column: number, row: number, format: number = style.plain): string {
  return `<c r="${place(column, row)}" t="inlineStr"${format ? ` s="${format}"` : ''}><is><t xml:space="preserve">${escaped(text.slice(0, longestText))}</t></is></c>`
}

/** "A1", "B7", "AA12" of ranks from 0. */
function place(column: number, row: number): string {
  let letters = ''
  for (let rest = column; rest >= 0; rest = Math.floor(rest / 26) - 1) letters = String.fromCharCode(65 + (rest % 26)) + letters
  return `${letters}${row + 1}`
}

/** XML text; characters that XML cannot hold are left out. */
function escaped(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\ud800-\udfff]/gu, '')
    .replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

/** About as many characters as the longest of the first cells. */
function widthOf(field: Field, column: ArrayLike<Value>, numRows: number): number {
  let most = withUnit(field).length
  for (let row = 0; row < Math.min(numRows, 200); row++) most = Math.max(most, field.type === 'date' ? 12 : String(column[row] ?? '').length)
  return Math.min(60, most + 2)
}

function sheet(rows: readonly string[], widths: readonly number[], frozen: boolean): string {
  const view = frozen ? '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' : ''
  const columns = widths.map((width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`).join('')
  return `<worksheet xmlns="${spreadsheet}"><sheetViews><sheetView workbookViewId="0">${view}</sheetView></sheetViews>${
    columns ? `<cols>${columns}</cols>` : ''}<sheetData>${rows.join('')}</sheetData></worksheet>`
}

/** Excel refuses some characters in names of sheets, and more than 31. */
function workbook(names: readonly string[]): string {
  const clean = names.map((name) => name.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31))
  return `<workbook xmlns="${spreadsheet}" xmlns:r="${office}"><sheets>${
    clean.map((name, at) => `<sheet name="${escaped(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`).join('')}</sheets></workbook>`
}

function relations(all: readonly (readonly [type: string, target: string])[]): string {
  return `<Relationships xmlns="${packages}/relationships">${
    all.map(([type, target], at) => `<Relationship Id="rId${at + 1}" Type="${office}/${type}" Target="${target}"/>`).join('')}</Relationships>`
}

function contentTypes(): string {
  const parts = { 'workbook.xml': 'sheet.main', 'worksheets/sheet1.xml': 'worksheet', 'worksheets/sheet2.xml': 'worksheet', 'styles.xml': 'styles' }
  return `<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${
    Object.entries(parts).map(([name, type]) => `<Override PartName="/xl/${name}" ContentType="${mime}.${type}+xml"/>`).join('')}</Types>`
}

function styles(): string {
  const formats = ['numFmtId="0"', 'numFmtId="0" fontId="1" applyFont="1"', 'numFmtId="14" applyNumberFormat="1"', 'numFmtId="22" applyNumberFormat="1"', 'numFmtId="0" quotePrefix="1"']
  return `<styleSheet xmlns="${spreadsheet}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>${
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>'}${
    '<cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs>'}<cellXfs count="${formats.length}">${formats.map((format) => `<xf ${format} xfId="0"/>`).join('')}</cellXfs>${
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'}</styleSheet>`
}
