import type { Reply, Route } from './fault-server.js'

const keys = ['code', 'nom', 'codeDepartement', 'codeRegion', 'codeEpci', 'siren', 'limit', 'type', 'boost', 'fields', 'format', 'geometry']

/** geo.api.gouv.fr by its guide (never compared with one on the wire): codes choose places, `fields` columns; code and name always come. */
export function listOf(places: readonly Readonly<Record<string, unknown>>[], deaf = false): Route {
  return (_request, url): Reply => {
    const strange = [...url.searchParams.keys()].find((name) => !keys.includes(name))
    if (strange) return { status: 400, type: 'text/plain', body: `Unknown parameter ${strange}` }
    const fields = ['code', 'nom', ...(url.searchParams.get('fields') ?? 'codesPostaux').split(',')]
    const kept = places.filter((place) => deaf || ['code', 'codeDepartement', 'codeRegion', 'codeEpci'].every((name) => !url.searchParams.has(name) || place[name] === url.searchParams.get(name)))
    const limit = Number(url.searchParams.get('limit') ?? Infinity)
    return { body: JSON.stringify(kept.slice(0, limit).map((place) => Object.fromEntries(fields.flatMap((name) => (name in place ? [[name, place[name]]] : []))))) }
  }
}
