import { columnNamed } from '../data/cell-column.js'
import { checkTypes } from '../data/check-types.js'
import { readGeometry } from '../data/geojson.js'
import { GeometryCells } from '../data/geometry-cells.js'
import { JsonCells } from '../data/json-cells.js'
import { JsonElements } from '../data/json-elements.js'
import { isObject, unwrapped } from '../data/json-rows.js'
import { ReadWhole } from '../data/read-whole.js'
import { plainColumn } from '../data/stored-column.js'
import { StoredTable } from '../data/stored-table.js'
import { detectEncoding } from '../data/text-encoding.js'
import { mayHaveTotals } from '../data/total-row.js'
import { repeatedTotals, totalRows } from '../data/total-rows.js'
import { Utf8Pieces } from '../data/utf8-pieces.js'
import { freeName } from './geometry-columns.js'
import { joinedBytes } from './http-body.js'
import { brokenNote, crsMember, isId, placeNotes, readJsonFile, titlesOf } from './json-file.js'
import { authorCrs } from './projection.js'
import { storedLonLat } from './stored-lon-lat.js'
import { storedPlaces, typedStored } from './stored-typing.js'
import type { CellKernel } from '../data/cell-kernel.js'
import type { Pacer } from '../data/pacer.js'
import type { JsonObject } from '../data/json-rows.js'
import type { StoredColumn } from '../data/stored-column.js'
import type { FileHints, FileStream, StoredFile } from './file-stream.js'

/** Bytes of a head that tell the encoding. */
const headLength = 1024

/**
 * A large file of JSON, read as `json-file.ts` reads a small one. Lists of features or of rows are read as they arrive, one object a line
 * too; what is written in another way when all of it is there.
 */
class JsonStream implements FileStream {
  readonly #hints: FileHints
  readonly #elements = new JsonElements((elements) => this.#take(elements))
  readonly #kernel: CellKernel
  readonly #cells: JsonCells
  readonly #geometries = new GeometryCells()
  #pieces: Utf8Pieces | undefined
  /** All bytes until it is known how the file is written; to the end where it must be read whole. */
  #kept: Uint8Array[] | undefined = []
  #keptLength = 0
  #whole: boolean
  /** Rows of the file, those beyond `maxRows` included. */
  #total = 0
  #features: boolean | undefined
  #broken = 0
  /** The first row has an `id`, its own or its feature's. */
  #named = false

  constructor(hints: FileHints, kernel: CellKernel) {
    this.#hints = hints
    this.#kernel = kernel
    this.#whole = hints.whole === true || hints.config.path !== undefined
    this.#cells = new JsonCells((name) => columnNamed(kernel, name, hints.config.types))
  }

  get numRows(): number {
    return this.#total
  }

