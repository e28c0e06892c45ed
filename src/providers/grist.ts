import { noCapabilities } from '../data/capabilities.js'
import { DgeError, isAbort } from '../data/errors.js'
import { isProperty } from '../data/expression.js'
import { conjunctsOf } from '../data/filter.js'
import { checkTypes } from '../data/check-types.js'
import { execute } from '../data/engine.js'
import { createTable } from '../data/table.js'
import { request } from './http.js'
import { readText } from './read-text.js'
import { readJson } from './read-json.js'
import { gristValue, typeOfGrist } from './grist-values.js'
import { objectOf, plainText } from './opendatasoft-fields.js'
import type { Dataset, ExecuteOptions, OpenOptions, Provider, SourceConfig } from '../data/dataset.js'
import type { Expr } from '../data/expression.js'
import type { Filter } from '../data/filter.js'
import type { Query } from '../data/query.js'
import type { Field, FieldType } from '../data/schema.js'
import type { Table, Value } from '../data/table.js'

type Json = Readonly<Record<string, unknown>>
type Pairs = readonly (readonly [string, string | number])[]

/** A column with what is needed to read its cells. */
interface GristColumn {
  readonly name: string
  readonly kind: string
  readonly field: Field
  /** Of references: what the referenced rows are called, by their number. */
  readonly labels?: ReadonlyMap<number, Value>
}

/** Records of the first request: a table that ends before is held whole. */
const firstRecords = 1000
const defaultMaxRows = 250_000

/**
 * A table of a Grist document (grist.numerique.gouv.fr, getgrist.com…): `…/api/docs/<doc>/tables/<table>/records`, or the
 * document's page with the table in `layer="…"`. A table under 1,000 rows is read once; of a larger one the API can filter
 * by equality and limit, everything else is done here.
 * @see https://support.getgrist.com/api/
 */
const provider: Provider = {
  name: 'grist',
  async open(config: SourceConfig, options: OpenOptions = {}): Promise<Dataset> {
    options.response?.body?.cancel().catch(() => {})
    const api = new GristApi(config)
    const table = api.table ?? (await tableOf(api, config, options))
    const path = `/tables/${encodeURIComponent(table)}`
    const whole = api.fixed.some(([name]) => name === 'limit')
    const [about, columns, first] = await Promise.all([
      api.json('', [], options).catch(unlessAborted),
      api.json(`${path}/columns`, [], options),
      api.records(path, whole ? [] : [['limit', firstRecords]], options),
    ])
    const read = await columnsOf(columns['columns'], first, config, api, options)
    const title = plainText(objectOf(about)['name'])
    const metadata = { title: title === undefined ? table : `${title} – ${table}`, ...dated('modified', about, 'updatedAt'), ...dated('created', about, 'createdAt') }
    return new GristDataset(api, path, read, metadata, whole || first.length !== firstRecords ? first : undefined, config.maxRows)
  },
}
export default provider

class GristApi {
  readonly table: string | undefined
  /** Conditions of the author's address. */
  readonly fixed: Pairs
  readonly #base: string
  readonly #timeout: number | undefined

  constructor({ src, layer, timeout }: SourceConfig) {
    const url = new URL(src)
    const api = /^(.*)\/api\/docs\/([^/]+)(?:\/tables\/([^/]+))?/.exec(url.pathname)
    const page = /^((?:\/o\/[^/]+)?)\/(?:doc\/)?([\w~-]{10,})(?:\/|$)/.exec(url.pathname)
    const [, prefix = '', doc] = api ?? page ?? []
    if (doc === undefined) {
      throw new DgeError('unsupported', `No Grist document in the address ${src}`, { url: src, hint: 'Give the address of a table of its API: …/api/docs/<document>/tables/<table>/records.' })
    }
    this.#base = `${url.origin}${prefix}/api/docs/${doc}`
    this.#timeout = timeout
    this.table = api?.[3] === undefined ? layer || undefined : decodeURIComponent(api[3])
    this.fixed = [...url.searchParams].filter(([name, value]) => api?.[3] !== undefined && /^(filter|sort|limit)$/.test(name) && value !== '')
  }

  get filtered(): boolean {
    return this.fixed.some(([name]) => name === 'filter')
  }

  url(path: string, pairs: Pairs): string {
    const query = pairs.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&')
    return `${this.#base}${path}${query === '' ? '' : `?${query}`}`
  }

