import { noCapabilities } from '../data/capabilities.js'
import { DelimitedTable } from '../data/delimited-table.js'
import { once } from '../data/once.js'
import { Pacer } from '../data/pacer.js'
import { EncodingMismatch, detectEncoding, textPieces } from '../data/text-encoding.js'
import { ArrivingBody, risingProgress } from './arriving-body.js'
import { fileDownload, fileMetadata } from './file-metadata.js'
import { request } from './http.js'
import { loadCheck, typedTable } from './typed-table.js'
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
    // Beside the file.
    if (config.types) loadCheck().catch(() => {})
    const response = options.response ?? (await request(config.src, { signal, timeout: config.timeout }))
    const body = new ArrivingBody(response, config, options)
    // Comes while the first bytes do.
    if (body.isLarge) loadLarge().catch(() => {})
    try {
      const head = await body.head(headLength)
      await checkHead(head, config.src)
      const pacer = new Pacer(signal)
      const text = await readTable(body, head, config, pacer, options)
      if (!text) return await (await loadLarge()).openLargeFile('csv', body, config, options)
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

const loadLarge = once(() => import('./large-file.js'), 'that reads large files')
const loadRefusal = once(() => import('./no-table.js'), 'that tells what a file is')

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

/** How no text table begins: with nothing, as a page, XML or JSON does, as archives, PDF and old workbooks do; or a zero byte. */
const suspicious = /^(\xef\xbb\xbf)?\s*([<{[]|$)|^(PK\x03|\x1f|%P|\xd0)|\0/

/** @throws DgeError `format` for what is plainly no text table */
async function checkHead(head: Uint8Array, url: string): Promise<void> {
  if (!suspicious.test(new TextDecoder('latin1').decode(head))) return
  const { refuse } = await loadRefusal()
  refuse(head, url)
}
