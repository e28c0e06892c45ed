import { conjunctsOf } from '../data/filter.js'
import { Proofs } from './proofs.js'
import { fieldsToProve, isBox, isNumeric, pushdownOf } from './wfs-pushdown.js'
import { valueOf } from './wfs-values.js'
import type { Expr } from '../data/expression.js'
import type { ComparisonOp, Filter } from '../data/filter.js'
import type { FilterStyle } from './wfs-filter.js'
import type { WfsLayer } from './wfs-layer.js'
import type { Call, Said, WfsReader } from './wfs-reader.js'

/** Fields of a layer that are proven together; of wider ones each is proven alone, or the requests would be too long. */
const mostTogether = 16

/** What a trial of some fields asks: the first must be found, the second must not. */
interface Trial {
  readonly property: string
  readonly found: Filter
  readonly never: Filter
}

/**
 * What a server has shown to understand. A field is used in a filter only after a known feature was found by it (dates and
 * untyped columns find nothing on some servers) and not found by a contradiction (some ignore CQL_FILTER and send
 * everything). Numbers and texts are proven together, by two requests when a filter is first needed; what that does not
 * show, and days, each field by two of its own.
 */
export class WfsProofs {
  readonly #layer: WfsLayer
  readonly #reader: WfsReader
  readonly #proofs = new Proofs()
  readonly #known: ReadonlyMap<string, Expr>

  constructor(layer: WfsLayer, reader: WfsReader) {
    this.#layer = layer
    this.#reader = reader
    this.#known = this.#feature()
  }

