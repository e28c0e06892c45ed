import { engineCapabilities } from '../data/capabilities.js'
import { Pacer } from '../data/pacer.js'
import { ReadWhole } from '../data/read-whole.js'
import { EncodingMismatch } from '../data/text-encoding.js'
import { FileClient, mostAhead } from './file-client.js'
import { fileDownload, fileMetadata } from './file-metadata.js'
import { startFileWorker } from './file-port.js'
import type { Dataset, ExecuteOptions, OpenOptions, SourceConfig } from '../data/dataset.js'
import type { Query } from '../data/query.js'
import type { Table } from '../data/table.js'
import type { ArrivingBody } from './arriving-body.js'
import type { OpenedFile } from './file-messages.js'
import type { FileHints } from './file-stream.js'
import type { Port } from './file-port.js'

/** Bytes that the page reads at once where there is no worker: a few milliseconds. */
const pieceLength = 32_768

type Answer = (query: Query, options?: ExecuteOptions) => Promise<Table>

/** Ends the workers of datasets that nobody holds any more. */
const forgotten = new FinalizationRegistry<Port>((port) => port.terminate())

/**
 * Opens a large file: read by a worker while it arrives, kept there in little memory, asked as a server is. Where no worker may
 * start the page does the same in slices.
 * @param starting a worker that starts already
 * @throws DgeError as for a small file; the abort
 */
export async function openLargeFile(format: FileHints['format'], body: ArrivingBody, config: SourceConfig, options: OpenOptions, starting = startFileWorker()): Promise<Dataset> {
  const { response } = body
  let hints: FileHints = { config, format, contentType: response.headers.get('content-type') }
  let port = await started(starting, body.ahead(mostAhead, starting))
  for (let chunks: AsyncIterable<Uint8Array> = body.last(); ; chunks = await body.again()) {
    try {
      return await opened(hints, chunks, response, port, options)
    } catch (error) {
      if (error instanceof ReadWhole && !hints.whole) hints = { ...hints, whole: true }
      else if (error instanceof EncodingMismatch && !hints.encoding) hints = { ...hints, encoding: error.fallback }
      else throw error
      port &&= await startFileWorker()
    }
  }
}

/** The worker, when what arrives meanwhile was read. */
async function started(starting: Promise<Port | undefined>, meanwhile: Promise<void>): Promise<Port | undefined> {
  try {
    return (await Promise.all([starting, meanwhile]))[0]
  } catch (error) {
    starting.then((port) => port?.terminate()).catch(() => {})
    throw error
  }
}

async function opened(hints: FileHints, chunks: AsyncIterable<Uint8Array>, response: Response, port: Port | undefined, options: OpenOptions): Promise<Dataset> {
  const { file, answer } = port ? await inWorker(hints, chunks, port, options) : await here(hints, chunks, options)
  const { src } = hints.config
  const { titles, footnotes, notes } = file
  const dataset: Dataset = {
    schema: file.schema,
    metadata: fileMetadata(src, response, { titles, footnotes, notes }),
    capabilities: engineCapabilities,
    total: file.total,
    downloads: [fileDownload(src, file.format)],
    execute: answer,
  }
  if (port) forgotten.register(dataset, port)
  return dataset
}

async function inWorker(hints: FileHints, chunks: AsyncIterable<Uint8Array>, port: Port, options: OpenOptions): Promise<{ file: OpenedFile; answer: Answer }> {
  const client = new FileClient(port)
  const file = await client.read(hints, chunks, options)
  return { file, answer: (query, asked) => client.query(query, asked) }
}

async function here(hints: FileHints, chunks: AsyncIterable<Uint8Array>, { signal, onProgress }: OpenOptions): Promise<{ file: OpenedFile; answer: Answer }> {
  const [{ fileStream }, { executeStored }] = await Promise.all([import('./file-stream.js'), import('../data/stored-engine.js')])
  const stream = await fileStream(hints)
  const pacer = new Pacer(signal)
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += pieceLength) {
      stream.push(chunk.subarray(at, at + pieceLength))
      await pacer.turn()
    }
    onProgress?.(stream.numRows)
  }
  const { table, ...file } = await stream.finish(pacer)
  const { schema, complete, numRows, total } = table
  return {
    file: { ...file, schema, complete, total: total ?? numRows },
    answer: (query, options) => executeStored(query, table, new Pacer(options?.signal)),
  }
}
