import { DgeError } from '../data/errors.js'
import { mostCells, mostColumns, numberCell, tooManyCells } from './sheet.js'
import { attributeOf, childrenOf, decodeXml, localName, parseRoot } from './wfs-xml.js'
import { elementsNamed } from './xml-elements.js'
import { XmlElement, XmlText } from '@rgrove/parse-xml'
import type { Pacer } from '../data/pacer.js'
import type { Merge, Sheet, SheetCell, SheetEntry, SheetRow } from './sheet.js'
import type { ReadPart } from './xlsx.js'

/**
 * The sheets of an OpenDocument spreadsheet (LibreOffice, OpenOffice).
 * @throws DgeError `format` for an archive that is no spreadsheet
 * @see https://docs.oasis-open.org/office/OpenDocument/v1.3/
 */
export async function readOds(part: ReadPart, pacer: Pacer, url: string): Promise<SheetEntry[]> {
  const bytes = await part('content.xml')
  if (!bytes) throw new DgeError('format', `An OpenDocument archive without its content at ${url}`, { url })
  const xml = decodeXml(bytes)
  const body = xml.search(/<office:spreadsheet[\s>]/)
  if (body < 0) throw new DgeError('format', `An OpenDocument file that is no spreadsheet at ${url}`, { url })
  const start = /<table:table(?=[\s>])[^>]*>/g
  start.lastIndex = body
  const entries: SheetEntry[] = []
  for (let match = start.exec(xml); match; match = start.exec(xml)) {
    const from = start.lastIndex
    const end = xml.indexOf('</table:table>', from)
    const to = end < 0 ? xml.length : end
    const tag = parseRoot(match[0].replace(/\/?>$/, '/>'), url)
    entries.push({
      name: attributeOf(tag, 'name') ?? String(entries.length + 1),
      hidden: attributeOf(tag, 'display') === 'false',
      read: () => readSheet(xml.slice(from, to), pacer, url),
    })
    start.lastIndex = to
  }
  return entries
}

async function readSheet(xml: string, pacer: Pacer, url: string): Promise<Sheet> {
  const rows: SheetRow[] = []
  const merges: Merge[] = []
  let [line, faults, count] = [1, 0, 0]
  for await (const row of elementsNamed(xml, 'table-row', pacer, url)) {
    const cells: (SheetCell | undefined)[] = []
    let column = 0
    for (const cell of childrenOf(row)) {
      const kind = localName(cell.name)
      if (kind !== 'table-cell' && kind !== 'covered-table-cell') continue
      const times = countOf(cell, 'number-columns-repeated')
      const read = kind === 'table-cell' ? cellOf(cell) : undefined
      if (read?.text.startsWith('#') && /^(#N\/A|#DIV\/0!|#REF!|#VALUE!|#VALEUR!|#NOM\?|#NAME\?|#NUM!)$/.test(read.text)) faults++
      else if (read) for (let at = column; at < Math.min(column + times, mostColumns); at++) cells[at] = read
      const [wide, high] = [countOf(cell, 'number-columns-spanned'), countOf(cell, 'number-rows-spanned')]
      if (wide > 1 || high > 1) merges.push({ top: line - 1, left: column, bottom: line + high - 2, right: column + wide - 1 })
      column += times
    }
    const times = countOf(row, 'number-rows-repeated')
    count += cells.length * times
    if (count > mostCells) throw tooManyCells()
    if (cells.length > 0) for (let copy = 0; copy < times; copy++) rows.push({ line: line + copy, cells })
    line += times
  }
  return { rows, merges, faults }
}

function countOf(element: XmlElement, name: string): number {
  const count = Number(attributeOf(element, name) ?? 1)
  return Number.isInteger(count) && count > 0 ? count : 1
}

function cellOf(cell: XmlElement): SheetCell | undefined {
  const shown = childrenOf(cell, 'p').map(paragraph).join('\n')
  const value = Number(attributeOf(cell, 'value') ?? NaN)
  // `calcext:value-type` says "error" where the standard has no word for it.
  switch (cell.attributes['office:value-type'] ?? attributeOf(cell, 'value-type')) {
    case 'float':
      if (!Number.isFinite(value)) break
      return numberCell(value, undefined, /^0\d+$/.test(shown) ? shown.length : 0)
    case 'percentage':
      return Number.isFinite(value) ? numberCell(value, '%') : undefined
    case 'currency':
      return Number.isFinite(value) ? numberCell(value, attributeOf(cell, 'currency') === 'EUR' || shown.includes('€') ? '€' : undefined) : undefined
    case 'date':
      return { text: (attributeOf(cell, 'date-value') ?? shown).replace(/T00:00:00(\.0+)?$/, '').replace(/(T[\d:]+)\.\d+$/, '$1') }
    case 'boolean':
      return { text: attributeOf(cell, 'boolean-value') === 'true' ? 'true' : 'false' }
  }
  const text = shown || (attributeOf(cell, 'string-value') ?? '')
  return text === '' ? undefined : { text }
}

/** Text of a paragraph; white space stands in elements of its own. */
function paragraph(element: XmlElement): string {
  return element.children
    .map((child) => {
      if (child instanceof XmlText) return child.text
      if (!(child instanceof XmlElement)) return ''
      switch (localName(child.name)) {
        case 's':
          return ' '.repeat(Math.min(countOf(child, 'c'), 1000))
        case 'tab':
          return '\t'
        case 'line-break':
          return '\n'
        case 'annotation':
        case 'note':
          return ''
        default:
          return paragraph(child)
      }
    })
    .join('')
}
