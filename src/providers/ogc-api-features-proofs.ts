import { isoDay } from '../data/calendar.js'
import { execute } from '../data/engine.js'
import { columnOf } from '../data/table.js'
import { isAbort } from '../data/errors.js'
import { envelopeOf } from '../data/geometry.js'
import { widened } from './ogc-api-features-filter.js'
import { Proofs } from './proofs.js'
import type { Expr } from '../data/expression.js'
import type { Extent, Filter } from '../data/filter.js'
import type { Waiting } from '../data/shared-task.js'
import type { Table, Value } from '../data/table.js'
import type { Leaf } from './ogc-api-features-filter.js'

/** Asks for the first few features under one condition. @throws DgeError when the server refuses */
export type Try = (condition: { readonly filter?: Filter; readonly param?: readonly [string, string]; readonly box?: Extent }) => Promise<Table>

/** Values of a column that a proof is made from. */
const mostValues = 200

/**
 * What a server has shown to do. Some ignore what they don't know (MapServer: every filter) and send all features, others
 * compare text with numbers or turn axes round. So each comparison is first tried, once per field and operator, on values
 * that the first page has: features must come, and only such as the engine keeps too. The condition is chosen so that the
 * first feature of the collection is not among them.
 */
export class OgcApiFeaturesProofs {
  readonly #sample: Table
  readonly #try: Try
  readonly #proofs = new Proofs()

  constructor(sample: Table, attempt: Try) {
    this.#sample = sample
    this.#try = attempt
  }

  /** True when each comparison works. */
  async leaves(leaves: readonly Leaf[]): Promise<boolean> {
    const proven = leaves.map(({ name, op }) => this.#tried(`${op} ${name}`, () => this.#condition(name, op), (filter) => this.#try({ filter })))
    return (await Promise.all(proven)).every(Boolean)
  }

  /** True when a property's own parameter works. */
  param(name: string): Promise<boolean> {
    const ask = (filter: Filter) => this.#try({ param: [name, literalIn(filter)] })
    return this.#tried(`param ${name}`, () => this.#condition(name, '='), ask)
  }

  /** True when a box round a known place finds it, and nothing elsewhere. */
  box(geometry: string): Promise<boolean> {
    return this.#once('bbox', () => this.#proveBox(geometry))
  }

  /** True when the number of all features, as `prove` finds out, is what it says. */
  count(prove: (call: { readonly signal: AbortSignal }) => Promise<boolean>, call: Waiting): Promise<boolean | undefined> {
    return this.#proofs.once('count', prove, call)
  }

  #tried(key: string, condition: () => Filter | undefined, ask: (filter: Filter) => Promise<Table>): Promise<boolean> {
    return this.#once(key, async () => {
      const filter = condition()
      return filter !== undefined && holds(await ask(filter), filter)
    })
  }

  /** A refusal is an answer; an abort is none, and the next one who asks tries again. */
  async #once(key: string, prove: () => Promise<boolean>): Promise<boolean> {
    const refused = (error: unknown): false => {
      if (isAbort(error)) throw error
      return false
    }
    return (await this.#proofs.once(key, () => prove().catch(refused))) === true
  }

  /** A condition that some features of the sample meet, and the first does not. */
  #condition(name: string, op: Leaf['op']): Filter | undefined {
    const first = execute({ limit: 1 }, this.#sample)
    const property = { property: name }
    for (const value of this.#values(name)) {
      const filter = conditionOn(property, op, value)
      if (filter === undefined || execute({ where: filter }, first).numRows > 0) continue
      if (execute({ where: filter, limit: 1 }, this.#sample).numRows > 0) return filter
    }
    return undefined
  }

  #values(name: string): readonly Expr[] {
    const type = this.#sample.schema.find((field) => field.name === name)?.type
    const column = columnOf(this.#sample, name)
    const values = new Set<Value>()
    for (let row = 0; row < column.length && values.size < mostValues; row++) values.add(column[row] ?? null)
    return [...values].flatMap((value): Expr[] => {
      if (type === 'date') return typeof value === 'number' ? [{ date: isoDay(value) }] : []
      if (typeof value === 'number') return Number.isSafeInteger(value) ? [value] : []
      return typeof value === 'string' && value.trim() === value && !/[*,\u0000-\u001f]/.test(value) ? [value] : []
    })
  }

  async #proveBox(geometry: string): Promise<boolean> {
    const column = columnOf(this.#sample, geometry)
    for (let row = column.length - 1; row >= 0; row--) {
      const shape = column[row]
      if (typeof shape !== 'object' || shape === null) continue
      const box = widened(envelopeOf(shape))
      if (!box) continue
      const table = await this.#try({ box })
      const [west, south, east, north] = box
      const margin = 0.1 + 0.1 * Math.max(east - west, north - south)
      return table.numRows > 0 && execute({ extent: [west - margin, south - margin, east + margin, north + margin] }, table).numRows === table.numRows
    }
    return false
  }
}

function holds(table: Table, where: Filter): boolean {
  return table.numRows > 0 && execute({ where }, table).numRows === table.numRows
}

function conditionOn(property: { readonly property: string }, op: Leaf['op'], value: Expr): Filter | undefined {
  switch (op) {
    case 'in':
      return { op, args: [property, [value]] }
    case 'between':
      return { op, args: [property, value, value] }
    case 'like':
      return typeof value === 'string' && !/[%_\\]/.test(value) ? { op, args: [property, `${value.slice(0, Math.max(1, value.length - 1))}%`] } : undefined
    default:
      return { op, args: [property, value] }
  }
}

/** The literal of a condition made by `conditionOn` with `=`. */
function literalIn(filter: Filter): string {
  const literal = typeof filter === 'object' && 'op' in filter && filter.op === '=' ? filter.args[1] : ''
  return typeof literal === 'object' ? ('date' in literal ? literal.date : '') : String(literal)
}
