import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { after, before, describe, it } from 'node:test'
import provider from '../../src/providers/wfs.js'
import { execute } from '../../src/data/engine.js'
import { plan } from '../../src/data/plan.js'
import { columnOf, rowsOf } from '../../src/data/table.js'
import { bound } from '../data/random.js'
import { mapServerMissing, startMapServer } from '../servers/mapserver.js'
import type { Dataset } from '../../src/data/dataset.js'
import type { Expr } from '../../src/data/expression.js'
import type { Extent, Filter } from '../../src/data/filter.js'
import type { Aggregate, Order, Query } from '../../src/data/query.js'
import type { Field } from '../../src/data/schema.js'
import type { Table } from '../../src/data/table.js'
import type { MapServerLayer, RunningMapServer } from '../servers/mapserver.js'

/** Numbers in [0, 1) from a seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** Queries over a table, with literals that occur in it (and some that don't). */
class RandomQueries {
  readonly #random: () => number
  readonly #table: Table
  readonly #fields: readonly Field[]
  readonly #geometry: Field | undefined

  constructor(seed: number, table: Table) {
    this.#random = randomOf(seed)
    this.#table = table
    this.#fields = table.schema.filter(({ type }) => type !== 'geometry')
    this.#geometry = table.schema.find(({ type }) => type === 'geometry')
  }

  query(): Query {
    const where = this.#chance(0.75) ? this.#filter(2) : undefined
    const extent = this.#geometry && this.#chance(0.15) ? this.#box() : undefined
    const shape = this.#chance(0.3) ? this.#groups() : this.#rows()
    return { ...(where === undefined ? {} : { where }), ...(extent ? { extent } : {}), ...shape }
  }

