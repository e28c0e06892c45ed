import { exactJsonIn } from '../data/exact-json.js'
import { readText } from './read-text.js'
import { get, refused, urlOf } from './opendatasoft-api.js'
import { objectOf } from './opendatasoft-fields.js'
import type { Call, Raw } from './opendatasoft-api.js'

/** Parameters that may be repeated. */
export type Pairs = readonly (readonly [name: string, value: string | number])[]

/** Records as they came, without their envelopes. */
export interface RecordPage {
  readonly rows: readonly Raw[]
  readonly ids: readonly (string | undefined)[]
  /** Records that match. */
  readonly total?: number
}

/** A dataset of a Search API v1, or of a server that imitates one. */
export class RecordsApi {
  /** Where `/api/records/1.0` is, without the slash at the end. */
  readonly root: string
  /** The address has a `q` of its own, and there can be but one. */
  readonly searches: boolean
  readonly #fixed: Pairs
  readonly #timeout: number | undefined

  constructor(root: string, fixed: Pairs, timeout?: number) {
    this.root = root
    this.searches = fixed.some(([name]) => name === 'q')
    this.#fixed = fixed
    this.#timeout = timeout
  }

  url(route: string, params: Pairs): string {
    const all = [...this.#fixed, ...params]
    const url = all.reduce((path, [name, value]) => urlOf(path, { [name]: value }), `${this.root}/api/records/1.0/${route}/`)
    // Imitators take the query apart by hand; these letters mean nothing there.
    return url.replaceAll('%3A', ':').replaceAll('%2C', ',')
  }

  async search(params: Pairs, call: Call): Promise<RecordPage> {
    const url = this.url('search', params)
    const answer = objectOf(await this.json(url, call))
    const total = answer['nhits']
    if (!Array.isArray(answer['records'])) throw refused(`The catalogue did not understand the request: ${url}`, url)
    const page = recordsOf(answer['records'] as unknown[])
    return { ...page, ...(typeof total === 'number' && total >= 0 ? { total } : {}) }
  }

  /** All records at once. */
  async download(params: Pairs, call: Call): Promise<RecordPage> {
    const url = this.url('download', [...params, ['format', 'json']])
    const answer = await this.json(url, call)
    if (!Array.isArray(answer)) throw refused(`Not a list of records: ${url}`, url)
    return recordsOf(answer as unknown[])
  }

  /** JSON whatever the content type says; imitators print warnings before it, or nothing, or `null`. */
  async json(url: string, call: Call): Promise<unknown> {
    const text = await readText(await get(url, call, this.#timeout), { signal: call.signal })
    const start = text.search(/[[{]/)
    const answer = start < 0 ? undefined : (exactJsonIn(text.slice(start)) ?? afterWarning(text))
    if (answer === undefined) throw refused(`No JSON in the answer (“${text.slice(0, 120)}”): ${url}`, url)
    const said = objectOf(answer)
    if (said['error'] !== undefined && said['records'] === undefined) throw refused(`${String(said['error'])}: ${url}`, url)
    return answer
  }
}

function recordsOf(records: readonly unknown[]): RecordPage {
  const objects = records.map(objectOf)
  return {
    rows: objects.map((record) => objectOf(record['fields'])),
    ids: objects.map(({ recordid }) => (typeof recordid === 'string' ? recordid : undefined)),
  }
}

/** A warning may hold brackets itself: the JSON is then on a line of its own. */
function afterWarning(text: string): unknown {
  const at = text.search(/^[[{]/m)
  return at < 0 ? undefined : exactJsonIn(text.slice(at))
}
