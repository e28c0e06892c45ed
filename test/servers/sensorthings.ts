import { startFaultServer } from './fault-server.js'
import type { FaultServer, Reply, Route } from './fault-server.js'

export interface ThingsOptions {
  /** Hears none of `$filter` and `$orderby`. */
  readonly deaf?: boolean
  /** Entities per answer at most. */
  readonly most?: number
  /** Gives the first page whatever `$skip` says. */
  readonly stuck?: boolean
  /** Refuses `$expand`. */
  readonly flat?: boolean
  /** Says a number that is wrong. */
  readonly count?: number
}

type Entity = Readonly<Record<string, unknown>>

const taken = ['$filter', '$expand', '$select', '$orderby', '$top', '$skip', '$count']

/**
 * Plays a SensorThings service from the standard (never compared with one on the wire): conditions are really evaluated,
 * links to further pages name a host inside, unknown parameters are refused.
 */
export async function startThings(collections: Readonly<Record<string, readonly Entity[]>>, options: ThingsOptions = {}): Promise<FaultServer> {
  const routes: Record<string, Route> = {}
  for (const [path, entities] of Object.entries(collections)) {
    routes[`/v1.1/${path}`] = (_request, url) => {
      try {
        return answer(path, entities, url, options)
      } catch (error) {
        return { status: 400, body: JSON.stringify({ code: 400, type: 'error', message: String(error) }) }
      }
    }
  }
  routes['/v1.1'] = { body: JSON.stringify({ value: Object.keys(collections).filter((name) => /^\w+$/.test(name)).map((name) => ({ name, url: `http://intern/v1.1/${name}` })) }) }
  return startFaultServer(routes)
}

function answer(path: string, entities: readonly Entity[], { searchParams }: URL, { deaf, most = 100, stuck, flat, count }: ThingsOptions): Reply {
  for (const name of searchParams.keys()) if (!taken.includes(name)) throw new Error(`Unknown parameter ${name}`)
  if (flat && searchParams.has('$expand')) throw new Error('Expanding is not supported')
  const [single] = entities
  if (/\)$/.test(path)) return { body: JSON.stringify(single) }
  const filter = searchParams.get('$filter')
  const kept = filter === null || deaf ? [...entities] : entities.filter(new OData(filter).parse())
  const keys = deaf ? [] : (searchParams.get('$orderby') ?? 'id').split(',').map((key) => key.trim().split(' '))
  kept.sort((a, b) => {
    for (const [name = '', direction] of keys) {
      const [left, right] = [member(a, name), member(b, name)]
      if (left !== right) return (Number(left > right) * 2 - 1) * (direction === 'desc' ? -1 : 1)
    }
    return 0
  })
  const skip = Number(searchParams.get('$skip') ?? 0)
  const top = Math.min(Number(searchParams.get('$top') ?? most), most)
  const select = searchParams.get('$select')?.split(',')
  const expand = (searchParams.get('$expand') ?? '').replace(/\(.*?\)/g, '').split(',').map((name) => name.split('/')[0] ?? '')
  const nested = ['Thing', 'Locations', 'Observations', 'ObservedProperty']
  const page = (stuck ? kept.slice(0, top) : kept.slice(skip, skip + top)).map((entity) => Object.fromEntries(Object.entries(entity).filter(([name]) =>
    select ? select.includes(name === '@iot.id' ? 'id' : name) : !nested.includes(name) || expand.includes(name))))
  const more = skip + top < kept.length && top > 0
  const next = new URLSearchParams(searchParams)
  next.set('$skip', String(skip + top))
  return {
    body: JSON.stringify({
      ...(searchParams.get('$count') === 'true' ? { '@iot.count': count ?? kept.length } : {}),
      ...(more ? { '@iot.nextLink': `http://intern:8080/FROST/v1.1/${path}?${next.toString()}` } : {}),
      value: page,
    }),
  }
}

function member(entity: Entity, name: string): string | number {
  const value = entity[name === 'id' ? '@iot.id' : name]
  // Instants compare by time, whatever zone they are written in.
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value)) return Date.parse(value)
  return value as string | number
}

/** `and or`, brackets, `eq ne lt le gt ge`, `startswith`. */
class OData {
  readonly #tokens: string[]
  #at = 0
  constructor(text: string) {
    this.#tokens = text.match(/\(|\)|,|'(?:[^']|'')*'|[^\s(),]+/g) ?? []
  }

  parse(): (entity: Entity) => boolean {
    const found = this.#or()
    if (this.#at < this.#tokens.length) throw new Error(`Unexpected '${this.#tokens[this.#at]}'`)
    return found
  }

  #or(): (entity: Entity) => boolean {
    let left = this.#and()
    while (this.#take('or')) {
      const [one, other] = [left, this.#and()]
      left = (entity) => one(entity) || other(entity)
    }
    return left
  }

  #and(): (entity: Entity) => boolean {
    let left = this.#one()
    while (this.#take('and')) {
      const [one, other] = [left, this.#one()]
      left = (entity) => one(entity) && other(entity)
    }
    return left
  }

  #one(): (entity: Entity) => boolean {
    if (this.#take('(')) {
      const inner = this.#or()
      this.#expect(')')
      return inner
    }
    const name = this.#next()
    if (name === 'startswith') {
      this.#expect('(')
      const field = this.#next()
      this.#expect(',')
      const text = this.#literal(this.#next())
      this.#expect(')')
      return (entity) => String(member(entity, field)).startsWith(String(text))
    }
    const [op, value] = [this.#next(), this.#literal(this.#next())]
    if (!/^[A-Za-z]\w*$/.test(name) || !['eq', 'ne', 'lt', 'le', 'gt', 'ge'].includes(op)) throw new Error(`Unknown condition '${name} ${op}'`)
    return (entity) => {
      const found = member(entity, name)
      if (found === null || found === undefined) return false
      return op === 'eq' ? found === value : op === 'ne' ? found !== value : op === 'lt' ? found < value : op === 'le' ? found <= value : op === 'gt' ? found > value : found >= value
    }
  }

  #literal(text: string): string | number {
    if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'")
    const value = /^\d{4}-/.test(text) ? Date.parse(text) : Number(text)
    if (Number.isNaN(value)) throw new Error(`No literal '${text}'`)
    return value
  }

  #next(): string {
    const token = this.#tokens[this.#at++]
    if (token === undefined) throw new Error('The condition ends too early')
    return token
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false
    this.#at++
    return true
  }

  #expect(token: string): void {
    if (!this.#take(token)) throw new Error(`'${token}' expected`)
  }
}
