import type { Dataset, Handover, Provider } from '../data/dataset.js'
import type { Answer } from './recognise.js'

/** One line per provider: how to recognise it, and where its code is. Kept free of the code itself: this is in the core. */
export interface ProviderEntry {
  /** The name that authors write in `provider="…"` = the file's name. */
  readonly name: string
  /** Recognises by the URL alone, before anything is fetched; a pattern by its host and path. Addresses that end as files are asked only where `likeFiles`. */
  readonly match?: RegExp | ((url: URL) => boolean)
  /** Addresses of the service may end as files do. To make the patterns of all services ready takes a phone some milliseconds, before a file is asked for. */
  readonly likeFiles?: boolean
  /** How the paths of its files end, whatever the case: "csv tsv". */
  readonly endings?: string
  /** Recognises by the answer to a GET of the URL; those of the registry are in `recognise.ts`, which loads when no URL matches. */
  readonly accepts?: (answer: Answer) => boolean
  /** One GET of the URL brings the whole dataset: it can start while the provider's code is on its way. */
  readonly file?: boolean
  /** A worker reads it when it is large: what starts one comes while the provider's code is on its way. */
  readonly large?: boolean
  /** Its columns have types of their own: what the author says of them is read by `author-types.ts`. */
  readonly typed?: boolean
  readonly load: () => Promise<{ readonly default: Provider<Dataset | Handover> }>
}

/** The first of the entries that knows the address. */
export function firstKnowing(url: URL, entries: readonly ProviderEntry[]): ProviderEntry | undefined {
  const ending = /\.(\w+)$/.exec(url.pathname)?.[1]?.toLowerCase() ?? ''
  const isFile = ({ endings }: ProviderEntry) => endings?.split(' ').includes(ending)
  const matches = ({ match }: ProviderEntry) => (match instanceof RegExp ? match.test(url.host + url.pathname) : match?.(url))
  const file = entries.find(isFile)
  return entries.find((entry) => entry === file || ((!file || entry.likeFiles) && matches(entry)))
}
