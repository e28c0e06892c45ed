import { openKernel } from '../data/cell-kernel.js'
import { once } from '../data/once.js'
import csv from './csv-stream.js'
import type { SourceConfig } from '../data/dataset.js'
import type { CellKernel } from '../data/cell-kernel.js'
import type { Pacer } from '../data/pacer.js'
import type { StoredTable } from '../data/stored-table.js'

/** What a large file holds, and what it says of itself. */
export interface StoredFile {
  readonly table: StoredTable
  readonly titles: readonly string[]
  readonly footnotes: readonly string[]
  readonly notes: readonly string[]
  /** Extension of a download that has none. */
  readonly format: string
}

/** Reads a file of one format while it arrives. */
export interface FileStream {
  /** Rows so far. */
  readonly numRows: number
  /** Takes the next bytes. @throws DgeError; EncodingMismatch; ReadWhole */
  push(bytes: Uint8Array): void
  /** The whole. @throws DgeError; EncodingMismatch; ReadWhole; the abort */
  finish(pacer: Pacer): Promise<StoredFile>
}

/** What is known of a file besides its bytes; crosses to the worker as it is. */
export interface FileHints {
  readonly format: keyof typeof formats
  readonly config: SourceConfig
  readonly contentType: string | null
  /** Read again because it was not in the encoding that it seemed to be in. */
  readonly encoding?: string
  /** Read again because it can't be read as it arrives. */
  readonly whole?: boolean
}

const loadJson = once(() => import('./json-stream.js'))
const json = async (hints: FileHints, kernel: CellKernel) => (await loadJson()).default(hints, kernel)

/** One line per format. Most large files are CSV: what reads others comes for them. */
const formats = { csv, json, geojson: json } satisfies Record<string, (hints: FileHints, kernel: CellKernel) => FileStream | Promise<FileStream>>

/** The reader of a format. @throws DgeError `network` when its code does not come */
export async function fileStream(hints: FileHints): Promise<FileStream> {
  return formats[hints.format](hints, await openKernel())
}
