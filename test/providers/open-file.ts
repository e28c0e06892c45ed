import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import csv from '../../src/providers/csv.js'
import geojson from '../../src/providers/geojson.js'
import json from '../../src/providers/json.js'
import { openDataset } from '../../src/providers/index.js'
import { DgeError } from '../../src/data/errors.js'
import type { Dataset, SourceConfig } from '../../src/data/dataset.js'
import type { ErrorKind } from '../../src/data/errors.js'
import type { Table, Value } from '../../src/data/table.js'

const providers = { csv, json, geojson }
const shared = fileURLToPath(new URL('../../../shared/data/', import.meta.url))

/** Real published files live beside the repository; without them their tests are skipped. */
export const noShared = existsSync(shared) ? false : 'no ../shared/data here'

export function sharedBytes(path: string): Uint8Array {
  return readFileSync(shared + path)
}

export interface Opened {
  readonly dataset: Dataset
  readonly table: Table
  /** Cells of one column. */
  column(name: string): Value[]
  /** "name:type" of every field, with what else is known: "part:number %". */
  readonly types: string[]
}

export interface OpenFile {
  readonly name?: string
  readonly headers?: Record<string, string>
  readonly config?: Partial<SourceConfig>
}

/** Opens a file's bytes as a provider would get them from a server. */
export async function open(kind: keyof typeof providers, body: string | Uint8Array, file: OpenFile = {}): Promise<Opened> {
  const response = new Response(body as BodyInit, { headers: file.headers ?? {} })
  const src = `https://example.org/data/${file.name ?? `file.${kind}`}`
  return read(await providers[kind].open({ src, ...file.config }, { response }))
}

/** The same by way of the registry, which follows archives to the file in them. `name` decides who is asked. */
export async function openAny(body: string | Uint8Array, file: OpenFile & { readonly name: string }): Promise<Opened> {
  const response = new Response(body as BodyInit, { headers: file.headers ?? {} })
  return read(await openDataset({ src: `https://example.org/data/${file.name}`, ...file.config }, { response }))
}

async function read(dataset: Dataset): Promise<Opened> {
  const table = await dataset.execute({})
  return {
    dataset,
    table,
    column: (name) => Array.from(table.columns.get(name) ?? []),
    types: table.schema.map(({ name, type, unit, timeUnit, precision }) => {
      const rest = [unit, timeUnit, precision === 'day' ? undefined : precision].filter(Boolean).join(' ')
      return `${name}:${type}${rest ? ` ${rest}` : ''}`
    }),
  }
}

/** Opens a file of the shared folder. */
export function openShared(kind: keyof typeof providers, path: string, config: Partial<SourceConfig> = {}): Promise<Opened> {
  return open(kind, sharedBytes(path), { name: path.split('/').at(-1) ?? path, config })
}

/** As `openShared`, by way of the registry. */
export function openSharedAny(path: string, config: Partial<SourceConfig> = {}): Promise<Opened> {
  return openAny(sharedBytes(path), { name: path.split('/').at(-1) ?? path, config })
}

/** For assert.rejects: a DgeError of this kind whose message matches. */
export function failure(kind: ErrorKind, message: RegExp): (error: unknown) => boolean {
  return (error) => {
    if (error instanceof DgeError && error.kind === kind && message.test(error.message)) return true
    throw new Error(`Expected ${kind} ${message}, got ${error instanceof DgeError ? `${error.kind} “${error.message}”` : String(error)}`)
  }
}

export function sum(values: readonly Value[]): number {
  return values.reduce<number>((total, value) => total + (typeof value === 'number' ? value : 0), 0)
}

export function nulls(values: readonly Value[]): number {
  return values.filter((value) => value === null).length
}

export const day = (iso: string) => Date.parse(`${iso}T00:00:00Z`)
