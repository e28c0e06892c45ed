import { noCapabilities } from '../data/capabilities.js'
import { DgeError } from '../data/errors.js'
import { Pacer } from '../data/pacer.js'
import { fileDownload, fileMetadata } from './file-metadata.js'
import { request } from './http.js'
import { readBytes } from './http-body.js'
import { readOds } from './ods.js'
import { holdsTable, sheetTable } from './sheet-table.js'
import { typedTable } from './typed-table.js'
import { readXlsx } from './xlsx.js'
import { checkZip, mostPackedBytes, unpack, zipEntries } from './zip-archive.js'
import type { Dataset, OpenOptions, Provider, SourceConfig } from '../data/dataset.js'
import type { Sheet, SheetEntry } from './sheet.js'

/**
 * Workbooks: Excel (.xlsx, not the .xls from before 2007) and OpenDocument (.ods). `layer="…"` names the sheet, or gives its
 * number from 1; else the first visible one that holds a table. Cells are what they show: percentages, dates, codes with
 * leading zeros; formulas have the value that the program stored.
 */
const provider: Provider = {
  name: 'spreadsheet',
  async open(config: SourceConfig, options: OpenOptions = {}): Promise<Dataset> {
    const { signal } = options
    const { src } = config
    const response = options.response ?? (await request(src, { signal, timeout: config.timeout }))
    const archive = await readBytes(response, { signal, maxBytes: mostPackedBytes })
    const pacer = new Pacer(signal)
    const { sheets, format } = await workbook(archive, src, pacer)
    const { entry, sheet } = await chosen(sheets, config)
    const text = await sheetTable(sheet, config.maxRows, pacer)
    options.onProgress?.(text.numRows, text.total)
    const { table, notes } = await typedTable(text, config, pacer)
    const { titles, footnotes } = text
    const sheetNotes = config.layer ? notes : [...othersNote(sheets, entry), ...notes]
    return {
      schema: table.schema,
      metadata: fileMetadata(src, response, { titles, footnotes, notes: sheetNotes }),
      capabilities: noCapabilities,
      total: table.total ?? table.numRows,
      downloads: [fileDownload(src, format)],
      execute: async () => table,
    }
  },
}
export default provider

/** @throws DgeError `format`, `unsupported` for what is no workbook that can be read */
async function workbook(archive: Uint8Array, url: string, pacer: Pacer): Promise<{ sheets: SheetEntry[]; format: string }> {
  const head = new TextDecoder('latin1').decode(archive.subarray(0, 500))
  const hint = 'Save it as .xlsx, .ods or CSV.'
  if (head.startsWith('\xd0\xcf\x11\xe0')) throw new DgeError('unsupported', `An Excel workbook in the format from before 2007, or locked with a password, at ${url}`, { url, hint })
  checkZip(archive, url, 'a workbook')
  const entries = new Map(zipEntries(archive, url).map((entry) => [entry.name.toLowerCase(), entry]))
  const part = async (name: string) => {
    const entry = entries.get(name.toLowerCase())
    return entry && unpack(archive, entry, pacer, url)
  }
  if (entries.has('xl/workbook.bin')) throw new DgeError('unsupported', `A binary Excel workbook (.xlsb) at ${url}`, { url, hint })
  const isOds = entries.has('content.xml')
  return { sheets: isOds ? await readOds(part, pacer, url) : await readXlsx(part, pacer, url), format: isOds ? 'ods' : 'xlsx' }
}

/** The sheet that layer="…" names, else the first that holds a table, else the first that holds anything. */
async function chosen(sheets: readonly SheetEntry[], config: SourceConfig): Promise<{ entry: SheetEntry; sheet: Sheet }> {
  const { layer, src } = config
  if (layer) {
    const entry = sheets.find(({ name }) => name === layer) ?? sheets.find(({ name }) => same(name, layer)) ?? sheets[Number(layer) - 1]
    if (entry) return { entry, sheet: await entry.read() }
    const choices = sheets.map(({ name }) => ({ layer: name, title: name }))
    throw new DgeError('query', `No sheet “${layer}” in ${src}`, { url: src, choices, hint: `Its sheets: ${namesOf(sheets)}.` })
  }
  const visible = sheets.filter(({ hidden }) => !hidden)
  let first: { entry: SheetEntry; sheet: Sheet } | undefined
  for (const entry of visible.length > 0 ? visible : sheets) {
    const sheet = await entry.read()
    if (holdsTable(sheet)) return { entry, sheet }
    if (sheet.rows.length > 0) first ??= { entry, sheet }
  }
  if (first) return first
  throw new DgeError('empty', `No sheet with cells in the workbook ${src}`, { url: src })
}

function same(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase()
}

function othersNote(sheets: readonly SheetEntry[], entry: SheetEntry): string[] {
  const others = sheets.filter((sheet) => sheet !== entry && !sheet.hidden)
  return others.length > 0 ? [`Sheet “${entry.name}” is shown; layer="…" names another: ${namesOf(others)}`] : []
}

function namesOf(sheets: readonly SheetEntry[]): string {
  const names = sheets.slice(0, 12).map(({ name }) => `“${name}”`).join(', ')
  return sheets.length > 12 ? `${names}… (${sheets.length})` : names
}
