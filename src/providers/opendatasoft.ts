import { DgeError } from '../data/errors.js'
import { quoteName, quoteText } from './odsql.js'
import { openExplore } from './opendatasoft-explore.js'
import type { Dataset, OpenOptions, Provider, SourceConfig } from '../data/dataset.js'
import type { Place } from './opendatasoft-explore.js'

/**
 * A dataset of an Opendatasoft (Huwise) portal by its Explore API v2.1. `src` is the dataset's page, an embed of it, or any
 * address of its API; conditions that the address carries (`where`, `refine`, `exclude`) hold for everything.
 * @see https://help.opendatasoft.com/apis/ods-explore-v2/
 */
const provider: Provider = {
  name: 'opendatasoft',
  async open(config: SourceConfig, options: OpenOptions = {}): Promise<Dataset> {
    const place = placeOf(config.src, config.layer)
    if (!place) {
      const hint = 'Give the address of a dataset’s page (…/explore/dataset/{id}/), or its id as layer="…".'
      throw new DgeError('unsupported', `No dataset in the address ${config.src}`, { url: config.src, hint })
    }
    if (new URL(config.src).searchParams.has('group_by')) {
      const hint = 'Leave group_by out and let the display group (y="sum(…)"), or read the answer as it is with provider="json" path="results".'
      throw new DgeError('unsupported', 'An address with group_by is an answer and not a dataset', { url: config.src, hint })
    }
    return openExplore(place, config, options)
  },
}
export default provider

const pageForms = /^(.*)\/explore\/(?:dataset|embed\/dataset|assets|v2\/dataset)\/([^/]+)/
const apiForms = /^(.*)\/api\/(?:explore\/)?v2(?:\.\d)?\/catalog\/datasets\/([^/]+)/

/** Reads a page or API address; undefined when it names no dataset. */
export function placeOf(src: string, layer?: string): Place | undefined {
  const url = new URL(src)
  const api = apiForms.exec(url.pathname)
  if (api) return { root: url.origin + (api[1] ?? ''), id: decode(api[2] ?? ''), fixed: apiConditions(url.searchParams) }
  const page = pageForms.exec(url.pathname)
  // The API is at the root of the site, whatever language or theme the page has.
  if (page) return { root: url.origin, id: decode(page[2] ?? ''), fixed: pageConditions(url.searchParams) }
  return layer === undefined ? undefined : { root: url.origin, id: layer, fixed: [] }
}

function apiConditions(params: URLSearchParams): (readonly [string, string])[] {
  return [...params].filter(([name, value]) => ['where', 'refine', 'exclude'].includes(name) && value !== '')
}

/** A page's filters: `refine.field=value`, several of one field meaning "or" when it is `disjunctive.field`; words in `q`. */
function pageConditions(params: URLSearchParams): (readonly [string, string])[] {
  const fixed: (readonly [string, string])[] = []
  const either = new Map<string, string[]>()
  for (const [name, value] of params) {
    const field = name.slice(name.indexOf('.') + 1)
    if (value === '') continue
    if (name.startsWith('refine.') && params.has(`disjunctive.${field}`)) either.set(field, [...(either.get(field) ?? []), value])
    else if (name.startsWith('refine.')) fixed.push(['refine', `${field}:${quoteText(value)}`])
    else if (name.startsWith('exclude.')) fixed.push(['exclude', `${field}:${quoteText(value)}`])
    else if (name === 'q') fixed.push(['where', `search(*, ${quoteText(value)})`])
  }
  for (const [field, values] of either) {
    const [first = ''] = values
    if (values.length === 1) fixed.push(['refine', `${field}:${quoteText(first)}`])
    else fixed.push(['where', values.map((value) => `${quoteName(field)} = ${quoteText(value)}`).join(' or ')])
  }
  return fixed
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
