import { readGeometry } from './geojson.js'
import { GeometryCells } from './geometry-cells.js'
import { geometryIn, isFraction, textOf } from './json-columns.js'
import { ReadWhole } from './read-whole.js'
import { isObject } from './json-rows.js'
import type { CellColumn } from './cell-column.js'
import type { JsonObject } from './json-rows.js'

/** A column of a large file of JSON: cells, or geometries of which `broken` could not be read. */
export interface StoredJsonColumn {
  readonly name: string
  readonly cells?: CellColumn
  readonly geometries?: GeometryCells
  readonly broken: number
}

/** Empty cells that are taken at once. */
const most = 512
const empties = Array.from({ length: most }, () => '')

/** The rows of JSON as columns while they arrive, by the rules of `columnsOfRows`. */
export class JsonCells {
  readonly #make: (name: string) => CellColumn
  readonly #columns = new Map<string, Growing>()
  readonly #spread = new Set<string>()
  #numRows = 0

  /** @param make a column of cells for a name */
  constructor(make: (name: string) => CellColumn) {
    this.#make = make
  }

  /** Rows so far. */
  get numRows(): number {
    return this.#numRows
  }

  /** Takes the next rows. @throws ReadWhole where only the whole tells what a column is */
  take(rows: readonly JsonObject[]): void {
    for (const [row, object] of rows.entries()) {
      for (const [name, value] of Object.entries(object)) {
        if (isObject(value) && geometryIn(value) === undefined) {
          this.#spread.add(name)
          for (const [inner, part] of Object.entries(value)) this.#column(`${name}.${inner}`).put(row, part)
        } else this.#column(name).put(row, value)
      }
    }
    for (const column of this.#columns.values()) column.settle(rows.length)
    this.#numRows += rows.length
  }

  /** All columns, in the order in which their names appeared. */
  finish(): StoredJsonColumn[] {
    return [...this.#columns.values()].filter(({ name, present }) => !this.#spread.has(name) || present > 0).map((column) => column.finish())
  }

  #column(name: string): Growing {
    let column = this.#columns.get(name)
    if (!column) this.#columns.set(name, (column = new Growing(name, this.#make(name), this.#numRows)))
    return column
  }
}

class Growing {
  readonly name: string
  /** Values that are not null. */
  present = 0
  readonly #cells: CellColumn
  /** Rows before the first value: none of them has one. */
  #before: number
  #geometries: GeometryCells | undefined
  #broken = 0
  #allText = true
  /** Values of the rows at hand. */
  #values: unknown[] = []

  constructor(name: string, cells: CellColumn, before: number) {
    this.name = name
    this.#cells = cells
    this.#before = before
  }

  put(row: number, value: unknown): void {
    // Two values of one name in a row: the last one counts.
    if (this.#values[row] !== undefined) throw new ReadWhole()
    this.#values[row] = value
    if (value === null) return
    const isShape = isObject(value) && geometryIn(value) !== undefined
    if (this.present++ === 0 && isShape) this.#geometries = new GeometryCells()
    if (isShape !== (this.#geometries !== undefined)) throw new ReadWhole()
    if (typeof value !== 'string') this.#allText = false
    if (isFraction(value)) this.#cells.decimal = '.'
  }

  /** The rows at hand are complete: so many. */
  settle(rows: number): void {
    const values = this.#values
    this.#values = []
    if (this.present === 0) {
      this.#before += rows
      return
    }
    this.#skip()
    if (this.#geometries) {
      for (let row = 0; row < rows; row++) {
        const value = values[row]
        const geometry = isObject(value) ? readGeometry(geometryIn(value)) : null
        if (geometry === undefined) this.#broken++
        this.#geometries.push(geometry ?? null)
      }
    } else this.#cells.takeTexts(Array.from({ length: rows }, (_, row) => textOf(values[row])))
  }

  finish(): StoredJsonColumn {
    this.#skip()
    this.#cells.unquoted = !this.#allText
    return this.#geometries ? { name: this.name, geometries: this.#geometries, broken: this.#broken } : { name: this.name, cells: this.#cells, broken: 0 }
  }

  #skip(): void {
    for (; this.#before > 0; this.#before -= Math.min(most, this.#before)) {
      if (!this.#geometries) this.#cells.takeTexts(this.#before < most ? empties.slice(0, this.#before) : empties)
      else for (let count = Math.min(most, this.#before); count > 0; count--) this.#geometries.push(null)
    }
  }
}