  #rows(): Query {
    const names = this.#fields.map(({ name }) => name)
    const select = this.#chance(0.9) ? names.filter(() => this.#chance(0.4)) : undefined
    return {
      ...this.#page(names),
      ...(select === undefined ? {} : { select: select.length > 0 ? select : names.slice(0, 1) }),
    }
  }

  #groups(): Query {
    const key = this.#pick(this.#fields)
    const numbers = this.#fields.filter(({ type }) => type === 'number')
    const number = this.#pick(numbers)
    const aggregate: Aggregate[] = [{ as: 'n', op: 'count' }]
    if (number && this.#chance(0.7)) aggregate.push({ as: 'somme', op: 'sum', expr: { property: number.name } })
    if (number && this.#chance(0.3)) aggregate.push({ as: 'plus', op: 'max', expr: { property: number.name } })
    if (!key || this.#chance(0.4)) return { aggregate: aggregate.slice(0, this.#chance(0.6) ? 1 : 3) }
    const groupBy = [{ as: 'clé', expr: { property: key.name } }]
    return { groupBy, aggregate, ...this.#page(['clé', ...aggregate.map(({ as }) => as)]) }
  }

  #page(names: readonly string[]): Pick<Query, 'orderBy' | 'offset' | 'limit'> {
    const keys: Order[] = names.filter(() => this.#chance(0.2)).slice(0, 2).map((field) => ({ field, desc: this.#chance(0.5) }))
    return {
      ...(keys.length > 0 ? { orderBy: keys } : {}),
      ...(this.#chance(0.3) ? { offset: Math.floor(this.#random() * 4) } : {}),
      ...(this.#chance(0.5) ? { limit: Math.floor(this.#random() * 12) } : {}),
    }
  }

  #filter(depth: number): Filter {
    if (depth > 0 && this.#chance(0.35)) {
      const args = [this.#filter(depth - 1), this.#filter(depth - 1)]
      return { op: this.#chance(0.6) ? 'and' : 'or', args }
    }
    if (depth > 0 && this.#chance(0.15)) return { op: 'not', args: [this.#filter(depth - 1)] }
    if (this.#geometry && this.#chance(0.1)) {
      return { op: 's_intersects', args: [{ property: this.#geometry.name }, { bbox: this.#box() }] }
    }
    return this.#atom(this.#pick(this.#fields) ?? { name: 'code', type: 'string' })
  }

  #atom(field: Field): Filter {
    const property = { property: field.name }
    const kind = this.#random()
    if (kind < 0.1) return { op: 'isNull', args: [property] }
    if (kind < 0.25) return { op: 'in', args: [property, [this.#literal(field), this.#literal(field), this.#literal(field)]] }
    if (kind < 0.35 && field.type !== 'string') {
      return { op: 'between', args: [property, this.#literal(field), this.#literal(field)] }
    }
    if (kind < 0.5 && field.type === 'string') return { op: 'like', args: [property, this.#pattern(field)] }
    const op = this.#pick(['=', '=', '<>', '<', '<=', '>', '>='] as const) ?? '='
    return this.#chance(0.85) ? { op, args: [property, this.#literal(field)] } : { op, args: [this.#literal(field), property] }
  }

  #literal(field: Field): Expr {
    const column = columnOf(this.#table, field.name)
    const value = column[Math.floor(this.#random() * column.length)] ?? null
    if (field.type === 'number') return typeof value === 'number' ? value + (this.#chance(0.2) ? 1 : 0) : 7
    if (field.type === 'date') return { date: new Date(typeof value === 'number' ? value : 0).toISOString().slice(0, 10) }
    return typeof value === 'string' ? (this.#chance(0.9) ? value : `0${value}`) : 'absent'
  }

  #pattern(field: Field): string {
    const literal = this.#literal(field)
    const text = typeof literal === 'string' ? literal.replace(/[%_\\]/g, '\\$&') : ''
    const [first = ''] = text
    return this.#pick([`${first === '\\' ? '' : first}%`, `%${text.slice(-1)}`, '%', text, `_${text.slice(1)}`]) ?? '%'
  }

  #box(): Extent {
    const west = 4 + this.#random() * 4
    const south = 47.5 + this.#random() * 2
    return [west, south, west + this.#random() * 2, south + this.#random()]
  }

  #chance(probability: number): boolean {
    return this.#random() < probability
  }

  #pick<T>(list: readonly T[]): T | undefined {
    return list[Math.floor(this.#random() * list.length)]
  }
}

const communesFile = fileURLToPath(new URL('../../../shared/data/derived/communes_ge.geojson', import.meta.url))
const missing = mapServerMissing()

/** Sixty places with many equal values, nulls and blanks. */
function placesOf(seed: number): object {
  const random = randomOf(seed)
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] ?? null
  const features = Array.from({ length: 60 }, (_, index) => ({
    type: 'Feature',
    properties: {
      code: `0${1000 + index}`.slice(-4 - (index % 2)),
      nom: pick(['Été', 'ete', "d'Or", 'Zoé', 'a%b', 'A_b', 'alpha', 'Alpha', '<b>', null, '']),
      pop: pick([null, 0, 1, 1, 2, 10, 10, 250, -5, 1_000_000]),
      prix: pick([null, 0.1, 0.25, 1 / 3, 2.5, -1.75, 1e-7, 12345.678]),
      jour: pick([null, '2024-01-31', '2023-12-31', '2024-02-29']),
      maj: pick([null, '2024-01-31T23:30:00Z', '2024-07-01T22:30:00Z']),
    },
    geometry: { type: 'Point', coordinates: [4.5 + random() * 3.5, 47.6 + random() * 2] },
  }))
  return { type: 'FeatureCollection', features }
}

async function answer(query: Query, dataset: Dataset): Promise<Table> {
  const { remote, local } = plan(query, dataset.capabilities, dataset.schema)
  return execute(local, await dataset.execute(remote))
}

describe('the law of the plan, on a real MapServer', { skip: missing ? `MapServer ${missing}` : false }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'dge-wfs-law-'))
  const seed = Number(process.env['SEED'] ?? 20260101)
  let server: RunningMapServer
  let gmlOnly: RunningMapServer

  before(async () => {
    const file = join(folder, 'lieux.geojson')
    writeFileSync(file, JSON.stringify(placesOf(seed)))
    const layers: MapServerLayer[] = [
      { name: 'lieux', type: 'POINT', file },
      { name: 'texte', type: 'POINT', file, typed: false },
      { name: 'degres', type: 'POINT', file, crs: 4326 },
    ]
    if (existsSync(communesFile)) layers.push({ name: 'communes', type: 'POLYGON', file: communesFile })
    server = await startMapServer({ layers })
    gmlOnly = await startMapServer({ layers: layers.slice(0, 1), geojson: false, maxFeatures: 17 })
  })
  after(async () => {
    await Promise.all([server?.stop(), gmlOnly?.stop()])
    rmSync(folder, { recursive: true, force: true })
  })

  const compare = async (dataset: Dataset, count: number) => {
    const full = await dataset.execute({})
    assert.equal(full.complete, true)
    const queries = new RandomQueries(seed, full)
    let remotely = 0
    for (let index = 0; index < count; index++) {
      const query = queries.query()
      const expected = execute(bound(query, full.schema), full)
      const found = await answer(query, dataset)
      if (plan(query, dataset.capabilities, dataset.schema).remote.where !== undefined) remotely++
      const words = `seed ${seed}, query ${index}: ${JSON.stringify(query)}`
      assert.deepEqual(found.schema.map(({ name }) => name), expected.schema.map(({ name }) => name), words)
      assert.deepEqual(rowsOf(found), rowsOf(expected), words)
      assert.equal(found.complete, true, words)
    }
    assert.ok(remotely > count / 5, `${remotely} of ${count} queries sent conditions`)
  }

  for (const layer of ['lieux', 'texte', 'degres']) {
    it(`${layer}: 60 random queries`, async () => compare(await provider.open({ src: server.url, layer }), 60))
  }
  it('GML in pages of 17: 40 random queries', async () => compare(await provider.open({ src: gmlOnly.url }), 40))
  it('communes: 20 random queries', { skip: existsSync(communesFile) ? false : 'the communes of ../shared are not here' }, async () => {
    assert.ok(readFileSync(communesFile).length > 0)
    await compare(await provider.open({ src: server.url, layer: 'communes' }), 20)
  })
})