  /** The filter as it can be sent, or undefined when the server doesn't prove that it applies it. */
  async said(filter: Filter, call: Call): Promise<Said | undefined> {
    const { version, cql, fields } = this.#layer
    if (version === '1.0.0' || pushdownOf(filter, fields) === 'local') return undefined
    const names = fieldsToProve(filter, fields)
    const fes = version === '2.0.0' ? ('fes-2.0' as const) : ('fes-1.1' as const)
    for (const language of cql ? (['cql', fes] as const) : [fes]) {
      const style = { language, latitudeFirst: true }
      if (!(await this.#allProven(names, style, call))) continue
      if (!conjunctsOf(filter).some((conjunct) => isBox(conjunct))) return { filter, style }
      const latitudeFirst = (await this.#proofs.once(`axes ${language}`, (own) => this.#proveAxes(style, own), call)) !== false
      return { filter, style: { ...style, latitudeFirst } }
    }
    return undefined
  }

  /** Whether the server sorts by the field, which `prove` finds out by the first sorted answer. */
  sorts(name: string, prove: (call: Call) => Promise<boolean | undefined>, call: Call): Promise<boolean | undefined> {
    return this.#proofs.once(`order ${name}`, prove, call)
  }

  async #allProven(names: ReadonlyMap<string, boolean>, style: FilterStyle, call: Call): Promise<boolean> {
    const witnesses = [...names].map(([name, asText]): [string, boolean] => {
      if (this.#witness(name) !== undefined || this.#layer.fields.get(name)?.type !== 'number') return [name, asText]
      // A number that the sample doesn't have: any field shows that the language works, and numbers are safe then.
      return [this.#anyWitness() ?? name, false]
    })
    if (witnesses.length === 0) witnesses.push([this.#anyWitness() ?? '', false])
    const proofs = await Promise.all(witnesses.map(([name, asText]) => this.#proven(name, asText, style, call)))
    return proofs.every(Boolean)
  }

  async #proven(name: string, asText: boolean, style: FilterStyle, call: Call): Promise<boolean> {
    const value = this.#witness(name)
    // That text isn't compared as numbers only text that looks like one can show.
    if (value === undefined || (asText && !isNumeric(value))) return false
    const whole = this.#known.get(name)
    if (whole !== undefined && this.#known.size > 1 && (!asText || isNumeric(whole))) {
      const trials = [...this.#known].map(([field, literal]) => trialOf(field, literal))
      const together: Trial = { property: name, found: { op: 'and', args: trials.map(({ found }) => found) }, never: { op: 'or', args: trials.map(({ never }) => never) } }
      if (await this.#proofs.once(style.language, (own) => this.#holds(together, style, own), call)) return true
    }
    return (await this.#proofs.once(`${style.language} ${name}`, (own) => this.#holds(trialOf(name, value), style, own), call)) === true
  }

  /** Values of the one feature of the sample that has most, days left out: they are proven together. */
  #feature(): ReadonlyMap<string, Expr> {
    const { fields, sample } = this.#layer
    const names = [...fields.keys()].filter((name) => fields.get(name)?.type !== 'date')
    const known = sample.map((feature) => new Map(names.flatMap((name) => {
      const value = this.#witness(name, [feature])
      return value === undefined ? [] : [[name, value] as const]
    })))
    const most = known.reduce((best, one) => (one.size > best.size ? one : best), new Map<string, Expr>())
    return most.size > mostTogether ? new Map() : most
  }

  async #holds({ property, found, never }: Trial, style: FilterStyle, call: Call): Promise<boolean> {
    const [some, none] = await Promise.all([
      this.#reader.finds({ filter: found, style }, property, call),
      this.#reader.finds({ filter: never, style }, property, call),
    ])
    return some === true && none === false
  }

  /** A value of the field that the sample holds, as a literal; text that looks like a number first. */
  #witness(name: string, sample = this.#layer.sample): Expr | undefined {
    const field = this.#layer.fields.get(name)
    if (!field?.native) return undefined
    const raw = sample.map(({ properties }) => (Object.hasOwn(properties, name) ? properties[name] : null))
    const values = raw.filter((value) => value !== null && value !== undefined && value !== '')
    switch (field.type) {
      case 'string': {
        const texts = values.filter((value): value is string => typeof value === 'string' && pushable(value))
        return texts.find((text) => isNumeric(text)) ?? texts[0]
      }
      case 'number':
        return values.map((value) => valueOf(value, field)).find((value) => typeof value === 'number')
      case 'boolean':
        return values.map((value) => valueOf(value, field)).find((value) => typeof value === 'boolean')
      case 'date':
        return values.length > 0 && field.daily ? { date: String(values[0]).slice(0, 10) } : undefined
      default:
        return undefined
    }
  }

  #anyWitness(): string | undefined {
    return [...this.#layer.fields.keys()].find((name) => this.#witness(name) !== undefined)
  }

  /** Boxes in the standard's axis order find something in the layer's own extent; if not, the other order might. */
  async #proveAxes(style: FilterStyle, call: Call): Promise<boolean> {
    const { extent, geometry, schema } = this.#layer
    const [field] = schema
    if (!extent || !geometry || !field || style.language === 'cql') return true
    const filter: Filter = { op: 's_intersects', args: [{ property: geometry }, { bbox: extent }] }
    if ((await this.#reader.finds({ filter, style: { ...style, latitudeFirst: true } }, field.name, call)) === true) return true
    return (await this.#reader.finds({ filter, style: { ...style, latitudeFirst: false } }, field.name, call)) !== true
  }
}

/** The value is found, not found by a contradiction, and text is not compared as numbers. */
function trialOf(name: string, value: Expr): Trial {
  const is = (op: ComparisonOp, literal: Expr): Filter => ({ op, args: [{ property: name }, literal] })
  if (typeof value === 'number') {
    const [low, high] = [Math.floor(value), Math.ceil(value)]
    return {
      property: name,
      found: { op: 'and', args: [is('>=', low), is('<=', high)] },
      never: { op: 'and', args: [is('>=', high + 1), is('<=', low - 1)] },
    }
  }
  const contradiction: Filter = { op: 'and', args: [is('=', value), is('<>', value)] }
  const padded = isNumeric(value) ? is('=', `0${String(value)}`) : undefined
  return { property: name, found: is('=', value), never: padded === undefined ? contradiction : { op: 'or', args: [contradiction, padded] } }
}

/** Plain enough for a trial. */
function pushable(text: string): boolean {
  return /^[\p{L}\p{N}'’ .:_()-]{1,80}$/u.test(text)
}
