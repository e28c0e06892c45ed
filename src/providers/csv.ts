import { noCapabilities } from '../data/capabilities.js'
import { DelimitedTable } from '../data/delimited-table.js'
import { DgeError } from '../data/errors.js'
import { Pacer } from '../data/pacer.js'
import { EncodingMismatch, detectEncoding, textPieces } from '../data/text-encoding.js'
import { fileDownload, fileMetadata } from './file-metadata.js'
import { readChunks, request } from './http.js'
import { typedTable } from './typed-table.js'
import type { Dataset, OpenOptions, Provider, SourceConfig } from '../data/dataset.js'
import type { TextTable } from '../data/delimited-table.js'
import type { TextPieces } from '../data/text-encoding.js'

/** Pieces that are cut at once: a few milliseconds each. */
const pieceLength = 131_072

/**
 * CSV and TSV files as French administrations publish them: any separator, encoding and decimal mark, titles above and
 * sources below the table. The file is downloaded once, when it is opened, and cut as it arrives.
 */
const provider: Provider = {
  name: 'csv',
  async open(config: SourceConfig, options: OpenOptions = {}): Promise<Dataset> {
    const { signal } = options
    const response = options.response ?? (await request(config.src, { signal, timeout: config.timeout }))
    const pacer = new Pacer(signal)
    const text = await readTable(response, config, pacer, options)
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
  },
}
export default provider

/** Cuts the body while it arrives; a file that turns out not to be UTF-8 is cut again from the bytes kept. */
async function readTable(response: Response, config: SourceConfig, pacer: Pacer, options: OpenOptions): Promise<TextTable> {
  const kept: Uint8Array[] = []
  const { signal, onProgress } = options
  const arriving = readChunks(response, { signal })
  const hints = { encoding: config.encoding, contentType: response.headers.get('content-type') }
  try {
    const head = await firstBytes(arriving, kept)
    checkHead(head, config.src)
    const encoding = detectEncoding(head, hints)
    try {
      return await cut(chain(kept, arriving), textPieces(encoding, hints), { config, pacer, onProgress })
    } catch (error) {
      if (!(error instanceof EncodingMismatch)) throw error
      return await cut(chain(kept, arriving), textPieces(error.fallback, hints), { config, pacer, onProgress })
    }
  } finally {
    await arriving.return(undefined)
  }
}

async function firstBytes(arriving: AsyncGenerator<Uint8Array>, kept: Uint8Array[]): Promise<Uint8Array> {
  let head = new Uint8Array()
  while (head.length < 1024) {
    const { done, value } = await arriving.next()
    if (done) break
    kept.push(value)
    head = Uint8Array.from([...head, ...value.subarray(0, 1024)])
  }
  return head
}

/** The bytes kept, then those that still arrive, which are kept too. Stopping early leaves `arriving` open. */
async function* chain(kept: Uint8Array[], arriving: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (let index = 0; ; index++) {
    if (index === kept.length) {
      const { done, value } = await arriving.next()
      if (done) return
      kept.push(value)
    }
    const bytes = kept[index]
    if (bytes) yield bytes
  }
}

interface Cutting {
  readonly config: SourceConfig
  readonly pacer: Pacer
  readonly onProgress: OpenOptions['onProgress']
}

async function cut(chunks: AsyncGenerator<Uint8Array>, pieces: TextPieces, { config, pacer, onProgress }: Cutting): Promise<TextTable> {
  const table = new DelimitedTable({ maxRows: config.maxRows })
  for await (const chunk of chunks) {
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
