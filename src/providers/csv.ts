import { noCapabilities } from '../data/capabilities.js'
import { DelimitedTable } from '../data/delimited-table.js'
import { DgeError } from '../data/errors.js'
import { Pacer } from '../data/pacer.js'
import { EncodingMismatch, detectEncoding, textPieces } from '../data/text-encoding.js'
import { ArrivingBody, risingProgress } from './arriving-body.js'
import { fileDownload, fileMetadata } from './file-metadata.js'
import { request } from './http.js'
import { typedTable } from './typed-table.js'
import type { Dataset, OpenOptions, Provider, SourceConfig } from '../data/dataset.js'
import type { TextTable } from '../data/delimited-table.js'
import type { TextPieces } from '../data/text-encoding.js'

/** Pieces that are cut at once: a few milliseconds each. */
const pieceLength = 131_072
/** Bytes that tell the encoding, and what is no table. */
const headLength = 1024

/**
 * CSV and TSV files as French administrations publish them: any separator, encoding and decimal mark, titles above and
 * sources below the table. The file is downloaded once, when it is opened, and cut as it arrives: a large one by a worker.
 */
const provider: Provider = {
  name: 'csv',
  async open(config: SourceConfig, opening: OpenOptions = {}): Promise<Dataset> {
    const options = risingProgress(opening)
    const { signal } = options
    const response = options.response ?? (await request(config.src, { signal, timeout: config.timeout }))
    const body = new ArrivingBody(response, config, options)
    try {
      const head = await body.head(headLength)
      checkHead(head, config.src)
      const pacer = new Pacer(signal)
      const text = await readTable(body, head, config, pacer, options)
      if (!text) return await (await largeFiles()).openLargeFile('csv', body, config, options)
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
    } finally {
      await body.close()
    }
  },
}
export default provider

function largeFiles(): Promise<typeof import('./large-file.js')> {
  return import('./large-file.js').catch((cause: unknown) => {
    throw new DgeError('network', 'The code that reads large files could not be loaded', { cause })
  })
}

/** Cuts the body while it arrives; a file that turns out not to be UTF-8 is cut again. Undefined as soon as it is a large one. */
async function readTable(body: ArrivingBody, head: Uint8Array, config: SourceConfig, pacer: Pacer, options: OpenOptions): Promise<TextTable | undefined> {
  const hints = { encoding: config.encoding, contentType: body.response.headers.get('content-type') }
  const { onProgress } = options
  try {
    return await cut(body, textPieces(detectEncoding(head, hints), hints), { config, pacer, onProgress })
  } catch (error) {
    if (!(error instanceof EncodingMismatch)) throw error
    return cut(body, textPieces(error.fallback, hints), { config, pacer, onProgress })
  }
}

interface Cutting {
  readonly config: SourceConfig
  readonly pacer: Pacer
  readonly onProgress: OpenOptions['onProgress']
}

async function cut(body: ArrivingBody, pieces: TextPieces, { config, pacer, onProgress }: Cutting): Promise<TextTable | undefined> {
  const table = new DelimitedTable({ maxRows: config.maxRows })
  if (body.isLarge) return undefined
  for await (const chunk of body.chunks()) {
    if (body.isLarge) return undefined
    for (let at = 0; at < chunk.length; at += pieceLength) {
      table.push(pieces.push(chunk.subarray(at, at + pieceLength)))
      await pacer.turn()
    }
    onProgress?.(table.numRows)
  }
  table.push(pieces.end())
  return table.finish()
}

const magic: readonly (readonly [bytes: string, what: string])[] = [
  ['80,75,3,4', 'a ZIP archive (perhaps an Excel or ODS workbook)'],
  ['31,139', 'a gzip archive'],
  ['37,80,68,70', 'a PDF document'],
  ['208,207,17,224', 'an old Excel workbook'],
]

/** @throws DgeError `format` for what is plainly no text table */
function checkHead(head: Uint8Array, url: string): void {
  const fail = (what: string) => {
    throw new DgeError('format', `${what} in place of CSV at ${url}`, { url, hint: 'src must be the address of the CSV file itself.' })
  }
  const text = new TextDecoder('latin1').decode(head).replace(/^\xef\xbb\xbf/, '').trim()
  if (text === '') fail('An empty answer')
  const start = head.subarray(0, 4).join()
  for (const [bytes, what] of magic) if (`${start},`.startsWith(`${bytes},`)) fail(what.replace(/^a/, 'A'))
  if (/^<(!doctype|html|head|body)/i.test(text)) fail('A web page (HTML)')
  if (/^<\?xml/i.test(text)) fail('XML')
  if (/^(\{\s*"|\[\s*[{[])/.test(text)) fail('JSON')
  if (head.includes(0) && !detectEncoding(head).startsWith('utf-16')) fail('Binary data')
}
