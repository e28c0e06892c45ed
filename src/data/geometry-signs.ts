/** Text that is WKT or PostGIS's EWKT, from its start. */
export const wkt = /^\s*(?:SRID=(\d+);)?\s*((?:MULTI)?(?:POINT|LINESTRING|POLYGON)|GEOMETRYCOLLECTION)\s*(?:ZM|Z|M)?\s*(\(|EMPTY\s*$)/i
const json = /^\s*\{[^]*"(?:coordinates|geometries)"\s*:/
/** Text that is two numbers, in brackets or not. */
export const pair = /^\s*([[(])?\s*([-+]?\d+(?:\.\d+)?)\s*[,; ]\s*([-+]?\d+(?:\.\d+)?)\s*([\])])?\s*$/

/** How the geometries of a column are written; undefined when the text is none. */
export type Writing = 'wkt' | 'json' | 'pair'

/** The writing of one cell. */
export function writingOf(text: string): Writing | undefined {
  if (wkt.test(text)) return 'wkt'
  if (json.test(text)) return 'json'
  return pair.test(text) ? 'pair' : undefined
}

