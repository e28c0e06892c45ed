import { group, rollup, sum } from 'd3-array'
import { sankey as layout, sankeyJustify } from 'd3-sankey'
import { DgeError } from '../data/errors.js'
import { formatNumber } from '../locale/index.js'
import { channelText } from './channel-text.js'
import { charWidth } from './axes.js'
import { colorsFor } from './colors.js'
import { defaultMeasure } from './defaults.js'
import { present } from './encoding.js'
import { amountOf, fitted, ownFill, ownText, placed, plotOf } from './placed.js'
import { haloOf } from './halo.js'
import { isDiscrete } from './roles.js'
import { wordsOf } from './words.js'
import type { Channel, ChannelName, ChartType, Look, Picture, PictureRow } from './chart-type.js'
import type { Locale } from '../locale/index.js'

interface Place {
  readonly id: string
  readonly label: string
}
interface Flow {
  readonly source: string
  readonly target: string
  readonly value: number
  readonly row: number
}

const stages: readonly ChannelName[] = ['color', 'color2', 'color3', 'color4', 'color5']
const nodeWidth = 12
/** Pixels of a line of text. */
const line = 14

/**
 * What goes from where to where, as wide as it is much: between stages that are listed on color (land cover in two vintages:
 * the same name at both ends is two places), or from x to y by name (budgets: what a place receives it may pass on).
 */
export const sankey: ChartType = {
  name: 'sankey',
  title: { fr: 'Diagramme de flux', en: 'Flow diagram', de: 'Flussdiagramm' },
  light: true,
  example: 'color="occupation_2010, occupation_2020" size="sum(hectares)"',
  alone: true,
  bands: true,
  most: { categories: Infinity, series: Infinity },
  channels: {
    color: { required: false, scales: ['nominal', 'ordinal'], several: 'levels' },
    x: { required: false, scales: ['nominal', 'ordinal'] },
    y: { required: false, scales: ['nominal', 'ordinal'] },
    size: { required: true, scales: ['quantitative'] },
  },

  encode(given, { schema }) {
    const { color, x, y } = given
    const isFlow = color ? given.color2 !== undefined : x !== undefined && y !== undefined
    if (!isFlow) throw new DgeError('query', 'type="sankey" needs stages on color, or where from on x and where to on y', { hint: `${sankey.example}, or x="de" y="vers" size="sum(montant)"` })
    return present({ ...given, size: given.size ?? [defaultMeasure(schema)] })
  },

  arrange(whole, { locale }) {
    const picture = shortened(whole, locale)
    const { x, color2, color } = picture.channels
    const roles = color && color2 ? ({ measure: 'size', dimension: 'color', series: 'color2' } as const) : ({ measure: 'size', dimension: 'x', series: 'y' } as const)
    return x || color2 ? { ...picture, roles } : picture
  },

  spec(picture, look) {
    const { size } = picture.channels
    if (!size) throw new DgeError('query', 'type="sankey" needs a number on size', { hint: sankey.example })
    if (size.extent && size.extent[0] < 0) throw new DgeError('query', `“${size.title}” has negative values: what flows the other way is a row of its own`, { hint: sankey.example })
    const { width, height } = plotOf(look)
    const { places, flows } = graphOf(picture, size)
    const graph = arranged(places, flows, width, height)
    const tint = tintsOf(picture, look)
    const colorOf = ({ label }: Place) => tint.get(label) ?? look.theme.palette[0] ?? look.theme.text
    const ribbons = graph.links.flatMap((link) => {
      const [source, target] = [link.source, link.target] as unknown as readonly (Place & { x0: number; x1: number })[]
      if (!source || !target) return []
      const half = (link.width ?? 0) / 2
      const steps = 24
      return Array.from({ length: steps + 1 }, (_, at) => {
        const t = at / steps
        // Level at both ends, as a cubic curve with its handles half way.
        const ease = t * t * (3 - 2 * t)
        const [from, to] = [link.y0 ?? 0, link.y1 ?? 0]
        const middle = from + (to - from) * ease
        return { x: source.x1 + (target.x0 - source.x1) * t, y: middle - half, y2: middle + half, of: link.index ?? 0, fill: colorOf(source), row: link.row }
      })
    })
    const boxes = graph.nodes.map((node) => ({ x: node.x0 ?? 0, x2: node.x1 ?? 0, y: node.y0 ?? 0, y2: Math.max(node.y1 ?? 0, (node.y0 ?? 0) + 1), fill: colorOf(node) }))
    const last = Math.max(...graph.nodes.map(({ x1 }) => x1 ?? 0))
    const texts = namedNodes(graph.nodes).map((node) => {
      const right = (node.x1 ?? 0) >= last - 1
      const columns = new Set(graph.nodes.map(({ x0 }) => x0)).size
      const room = width / Math.max(2, columns) - nodeWidth - 14
      const value = channelText(node.value ?? 0, size, look.locale, { compact: true })
      const whole = `${node.label}\u00a0: ${value}`
      return { x: right ? (node.x0 ?? 0) - 5 : (node.x1 ?? 0) + 5, y: ((node.y0 ?? 0) + (node.y1 ?? 0)) / 2, right, label: whole.length * charWidth <= room ? whole : fitted(node.label, room, charWidth) }
    })
    const text = (right: boolean) => ({
      values: texts.filter((each) => each.right === right && each.label), mark: { type: 'text', align: right ? 'right' : 'left', fontSize: look.theme.fontSize - 1, color: look.theme.text, ...haloOf(look) }, encoding: ownText,
    })
    return placed(look, [
      { values: ribbons, mark: { type: 'area', opacity: look.theme.dark ? 0.5 : 0.4 }, encoding: { y2: { field: 'y2' }, detail: { field: 'of', type: 'nominal' }, ...ownFill } },
      { values: boxes, mark: { type: 'rect' }, encoding: { x2: { field: 'x2' }, y2: { field: 'y2' }, ...ownFill } },
      text(false), text(true),
    ])
  },
}

