import { DgeError, isAbort } from '../data/errors.js'
import { choiceOf, distributionsOf, downloadsOf, isNamed, labelOf, ranked } from './geonetwork-links.js'
import { request } from './http.js'
import type { Handover, OpenOptions, SourceConfig } from '../data/dataset.js'
import type { CatalogRecord } from './geonetwork-record.js'
import type { Distribution } from './geonetwork-links.js'

/**
 * From a catalogue's record to the best of its links that answers: a service that can be asked (OGC API Features, WFS,
 * ArcGIS), else a file. `layer="…"` chooses another by the name of its layer, its title or its format.
 * @throws DgeError `unsupported` with what there is when it has no data, `http` when no link answers
 */
export async function handover(record: CatalogRecord, config: SourceConfig, options: OpenOptions): Promise<Handover> {
  const all = record.links.flatMap((link) => distributionsOf(link))
  const ways = ranked(all)
  const wanted = config.layer && config.layer !== record.id ? config.layer : undefined
  const named = wanted === undefined ? [] : ways.filter((one) => isNamed(one, wanted))
  const candidates = named.length > 0 ? named : ways
  if (candidates.length === 0) throw withoutData(record, all, config.src)
  const { chosen, response, failed } = await firstThatAnswers(candidates, config, options)
  const layer = named.length === 0 && wanted !== undefined ? wanted : layerOf(chosen)
  const others = ways.filter((one) => one !== chosen && !failed.includes(one))
  const notes = [
    ...(record.metadata.notes ?? []),
    ...failed.map((one) => `${labelOf(one)} of the record does not answer and is passed over: ${one.src}`),
    ...(others.length > 0 ? [`${labelOf(chosen)} is shown; layer="…" names another: ${others.slice(0, 20).map(labelOf).join(', ')}`] : []),
  ]
  return {
    // The author's layer named the link: it is not for what the link leads to.
    to: { src: chosen.src, ...(layer !== '' || config.layer ? { layer } : {}) },
    metadata: { ...record.metadata, ...(notes.length > 0 ? { notes } : {}) },
    downloads: downloadsOf(all),
    ...(response ? { response } : {}),
  }
}

/** The layer's name for the service; a title with spaces names no type, and the service then takes its only one or asks. */
function layerOf({ kind, layer }: Distribution): string {
  return kind !== 'file' && layer !== undefined && !/\s/.test(layer) ? layer : ''
}

/** Dead links are common in catalogues: the first that answers. What it answers is handed on. */
async function firstThatAnswers(candidates: readonly Distribution[], config: SourceConfig, options: OpenOptions) {
  const failed: Distribution[] = []
  const errors: DgeError[] = []
  for (const candidate of candidates) {
    for (const src of safely(candidate.src, config.src)) {
      try {
        const response = await probe({ ...candidate, src }, config, options)
        return { chosen: src === candidate.src ? candidate : { ...candidate, src }, response, failed }
      } catch (error) {
        if (isAbort(error)) throw error
        errors.push(DgeError.from(error))
      }
    }
    failed.push(candidate)
  }
  const [first] = errors
  throw new DgeError(first?.kind ?? 'http', `No link of the record to its data answers: ${errors.map(({ message }) => message).join('; ').slice(0, 600)}`, {
    cause: first,
    ...(first?.status === undefined ? {} : { status: first.status }),
    url: first?.url ?? config.src,
    choices: candidates.map(choiceOf),
  })
}

/** Pages on https may not load http: the secure address is tried first. */
function safely(src: string, page: string): string[] {
  return page.startsWith('https:') && /^http:\/\/[^/:]+(\/|$)/i.test(src) ? [src.replace(/^http:/i, 'https:'), src] : [src]
}

/** @throws DgeError when nothing, or a web page, comes in place of data */
async function probe({ kind, src }: Distribution, config: SourceConfig, options: OpenOptions): Promise<Response | undefined> {
  if (kind !== 'file' && kind !== 'wfs') {
    // These speak HTML and JSON by turns, and have more than one address to ask: their provider knows.
    const response = await request(src, { signal: options.signal, timeout: config.timeout, retries: 1 })
    response.body?.cancel().catch(() => {})
    return undefined
  }
  const response = await request(src, { signal: options.signal, timeout: config.timeout, retries: 1 })
  if (!/text\/html/i.test(response.headers.get('content-type') ?? '')) return response
  response.body?.cancel().catch(() => {})
  throw new DgeError('format', `A web page in place of data at ${src}`, { url: src })
}

function withoutData(record: CatalogRecord, all: readonly Distribution[], src: string): DgeError {
  const pictures = all.filter(({ kind }) => kind === 'picture')
  const title = record.metadata.title ?? record.id
  const names = pictures.slice(0, 10).map(labelOf).join(', ')
  const what = pictures.length > 0 ? `only pictures of them: ${names}` : all.length > 0 ? 'only links to pages' : 'no link at all'
  const hint =
    pictures.length > 0
      ? 'WMS draws maps and gives no rows: show its layer on a map, or ask the publisher for a WFS or a file.'
      : 'Ask the publisher for the address of the data.'
  return new DgeError('unsupported', `The record “${title}” has no data to read, ${what}`, { url: src, hint, choices: (pictures.length > 0 ? pictures : all).map(choiceOf) })
}
