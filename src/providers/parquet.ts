import { noCapabilities } from '../data/capabilities.js'
import { DgeError, isAbort } from '../data/errors.js'
import { Pacer } from '../data/pacer.js'
import { exactIntegers } from '../data/exact-integers.js'
import { outputSchema } from '../data/output-schema.js'
import { createTable } from '../data/table.js'
import { fileDownload, fileMetadata } from './file-metadata.js'
import { geoColumns } from './parquet-geo.js'
import { mayHold, prunable } from './parquet-statistics.js'
import { fieldOf, typedColumn } from './parquet-values.js'
import { RangeFile } from './range-file.js'
import type { Capabilities } from '../data/capabilities.js'
import type { Dataset, ExecuteOptions, OpenOptions, Provider, SourceConfig } from '../data/dataset.js'
import type { Query } from '../data/query.js'
import type { Field } from '../data/schema.js'
import type { Column, Table } from '../data/table.js'
import type { Compressors, FileMetaData } from 'hyparquet'
import type { ParquetColumn } from './parquet-values.js'
import type { GeoColumns } from './parquet-geo.js'

/** Bytes at the end that hold most footers: one request for both. */
const footerGuess = 65_536

/**
 * Parquet and GeoParquet by HTTP Range: the footer first, then only the columns that are asked for, of the row groups whose
 * statistics say that they may hold what is asked. Rows are counted from the footer.
 * @see https://parquet.apache.org/docs/file-format/ and https://geoparquet.org/releases/v1.1.0/
 */
const provider: Provider = {
  name: 'parquet',
  async open(config: SourceConfig, options: OpenOptions = {}): Promise<Dataset> {
    options.response?.body?.cancel().catch(() => {})
    const { signal } = options
    const [hyparquet, file] = await Promise.all([load(), RangeFile.open(config, signal)])
    // The footer's end stays at hand for the readers below.
    const tail = Math.max(0, file.byteLength - footerGuess)
    const end = file.slice(tail, file.byteLength, signal)
    end.catch(() => {})
    const footer = {
      byteLength: file.byteLength,
      slice: async (from: number, to = file.byteLength) => (from >= tail ? (await end).slice(from - tail, to - tail) : file.slice(from, to, signal)),
    }
    const metadata = await read(config.src, () => hyparquet.parquetMetadataAsync(footer, { initialFetchSize: footerGuess }))
    const geo = geoColumns(metadata, config)
    const columns = hyparquet.parquetSchema(metadata).children.map((child) => fieldOf(child, geo, config, metadata.row_groups))
    return new ParquetDataset({ config, file, metadata, columns, geo, hyparquet })
  },
}
export default provider

type Hyparquet = typeof import('hyparquet')

async function load(): Promise<Hyparquet> {
  return import('hyparquet').catch((cause: unknown) => {
    throw new DgeError('network', 'The code that reads Parquet could not be loaded', { cause })
  })
}

interface Opened {
  readonly config: SourceConfig
  readonly file: RangeFile
  readonly metadata: FileMetaData
  readonly columns: readonly ParquetColumn[]
  readonly geo: GeoColumns
  readonly hyparquet: Hyparquet
}

class ParquetDataset implements Dataset {
  readonly schema
  readonly metadata
  readonly downloads
  readonly total: number
  readonly capabilities: Capabilities
  readonly #opened: Opened

  constructor(opened: Opened) {
    const { config, columns, metadata, file, geo } = opened
    this.#opened = opened
    this.schema = columns.map(({ field }) => field)
    this.metadata = { ...fileMetadata(config.src, new Response(null, { headers: file.headers }), {}), ...(geo.extent ? { extent: geo.extent } : {}) }
    this.downloads = [fileDownload(config.src, 'parquet')]
    this.total = Number(metadata.num_rows)
    this.capabilities = {
      ...noCapabilities,
      where: (filter) => (prunable(filter, columns) ? 'superset' : 'local'),
      aggregate: ({ op, expr }) => op === 'count' && expr === undefined,
      page: { rows: true, groups: false },
      select: true,
    }
  }