  /** @throws DgeError `http` with Grist's words */
  async json(path: string, pairs: Pairs, call: ExecuteOptions): Promise<Json> {
    const url = this.url(path, pairs)
    const response = await request(url, { signal: call.signal, timeout: this.#timeout, accept: [400, 401, 403, 404] })
    if (response.ok) return objectOf(await readJson(response, { signal: call.signal }))
    const said = /"error"\s*:\s*"([^"]{1,300})/.exec(await readText(response, { signal: call.signal, maxBytes: 100_000 }))?.[1]
    const what = response.status === 404 ? 'has no such document or table' : response.status === 400 ? 'refuses the request' : 'does not show this document to everybody'
    throw new DgeError('http', `Grist ${what}${said === undefined ? '' : ` (${said})`}: ${url}`, {
      url,
      status: response.status,
      ...(response.status === 401 || response.status === 403 ? { hint: 'The document must be shared with everybody who has the link (Public access: viewer).' } : {}),
    })
  }

  async records(path: string, pairs: Pairs, call: ExecuteOptions): Promise<Json[]> {
    const { records } = await this.json(`${path}/records`, [...this.fixed, ...pairs], call)
    if (!Array.isArray(records)) throw new DgeError('format', `No records in the answer of ${this.url(`${path}/records`, [])}`, { url: this.url(path, []) })
    return records.map(objectOf)
  }
}

/** The only table of the document. @throws DgeError `query` with the choices */
async function tableOf(api: GristApi, { src }: SourceConfig, call: ExecuteOptions): Promise<string> {
  const { tables } = await api.json('/tables', [], call)
  const names = (Array.isArray(tables) ? tables : []).map((table) => objectOf(table)['id']).filter((id) => typeof id === 'string' && !id.startsWith('_grist'))
  const [only] = names
  if (typeof only === 'string' && names.length === 1) return only
  if (names.length === 0) throw new DgeError('empty', `The Grist document has no table: ${src}`, { url: src })
  throw new DgeError('query', `The Grist document has ${names.length} tables and none is named: ${names.slice(0, 20).join(', ')}`, {
    url: src,
    hint: 'Name one with layer="…".',
    choices: names.map((name) => ({ layer: String(name) })),
  })
}

async function columnsOf(answer: unknown, sample: readonly Json[], config: SourceConfig, api: GristApi, call: ExecuteOptions): Promise<GristColumn[]> {
  const declared = (Array.isArray(answer) ? answer : []).map(objectOf).filter(({ id }) => typeof id === 'string' && id !== 'manualSort' && !id.startsWith('gristHelper_'))
  if (declared.length === 0) throw new DgeError('format', `Grist describes no column of ${config.src}`, { url: config.src })
  checkTypes(config.types, declared.map(({ id }) => String(id)))
  return Promise.all(
    declared.map(async ({ id, fields }): Promise<GristColumn> => {
      const name = String(id)
      const about = objectOf(fields)
      const kind = typeof about['type'] === 'string' ? about['type'] : 'Any'
      const type = (Object.hasOwn(config.types ?? {}, name) ? config.types?.[name] : undefined) ?? typeOfGrist(kind) ?? sampledType(sample, name)
      const title = plainText(about['label'])
      const description = plainText(about['description'])
      const labels = /^Ref(List)?:/.test(kind) ? await labelsOf(kind, about['visibleCol'], api, call).catch(unlessAborted) : undefined
      const field: Field = {
        name,
        type,
        ...(title && title !== name ? { title } : {}),
        ...(type === 'date' ? { precision: kind.startsWith('DateTime') ? ('time' as const) : ('day' as const) } : {}),
        ...(description ? { description } : {}),
      }
      return { name, kind, field, ...(labels ? { labels } : {}) }
    })
  )
}

/** Formulas have the type `Any` until somebody sets it. */
function sampledType(sample: readonly Json[], name: string): FieldType {
  const values = sample.map((record) => objectOf(record['fields'])[name]).filter((value) => value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && value[0] === 'E'))
  if (values.length === 0) return 'string'
  if (values.every((value) => typeof value === 'number')) return 'number'
  if (values.every((value) => typeof value === 'boolean')) return 'boolean'
  return values.every((value) => Array.isArray(value) && (value[0] === 'd' || value[0] === 'D')) ? 'date' : 'string'
}

/** What the rows of the referenced table are called: the column that the document shows for them. */
async function labelsOf(kind: string, visible: unknown, api: GristApi, call: ExecuteOptions): Promise<ReadonlyMap<number, Value> | undefined> {
  const path = `/tables/${encodeURIComponent(kind.replace(/^Ref(List)?:/, ''))}`
  if (typeof visible !== 'number' || visible === 0) return undefined
  const { columns } = await api.json(`${path}/columns`, [], call)
  const shown = (Array.isArray(columns) ? columns : []).map(objectOf).find(({ fields }) => objectOf(fields)['colRef'] === visible)
  if (typeof shown?.['id'] !== 'string') return undefined
  const { records } = await api.json(`${path}/records`, [], call)
  const shownKind = String(objectOf(shown['fields'])['type'] ?? 'Any')
  const type = typeOfGrist(shownKind) === 'number' ? 'number' : 'string'
  return new Map((Array.isArray(records) ? records : []).map(objectOf).map((record) => [Number(record['id']), gristValue(objectOf(record['fields'])[String(shown['id'])], shownKind, type)]))
}

