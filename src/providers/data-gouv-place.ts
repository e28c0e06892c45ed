import { DgeError } from '../data/errors.js'
import type { Argument } from './data-gouv-api.js'

/** Where an address points. */
export interface GouvPlace {
  /** `…/api` of the catalogue, when there is one beside. */
  readonly catalogue?: string
  /** `…/api` of the Tabular API. */
  readonly tabular?: string
  /** Name or identifier. */
  readonly dataset?: string
  readonly resource?: string
  /** Conditions in an address of the Tabular API. */
  readonly fixed?: readonly Argument[]
}

/** The Tabular API beside a catalogue. @see https://github.com/datagouv/api-tabular */
const servers: readonly (readonly [catalogue: string, tabular: string])[] = [
  ['www.data.gouv.fr', 'tabular-api.data.gouv.fr'],
  ['demo.data.gouv.fr', 'tabular-api.preprod.data.gouv.fr'],
]
const identifier = '[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}'

/** Reads addresses of pages, permalinks, the catalogue's API and the Tabular API; undefined when they name no dataset. */
export function placeOf(src: string): GouvPlace | undefined {
  const url = new URL(src)
  const tabular = new RegExp(`^(.*/api)/resources/(${identifier})(?:/|$)`).exec(url.pathname)
  if (tabular) {
    const [, path = '', resource = ''] = tabular
    const catalogue = catalogueOf(url)
    return { tabular: url.origin + path, resource, fixed: conditionsOf(url), ...(catalogue ? { catalogue } : {}) }
  }
  const beside = tabularOf(url)
  const at = { catalogue: `${url.protocol}//${siteOf(url)}/api`, ...(beside ? { tabular: beside } : {}) }
  const [, rest = ''] = /^(?:\/api\/[12]|\/\w\w)?\/datasets\/(.*)$/.exec(url.pathname) ?? []
  const named =
    new RegExp(`^#/?resources?[/-](${identifier})`).exec(url.hash)?.[1] ??
    url.searchParams.get('resource_id') ??
    new RegExp(`/resources/(${identifier})`).exec(url.pathname)?.[1]
  const [, link] = new RegExp(`^(?:r|resources)/(${identifier})`).exec(rest) ?? []
  if (link !== undefined) return { ...at, resource: link }
  const [, dataset] = /^([^/]+)/.exec(rest) ?? []
  if (dataset === undefined || dataset === 'r' || dataset === 'search') return undefined
  return { ...at, dataset, ...(named ? { resource: named } : {}) }
}

const local = /^(localhost|127\.0\.0\.1|\[::1\])$/

/** The catalogue's host: ecologie.data.gouv.fr, meteo.data.gouv.fr… show datasets of the national one. */
function siteOf({ hostname, host }: URL): string {
  return /(^|\.)data\.gouv\.fr$/.test(hostname) && !hostname.startsWith('demo.') ? 'www.data.gouv.fr' : host
}

function tabularOf(url: URL): string | undefined {
  if (local.test(url.hostname)) return `${url.origin}/api`
  const found = servers.find(([catalogue]) => catalogue === siteOf(url))?.[1]
  return found && `${url.protocol}//${found}/api`
}

function catalogueOf({ protocol, hostname, origin }: URL): string | undefined {
  if (local.test(hostname)) return `${origin}/api`
  const found = servers.find(([, tabular]) => tabular === hostname)?.[0]
  return found && `${protocol}//${found}/api`
}

/**
 * The rows that the author's address chooses; its page, order and columns are of one request only.
 * @throws DgeError `query` for groups and totals, which displays ask for themselves
 */
function conditionsOf(url: URL): Argument[] {
  const fixed: Argument[] = []
  for (const part of url.search.slice(1).split('&').filter(Boolean)) {
    const at = part.indexOf('=')
    const name = decoded(at < 0 ? part : part.slice(0, at))
    if (/^(page|page_size|columns)$|__sort$/.test(name)) continue
    if (at < 0 && !/__is(not)?null$/i.test(name)) {
      throw new DgeError('query', `The address has “${name}”, which groups or sums rows`, {
        url: url.href,
        hint: 'Leave it out of src and say it in the display: x="departement" y="sum(population)".',
      })
    }
    fixed.push(at < 0 ? [name] : [name, decoded(part.slice(at + 1))])
  }
  return fixed
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
