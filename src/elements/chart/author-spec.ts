import { DgeError } from '../../data/errors.js'
import type { ChartSpec } from '../../charts/index.js'
import type { Schema } from '../../data/schema.js'
import type { Term } from '../../data/term.js'

/**
 * The author's own Vega-Lite: the `spec` attribute or property, or a child `<script type="application/json">`.
 * @throws DgeError `query` when it is not JSON or not an object
 */
export function readSpec(given: string | object | undefined, host: Element): ChartSpec | undefined {
  const text = given ?? host.querySelector(':scope > script[type="application/json"]')?.textContent ?? undefined
  if (text === undefined || (typeof text === 'string' && !text.trim())) return undefined
  const spec: unknown = typeof text === 'string' ? parse(text) : text
  if (typeof spec !== 'object' || spec === null || Array.isArray(spec)) throw new DgeError('query', 'spec is not a Vega-Lite specification (an object)')
  return spec as ChartSpec
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new DgeError('query', `spec is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
      hint: 'In an HTML attribute, put the JSON between single quotes: spec=\'{"mark": "bar"}\'.',
    })
  }
}

/** True when the specification brings its own data and needs no source. */
export function isAuthorsOwn(spec: ChartSpec | undefined): boolean {
  const data = spec && 'data' in spec ? spec.data : undefined
  return typeof data === 'object' && data !== null && !('name' in data)
}

/** The fields that the specification names: only these columns need to travel. All of them when it may name any (expressions, repeat). */
export function fieldsOfSpec(spec: ChartSpec, schema: Schema): readonly Term[] {
  const words = new Set<string>()
  const visit = (node: unknown): void => {
    if (typeof node === 'string') words.add(node)
    else if (Array.isArray(node)) node.forEach(visit)
    else if (typeof node === 'object' && node !== null) Object.values(node).forEach(visit)
  }
  visit(spec)
  const text = [...words].join('\n')
  return schema.filter(({ name }) => words.has(name) || text.includes(name)).map(({ name }) => ({ as: name, expr: { property: name } }))
}
