import { createServer } from 'node:http'
import { parseFilter } from '../../src/data/cql2.js'
import { execute } from '../../src/data/engine.js'
import { createTable } from '../../src/data/table.js'
import type { AddressInfo } from 'node:net'
import type { Extent } from '../../src/data/filter.js'
import type { Schema } from '../../src/data/schema.js'
import type { Value } from '../../src/data/table.js'

export interface OgcFeature {
  readonly id?: string | number
  readonly properties: Readonly<Record<string, unknown>>
  readonly geometry: { readonly type: 'Point'; readonly coordinates: readonly [number, number] } | null
}

/** How the server departs from a good one. */
export interface OgcApiOptions {
  readonly features: readonly OgcFeature[]
  /** Types of the properties; what queryables say. */
  readonly schema: Schema
  /** Tails of conformance classes beside the core; all of Part 3 and `properties` when absent. */
  readonly conforms?: readonly string[]
  /** Features per page at most. */
  readonly most?: number
  /** Parameters that it takes without doing anything. */
  readonly ignores?: readonly string[]
  /** How next links say where: an offset, a token; none = no link. */
  readonly next?: 'offset' | 'token' | 'none'
  /** What numberMatched says of so many; undefined leaves it out. */
  readonly count?: (matched: number) => number | undefined
  /** Parameters outside the standard are answered with 400. */
  readonly strict?: boolean
  /** Spoils an answer: gets the path with query, gives status and body in place of the right ones. */
  readonly spoil?: (path: string) => { readonly status?: number; readonly type?: string; readonly body: string } | undefined
  /** Features that the filter loses. */
  readonly loses?: (feature: OgcFeature) => boolean
  /** Reads a bbox as latitude, longitude. */
  readonly latitudeFirst?: boolean
}

export interface OgcApiServer {
  /** The landing page. */
  readonly url: string
  /** Decoded path and query of all requests, in order. */
  readonly requests: string[]
  stop(): Promise<void>
}

const part3 = [
  'ogcapi-features-3/1.0/conf/filter', 'ogcapi-features-3/1.0/conf/features-filter', 'ogcapi-features-3/1.0/conf/queryables',
  'cql2/1.0/conf/cql2-text', 'cql2/1.0/conf/basic-cql2', 'cql2/1.0/conf/advanced-comparison-operators',
  'ogcapi-features-6/1.0/conf/properties',
]
const known = ['f', 'limit', 'bbox', 'filter', 'filter-lang', 'properties', 'offset', 'token']

/**
 * An OGC API Features server (collection "lieux") written from the standard, never seen on the wire: Part 3 and 6 have no
 * server that could run here. It answers by the engine, and misbehaves as told.
 */
export async function startOgcApi(options: OgcApiOptions): Promise<OgcApiServer> {
  const requests: string[] = []
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`)
    const path = decodeURIComponent(url.pathname + url.search)
    requests.push(path)
    const spoilt = options.spoil?.(path)
    const { status = 200, body, type = 'application/json' } = spoilt ?? answer(url, options)
    response.writeHead(status, { 'content-type': type, 'access-control-allow-origin': '*' }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/ogcapi`,
    requests,
    stop: () => new Promise((resolve) => {
      server.closeAllConnections()
      server.close(() => resolve())
    }),
  }
}

interface Reply {
  readonly status?: number
  readonly type?: string
  readonly body: string
}

const json = (body: unknown, status = 200): Reply => ({ status, body: JSON.stringify(body) })

function answer(url: URL, options: OgcApiOptions): Reply {
  const root = `${url.origin}/ogcapi`
  const collection = {
    id: 'lieux', title: 'Lieux &amp; places', description: '<p>Une <b>description</b></p>', itemType: 'feature', attribution: 'Région',
    extent: { spatial: { bbox: [[4, 47, 0, 8, 50, 900]] } },
    links: [
      { rel: 'items', type: 'text/html', href: `${root}/collections/lieux/items?f=html` },
      { rel: 'items', type: 'application/geo+json', href: `${root}/collections/lieux/items?f=json` },
      { rel: 'license', type: 'text/html', title: 'Licence Ouverte 2.0', href: 'https://www.etalab.gouv.fr/licence-ouverte-open-licence' },
      { rel: 'alternate', type: 'text/html', href: '/lieux.html' },
      { rel: 'enclosure', type: 'text/csv;charset=UTF-8', href: `${root}/lieux.csv` },
      { rel: 'enclosure', type: 'text/csv', href: 'javascript:alert(1)' },
    ],
  }
  const classes = ['ogcapi-features-1/1.0/conf/core', ...(options.conforms ?? part3)]
  switch (url.pathname.replace(/\/$/, '')) {
    case '/ogcapi':
      return json({ title: 'API', links: [{ rel: 'conformance', href: './ogcapi/conformance' }, { rel: 'data', href: './ogcapi/collections' }] })
    case '/ogcapi/conformance':
      return json({ conformsTo: classes.map((tail) => `http://www.opengis.net/spec/${tail}`) })
    case '/ogcapi/collections':
      return json({ links: [], collections: [collection, { id: 'tuiles', itemType: 'coverage' }] })
    case '/ogcapi/collections/lieux':
      return json(collection)
    case '/ogcapi/collections/lieux/queryables':
      return json({ type: 'object', properties: queryablesOf(options.schema) })
    case '/ogcapi/collections/lieux/items':
      return items(url, options)
    default:
      return json({ code: 'NotFound', description: url.pathname }, 404)
  }
}

