/** Which provider reads a file out of an archive, by its extension. */
const providers: Readonly<Record<string, string>> = {
  csv: 'csv', tsv: 'csv', tab: 'csv', txt: 'csv',
  json: 'json', ndjson: 'json', jsonl: 'json', geojson: 'geojson',
  xlsx: 'spreadsheet', xlsm: 'spreadsheet', ods: 'spreadsheet',
  kml: 'kml', gpx: 'gpx', kmz: 'zip', zip: 'zip',
}

/** "données/communes.CSV" → "csv". */
export function extensionOf(name: string): string {
  return /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''
}

/** The provider for a file by its name; undefined for what no provider reads. */
export function providerByName(name: string): string | undefined {
  const extension = extensionOf(name)
  return Object.hasOwn(providers, extension) ? providers[extension] : undefined
}

/** The provider for a file whose name tells nothing, by its first bytes. */
export function providerByHead(bytes: Uint8Array): string {
  const head = new TextDecoder().decode(bytes.subarray(0, 2048)).trimStart()
  if (head.startsWith('PK\x03\x04')) return 'zip'
  if (/^[[{]/.test(head)) return 'json'
  if (/<kml\b/.test(head)) return 'kml'
  if (/<gpx\b/.test(head)) return 'gpx'
  return 'csv'
}

/** The file inside the archive at `src`, as an address of its own: opening that again finds it. */
export function innerAddress(src: string, name: string): string {
  const url = new URL(src)
  url.hash = encodeURIComponent(name).replaceAll('%2F', '/')
  return url.href
}

/** What the fragment of an address names: the counterpart of `innerAddress`. */
export function innerName(src: string): string | undefined {
  return decoded(new URL(src).hash.slice(1)) || undefined
}

/** Percent signs resolved; the text as it is when it has others. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
