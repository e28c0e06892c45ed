import { conjunctsOf } from '../data/filter.js'
import { fieldsToProve, isBox, isNumeric, pushdownOf } from './wfs-pushdown.js'
import { valueOf } from './wfs-values.js'
import type { Expr } from '../data/expression.js'
import type { ComparisonOp, Filter } from '../data/filter.js'
import type { FilterStyle } from './wfs-filter.js'
import type { WfsLayer } from './wfs-dataset.js'

/** Asks for one feature: true when one matches, undefined when the server refuses the filter. */
type Find = (filter: Filter, property: string, style: FilterStyle) => Promise<boolean | undefined>

/**
 * What a server has shown to understand. A field is used in a filter only after a known feature was found by it (dates and
 * untyped columns find nothing on some servers) and not found by a contradiction (some ignore CQL_FILTER and send
 * everything). Each proof is made once per field, by two or three requests at a time, when first needed.
 */
export class WfsProofs {
  readonly #layer: WfsLayer
  readonly #find: Find
  readonly #proofs = new Map<string, Promise<boolean>>()
  #latitudeFirst: Promise<boolean> | undefined

  constructor(layer: WfsLayer, find: Find) {
    this.#layer = layer
    this.#find = find
  }

  /** How to write the filter, or undefined when the server doesn't prove that it applies it. */
  async styleFor(filter: Filter): Promise<FilterStyle | undefined> {
    const { version, cql, fields } = this.#layer
    if (version === '1.0.0' || pushdownOf(filter, fields) === 'local') return undefined
    const names = fieldsToProve(filter, fields)
    const fes = version === '2.0.0' ? ('fes-2.0' as const) : ('fes-1.1' as const)
    for (const language of cql ? (['cql', fes] as const) : [fes]) {
      const style = { language, latitudeFirst: true }
      if (!(await this.#allProven(names, style))) continue
      if (!conjunctsOf(filter).some((conjunct) => isBox(conjunct))) return style
      this.#latitudeFirst ??= this.#proveAxes(style)
      return { ...style, latitudeFirst: await settled(this.#latitudeFirst, () => (this.#latitudeFirst = undefined)) }
    }
    return undefined
  }

  async #allProven(names: ReadonlyMap<string, boolean>, style: FilterStyle): Promise<boolean> {
    const witnesses = [...names].map(([name, asText]): [string, boolean] => {
      if (this.#witness(name) || this.#layer.fields.get(name)?.type !== 'number') return [name, asText]
      // A number that the sample doesn't have: any field shows that the language works, and numbers are safe then.
      return [this.#anyWitness() ?? name, false]
    })
    if (witnesses.length === 0) witnesses.push([this.#anyWitness() ?? '', false])
    const proofs = await Promise.all(witnesses.map(([name, asText]) => this.#proven(name, asText, style)))
    return proofs.every(Boolean)
  }

  /** Made once per field and language. */
  #proven(name: string, asText: boolean, style: FilterStyle): Promise<boolean> {
    const key = `${style.language} ${asText} ${name}`
    const proof = this.#proofs.get(key) ?? this.#prove(name, asText, style)
    this.#proofs.set(key, proof)
    return settled(proof, () => this.#proofs.delete(key))
  }

  /** The witness is found, not found by a contradiction, and text is not compared as numbers. */
  async #prove(name: string, asText: boolean, style: FilterStyle): Promise<boolean> {
    const value = this.#witness(name)
    if (value === undefined) return false
    const is = (op: ComparisonOp, literal: Expr): Filter => ({ op, args: [{ property: name }, literal] })
    const both = (...args: Filter[]): Filter => ({ op: 'and', args })
    const number = typeof value === 'number' ? value : undefined
    const found = number === undefined ? is('=', value) : both(is('>=', Math.floor(number)), is('<=', Math.ceil(number)))
    const never =
      number === undefined
        ? both(is('=', value), is('<>', value))
        : both(is('>=', Math.ceil(number) + 1), is('<=', Math.floor(number) - 1))
    const [some, none, padded] = await Promise.all([
      this.#find(found, name, style),
      this.#find(never, name, style),
      isNumeric(value) ? this.#find(is('=', `0${String(value)}`), name, style) : asText,
    ])
    return some === true && none === false && padded === false
  }

  /** A value of the field that the sample holds, as a literal; text that looks like a number first. */
  #witness(name: string): Expr | undefined {
    const field = this.#layer.fields.get(name)
    if (!field?.native) return undefined
    const raw = this.#layer.sample.map(({ properties }) => (Object.hasOwn(properties, name) ? properties[name] : null))
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
  async #proveAxes(style: FilterStyle): Promise<boolean> {
    const { extent, geometry, schema } = this.#layer
    const [field] = schema
    if (!extent || !geometry || !field || style.language === 'cql') return true
    const own: Filter = { op: 's_intersects', args: [{ property: geometry }, { bbox: extent }] }
    if ((await this.#find(own, field.name, { ...style, latitudeFirst: true })) === true) return true
    return (await this.#find(own, field.name, { ...style, latitudeFirst: false })) !== true
  }
}

/** Plain enough for a trial. */
function pushable(text: string): boolean {
  return /^[\p{L}\p{N}'’ .:_()-]{1,80}$/u.test(text)
}

/** The value of a kept promise; a failed one is forgotten, so that the next call tries again. */
async function settled<T>(promise: Promise<T>, forget: () => void): Promise<T> {
  try {
    return await promise
  } catch (error) {
    forget()
    throw error
  }
}
