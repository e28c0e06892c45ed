import { syntaxError } from './lexer.js'
import type { Geometry, Position } from 'geojson'

/**
 * Reads a well-known text geometry that starts at `start` of the source (x y, longitude first; z is dropped).
 * @returns the geometry and the offset after it
 * @throws DgeError `query`
 */
export function parseWkt(source: string, start = 0): { readonly geometry: Geometry; readonly end: number } {
  const reader = new WktReader(source, start)
  return { geometry: reader.geometry(), end: reader.position }
}

class WktReader {
  readonly #source: string
  position: number

  constructor(source: string, start: number) {
    this.#source = source
    this.position = start
  }

  geometry(): Geometry {
    const type = this.#take(/[A-Za-z]+/y, 'a geometry type').toUpperCase()
    this.#skip(/\s*(?:ZM|Z|M)(?=[\s(])/iy)
    switch (type) {
      case 'POINT':
        return { type: 'Point', coordinates: this.#inside(() => this.#coordinates()) }
      case 'LINESTRING':
        return { type: 'LineString', coordinates: this.#list(() => this.#coordinates()) }
      case 'POLYGON':
        return { type: 'Polygon', coordinates: this.#list(() => this.#list(() => this.#coordinates())) }
      case 'MULTIPOINT':
        return { type: 'MultiPoint', coordinates: this.#list(() => this.#maybeInside()) }
      case 'MULTILINESTRING':
        return { type: 'MultiLineString', coordinates: this.#list(() => this.#list(() => this.#coordinates())) }
      case 'MULTIPOLYGON':
        return { type: 'MultiPolygon', coordinates: this.#list(() => this.#list(() => this.#list(() => this.#coordinates()))) }
      case 'GEOMETRYCOLLECTION':
        return { type: 'GeometryCollection', geometries: this.#list(() => this.geometry()) }
      default:
        throw syntaxError(this.#source, this.position, `${type} is no geometry type`)
    }
  }

  #list<Item>(item: () => Item): Item[] {
    return this.#inside(() => {
      const items = [item()]
      while (this.#skip(/\s*,/y)) items.push(item())
      return items
    })
  }

  #inside<Item>(item: () => Item): Item {
    this.#take(/\(/y, '"("')
    const value = item()
    this.#take(/\)/y, '")"')
    return value
  }

  /** MULTIPOINT is written both ways: ((1 2), (3 4)) and (1 2, 3 4). */
  #maybeInside(): Position {
    return /^\s*\(/.test(this.#source.slice(this.position)) ? this.#inside(() => this.#coordinates()) : this.#coordinates()
  }

  #coordinates(): Position {
    const number = /[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/y
    const position = [Number(this.#take(number, 'a coordinate')), Number(this.#take(number, 'a coordinate'))]
    while (this.#skip(new RegExp(`\\s+${number.source}`, 'y')));
    return position
  }

  #take(pattern: RegExp, what: string): string {
    this.#skip(/\s+/y)
    pattern.lastIndex = this.position
    const text = pattern.exec(this.#source)?.[0]
    if (text === undefined) throw syntaxError(this.#source, this.position, `${what} expected in the geometry`)
    this.position += text.length
    return text
  }

  #skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.position
    const text = pattern.exec(this.#source)?.[0]
    if (text === undefined) return false
    this.position += text.length
    return true
  }
}