/** Places of a stage, and flows by name, that can be told apart. */
const mostPlaces = 30
const mostFlows = 100

/** Small places of a stage become one; of flows by name, where that could make circles, the largest stay. Both are said. */
function shortened(picture: Picture, locale: Locale): Picture {
  const words = wordsOf(locale)
  const count = (value: number) => formatNumber(value, locale)
  const { size } = picture.channels
  const listed = stages.filter((name) => picture.channels[name])
  const amount = (row: PictureRow) => amountOf(row, size)
  if (listed.length < 2) {
    if (picture.rows.length <= mostFlows) return picture
    const rows = [...picture.rows].sort((a, b) => amount(b) - amount(a)).slice(0, mostFlows).map((row, at) => ({ ...row, row: at }))
    return { ...picture, rows, notes: [...picture.notes, words.left(count(mostFlows), count(picture.rows.length))] }
  }
  const others = new Map<ChannelName, { readonly kept: ReadonlySet<string>; readonly label: string }>()
  for (const name of listed) {
    const totals = rollup(picture.rows, (rows) => sum(rows, amount), (row) => String(row[name] ?? ''))
    if (totals.size <= mostPlaces) continue
    const kept = new Set([...totals].sort((a, b) => b[1] - a[1]).slice(0, mostPlaces - 1).map(([label]) => label))
    others.set(name, { kept, label: words.others(count(totals.size - kept.size)) })
  }
  if (others.size === 0) return picture
  const renamed = picture.rows.map((row) => ({ ...row, ...Object.fromEntries([...others].map(([name, { kept, label }]) => [name, kept.has(String(row[name] ?? '')) ? (row[name] ?? null) : label])) }))
  const rows = [...group(renamed, (row) => JSON.stringify(listed.map((name) => row[name] ?? null))).values()]
    .map((same, at): PictureRow => ({ ...(same[0] as PictureRow), row: at, from: same.length === 1 ? (same[0]?.from ?? -1) : -1, size: sum(same, amount) }))
  const channels = Object.fromEntries([...others].map(([name, { kept, label }]) => [name, { ...picture.channels[name], labels: [...(picture.channels[name]?.labels ?? []).filter((each) => kept.has(each)), label], others: label }]))
  const notes = [...others.entries()].map(([name, { kept }]) => words.grouped(count((picture.channels[name]?.labels?.length ?? 0) - kept.size)))
  return { ...picture, rows, channels: { ...picture.channels, ...channels }, notes: [...picture.notes, ...notes] }
}