class GristDataset implements Dataset {
  readonly schema
  readonly metadata
  readonly capabilities
  readonly downloads
  readonly total?: number
  readonly #api: GristApi
  readonly #path: string
  readonly #columns: readonly GristColumn[]
  readonly #maxRows: number
  readonly #whole: Table | undefined

  constructor(api: GristApi, path: string, columns: readonly GristColumn[], metadata: Dataset['metadata'], whole: readonly Json[] | undefined, maxRows = defaultMaxRows) {
    this.#api = api
    this.#path = path
    this.#columns = columns
    this.#maxRows = maxRows
    this.schema = columns.map(({ field }) => field)
    this.metadata = metadata
    this.downloads = [{ url: api.url('/download/csv', [['tableId', decodeURIComponent(path.replace(/^\/tables\//, ''))]]), format: 'csv' }]
    this.#whole = whole && this.#table(whole.slice(0, maxRows), whole.length <= maxRows, whole.length)
    if (whole) this.total = whole.length
    this.capabilities = whole ? noCapabilities : {
      ...noCapabilities,
      // Checked here again: an equality that is not heard brings all rows.
      where: (filter: Filter) => (this.#values(filter) ? ('superset' as const) : ('local' as const)),
      page: { rows: true, groups: false },
    }
  }

  async execute(query: Query, options: ExecuteOptions = {}): Promise<Table> {
    if (this.#whole) return execute(query, this.#whole)
    const filter = new Map<string, readonly (string | number)[]>()
    for (const conjunct of conjunctsOf(query.where)) {
      const [name, values] = this.#values(conjunct) ?? []
      if (name !== undefined && values && !filter.has(name)) filter.set(name, values)
    }
    const limit = query.limit === undefined || query.where !== undefined ? undefined : (query.offset ?? 0) + query.limit
    const most = Math.min(limit ?? Infinity, this.#maxRows)
    const pairs: Pairs = [
      ...(filter.size > 0 ? [['filter', JSON.stringify(Object.fromEntries(filter))] as const] : []),
      // One more tells whether there are more; 0 means no limit.
      ['limit', most + 1],
    ]
    const records = await this.#api.records(this.#path, pairs, options)
    options.onProgress?.(records.length)
    const all = records.length <= most
    const table = this.#table(records.slice(0, most), all || (limit !== undefined && limit <= this.#maxRows), all && query.where === undefined ? records.length : undefined)
    return execute(query, table)
  }

  /** A column's equality with values, as the `filter` parameter can say it. */
  #values(filter: Filter): readonly [string, readonly (string | number)[]] | undefined {
    if (typeof filter === 'boolean' || !('op' in filter) || this.#api.filtered) return undefined
    const [left, right] = filter.op === '=' ? filter.args : filter.op === 'in' ? filter.args : []
    if (left === undefined || right === undefined || !isProperty(left)) return undefined
    const column = this.#columns.find(({ name }) => name === (left as { property: string }).property)
    const native = column && /^(Text|Choice|Int|Numeric)$/.test(column.kind) && typeOfGrist(column.kind) === column.field.type
    const values = (Array.isArray(right) ? right : [right]) as readonly Expr[]
    const plain = values.filter((value) => typeof value === 'string' || typeof value === 'number')
    return column && native && plain.length === values.length && plain.length > 0 && !plain.includes('') ? [column.name, plain] : undefined
  }

  #table(records: readonly Json[], complete: boolean, total: number | undefined): Table {
    const rows = records.map((record) => objectOf(record['fields']))
    const columns = this.#columns.map(({ name, kind, field, labels }) => [
      name,
      rows.map((row) => (Object.hasOwn(row, name) ? this.#checked(gristValue(row[name], kind, field.type, labels), row[name], kind, name) : null)),
    ] as const)
    return createTable(this.schema, new Map(columns), { numRows: rows.length, complete, ...(total === undefined ? {} : { total }) })
  }

  /** A formula without a type was typed by its first values: another kind of value later must not vanish. */
  #checked(value: Value, raw: unknown, kind: string, name: string): Value {
    if (value !== null || kind !== 'Any' || raw === null || raw === undefined || raw === '' || Array.isArray(raw)) return value
    throw new DgeError('format', `The column “${name}” holds values of several types, “${String(raw).slice(0, 50)}” among them`, { hint: `Set its type in Grist, or give types="${name}:string".` })
  }
}

function unlessAborted(error: unknown): undefined {
  if (isAbort(error)) throw error
  return undefined
}

function dated(name: 'modified' | 'created', about: unknown, key: string): object {
  const text = plainText(objectOf(about)[key])
  return text === undefined ? {} : { [name]: text }
}
