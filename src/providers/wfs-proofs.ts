import { fieldsToProve, isNumeric, pushdownOf } from './wfs-filter.js'
import { valueOf } from './wfs-values.js'
import type { Filter } from '../data/filter.js'
import type { FilterStyle } from './wfs-filter.js'
import type { WfsLayer } from './wfs-dataset.js'

/** Asks for one feature: true when one matches, undefined when the server refuses the filter. */
type Find = (filter: Filter, property: string, style: FilterStyle) => Promise<boolean | undefined>

/**
 * What a server has shown to understand. A filter language is used only after a known feature was found with it and not
 * found by a contradiction (some servers ignore CQL_FILTER and send everything); fields whose comparisons go wrong on
 * real servers are tried too. Each proof is made once per dataset, when first needed.
 */
export class WfsProofs {
  readonly #layer: WfsLayer
  readonly #find: Find
  readonly #fields = new Map<string, Promise<boolean>>()
  #style: Promise<FilterStyle | undefined> | undefined
  #latitudeFirst: Promise<boolean> | undefined

  constructor(layer: WfsLayer, find: Find) {
    this.#layer = layer
    this.#find = find
  }

  /** How to write the filter, or undefined when the server doesn't prove that it applies it. */
  async styleFor(filter: Filter): Promise<FilterStyle | undefined> {
    if (pushdownOf(filter, this.#layer.fields) === 'local') return undefined
    this.#style ??= this.#proveLanguage()
    const style = await settled(this.#style, () => (this.#style = undefined))
    if (!style) return undefined
    const names = [...fieldsToProve(filter, this.#layer.fields)]
    const proven = await Promise.all(names.map((name) => this.#proven(name, style)))
    if (!proven.every(Boolean)) return undefined
    if (!hasBox(filter)) return style
    this.#latitudeFirst ??= this.#proveAxes(style)
    return { ...style, latitudeFirst: await settled(this.#latitudeFirst, () => (this.#latitudeFirst = undefined)) }
  }

  /** The first language in which a known feature is found, and not found by a contradiction. */
  async #proveLanguage(): Promise<FilterStyle | undefined> {
    const { version, cql, sample } = this.#layer
    if (version === '1.0.0') return undefined
    const known = this.#knownValue([...this.#layer.fields.values()].filter(({ type }) => type === 'string' || type === 'number'))
    if (!known || sample.length === 0) return undefined
    const [name, value] = known
    const is: Filter = { op: '=', args: [{ property: name }, value] }
    const never: Filter = { op: 'and', args: [is, { op: '<>', args: [{ property: name }, value] }] }
    const fes = version === '2.0.0' ? ('fes-2.0' as const) : ('fes-1.1' as const)
    for (const language of cql ? (['cql', fes] as const) : [fes]) {
      const style = { language, latitudeFirst: true }
      const [some, none] = await Promise.all([this.#find(is, name, style), this.#find(never, name, style)])
      if (some === true && none === false) return style
    }
    return undefined
  }

  /** Whether a comparison with the field finds what it should, and text is not compared as numbers. */
  #proven(name: string, style: FilterStyle): Promise<boolean> {
    const known = this.#fields.get(name)
    if (known) return settled(known, () => this.#fields.delete(name))
    const proof = this.#proveField(name, style)
    this.#fields.set(name, proof)
    return settled(proof, () => this.#fields.delete(name))
  }

  async #proveField(name: string, style: FilterStyle): Promise<boolean> {
    const field = this.#layer.fields.get(name)
    if (!field) return false
    const texts = this.#layer.sample.map(({ properties }) => properties[name])
    if (field.type === 'string') {
      const text = texts.find((value): value is string => typeof value === 'string' && isNumeric(value))
      if (text === undefined) return false
      const padded: Filter = { op: '=', args: [{ property: name }, `0${text}`] }
      return (await this.#find(padded, name, style)) === false
    }
    const raw = texts.find((value) => value !== null && value !== undefined && value !== '')
    if (raw === undefined) return false
    const literal = field.type === 'boolean' ? raw === true || raw === 'true' : { date: String(raw).slice(0, 10) }
    return (await this.#find({ op: '=', args: [{ property: name }, literal] }, name, style)) === true
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

  /** A field and a value that the sample holds and that no server takes for missing or for a number in text. */
  #knownValue(fields: readonly { name: string; type: string; native: boolean }[]): [string, string | number] | undefined {
    for (const { properties } of this.#layer.sample) {
      for (const { name, type, native } of fields) {
        const value = valueOf(properties[name], { type: type === 'number' ? 'number' : 'string' })
        if (!native || value === null || value === 0 || typeof value === 'boolean' || typeof value === 'object') continue
        if (typeof value === 'string' ? !isNumeric(value) && /^[\p{L}\p{N} -]{1,60}$/u.test(value) : Number.isInteger(value)) return [name, value]
      }
    }
    return undefined
  }
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

function hasBox(filter: Filter): boolean {
  if (typeof filter === 'boolean' || 'property' in filter) return false
  if (filter.op === 'and' || filter.op === 'or' || filter.op === 'not') return filter.args.some((arg) => hasBox(arg))
  return filter.op === 's_intersects'
}
