import { plainColumn } from '../data/stored-column.js'
import { StoredTable } from '../data/stored-table.js'
import { joinedBytes } from './http.js'
import { readJsonFile } from './json-file.js'
import type { Pacer } from '../data/pacer.js'
import type { FileHints, FileStream, StoredFile } from './file-stream.js'

/** A large file of JSON: parsed when all of it is there, as `json-open.ts` parses a small one. */
class JsonStream implements FileStream {
  readonly numRows = 0
  readonly #hints: FileHints
  #chunks: Uint8Array[] = []

  constructor(hints: FileHints) {
    this.#hints = hints
  }

  push(bytes: Uint8Array): void {
    this.#chunks.push(bytes)
  }

  async finish(pacer: Pacer): Promise<StoredFile> {
    const { config, contentType, format } = this.#hints
    const bytes = joinedBytes(this.#chunks)
    this.#chunks = []
    const { columns, numRows, total, titles, notes, isGeoJson } = await readJsonFile(bytes, config, contentType, pacer)
    const table = new StoredTable(columns.map(({ field, values }) => plainColumn(field, values)), { numRows, complete: numRows === total, total })
    return { table, titles, footnotes: [], notes, format: isGeoJson ? 'geojson' : format }
  }
}

export default function jsonStream(hints: FileHints): FileStream {
  return new JsonStream(hints)
}