  push(bytes: Uint8Array): void {
    this.#kept?.push(bytes)
    if (this.#whole) return
    try {
      this.#keptLength += bytes.length
      if (this.#pieces) this.#elements.push(this.#pieces.push(bytes))
      else if (this.#keptLength >= headLength) this.#begin()
      if (this.#elements.kind) this.#kept = undefined
    } catch (error) {
      if (!(error instanceof ReadWhole) || !this.#kept) throw error
      this.#whole = true
    }
  }

  async finish(pacer: Pacer): Promise<StoredFile> {
    if (this.#kept) return this.#readWhole(joinedBytes(this.#kept), pacer)
    this.#elements.push(this.#pieces?.end() ?? new Uint8Array())
    const around = this.#elements.finish()
    if (this.#elements.kind === 'features' && !/^Feature/.test(String(around['type']))) throw new ReadWhole()
    const { config, format } = this.#hints
    const columns = this.#cells.finish()
    checkTypes(config.types, columns.map(({ name }) => name))
    const typed = await typedStored(columns.flatMap(({ name, cells }) => (cells ? [{ name, cells }] : [])), config, pacer)
    const byName = new Map(typed.map((column) => [column.field.name, column]))
    const notes: string[] = this.#features ? brokenNote(this.#broken, this.#cells.numRows) : []
    const stored: StoredColumn[] = []
    for (const { name, geometries, broken } of columns) {
      const known = byName.get(name)
      if (known) stored.push(known)
      else if (geometries) stored.push(await this.#geometryColumn(name, geometries, broken, notes, pacer))
    }
    const placed = await this.#placed(stored, around, pacer)
    const numRows = this.#cells.numRows
    // A total among so many rows is a rare thing: the whole leaves it out.
    if (!this.#features && numRows === this.#total && mayHaveTotals(placed.columns, numRows) && totalRows(placed.columns, numRows).length + repeatedTotals(placed.columns, numRows).length > 0) throw new ReadWhole()
    const table = new StoredTable(placed.columns, { numRows, complete: numRows === this.#total, total: this.#total })
    return { table, titles: this.#features ? titlesOf(around) : [], footnotes: [], notes: [...notes, ...placed.notes], format: this.#features ? 'geojson' : format }
  }

  #begin(): void {
    const head = joinedBytes(this.#kept ?? [])
    const { config, contentType, encoding } = this.#hints
    const hints = { encoding: config.encoding, contentType }
    this.#pieces = new Utf8Pieces(this.#kernel, encoding ?? detectEncoding(head.subarray(0, headLength), hints), hints)
    this.#elements.push(this.#pieces.push(head))
  }

  /** Rows as the whole would have them. @throws ReadWhole where it depends on what is still to come */
  #take(elements: readonly unknown[]): void {
    const isCollection = this.#elements.kind === 'features'
    const objects = isCollection ? elements : elements.filter(isObject).map(unwrapped)
    if (this.#total === 0 && !isCollection && !isObject(elements[0])) throw new ReadWhole()
    const isFeature = (row: unknown) => isObject(row) && row['type'] === 'Feature'
    this.#features ??= isCollection || isFeature(objects[0])
    if (!isCollection && objects.some((row) => isFeature(row) !== this.#features)) throw new ReadWhole()
    const first = this.#total
    this.#total += objects.length
    const kept = objects.slice(0, Math.max(0, (this.#hints.config.maxRows ?? Infinity) - first))
    this.#cells.take(this.#features ? kept.map((feature, index) => this.#rowOf(feature, first + index)) : (kept as JsonObject[]))
  }

  /** The properties of a feature, after its `id`; its geometry goes to the others. */
  #rowOf(feature: unknown, row: number): JsonObject {
    const { id, properties, geometry: shape = null }: JsonObject = isObject(feature) ? feature : { geometry: undefined }
    const geometry = isObject(feature) ? readGeometry(shape) : undefined
    if (geometry === undefined) this.#broken++
    this.#geometries.push(geometry ?? null)
    const own = isObject(properties) ? properties : {}
    const named = isId(id) && !('id' in own)
    if (row === 0) this.#named = named || 'id' in own
    // Had it been known at the first row, its column would be the first.
    else if (named && !this.#named) throw new ReadWhole()
    return named ? { id, ...own } : own
  }

  async #geometryColumn(name: string, cells: GeometryCells, broken: number, notes: string[], pacer: Pacer): Promise<StoredColumn> {
    const { geometries, dropped } = await storedLonLat(cells, authorCrs(this.#hints.config), pacer)
    if (broken + dropped > 0) notes.push(`${broken + dropped} geometries of column “${name}” are broken and left out`)
    return { field: { name, type: 'geometry' }, read: (row) => geometries.read(row) }
  }

  async #placed(columns: readonly StoredColumn[], around: JsonObject, pacer: Pacer): Promise<{ columns: readonly StoredColumn[]; notes: readonly string[] }> {
    const { config } = this.#hints
    if (!this.#features) return storedPlaces(columns, this.#cells.numRows, config, pacer)
    const { geometries, ...told } = await storedLonLat(this.#geometries, authorCrs(config) ?? crsMember(around['crs']), pacer)
    const column: StoredColumn = { field: { name: freeName(columns), type: 'geometry' }, read: (row) => geometries.read(row) }
    return { columns: [...columns, column], notes: placeNotes(told) }
  }

  async #readWhole(bytes: Uint8Array, pacer: Pacer): Promise<StoredFile> {
    const { config, contentType, format } = this.#hints
    this.#kept = undefined
    const { columns, numRows, total, titles, notes, isGeoJson } = await readJsonFile(bytes, config, contentType, pacer)
    const table = new StoredTable(columns.map(({ field, values }) => plainColumn(field, values)), { numRows, complete: numRows === total, total })
    return { table, titles, footnotes: [], notes, format: isGeoJson ? 'geojson' : format }
  }
}

export default function jsonStream(hints: FileHints, kernel: CellKernel): FileStream {
  return new JsonStream(hints, kernel)
}