function queryablesOf(schema: Schema): object {
  const typeOf = (type: string, precision?: string) => (type === 'date' ? { type: 'string', format: precision === 'day' ? 'date' : 'date-time' } : { type })
  return Object.fromEntries(
    schema.map(({ name, title, type, precision }) => [name, type === 'geometry' ? { format: 'geometry-any' } : { ...typeOf(type, precision), title: title ?? name }])
  )
}

function items(url: URL, options: OgcApiOptions): Reply {
  const { features, schema, most = 10_000, ignores = [], next = 'offset', count = (all: number) => all } = options
  const given = (name: string) => (ignores.includes(name) ? null : url.searchParams.get(name))
  const strange = [...url.searchParams.keys()].find((name) => !known.includes(name) && !schema.some((field) => field.name === name))
  if (options.strict && (strange !== undefined || url.searchParams.has('f'))) return json({ code: 'InvalidParameterValue', description: `Unknown parameter ${strange ?? 'f'}` }, 400)
  let kept: readonly OgcFeature[]
  try {
    kept = matching(url, given, options)
  } catch (error) {
    return json({ type: 'about:blank', title: 'Bad Request', status: 400, detail: String(error) }, 400)
  }
  const start = Number(given(next === 'token' ? 'token' : 'offset') ?? 0)
  if (start > 0 && start >= kept.length) return json({ code: 'InvalidParamterValue', description: 'Offset out of range.' }, 400)
  const limit = Math.min(most, Number(given('limit') ?? 10))
  const names = given('properties')?.split(',')
  const page = kept.slice(start, start + limit).map(({ id, properties, geometry }) => ({
    type: 'Feature', ...(id === undefined ? {} : { id }), geometry,
    properties: names ? Object.fromEntries(Object.entries(properties).filter(([name]) => names.includes(name))) : properties,
  }))
  const links: object[] = [{ rel: 'self', href: url.href }]
  if (next !== 'none' && (start + limit < kept.length || ignores.includes('offset')) && features.length > 0) {
    const further = new URL(url)
    further.searchParams.set(next, String(Number(url.searchParams.get(next) ?? 0) + limit))
    links.push({ rel: 'next', type: 'application/geo+json', href: further.pathname + further.search })
  }
  const numberMatched = count(kept.length)
  return { type: 'application/geo+json', body: JSON.stringify({ type: 'FeatureCollection', ...(numberMatched === undefined ? {} : { numberMatched }), numberReturned: page.length, features: page, links }) }
}

function matching(url: URL, given: (name: string) => string | null, { features, schema, conforms, loses, latitudeFirst }: OgcApiOptions): readonly OgcFeature[] {
  const filter = given('filter')
  const bbox = given('bbox')?.split(',').map(Number)
  const [a = 0, b = 0, c = 0, d = 0] = bbox ?? []
  const extent: Extent | undefined = bbox && (latitudeFirst ? [b, a, d, c] : [a, b, c, d])
  const valueOf = (feature: OgcFeature, name: string, type: string): Value => {
    const value = type === 'geometry' ? feature.geometry : feature.properties[name]
    return (type === 'date' && typeof value === 'string' ? Date.parse(value) : (value ?? null)) as Value
  }
  const full: Schema = [...schema, { name: '#', type: 'number' }]
  const columns = new Map(full.map(({ name, type }) => [name, features.map((feature, index) => (name === '#' ? index : valueOf(feature, name, type)))]))
  const where = filter === null ? undefined : parseFilter(filter, schema)
  const found = execute({ ...(where === undefined ? {} : { where }), ...(extent ? { extent } : {}), select: ['#'] }, createTable(full, columns))
  const rows = Array.from(found.columns.get('#') ?? [], (index) => features[Number(index)]).filter((feature) => feature !== undefined)
  const params = conforms?.some((tail) => tail.endsWith('queryables-query-parameters'))
    ? schema.flatMap(({ name }) => (given(name) === null ? [] : [[name, given(name)] as const]))
    : []
  const equal = rows.filter(({ properties }) => params.every(([name, value]) => String(properties[name]) === value))
  return loses && filter !== null ? equal.filter((feature) => !loses(feature)) : equal
}
