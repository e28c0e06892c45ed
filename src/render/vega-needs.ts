/** What of Vega a compiled specification uses that only the whole engine has; undefined when the slim one draws it. */
export function needOf(spec: unknown, known: ReadonlySet<string>): string | undefined {
  if (Array.isArray(spec)) return first(spec, known)
  if (spec === null || typeof spec !== 'object') return typeof spec === 'string' && beyond.test(spec) ? `the expression ${spec}` : undefined
  const node = spec as Readonly<Record<string, unknown>>
  const marks = typeof node['type'] === 'string' && 'encode' in node ? node['type'] : undefined
  if (marks && bulky.has(marks)) return `the mark ${marks}`
  if (Array.isArray(node['transform'])) {
    const missing = node['transform'].map((step: { type?: unknown }) => step.type).find((type) => typeof type === 'string' && !known.has(type))
    if (missing) return `the transform ${String(missing)}`
  }
  if ('projections' in node || 'projection' in node) return 'a projection'
  if (typeof node['url'] === 'string' && !('encode' in node)) return 'data from an address'
  if ('scheme' in node) return 'a named colour scheme'
  if ('bind' in node && typeof node['bind'] === 'object') return 'an input'
  return first(Object.entries(node).filter(([key]) => key !== 'config').map(([, value]) => value), known)
}

function first(nodes: readonly unknown[], known: ReadonlySet<string>): string | undefined {
  for (const node of nodes) {
    const need = needOf(node, known)
    if (need) return need
  }
  return undefined
}

/** Marks that need paths, pictures or projections. */
const bulky = new Set(['shape', 'image'])
/** Functions on the sphere, trees, lassos, selections, statistics. */
const beyond = /\b(geo[A-Z]\w*|treePath|treeAncestors|lasso\w*|pathShape|vlSelection\w*|vlPoint\w*|(cumulative|density|quantile|sample)[A-Z]\w*)\(/
