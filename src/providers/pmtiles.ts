import { noCapabilities } from '../data/capabilities.js'
import { DgeError } from '../data/errors.js'
import { request } from './http.js'
import { readBytes } from './http-body.js'
import type { Dataset, Metadata, OpenOptions, Provider, SourceConfig } from '../data/dataset.js'
import type { Extent } from '../data/filter.js'
import type { FieldType, Schema } from '../data/schema.js'
import type { RangeResponse, Source } from 'pmtiles'

/**
 * PMTiles 3: map tiles in one file, read by range. Vector tiles have fields but no rows (features are cut at tile edges,
 * left out and simplified by zoom), so the address is described here and never counted or charted.
 * @see https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md
 */
const provider: Provider = {
  name: 'pmtiles',
  async open(config: SourceConfig, options: OpenOptions = {}): Promise<Dataset> {
    options.response?.body?.cancel().catch(() => {})
    const { PMTiles } = await import('pmtiles').catch((cause: unknown) => {
      throw new DgeError('network', 'The code that reads PMTiles could not be loaded', { cause })
    })
    const archive = new PMTiles(new RangeSource(config, options.signal))
    const [header, described] = await read(() => Promise.all([archive.getHeader(), archive.getMetadata()]), config.src)
    const { minLon, minLat, maxLon, maxLat, minZoom, maxZoom, numAddressedTiles } = header
    const kinds = ['tiles', 'vector tiles (MVT)', 'PNG pictures', 'JPEG pictures', 'WebP pictures', 'AVIF pictures', 'vector tiles (MLT)']
    const note = `${numAddressedTiles} ${kinds[header.tileType] ?? 'tiles'}, zoom ${minZoom} to ${maxZoom}`
    const refusal = new DgeError('unsupported', `Map tiles have no rows to count, list or chart: ${config.src}`, {
      url: config.src,
      hint: 'Give the address of the data that the tiles were made of.',
    })
    return {
      schema: schemaOf(isRecord(described) ? described : {}, config),
      metadata: metadataOf(isRecord(described) ? described : {}, [minLon, minLat, maxLon, maxLat], note),
      capabilities: noCapabilities,
      downloads: [{ url: config.src, format: 'pmtiles' }],
      execute: () => Promise.reject(refusal),
    }
  },
}
export default provider

/** Ranges of the file through our own requests (retries, time limit, abort). */
class RangeSource implements Source {
  readonly #config: SourceConfig
  readonly #signal: AbortSignal | undefined

  constructor(config: SourceConfig, signal: AbortSignal | undefined) {
    this.#config = config
    this.#signal = signal
  }

  getKey(): string {
    return this.#config.src
  }

  async getBytes(offset: number, length: number): Promise<RangeResponse> {
    const { src, timeout } = this.#config
    const headers = { range: `bytes=${offset}-${offset + length - 1}` }
    const response = await request(src, { signal: this.#signal, timeout, headers })
    if (response.status === 200) {
      // A server without ranges sends everything: the file may be gigabytes, so only what is wanted is read.
      const bytes = await readBytes(response, { signal: this.#signal, maxBytes: mostWhole })
      return { data: Uint8Array.from(bytes.subarray(offset, offset + length)).buffer }
    }
    return { data: Uint8Array.from(await readBytes(response, { signal: this.#signal })).buffer }
  }
}

/** Bytes of a file that is taken whole where ranges are not served. */
const mostWhole = 50_000_000

async function read<T>(work: () => Promise<T>, url: string): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof DgeError || (cause instanceof Error && cause.name === 'AbortError')) throw cause
    throw new DgeError('format', `Not a PMTiles archive of version 3, or a cut one, at ${url}`, { cause, url })
  }
}

/** Fields of the layer asked for, else of all layers. @throws DgeError `query` when there is no such layer */
function schemaOf(described: Readonly<Record<string, unknown>>, { layer, src }: SourceConfig): Schema {
  const layers = Array.isArray(described['vector_layers']) ? described['vector_layers'].filter(isRecord) : []
  const choices = layers.map(({ id }) => ({ layer: String(id) }))
  const chosen = layer ? layers.filter(({ id }) => id === layer) : layers
  if (layer && chosen.length === 0) {
    throw new DgeError('query', `No layer “${layer}” in the tiles of ${src}`, { url: src, choices, hint: `Layers: ${choices.map((choice) => choice.layer).join(', ')}.` })
  }
  const fields = new Map<string, FieldType>()
  for (const { fields: types } of chosen) {
    for (const [name, type] of Object.entries(isRecord(types) ? types : {})) fields.set(name, fieldTypes[String(type).toLowerCase()] ?? 'string')
  }
  const schema = Array.from(fields, ([name, type]) => ({ name, type }))
  return layers.length > 0 ? [...schema, { name: fields.has('geometry') ? 'geometry_' : 'geometry', type: 'geometry' }] : schema
}

/** Types of TileJSON's `vector_layers`, as tile makers write them. */
const fieldTypes: Readonly<Record<string, FieldType>> = { number: 'number', boolean: 'boolean', string: 'string' }

function metadataOf(described: Readonly<Record<string, unknown>>, extent: Extent, note: string): Metadata {
  const text = (name: string) => (typeof described[name] === 'string' ? plain(described[name]) : '')
  const [title, description, publisher] = [text('name'), text('description'), text('attribution')]
  return {
    ...(title ? { title } : {}),
    ...(description ? { description } : {}),
    ...(publisher ? { publisher } : {}),
    // Some writers leave the bounds empty.
    ...(extent[0] < extent[2] && extent[1] < extent[3] ? { extent } : {}),
    notes: [note],
  }
}

/** Attributions are written with links: their words. */
function plain(text: string): string {
  return text.replace(/<[^>]*>/g, '').replace(/&copy;/g, '©').replace(/\s+/g, ' ').trim()
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
