import { DgeError } from '../data/errors.js'
import { readChunks } from './http-body.js'
import type { ReadOptions } from './http-body.js'
import type { ProviderEntry } from './provider-entry.js'

/** What is known of an answer before its body is read. */
export interface Answer {
  readonly url: URL
  /** Lower case, without parameters; '' when absent. Servers often lie: look at `head` too. */
  readonly contentType: string
  /** The first 2 kB, decoded as UTF-8, byte order mark and leading space removed. */
  readonly head: string
}

const isHtml = ({ head }: Answer) => /^<(!doctype html|html|head|body)/i.test(head)

/** How each provider of the registry recognises the answer to a GET of an address that tells nothing. */
export const accepts: Readonly<Record<string, (answer: Answer) => boolean>> = {
  geonetwork: ({ head }) => /<(\w+:)?(GetRecordByIdResponse|(CHE_)?MD_Metadata)\b/.test(head) || /^\{\s*"took"\s*:.*"hits"\s*:/s.test(head),
  wfs: ({ head }) => /<(\w+:)?WFS_Capabilities\b/.test(head),
  'ogc-api-features': ({ head }) =>
    /^\{/.test(head) &&
    (/"rel"\s*:\s*"([^"]*\/)?(conformance|data)"/.test(head) || (/"collections"\s*:\s*\[/.test(head) && /"links"/.test(head)) || (/"FeatureCollection"/.test(head) && /"number(Returned|Matched)"/.test(head) && /"links"/.test(head))),
  sensorthings: ({ head }) => /"@iot\.(selfLink|id|nextLink)"/.test(head) || /"name"\s*:\s*"(Things|Datastreams)"\s*,\s*"url"/.test(head),
  spreadsheet: ({ contentType, head }) =>
    /^PK\x03\x04/.test(head) && (/spreadsheet/.test(contentType) || /^.{10,40}(\[Content_Types\]|_rels\/|xl\/|docProps\/|mimetypeapplication\/vnd\.oasis)/s.test(head)),
  zip: ({ head }) => /^PK\x03\x04/.test(head),
  gzip: ({ head }) => head.startsWith('\x1f\ufffd'),
  kml: ({ head }) => /<(\w+:)?kml\b/.test(head),
  gpx: ({ head }) => /<(\w+:)?gpx\b/.test(head),
  parquet: ({ head }) => head.startsWith('PAR1'),
  flatgeobuf: ({ head }) => head.startsWith('fgb\u0003'),
  pmtiles: ({ head }) => head.startsWith('PMTiles'),
  geojson: ({ contentType, head }) =>
    contentType.includes('geo+json') || (/^\{/.test(head) && /"type"\s*:\s*"Feature(Collection)?"/.test(head)),
  'json-stat': ({ head }) => /^\{/.test(head) && (/"class"\s*:\s*"dataset"/.test(head) || /^\{\s*"dataset"\s*:\s*\{.*"(dimension|value|label)"\s*:/s.test(head)),
  json: ({ contentType, head }) => !/^</.test(head) && (contentType.includes('json') || /^[[{]/.test(head)),
  csv: ({ contentType, head }) =>
    !/^</.test(head) && (/csv|tab-separated/.test(contentType) || /^[^\n]*[;,\t|][^\n]*\r?\n/.test(head)),
}

/**
 * The first provider that knows the answer, whose body stays unread.
 * @throws DgeError `unsupported` when nobody does, else what reading throws
 */
export async function recognise(
  response: Response,
  url: URL,
  entries: readonly ProviderEntry[],
  options: ReadOptions
): Promise<ProviderEntry> {
  const answer = await peek(response, url, options)
  const entry = entries.find((each) => (each.accepts ?? accepts[each.name])?.(answer))
  if (entry) return entry
  response.body?.cancel().catch(() => {})
  const names = entries.map(({ name }) => name).join(', ')
  if (isHtml(answer)) {
    throw new DgeError('unsupported', `A web page, not data: ${url.href}`, {
      url: url.href,
      hint: `Give the address of the data (its API or file), the page of a dataset on a known portal, or provider="…" (${names}).`,
    })
  }
  const type = answer.contentType || 'no content type'
  throw new DgeError('unsupported', `No provider knows ${url.href} (${type}); tried ${names}`, {
    url: url.href,
    hint: `Name the format with provider="…" (${names}).`,
  })
}

/** Reads the beginning from a copy of the body; the response itself stays unread. */
async function peek(response: Response, url: URL, options: ReadOptions): Promise<Answer> {
  const contentType = (response.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  const decoder = new TextDecoder()
  let head = ''
  for await (const chunk of readChunks(response.clone(), options)) {
    head += decoder.decode(chunk, { stream: true })
    if (head.length >= 2048) break
  }
  return { url, contentType, head: head.trimStart() }
}
