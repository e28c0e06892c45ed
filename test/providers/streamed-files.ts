import assert from 'node:assert/strict'
import { Pacer } from '../../src/data/pacer.js'
import { ReadWhole } from '../../src/data/read-whole.js'
import { executeStored } from '../../src/data/stored-engine.js'
import { EncodingMismatch } from '../../src/data/text-encoding.js'
import { fileStream } from '../../src/providers/file-stream.js'
import csv from '../../src/providers/csv.js'
import geojson from '../../src/providers/geojson.js'
import json from '../../src/providers/json.js'
import type { Provider, SourceConfig } from '../../src/data/dataset.js'
import type { Table } from '../../src/data/table.js'
import type { FileHints } from '../../src/providers/file-stream.js'

const providers: Readonly<Record<FileHints['format'], Provider>> = { csv, json, geojson }

/** What a file says, whichever way it is read: plain values, or the message of the error. */
export interface Reading {
  readonly said: unknown
  /** Rows were counted before the end. */
  readonly streamed: boolean
}

/** The file as a small one. */
export async function asSmall(format: FileHints['format'], bytes: Uint8Array, settings: Partial<SourceConfig> = {}): Promise<unknown> {
  try {
    const dataset = await providers[format].open({ src: `https://example.org/grand.${format}`, ...settings }, { response: new Response(bytes as BodyInit) })
    return whole(await dataset.execute({}), dataset.metadata.notes ?? [], dataset.metadata.title)
  } catch (error) {
    return String(error)
  }
}

/** The same file as a large one, in pieces of `size` bytes. */
export async function asLarge(format: FileHints['format'], bytes: Uint8Array, size: number, settings: Partial<SourceConfig> = {}): Promise<Reading> {
  let hints: FileHints = { format, config: { src: `https://example.org/grand.${format}`, ...settings }, contentType: null }
  for (;;) {
    try {
      const stream = await fileStream(hints)
      for (let at = 0; at < bytes.length; at += size) stream.push(bytes.slice(at, at + size))
      const streamed = stream.numRows > 0
      const { table, notes, titles } = await stream.finish(new Pacer())
      return { said: whole(await executeStored({}, table, new Pacer()), notes, titles[0] ?? 'grand'), streamed }
    } catch (error) {
      if (error instanceof EncodingMismatch && !hints.encoding) hints = { ...hints, encoding: error.fallback }
      else if (error instanceof ReadWhole && !hints.whole) hints = { ...hints, whole: true }
      else return { said: String(error), streamed: false }
    }
  }
}

function whole({ schema, columns, numRows, complete, total }: Table, notes: readonly string[], title: string | undefined): unknown {
  return { schema, numRows, complete, total: total ?? numRows, notes, title, columns: schema.map(({ name }) => Array.from(columns.get(name) ?? [])) }
}

/** Both readings are equal. */
export async function assertAlike(format: FileHints['format'], bytes: Uint8Array, size: number, settings: Partial<SourceConfig> = {}): Promise<Reading> {
  const expected = await asSmall(format, bytes, settings)
  const found = await asLarge(format, bytes, size, settings)
  assert.deepEqual(found.said, expected)
  return found
}