/** Places and what flows between them: by stage, so that one name in two stages is two places, or by name alone. */
function graphOf(picture: Picture, size: Channel): { readonly places: readonly Place[]; readonly flows: readonly Flow[] } {
  const { x, y } = picture.channels
  const listed = stages.filter((name) => picture.channels[name])
  const pairs: readonly (readonly [ChannelName, ChannelName])[] = listed.length > 1 ? listed.slice(1).map((name, at) => [listed[at] ?? name, name] as const) : [['x', 'y']]
  if (listed.length < 2 && !(isDiscrete(x) && isDiscrete(y))) throw new DgeError('query', 'type="sankey" needs names at both ends', { hint: sankey.example })
  const byName = listed.length < 2
  const places = new Map<string, Place>()
  const flows: Flow[] = []
  const placeOf = (stage: ChannelName, label: string) => {
    const id = byName ? label : `${stage} ${label}`
    places.set(id, { id, label })
    return id
  }
  for (const row of picture.rows) {
    const value = amountOf(row, size)
    if (value <= 0) continue
    for (const [from, to] of pairs) flows.push({ source: placeOf(from, String(row[from] ?? '')), target: placeOf(to, String(row[to] ?? '')), value, row: row.row })
  }
  const circle = byName ? circleOf(flows) : undefined
  if (circle) {
    throw new DgeError('query', `type="sankey" cannot draw what flows in a circle: ${circle.join(' → ')}`, {
      hint: 'When both ends are states of the same things (two vintages), list them as stages: color="avant, après".',
    })
  }
  return { places: [...places.values()], flows }
}

/** A circle among the flows, from a name back to it; undefined when there is none. */
function circleOf(flows: readonly Flow[]): readonly string[] | undefined {
  const next = new Map<string, string[]>()
  for (const { source, target } of flows) next.set(source, [...(next.get(source) ?? []), target])
  const done = new Set<string>()
  const way: string[] = []
  const visit = (name: string): readonly string[] | undefined => {
    if (way.includes(name)) return [...way.slice(way.indexOf(name)), name]
    if (done.has(name)) return undefined
    way.push(name)
    for (const target of next.get(name) ?? []) {
      const found = visit(target)
      if (found) return found
    }
    way.pop()
    done.add(name)
    return undefined
  }
  for (const name of next.keys()) {
    const found = visit(name)
    if (found) return found
  }
  return undefined
}

/** The places whose names don't run into that of a larger one in their column. */
function namedNodes<T extends { x0?: number | undefined; y0?: number | undefined; y1?: number | undefined }>(nodes: readonly T[]): readonly T[] {
  const middle = ({ y0 = 0, y1 = 0 }: T) => (y0 + y1) / 2
  const height = ({ y0 = 0, y1 = 0 }: T) => y1 - y0
  const named: T[] = []
  for (const node of [...nodes].sort((a, b) => height(b) - height(a))) {
    if (named.every((other) => other.x0 !== node.x0 || Math.abs(middle(other) - middle(node)) >= line)) named.push(node)
  }
  return named
}

function arranged(places: readonly Place[], flows: readonly Flow[], width: number, height: number) {
  const perColumn = places.length / 2
  const padding = Math.max(2, Math.min(12, (height * 0.4) / Math.max(1, perColumn)))
  const draw = layout<Place, Flow>().nodeId(({ id }) => id).nodeAlign(sankeyJustify).nodeWidth(nodeWidth).nodePadding(padding).extent([[1, 4], [width - 1, height - 4]])
  if (flows.length === 0) throw new DgeError('query', 'type="sankey": nothing flows, all values are zero or missing', { hint: sankey.example })
  return draw({ nodes: places.map((place) => ({ ...place })), links: flows.map((flow) => ({ ...flow })) })
}

/** One colour per name, wherever it stands. */
function tintsOf({ channels }: Picture, look: Look): ReadonlyMap<string, string> {
  const names = (channels.color2 ? stages : (['x', 'y'] as const)).flatMap((name) => channels[name]?.labels ?? [])
  const labels = [...new Set(names)]
  const base = channels.color ?? channels.x
  const colors = base ? colorsFor({ ...base, labels }, look) : []
  return new Map(labels.map((label, at) => [label, colors[at] ?? look.theme.text]))
}
