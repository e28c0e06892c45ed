import { DelimitedTable } from '../data/delimited-table.js'
import { once } from '../data/once.js'
import { EncodingMismatch, detectEncoding, textPieces } from '../data/text-encoding.js'
import { ArrivingBody, risingProgress } from './arriving-body.js'
import { csvDataset, headLength, isSuspicious } from './csv.js'
import { loadLarge, loadPort } from './large-ahead.js'
import type { Dataset, OpenOptions, SourceConfig } from '../data/dataset.js'
import type { TextTable } from '../data/delimited-table.js'
import type { Pacer } from '../data/pacer.js'
import type { TextPieces } from '../data/text-encoding.js'
import type { Arriving } from './arriving-body.js'
import type { Port } from './file-port.js'

/** Pieces that are cut at once: a few milliseconds each. */
const pieceLength = 131_072

const loadRefusal = once(() => import('./no-table.js'))

/**
 * Opens a CSV or TSV file however it is written, from what has come of it: cut as it arrives, a large one by a worker.
 * @throws DgeError `format` for what is no text table, and with the line of a fault
 */
export async function openWhole(arriving: Arriving, config: SourceConfig, opening: OpenOptions, pacer: Pacer): Promise<Dataset> {
  const options = risingProgress(opening)
  const body = new ArrivingBody(arriving, config, options)
  const worker = body.isLarge ? startWorker() : undefined
  try {
    const head = await body.head(headLength)
    if (isSuspicious(head)) (await loadRefusal()).refuse(head, config.src, arriving.response)
    const text = await readTable(body, head, { config, pacer, onProgress: options.onProgress })
    return text ? await csvDataset(text, config, arriving.response, pacer) : await (await loadLarge()).openLargeFile('csv', body, config, options, worker)
  } catch (error) {
    worker?.then((port) => port?.terminate()).catch(() => {})
    throw error
  }
}

/** Starts the worker before the code that talks to it has come: both do while the first bytes arrive. */
function startWorker(): Promise<Port | undefined> {
  const starting = loadPort().then(({ startFileWorker }) => startFileWorker())
  loadLarge().catch(() => {})
  starting.catch(() => {})
  return starting
}

interface Cutting {
  readonly config: SourceConfig
  readonly pacer: Pacer
  readonly onProgress: OpenOptions['onProgress']
}

/** Cuts the body while it arrives; a file that turns out not to be UTF-8 is cut again. Undefined as soon as it is a large one. */
async function readTable(body: ArrivingBody, head: Uint8Array, cutting: Cutting): Promise<TextTable | undefined> {
  const hints = { encoding: cutting.config.encoding, contentType: body.response.headers.get('content-type') }
  try {
    return await cut(body, textPieces(detectEncoding(head, hints), hints), cutting)
  } catch (error) {
    if (!(error instanceof EncodingMismatch)) throw error
    return cut(body, textPieces(error.fallback, hints), cutting)
  }
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
