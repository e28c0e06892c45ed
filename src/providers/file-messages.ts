import type { DgeErrorOptions, ErrorKind } from '../data/errors.js'
import type { Query } from '../data/query.js'
import type { Schema } from '../data/schema.js'
import type { Column } from '../data/table.js'
import type { FileHints } from './file-stream.js'

/** What a page says to the worker that reads a large file for it. */
export type ToWorker =
  | { readonly type: 'open'; readonly hints: FileHints }
  | { readonly type: 'bytes'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly type: 'end' }
  | { readonly type: 'query'; readonly id: number; readonly query: Query }
  | { readonly type: 'abort'; readonly id: number }

/** What the worker says. */
export type FromWorker =
  | { readonly type: 'ready' }
  /** So many bytes were read: others may come. */
  | { readonly type: 'taken'; readonly bytes: number; readonly rows: number }
  | ({ readonly type: 'opened' } & OpenedFile)
  /** Columns of some rows of an answer, in the order of the schema that comes at its end. */
  | { readonly type: 'rows'; readonly id: number; readonly columns: readonly Column[] }
  | ({ readonly type: 'answer'; readonly id: number } & AnswerEnd)
  | { readonly type: 'error'; readonly id: number | undefined; readonly error: Thrown }

/** A large file that is read. */
export interface OpenedFile {
  readonly schema: Schema
  readonly complete: boolean
  readonly total: number
  readonly titles: readonly string[]
  readonly footnotes: readonly string[]
  readonly notes: readonly string[]
  readonly format: string
}

/** What a table is besides its columns. */
export interface AnswerEnd {
  readonly schema: Schema
  readonly numRows: number
  readonly complete: boolean
  readonly total: number | undefined
}

/** An error on its way: of its class only the data arrive. */
export interface Thrown {
  readonly message: string
  readonly kind?: ErrorKind
  readonly options?: DgeErrorOptions
  /** The file is in this encoding: it must be read again. */
  readonly encoding?: string
  /** It must be read again, whole. */
  readonly whole?: boolean
  readonly aborted?: boolean
}
