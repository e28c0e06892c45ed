import { execute } from '../../src/data/engine.js'
import { DgeError } from '../../src/data/errors.js'
import { plan } from '../../src/data/plan.js'
import { DataSource } from '../../src/data/source.js'
import { openDataset } from '../../src/providers/index.js'
import { bound } from '../data/random.js'
import { difference } from './compare.js'
import { Queries } from './queries.js'
import { Traffic } from './traffic.js'
import type { SourceConfig } from '../../src/data/dataset.js'
import type { Query } from '../../src/data/query.js'
import type { Table } from '../../src/data/table.js'
import type { Backend } from './backend.js'

export interface Measure {
  readonly name: string
  readonly queries: number
  /** Queries that the server answered wholly. */
  readonly pushed: number
  /** Queries of which the server did a part: conditions, groups, order or page. */
  readonly partly: number
  /** Refused as unsupported, with a reason. */
  readonly refused: number
  /** Requests and bytes of all queries after the openings, by pages of a hundred: what a page has asked it doesn't ask again. */
  readonly requests: number
  readonly bytes: number
  readonly openingRequests: number
  readonly openingBytes: number
  readonly milliseconds: number
  /** One line per query whose answer differs. */
  readonly differences: readonly string[]
}

export interface Task {
  readonly table: Table
  /** What the backend holds of it, and the types that the author gives, where the data is not as it is meant. */
  readonly served?: Table
  readonly types?: SourceConfig['types']
  /** Field that tells all rows apart. */
  readonly unique: string
  readonly queries: number
  readonly seed: number
}

/** Questions that one page asks; the next one begins with nothing at hand. */
const perPage = 100

/** Asks the backend so many random questions about the table, and compares each answer with the engine's on the table. */
export async function measure(backend: Backend, { table, unique, queries, seed, served: held = table, types }: Task): Promise<Measure> {
  const running = await backend.start(held)
  const traffic = new Traffic()
  try {
    const page = () => new DataSource({ ...running.config, ...(types ? { types } : {}) }, (config, options) => openDataset(config, options))
    let source = page()
    let { capabilities } = await source.dataset()
    const schema = await source.schema()
    const served = new Set(schema.map(({ name }) => name))
    const absent = table.schema.filter(({ name, type }) => type !== 'geometry' && !served.has(name))
    if (absent.length > 0) throw new Error(`${backend.name} does not serve ${absent.map(({ name }) => name).join(', ')} but ${[...served].join(', ')}`)
    const opening = { requests: traffic.requests, bytes: traffic.bytes }
    const openings = { ...opening }
    const asked = geometryAs(table, schema.find(({ type }) => type === 'geometry')?.name)
    const random = new Queries(seed, asked, unique)
    const differences: string[] = []
    let [pushed, partly, refused] = [0, 0, 0]
    const before = performance.now()
    for (let index = 0; index < queries; index++) {
      if (index > 0 && index % perPage === 0) {
        const [requests, bytes] = [traffic.requests, traffic.bytes]
        source = page()
        capabilities = (await source.dataset()).capabilities
        openings.requests += traffic.requests - requests
        openings.bytes += traffic.bytes - bytes
      }
      const query = random.next()
      const { remote, local } = plan(query, capabilities, schema)
      if (isWhole(local)) pushed++
      else if (Object.keys(remote).some((part) => part !== 'select')) partly++
      try {
        const found = difference(await source.query(query), execute(bound(query, asked.schema), asked), query)
        if (found) differences.push(`seed ${seed}, query ${index}: ${found}\n    ${JSON.stringify(query)}`)
      } catch (error) {
        if (error instanceof DgeError && error.kind === 'unsupported') refused++
        else differences.push(`seed ${seed}, query ${index}: ${String(error)}\n    ${JSON.stringify(query)}`)
      }
    }
    return {
      name: backend.name, queries, pushed, partly, refused, differences,
      requests: traffic.requests - openings.requests, bytes: traffic.bytes - openings.bytes,
      openingRequests: opening.requests, openingBytes: opening.bytes,
      milliseconds: performance.now() - before,
    }
  } finally {
    traffic.stop()
    await running.stop()
  }
}

/** Nothing of weight is left to do here (choosing columns costs nothing). */
function isWhole(local: Query): boolean {
  return Object.keys(local).every((part) => part === 'select')
}

/** The table with its geometry under the name that the backend gives it, or without when it has none. */
export function geometryAs(table: Table, name: string | undefined): Table {
  const own = table.schema.find(({ type }) => type === 'geometry')
  if (!own || own.name === name) return table
  const rest = table.schema.filter((field) => field !== own)
  const schema = name === undefined ? rest : [...rest, { ...own, name }]
  const columns = new Map(rest.map((field) => [field.name, table.columns.get(field.name) ?? []]))
  if (name !== undefined) columns.set(name, table.columns.get(own.name) ?? [])
  return { ...table, schema, columns }
}
