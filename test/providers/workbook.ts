import { strToU8, zipSync } from 'fflate'

/** A cell as the XML of a worksheet has it: text (inline), a number, or raw attributes and content. */
export type Cell = string | number | null | { readonly attributes: string; readonly body: string }

export interface SheetXml {
  readonly name: string
  readonly rows: readonly (readonly Cell[])[]
  /** Behind the rows: merged cells. */
  readonly after?: string
  readonly hidden?: boolean
}

/** Style numbers of `makeXlsx`, by the format that each has. */
export const styles = { general: 0, day: 1, french: 2, percent: 3, code: 4, euro: 5, month: 6, moment: 7, clock: 8, tenths: 9 } as const

const formats = [
  [164, 'dd/mm/yyyy'], [165, '00000'], [166, '#,##0.00\\ &quot;€&quot;'], [167, 'mmm\\ yyyy'], [168, 'dd/mm/yyyy\\ hh:mm'], [169, 'hh:mm'], [170, '0.0%'],
] as const
const cellFormats = [0, 14, 164, 9, 165, 166, 167, 168, 169, 170]

const escape = (text: string) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`)
/** A … Z, AA … */
const letter = (column: number): string => (column < 26 ? '' : letter(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + (column % 26))

/** A number with one of the styles. */
export const styled = (value: number, style: keyof typeof styles): Cell => ({ attributes: `s="${styles[style]}"`, body: `<v>${value}</v>` })

/** A small workbook as Excel writes it (inline strings aside). */
export function makeXlsx(sheets: readonly SheetXml[], workbookProperties = ''): Uint8Array {
  const cell = (value: Cell, at: string) => {
    if (value === null) return ''
    if (typeof value === 'string') return `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${escape(value)}</t></is></c>`
    if (typeof value === 'number') return `<c r="${at}"><v>${value}</v></c>`
    return `<c r="${at}" ${value.attributes}>${value.body}</c>`
  }
  const sheet = ({ rows, after = '' }: SheetXml) => {
    const lines = rows.map((cells, row) => `<row r="${row + 1}">${cells.map((value, column) => cell(value, letter(column) + (row + 1))).join('')}</row>`)
    return `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="x"><sheetData>${lines.join('')}</sheetData>${after}</worksheet>`
  }
  const entries = sheets.map(({ name, hidden }, index) => `<sheet name="${escape(name)}" sheetId="${index + 1}" ${hidden ? 'state="hidden"' : ''} r:id="rId${index + 1}"/>`)
  const targets = sheets.map((_, index) => `<Relationship Id="rId${index + 1}" Type="http://x/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`)
  const files: Record<string, string> = {
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': '<Relationships><Relationship Id="r" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    'xl/workbook.xml': `<workbook xmlns:r="r">${workbookProperties}<sheets>${entries.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${targets.join('')}</Relationships>`,
    'xl/styles.xml': `<styleSheet><numFmts>${formats.map(([id, code]) => `<numFmt numFmtId="${id}" formatCode="${code}"/>`).join('')}</numFmts>
      <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${cellFormats.map((id) => `<xf numFmtId="${id}"/>`).join('')}</cellXfs></styleSheet>`,
    ...Object.fromEntries(sheets.map((one, index) => [`xl/worksheets/sheet${index + 1}.xml`, sheet(one)])),
  }
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])))
}

/** A small OpenDocument spreadsheet around the XML of its tables. */
export function makeOds(tables: string): Uint8Array {
  const content = `<?xml version="1.0" encoding="UTF-8"?><office:document-content><office:body><office:spreadsheet>${tables}</office:spreadsheet></office:body></office:document-content>`
  return zipSync({ mimetype: [strToU8('application/vnd.oasis.opendocument.spreadsheet'), { level: 0 }], 'content.xml': strToU8(content) })
}
