import { asRecord } from './json-tree.js'
import type { SpecView, ViewChannel } from './views.js'

type Json = Readonly<Record<string, unknown>>

/** Marks by the names that Vega-Lite gives them. */
const marks: Readonly<Record<string, string>> = { rect: 'bar', symbol: 'point', shape: 'geoshape' }
/** What is on a mark's properties, by channel; the first that reads a field is told. */
const properties: readonly (readonly [channel: string, names: readonly string[]])[] = [
  ['x', ['x', 'xc']], ['y', ['y', 'yc']], ['color', ['fill', 'stroke']], ['size', ['size']], ['shape', ['shape']], ['text', ['text']],
]

/** The views of a Vega specification: its marks of data, with what their encoding reads, as Vega-Lite would say it. */
export function vegaViews(spec: Json): readonly SpecView[] {
  const scales: Json[] = []
  const titles = new Map<string, string>()
  const stacks = new Map<string, string>()
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(walk)
    const record = asRecord(node)
    if (!record) return
    scales.push(...records(record['scales']))
    for (const guide of [...records(record['axes']), ...records(record['legends'])]) {
      for (const scale of ['scale', 'fill', 'stroke', 'size', 'shape']) if (typeof guide[scale] === 'string' && typeof guide['title'] === 'string') titles.set(guide[scale], guide['title'])
    }
    noteLayout(record, stacks)
    for (const key of ['data', 'transform', 'marks']) walk(record[key])
  }
  walk(spec)
  const viewsIn = (node: Json): readonly SpecView[] => records(node['marks']).flatMap((mark) => {
    const type = String(mark['type'])
    if (type === 'group') return viewsIn(mark)
    if (asRecord(mark['from'])?.['data'] === undefined) return []
    const encode = asRecord(mark['encode']) ?? {}
    const said = { ...asRecord(encode['enter']), ...asRecord(encode['update']) }
    const channels = properties.flatMap(([channel, names]) => channelOf(channel, names.map((name) => said[name]), { scales, titles, stacks }))
    const angle = type === 'arc' ? [...stacks].find(([name]) => name === 'startAngle')?.[1] : undefined
    return [{ mark: marks[type] ?? type, channels: angle ? [...channels, { channel: 'theta', def: { field: angle, type: 'quantitative' } }] : channels }]
  })
  return viewsIn(spec)
}

interface Found {
  readonly scales: readonly Json[]
  readonly titles: ReadonlyMap<string, string>
  /** The field that lies under what a layout makes: `y0` of a stack, `startAngle` of a pie. */
  readonly stacks: ReadonlyMap<string, string>
}

function channelOf(channel: string, written: readonly unknown[], { scales, titles, stacks }: Found): readonly ViewChannel[] {
  for (const value of written.flatMap((each) => [each].flat())) {
    const { field, scale } = asRecord(value) ?? {}
    if (typeof field !== 'string') continue
    const type = scales.find(({ name }) => name === scale)?.['type']
    const own = stacks.get(field) ?? field
    const title = typeof scale === 'string' ? titles.get(scale) : undefined
    return [{ channel, def: { field: own, type: own === field ? kindOf(type, channel) : 'quantitative', ...(title ? { title } : {}) } }]
  }
  return []
}

function kindOf(scale: unknown, channel: string): string {
  if (scale === 'time' || scale === 'utc') return 'temporal'
  if (['band', 'point', 'ordinal'].includes(String(scale)) || (scale === undefined && channel !== 'x' && channel !== 'y')) return 'nominal'
  return 'quantitative'
}

/** Vega's usual names of what stacks and pies make, and the author's. */
function noteLayout({ type, field, as }: Json, stacks: Map<string, string>): void {
  if ((type !== 'stack' && type !== 'pie') || typeof field !== 'string') return
  const usual = type === 'stack' ? ['y0', 'y1'] : ['startAngle', 'endAngle']
  for (const name of [...usual, ...(Array.isArray(as) ? as : [])]) stacks.set(String(name), field)
}

function records(list: unknown): readonly Json[] {
  const all: readonly unknown[] = Array.isArray(list) ? list : []
  return all.map(asRecord).filter((each) => each !== undefined)
}
