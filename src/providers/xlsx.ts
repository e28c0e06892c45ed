import { DgeError } from '../data/errors.js'
import { decoded } from './inner-file.js'
import { builtInFormat, dateText, numberFormat } from './number-format.js'
import { mostColumns, numberCell } from './sheet.js'
import { attributeOf, childOf, childrenOf, decodeXml, localName, parseRoot } from './wfs-xml.js'
import { elementsNamed } from './xml-elements.js'
import type { XmlElement } from '@rgrove/parse-xml'
import type { Pacer } from '../data/pacer.js'
import type { NumberFormat } from './number-format.js'
import type { Merge, Sheet, SheetCell, SheetEntry, SheetRow } from './sheet.js'

/** The bytes of a file of the archive; undefined when there is none of that name. */
export type ReadPart = (name: string) => Promise<Uint8Array | undefined>

interface Book {
  readonly strings: readonly string[]
  readonly formats: readonly NumberFormat[]
  readonly since1904: boolean
}

/**
 * The sheets of an Excel workbook, transitional and strict. Own reader on fflate and parse-xml, because the libraries of the
 * field are many times its size, block the page while they read, or lose what cells show (leading zeros, percentages).
 * @throws DgeError `format` for an archive that is no workbook
 * @see https://ecma-international.org/publications-and-standards/standards/ecma-376/
 */
export async function readXlsx(part: ReadPart, pacer: Pacer, url: string): Promise<SheetEntry[]> {
  const xml = async (name: string) => {
    const bytes = await part(name)
    return bytes && decodeXml(bytes)
  }
  const relations = async (name: string) => {
    const text = await xml(name)
    return text === undefined ? [] : childrenOf(parseRoot(text, url), 'Relationship')
  }
  const main = (await relations('_rels/.rels')).find((relation) => attributeOf(relation, 'Type')?.endsWith('/officeDocument'))
  const path = resolved('', (main && attributeOf(main, 'Target')) ?? 'xl/workbook.xml')
  const text = await xml(path)
  if (text === undefined) throw new DgeError('format', `An archive without a workbook at ${url}`, { url })
  const workbook = parseRoot(text, url)
  if (localName(workbook.name) !== 'workbook') throw new DgeError('format', `An Office document that is no workbook at ${url}`, { url })
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  const targets = new Map<string, string>()
  let [stringsAt, stylesAt] = [`${folder}sharedStrings.xml`, `${folder}styles.xml`]
  for (const relation of await relations(`${folder}_rels/${path.slice(folder.length)}.rels`)) {
    const target = resolved(folder, attributeOf(relation, 'Target') ?? '')
    targets.set(attributeOf(relation, 'Id') ?? '', target)
    if (attributeOf(relation, 'Type')?.endsWith('/sharedStrings')) stringsAt = target
    if (attributeOf(relation, 'Type')?.endsWith('/styles')) stylesAt = target
  }
  const [strings, styles] = [await xml(stringsAt), await xml(stylesAt)]
  const properties = childOf(workbook, 'workbookPr')
  const book: Book = {
    strings: strings === undefined ? [] : await sharedStrings(strings, pacer, url),
    formats: styles === undefined ? [] : cellFormats(parseRoot(styles, url)),
    since1904: /^(1|true)$/.test((properties && attributeOf(properties, 'date1904')) ?? ''),
  }
  return childrenOf(childOf(workbook, 'sheets') ?? workbook, 'sheet').flatMap((sheet): SheetEntry[] => {
    const target = targets.get(sheet.attributes['r:id'] ?? attributeOf(sheet, 'id') ?? '')
    if (target === undefined || /chartsheets|dialogsheets/.test(target)) return []
    const read = async () => {
      const body = await xml(target)
      if (body === undefined) throw new DgeError('format', `A workbook without its sheet ${target} at ${url}`, { url })
      return readSheet(body, book, pacer, url)
    }
    return [{ name: attributeOf(sheet, 'name') ?? target, hidden: /hidden/i.test(attributeOf(sheet, 'state') ?? ''), read }]
  })
}

