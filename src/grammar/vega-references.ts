import { asRecord } from './json-tree.js'

/** Where a Vega specification reads a dataset: what another is made of, the domain of a scale, or anything else. */
export interface DataReference {
  readonly to: string
  readonly kind: 'source' | 'domain' | 'other'
}

/** Every place where a Vega specification names one of its top datasets, in expressions too. */
export function referencesOf(spec: Readonly<Record<string, unknown>>): readonly DataReference[] {
  const datasets = Array.isArray(spec['data']) ? spec['data'].map((data) => asRecord(data)) : []
  const names = new Set(datasets.map((data) => data?.['name']).filter((name) => typeof name === 'string'))
  const found: DataReference[] = []
  const visit = (node: unknown, path: readonly string[]): void => {
    if (typeof node === 'string') return read(node, path)
    if (typeof node !== 'object' || node === null) return
    for (const [key, value] of Object.entries(node)) visit(value, [...path, key])
  }
  const read = (text: string, path: readonly string[]) => {
    const key = path.at(-1)
    const isDefinition = path[0] === 'data' && path.length === 3 && key === 'name'
    if (names.has(text) && !isDefinition) {
      const kind = path[0] === 'data' && path.length === 3 && key === 'source' ? 'source' : isDomain(path) ? 'domain' : named.has(key ?? '') ? 'other' : undefined
      if (kind) found.push({ to: text, kind })
    } else for (const name of names) if (text.includes(`"${name}"`) || text.includes(`'${name}'`)) found.push({ to: name, kind: 'other' })
  }
  visit(spec, [])
  return found
}

/** Keys whose text is the name of a dataset. */
const named = new Set(['data', 'from', 'source'])

/** `scales.0.domain.data`, at the top or in a group, alone or among several. */
function isDomain(path: readonly string[]): boolean {
  const at = path.lastIndexOf('domain')
  return path.at(-1) === 'data' && at > 1 && path[at - 2] === 'scales' && (path.length === at + 2 || path[at + 1] === 'fields')
}
