import { DgeError } from '../data/errors.js'
import { asRecord } from './json-tree.js'
import { checkNames } from './names.js'

/** The two grammars that are drawn; `$schema` tells which. */
export type SpecLanguage = 'vega-lite' | 'vega'

/** A specification that an author wrote, checked and ready to be dressed. */
export interface AuthorSpec {
  readonly language: SpecLanguage
  readonly spec: Readonly<Record<string, unknown>>
  /** The datasets that the specification names but does not hold: they are the rows of the source. Empty when it brings all its data. */
  readonly names: readonly string[]
  /** What the author should know of it, in English: for the console. */
  readonly hints: readonly string[]
}

/** More than this is no chart: it would hold the page for seconds. Rows of `values` do not count as nodes. */
const limits = { nodes: 100_000, depth: 100, views: 500, sequence: 1_000_000, pixels: 20_000 } as const

/**
 * Reads a specification's JSON value.
 * @throws DgeError `query` when it is no object or of another language, `too-large` beyond what a page can draw
 */
export function readAuthorSpec(value: unknown): AuthorSpec {
  const spec = asRecord(value)
  if (!spec) throw new DgeError('query', 'spec is not a Vega-Lite or Vega specification (an object)')
  measure(spec)
  const language = languageOf(spec)
  return { language, spec, names: boundNames(spec, language), hints: language === 'vega-lite' ? checkNames(spec) : [] }
}

function languageOf(spec: Readonly<Record<string, unknown>>): SpecLanguage {
  const { $schema: schema } = spec
  if (typeof schema === 'string') {
    const named = /(?:^|\/)(vega-lite|vega)\/v?(\d+)[^/]*(?:\.json)?#?$/.exec(schema.trim())
    if (!named) {
      throw new DgeError('unsupported', `The specification is of another language: ${schema.slice(0, 200)}`, {
        hint: 'Vega-Lite 6 and Vega 6 are drawn: "$schema": "https://vega.github.io/schema/vega-lite/v6.json".',
      })
    }
    return named[1] as SpecLanguage
  }
  return ['marks', 'signals', 'scales', 'axes'].some((key) => Array.isArray(spec[key])) ? 'vega' : 'vega-lite'
}

/** Of a Vega-Lite specification without data, `table`; names that have no rows anywhere in it. */
function boundNames(spec: Readonly<Record<string, unknown>>, language: SpecLanguage): readonly string[] {
  const named = new Set<string>()
  const filled = new Set<string>(Object.keys(asRecord(spec['datasets']) ?? {}))
  // Vega's are listed at the top; those of its groups are made of them.
  if (language === 'vega') return [spec['data'] ?? []].flat().flatMap((data: unknown) => unfilledName(asRecord(data)) ?? [])
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit)
    const record = asRecord(node)
    if (!record) return
    for (const [key, value] of Object.entries(record)) {
      if (key === 'data') for (const one of [value].flat()) note(asRecord(one))
      if (key !== 'values' && key !== 'datasets') visit(value)
    }
  }
  const note = (data: Readonly<Record<string, unknown>> | undefined): void => {
    if (typeof data?.['name'] !== 'string') return
    const isFilled = Object.keys(data).some((key) => fillers.has(key))
    ;(isFilled ? filled : named).add(data['name'])
  }
  visit(spec)
  const unfilled = [...named].filter((name) => !filled.has(name))
  return language === 'vega-lite' && spec['data'] === undefined && unfilled.length === 0 && needsData(spec) ? ['table'] : unfilled
}

/** The name of a dataset of Vega that nothing fills: neither data, nor another dataset, nor what readers do, nor a transform. */
function unfilledName(data: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const [first] = Array.isArray(data?.['transform']) ? data['transform'] : []
  const generates = generators.has(String(asRecord(first)?.['type']))
  if (typeof data?.['name'] !== 'string' || generates || Object.keys(data).some((key) => fillers.has(key))) return undefined
  return data['name']
}

/** What gives a dataset its rows. */
const fillers = new Set(['values', 'url', 'source', 'sequence', 'graticule', 'sphere', 'on'])
const generators = new Set(['sequence', 'graticule', 'density', 'load'])

/** Some view of the composition has no data of its own: they would come from the top. */
function needsData(spec: Readonly<Record<string, unknown>>): boolean {
  if (spec['data'] !== undefined) return false
  const parts = ['layer', 'concat', 'hconcat', 'vconcat', 'spec'].flatMap((key) => [spec[key] ?? []].flat())
  return parts.length === 0 || parts.some((part) => needsData(asRecord(part) ?? {}))
}

/** Counts without recursion: a hostile depth must not end the page's stack. */
function measure(spec: Readonly<Record<string, unknown>>): void {
  const tooLarge = (what: string) => new DgeError('too-large', `The specification is too large to be drawn: ${what}`)
  let nodes = 0
  const waiting: { readonly node: object; readonly depth: number }[] = [{ node: spec, depth: 0 }]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, depth } = next
    if (depth > limits.depth) throw tooLarge(`it is nested more than ${limits.depth} deep`)
    const repeat = 'repeat' in node ? asRecord(node.repeat) : undefined
    const views = repeat ? Object.values(repeat).reduce<number>((total, list) => total * (Array.isArray(list) ? list.length : 1), 1) : 1
    if (views > limits.views || (Array.isArray(node) && depth === 1 && node.length > limits.views && node.every(asRecord))) {
      throw tooLarge(`more than ${limits.views} views`)
    }
    for (const side of ['width', 'height'] as const) {
      if (Number((node as Readonly<Record<string, unknown>>)[side]) > limits.pixels) throw tooLarge(`more than ${limits.pixels} pixels`)
    }
    if ('sequence' in node) checkSequence(asRecord(node.sequence), tooLarge)
    if ('type' in node && node.type === 'sequence') checkSequence(asRecord(node), tooLarge)
    for (const [key, value] of Object.entries(node)) {
      if (++nodes > limits.nodes) throw tooLarge(`more than ${limits.nodes} parts`)
      if (typeof value === 'object' && value !== null && key !== 'values' && key !== 'datasets') waiting.push({ node: value, depth: depth + 1 })
    }
  }
}

function checkSequence(sequence: Readonly<Record<string, unknown>> | undefined, tooLarge: (what: string) => DgeError): void {
  const [start, stop, step] = (['start', 'stop', 'step'] as const).map((key, at) => Number(sequence?.[key] ?? (at === 2 ? 1 : 0)))
  const rows = ((stop ?? 0) - (start ?? 0)) / (step ?? 1)
  if (rows > limits.sequence) throw tooLarge(`a sequence of more than ${limits.sequence} rows`)
}
