import { asRecord } from './json-tree.js'
import { vegaViews } from './vega-views.js'
import type { SpecLanguage } from './author-spec.js'

type Json = Readonly<Record<string, unknown>>

/** What is on one channel of a view: Vega-Lite's definition of it. */
export interface ViewChannel {
  readonly channel: string
  readonly def: Json
}

/** One view of a specification: the kind of its marks, by Vega-Lite's name, and what is on their channels. */
export interface SpecView {
  readonly mark: string
  readonly channels: readonly ViewChannel[]
}

/** More views are not told one by one. */
const mostViews = 50

/** The views of a specification, in the order of drawing: layers, facets, repeats and concatenations taken apart. */
export function viewsOf({ language, spec }: { readonly language: SpecLanguage; readonly spec: Json }): readonly SpecView[] {
  return (language === 'vega' ? vegaViews(spec) : liteViews(spec, {})).slice(0, mostViews)
}

function liteViews(node: Json, inherited: Json): readonly SpecView[] {
  const encoding = { ...inherited, ...asRecord(node['encoding']) }
  const inner = asRecord(node['spec'])
  if (inner) {
    const facet = asRecord(node['facet'])
    const facets = facet ? ('field' in facet || 'aggregate' in facet || 'bin' in facet ? { facet } : { ...facet }) : {}
    return repeats(node['repeat']).flatMap((fields) => liteViews(asRecord(repeated(inner, fields)) ?? {}, { ...encoding, ...facets }))
  }
  const parts = (['layer', 'concat', 'hconcat', 'vconcat'] as const).flatMap((key) => (Array.isArray(node[key]) ? (node[key] as unknown[]) : []).map((part) => [key, part] as const))
  if (parts.length > 0) return parts.flatMap(([key, part]) => liteViews(asRecord(part) ?? {}, key === 'layer' ? encoding : {}))
  const { mark } = node
  const kind = typeof mark === 'string' ? mark : asRecord(mark)?.['type']
  if (typeof kind !== 'string') return []
  const channels = Object.entries(encoding).flatMap(([channel, defs]) =>
    [defs].flat().flatMap((each) => {
      const def = asRecord(each)
      const told = def && (isTold(def) ? def : asRecord(def['condition']))
      return told && isTold(told) ? [{ channel, def: told }] : []
    })
  )
  return [{ mark: kind, channels }]
}

function isTold(def: Json): boolean {
  return typeof def['field'] === 'string' || def['aggregate'] === 'count'
}

/** Which field stands for what is repeated, once per view. */
function repeats(repeat: unknown): readonly Json[] {
  if (Array.isArray(repeat)) return repeat.map((field: unknown) => ({ repeat: field }))
  const lists = Object.entries(asRecord(repeat) ?? {})
  return lists.reduce<readonly Json[]>((all, [name, list]) => (Array.isArray(list) ? all.flatMap((each) => list.map((field: unknown) => ({ ...each, [name]: field }))) : all).slice(0, mostViews), [{}])
}

function repeated(node: unknown, fields: Json): unknown {
  if (Array.isArray(node)) return node.map((each) => repeated(each, fields))
  const record = asRecord(node)
  if (!record) return node
  const { repeat } = record
  if (typeof repeat === 'string' && Object.keys(record).length === 1) return fields[repeat] ?? node
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, repeated(value, fields)]))
}
