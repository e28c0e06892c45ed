import { noCapabilities } from '../data/capabilities.js'
import { Pacer } from '../data/pacer.js'
import { createTable } from '../data/table.js'
import { ArrivingBody } from './arriving-body.js'
import { fileDownload, fileMetadata } from './file-metadata.js'
import { request } from './http.js'
import { readChunks } from './http-body.js'
import { readJsonFile } from './json-file.js'
import { loadLarge } from './large-ahead.js'
import type { Dataset, OpenOptions, SourceConfig } from '../data/dataset.js'
import type { Column } from '../data/table.js'

/** From so many bytes on a worker parses: below, the browser is done sooner than the answers have crossed. */
const largeJson = 20_000_000

/**
 * Opens a file of JSON, NDJSON or GeoJSON: one download, typed by the rules of all files; a large one in a worker.
 * @throws DgeError `format` for what is no JSON (with line and column) or holds no rows
 */
export async function openJsonFile(config: SourceConfig, options: OpenOptions, format: 'json' | 'geojson'): Promise<Dataset> {
  const { signal } = options
  const response = options.response ?? (await request(config.src, { signal, timeout: config.timeout }))
  const body = new ArrivingBody({ response, arriving: readChunks(response, { signal }), begun: [] }, config, options, largeJson)
  try {
    const bytes = await body.whole()
    if (!bytes) return await (await loadLarge()).openLargeFile(format, body, config, options)
    const { columns, numRows, total, titles, notes, isGeoJson } = await readJsonFile(bytes, config, response.headers.get('content-type'), new Pacer(signal))
    options.onProgress?.(numRows, total)
    const values = new Map(columns.map((column) => [column.field.name, column.values]))
    const table = createTable(columns.map(({ field }) => field), values, { numRows, complete: numRows === total, total })
    const geometryType = kindOf(columns.find(({ field }) => field.type === 'geometry')?.values)
    return {
      schema: table.schema,
      metadata: fileMetadata(config.src, response, { titles, notes }),
      capabilities: noCapabilities,
      total,
      ...(geometryType ? { geometryType } : {}),
      atHand: true,
      downloads: [fileDownload(config.src, isGeoJson ? 'geojson' : format)],
      execute: async () => table,
    }
  } finally {
    await body.close()
  }
}

/** The kind of all geometries of a column; those with parts and those without are one kind. */
function kindOf(column: Column = []): string | undefined {
  const kinds = new Set(Array.from(column).map((value) => (value !== null && typeof value === 'object' ? value.type : undefined)).filter((kind) => kind !== undefined))
  const [first] = kinds
  return new Set([...kinds].map((kind) => kind.replace('Multi', ''))).size === 1 ? first : undefined
}
