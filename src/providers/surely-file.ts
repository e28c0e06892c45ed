/**
 * Whether an address, by its path, is that of a file which is read as it is, for certain: what may be a service's (`likeFiles` in `by-ending.ts`) is not. The patterns of the registry say the
 * same of fewer addresses, in many more bytes.
 */
export function isSurelyFile(path: string): boolean {
  return /\.([ct]sv|tab|geojson|ndjson|jsonl|xls[xm]|ods|zip|km[lz]|t?gz|gpx)$/i.test(path) && !/\/(collections|ogc(api)?|wfs3|oapif|d|resource|views|\w{4}-\w{4})\//.test(path)
}
