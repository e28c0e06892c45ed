import { DgeError } from '../data/errors.js'
import { coming, once } from '../data/once.js'
import { httpUrl, request } from './http.js'
import { prepareLarge } from './large-ahead.js'
import { entryOf, named, registry } from './registry.js'
import type { Dataset, Handover, OpenOptions, Provider, SourceConfig } from '../data/dataset.js'
import type { ProviderEntry } from './provider-entry.js'

export { entryOf, isMapService, registry } from './registry.js'
export type { ProviderEntry } from './provider-entry.js'

/** A page leads to a catalogue, a catalogue to a service or archive, an archive to a file. */
const mostHandovers = 5

interface OpenedAt {
  readonly provider: string
  readonly opened: Dataset | Handover
}

/**
 * Opens the dataset at `config.src`: by the provider that the author names, else the first that knows the URL, else the
 * first that knows the answer to a GET of it (which the provider then gets as `response`: nothing is fetched twice).
 * @throws DgeError `unsupported` when nobody knows it, else what the request or the provider throws
 */
export async function openDataset(
  config: SourceConfig,
  options: OpenOptions = {},
  entries: readonly ProviderEntry[] = registry
): Promise<Dataset> {
  return (await openNamed(config, options, entries)).dataset
}

/** An opened dataset with the provider that speaks its dialect. */
export interface Opened {
  readonly provider: string
  readonly dataset: Dataset
}

/** As `openDataset`, with the provider's name. */
export async function openNamed(
  config: SourceConfig,
  options: OpenOptions = {},
  entries: readonly ProviderEntry[] = registry
): Promise<Opened> {
  const { signal, onProgress } = options
  const handovers: Handover[] = []
  let at: SourceConfig = config
  let { response } = options
  for (;;) {
    const passed = { ...(signal && { signal }), ...(onProgress && { onProgress }), ...(response && { response }) }
    const { provider, opened } = await openAt(at, passed, entries)
    if (!('to' in opened)) return { provider, dataset: handovers.length ? (await loadHandover()).presented(opened, handovers) : opened }
    if (handovers.length >= mostHandovers) {
      throw new DgeError('unsupported', `The addresses lead in circles from ${config.src}`, { url: at.src })
    }
    handovers.push(opened)
    // Beside what it leads to.
    loadHandover().catch(() => {})
    // The provider that the author named was for the page; what it leads to is recognised anew.
    at = { ...config, provider: '', ...opened.to }
    response = opened.response
  }
}

const loadRecognition = once(() => import('./recognise.js'))
const loadTypes = once(() => import('./author-types.js'))
const loadHandover = once(() => import('./handover.js'))

async function openAt(config: SourceConfig, options: OpenOptions, entries: readonly ProviderEntry[]): Promise<OpenedAt> {
  const url = httpUrl(config.src)
  const entry = named(config.provider, entries) ?? entryOf(url, entries)
  if (!entry) return openByAnswer(url, config, options, entries)
  if (!entry.file || options.response) return open(entry, config, options)
  const response = request(url, { signal: options.signal, timeout: config.timeout })
  response.then(entry.large ? prepareLarge : undefined).catch(() => {})
  const provider = await load(entry)
  return { provider: entry.name, opened: await provider.open(config, { ...options, response: await response }) }
}

async function openByAnswer(
  url: URL,
  config: SourceConfig,
  options: OpenOptions,
  entries: readonly ProviderEntry[]
): Promise<OpenedAt> {
  // Beside the request: it is there when the answer is.
  const loading = loadRecognition()
  loading.catch(() => {})
  const response = options.response ?? (await request(url, { signal: options.signal, timeout: config.timeout }))
  const { recognise } = await loading
  const entry = await recognise(response, url, entries, { signal: options.signal, idleTimeout: config.timeout })
  return open(entry, config, { ...options, response })
}

async function open(entry: ProviderEntry, config: SourceConfig, options: OpenOptions): Promise<OpenedAt> {
  const provider = await load(entry)
  if (!entry.typed || !config.types) return { provider: entry.name, opened: await provider.open(config, options) }
  const { openTyped } = await loadTypes()
  return { provider: entry.name, opened: await openTyped(config, (plain) => provider.open(plain, options)) }
}

async function load(entry: ProviderEntry): Promise<Provider<Dataset | Handover>> {
  return (await coming(entry.load())).default
}