/** "worksheets/sheet1.xml" in "xl/" → "xl/worksheets/sheet1.xml"; "/xl/…" as it is, without the slash. */
function resolved(folder: string, target: string): string {
  return decoded(new URL(target, `file:///${folder}`).pathname.slice(1))
}

async function sharedStrings(xml: string, pacer: Pacer, url: string): Promise<string[]> {
  const strings: string[] = []
  for await (const item of elementsNamed(xml, 'si', pacer, url)) strings.push(richText(item))
  return strings
}

/** Text of a string in one or several runs, without its phonetic reading. */
function richText(item: XmlElement): string {
  const runs = childrenOf(item).flatMap((child) => (localName(child.name) === 't' ? [child] : localName(child.name) === 'r' ? childrenOf(child, 't') : []))
  const text = runs.map((run) => run.text).join('')
  return text.includes('_x') ? text.replace(/_x([\dA-F]{4})_/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16))).replaceAll('\r\n', '\n') : text
}

function cellFormats(styles: XmlElement): NumberFormat[] {
  const own = new Map(
    childrenOf(childOf(styles, 'numFmts') ?? styles, 'numFmt').map((format) => [
      Number(attributeOf(format, 'numFmtId')),
      numberFormat(attributeOf(format, 'formatCode') ?? ''),
    ])
  )
  const cells = childOf(styles, 'cellXfs')
  return (cells ? childrenOf(cells, 'xf') : []).map((cell) => {
    const id = Number(attributeOf(cell, 'numFmtId'))
    return own.get(id) ?? builtInFormat(id)
  })
}

async function readSheet(xml: string, book: Book, pacer: Pacer, url: string): Promise<Sheet> {
  const rows: SheetRow[] = []
  let [line, faults] = [0, 0]
  const end = xml.search(/<\/(\w+:)?sheetData>/)
  for await (const row of elementsNamed(end < 0 ? xml : xml.slice(0, end), 'row', pacer, url)) {
    line = Number(row.attributes['r'] ?? line + 1)
    const cells: (SheetCell | undefined)[] = []
    let column = -1
    for (const cell of childrenOf(row, 'c')) {
      const reference = cell.attributes['r']
      column = reference ? columnOf(reference) : column + 1
      if (cell.attributes['t'] === 'e') faults++
      const read = cellOf(cell, book)
      if (read && read.text !== '' && column < mostColumns) cells[column] = read
    }
    if (cells.length > 0) rows.push({ line, cells })
  }
  return { rows, merges: end < 0 ? [] : mergesOf(xml.slice(end)), faults }
}

function cellOf(cell: XmlElement, { strings, formats, since1904 }: Book): SheetCell | undefined {
  const type = cell.attributes['t']
  if (type === 'inlineStr') {
    const inline = childOf(cell, 'is')
    return inline && { text: richText(inline) }
  }
  const value = childOf(cell, 'v')?.text
  if (value === undefined || value === '' || type === 'e') return undefined
  if (type === 's') return { text: strings[Number(value)] ?? '' }
  if (type === 'str') return { text: value }
  if (type === 'b') return { text: value === '1' ? 'true' : 'false' }
  if (type === 'd') return { text: value.replace(/T00:00:00(\.0+)?Z?$/, '') }
  const number = Number(value)
  if (!Number.isFinite(number)) return { text: value }
  const format = formats[Number(cell.attributes['s'] ?? 0)]
  if (format?.date) return { text: dateText(number, format.date, since1904) }
  return numberCell(number / (format?.scale ?? 1), format?.unit, format?.digits)
}

/** "AB12" → 27. */
function columnOf(reference: string): number {
  let column = 0
  for (const letter of reference) {
    const code = letter.toUpperCase().charCodeAt(0) - 64
    if (code < 1 || code > 26) break
    column = column * 26 + code
  }
  return column - 1
}

function mergesOf(rest: string): Merge[] {
  return [...rest.matchAll(/<(?:\w+:)?mergeCell\s[^>]*ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"/g)].map(([, left = '', top, right = '', bottom]) => ({
    top: Number(top) - 1,
    left: columnOf(left),
    bottom: Number(bottom) - 1,
    right: columnOf(right),
  }))
}