  async execute(query: Query, { signal, onProgress }: ExecuteOptions = {}): Promise<Table> {
    const schema = outputSchema(query, this.schema)
    if (query.aggregate) {
      const counted = new Map(schema.map(({ name }): [string, Column] => [name, [this.total]]))
      return createTable(schema, counted, { numRows: 1 })
    }
    const ranges = this.#ranges(query)
    const wanted = this.#opened.columns.filter(({ field }) => schema.some(({ name }) => name === field.name))
    const numRows = ranges.reduce((sum, { from, to }) => sum + to - from, 0)
    const pieces = new Map<string, unknown[]>(wanted.map(({ field }) => [field.name, new Array<unknown>(numRows)]))
    const pacer = new Pacer(signal)
    let at = 0
    for (const range of ranges) {
      await this.#read(range, at, pieces, signal)
      at += range.to - range.from
      onProgress?.(at, numRows)
      await pacer.turn()
    }
    const { maxRows, types } = this.#opened.config
    const columns = new Map<string, Column>()
    const fields = new Map<string, Field>()
    for (const column of wanted) {
      const { field: { name }, geometry } = column
      const cells = pieces.get(name) ?? []
      // Files without statistics tell it only here.
      const exact = types?.[name] ? undefined : exactIntegers(column.field, cells)
      if (exact) fields.set(name, exact.field)
      columns.set(name, exact?.column ?? (geometry ? await this.#opened.geo.toLonLat(name, cells, pacer) : typedColumn(column, cells)))
    }
    const cut = maxRows !== undefined && ranges.at(-1)?.cut === true
    return createTable(schema.map((field) => fields.get(field.name) ?? field), columns, { numRows, complete: !cut, ...(query.where === undefined ? { total: this.total } : {}) })
  }

  /** Rows to read: of the row groups that may match, within the page and the author's bound. */
  #ranges({ where, offset = 0, limit = Infinity }: Query): readonly { readonly from: number; readonly to: number; readonly cut: boolean }[] {
    const { metadata, columns, config } = this.#opened
    const most = config.maxRows ?? Infinity
    const last = offset + Math.min(limit, most)
    const ranges: { from: number; to: number; cut: boolean }[] = []
    let [start, taken] = [0, 0]
    for (const group of metadata.row_groups) {
      const end = start + Number(group.num_rows)
      if (where === undefined || mayHold(where, group, columns)) {
        // A condition leaves the page to the engine, so offset and limit stand alone: they are positions in the file.
        const from = where === undefined ? Math.max(start, offset) : start
        const to = where === undefined ? Math.min(end, last) : Math.min(end, start + Math.max(0, most - taken))
        const cut = to < end && taken + to - from >= most
        if (to > from) ranges.push({ from, to, cut })
        else if (cut && ranges.length > 0) Object.assign(ranges.at(-1) ?? {}, { cut })
        taken += Math.max(0, to - from)
      }
      start = end
    }
    return ranges
  }

  async #read({ from, to }: { from: number; to: number }, at: number, pieces: Map<string, unknown[]>, signal: AbortSignal | undefined): Promise<void> {
    const { file, metadata, hyparquet, config } = this.#opened
    const parts = { byteLength: file.byteLength, slice: (start: number, end?: number) => file.slice(start, end, signal) }
    const compressors = await compressorsOf(metadata, config.src)
    await read(config.src, () => hyparquet.parquetRead({
      file: parts, metadata, compressors, parsers,
      columns: [...pieces.keys()],
      rowStart: from,
      rowEnd: to,
      onChunk: ({ columnName, columnData, rowStart }) => {
        const cells = pieces.get(columnName)
        if (!cells) return
        // Chunks are of whole pages: they may begin before the range and end after it.
        const first = Math.max(0, from - rowStart)
        const end = Math.min(columnData.length, to - rowStart)
        for (let index = first; index < end; index++) cells[at + rowStart + index - from] = columnData[index]
      },
    }))
  }
}

/** Dates and clock times as milliseconds; instants are turned into wall clocks by column. */
const parsers = {
  timestampFromMilliseconds: (value: bigint) => Number(value),
  timestampFromMicroseconds: (value: bigint) => Number(value / 1000n),
  timestampFromNanoseconds: (value: bigint) => Number(value / 1_000_000n),
  dateFromDays: (days: number) => days * 86_400_000,
}

/** Decompressors that are not WebAssembly, which strict policies refuse, loaded when the file needs them. */
async function compressorsOf(metadata: FileMetaData, url: string): Promise<Compressors> {
  const codecs = new Set(metadata.row_groups.flatMap(({ columns }) => columns.map((column) => column.meta_data?.codec)))
  const compressors: Compressors = {}
  try {
    if (codecs.has('ZSTD')) {
      const { decompress } = await import('fzstd')
      compressors.ZSTD = (input, length) => decompress(input, new Uint8Array(length))
    }
    if (codecs.has('GZIP')) {
      const { gunzipSync } = await import('fflate')
      compressors.GZIP = (input) => gunzipSync(input)
    }
  } catch (cause) {
    throw new DgeError('network', 'The code that unpacks Parquet could not be loaded', { cause })
  }
  const known = new Set(['UNCOMPRESSED', 'SNAPPY', 'ZSTD', 'GZIP', undefined])
  const other = [...codecs].find((codec) => !known.has(codec))
  if (other) throw new DgeError('unsupported', `Parquet packed by ${other} at ${url}`, { url, hint: 'Write it with SNAPPY, ZSTD or GZIP.' })
  return compressors
}

async function read<T>(url: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof DgeError || isAbort(cause)) throw cause
    throw new DgeError('format', `Not Parquet, or a cut file, at ${url}: ${cause instanceof Error ? cause.message : ''}`, { cause, url })
  }
}

