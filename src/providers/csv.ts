import { noCapabilities } from '../data/capabilities.js'
import { loadDates } from '../data/infer.js'
import { once } from '../data/once.js'
import { Pacer } from '../data/pacer.js'
import { plainTable } from '../data/plain-delimited.js'
import { fileDownload, fileMetadata } from './file-metadata.js'
import { request } from './http.js'
import { joinedBytes, readChunks } from './http-body.js'
import { saysLarge } from './large-ahead.js'
import { loadCheck, typedTable } from './typed-table.js'
import type { Dataset, OpenOptions, Provider, SourceConfig } from '../data/dataset.js'
import type { TextTable } from '../data/delimited-table.js'

/** More bytes than this are cut while they arrive. */
const longest = 262_144

/**
 * CSV and TSV files as French administrations publish them: any separator, encoding and decimal mark, titles above and
 * sources below the table. The file is downloaded once, when it is opened. Most are small and plainly written: what reads all others
 * comes when the file shows that it is one.
 */
const provider: Provider = {
  name: 'csv',
  async open(config: SourceConfig, options: OpenOptions = {}): Promise<Dataset> {
    const { signal } = options
    // Beside the file.
    if (config.types) loadCheck().catch(() => {})
    const response = options.response ?? (await request(config.src, { signal, timeout: config.timeout }))
    const arriving = readChunks(response, { signal })
    const begun: Uint8Array[] = []
    try {
      const text = needsMore(config, response) ? undefined : textOf(await beginning(arriving, begun))
      const pacer = new Pacer(signal)
      const table = text === undefined ? undefined : await plainTable(text, pacer)
      if (table) return await csvDataset(table, config, response, pacer)
      const { openWhole } = await loadWhole()
      return await openWhole({ response, arriving, begun }, config, options, pacer)
    } finally {
      await arriving.return(undefined)
    }
  },
}
export default provider

const loadWhole = once(() => import('./csv-whole.js'))

/** The dataset of the cells of a file. */
export async function csvDataset(text: TextTable, config: SourceConfig, response: Response, pacer: Pacer): Promise<Dataset> {
  const { table, notes } = await typedTable(text, config, pacer)
  const { titles, footnotes } = text
  return {
    schema: table.schema,
    metadata: fileMetadata(config.src, response, { titles, footnotes, notes }),
    capabilities: noCapabilities,
    total: table.total ?? table.numRows,
    downloads: [fileDownload(config.src, 'csv')],
    execute: async () => table,
  }
}

/** A charset other than UTF-8, or the Latin-1 that servers say of everything. */
const otherCharset = /charset=(?!["']?(utf-?8|iso-8859-1|latin1|windows-1252|us-ascii)\b)/i

/** Whether more than the plain reader is needed before a byte has come; it then comes while they do. */
function needsMore({ encoding, maxRows }: SourceConfig, response: Response): boolean {
  const more = encoding || maxRows || otherCharset.test(response.headers.get('content-type') ?? '') || saysLarge(response, longest)
  if (more) loadWhole().catch(() => {})
  return Boolean(more)
}

/** All bytes, which are kept in `begun`; undefined as soon as there are too many. */
async function beginning(arriving: AsyncGenerator<Uint8Array>, begun: Uint8Array[]): Promise<Uint8Array | undefined> {
  for (let length = 0; length <= longest; ) {
    const { done, value } = await arriving.next()
    if (done) return joinedBytes(begun)
    // Beside the rest of the file.
    if (begun.push(value) === 1 && date.test(startOf(value))) loadDates().catch(() => {})
    length += value.length
  }
  return undefined
}

/** The text of UTF-8, or else of Windows-1252; undefined for what may be anything else. */
function textOf(bytes: Uint8Array | undefined): string | undefined {
  if (!bytes || isSuspicious(bytes)) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    // As a stream: Node reads it as Latin-1 otherwise.
    return new TextDecoder('windows-1252').decode(bytes, { stream: true })
  }
}

/** How no text table begins: with nothing, as a page, XML or JSON does, as archives, PDF and old workbooks do; or as UTF-16, a zero byte. */
const suspicious = /^(\xef\xbb\xbf)?\s*([<{[]|$)|^(PK\x03|\x1f|%P|\xd0|\xff\xfe|\xfe\xff)|\0/

/** True for a file whose first bytes are looked at more closely. */
export function isSuspicious(bytes: Uint8Array): boolean {
  return suspicious.test(startOf(bytes))
}

const startOf = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes.subarray(0, headLength))

/** Two parts of a date. */
const date = /\b\d{1,4}[-/]\d\d\b/

/** Bytes that tell the encoding, and what is no table. */
export const headLength = 1024
