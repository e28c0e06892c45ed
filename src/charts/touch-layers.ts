import { foldText } from '../data/text.js'
import { haloOf } from './halo.js'
import { isDiscrete, rolesOf } from './roles.js'
import type { Annotation, Place } from './annotations.js'
import type { Channel, Look, Picture } from './chart-type.js'
import type { Layer } from './compose.js'

/** A type's layers with the author's annotations and target: bands behind the marks, lines before them but not through their values, texts before all. */
export function touchLayers(picture: Picture, look: Look, turned: boolean, layers: readonly Layer[]): readonly Layer[] {
  const { touches } = look
  const { measure } = rolesOf(picture)
  const own = measure?.name === 'x' ? 'x' : 'y'
  const side = turned ? (own === 'x' ? 'y' : 'x') : own
  const drawn = turned ? { ...picture, channels: { ...picture.channels, ...swapped(picture) } } : picture
  const { target } = touches
  const goal: Annotation[] = target ? [{ [side]: [target.value], ...(target.text ? { text: target.text } : {}) }] : []
  const written = touches.annotations.map((annotation) => (turned ? turn(annotation) : annotation))
  const all = [...written, ...goal].map((annotation) => layersOf(annotation, drawn, look))
  const values = layers.filter(isValues)
  const lines = all.flatMap(({ lines = [] }) => lines)
  const haloed = values.map((layer) => (lines.length > 0 ? { ...layer, mark: { ...(layer['mark'] as object), ...haloOf(look) } } : layer))
  return [...all.flatMap(({ behind = [] }) => behind), ...layers.filter((layer) => !values.includes(layer)), ...lines, ...haloed, ...all.flatMap(({ before = [] }) => before)]
}

/** Texts beside marks, in the colour of all texts: those inside marks have one of their own. */
function isValues({ mark }: Layer): boolean {
  return typeof mark === 'object' && mark !== null && 'type' in mark && mark.type === 'text' && 'color' in mark
}

/** Authors write of the axes as they wrote the channels, wherever these are drawn. */
function turn({ x, y, ...rest }: Annotation): Annotation {
  return { ...rest, ...(y ? { x: y } : {}), ...(x ? { y: x } : {}) }
}

function swapped({ channels: { x, y } }: Picture): Picture['channels'] {
  return { ...(y ? { x: y } : {}), ...(x ? { y: x } : {}) }
}

type Datum = { readonly datum: number | string; readonly type: string }

function layersOf({ x, y, text }: Annotation, { channels }: Picture, look: Look): { behind?: readonly Layer[]; lines?: readonly Layer[]; before?: readonly Layer[] } {
  const at = (channel: Channel | undefined, place: Place | undefined) => (channel && place !== undefined ? placeOf(channel, place) : undefined)
  const [left, right] = [at(channels.x, x?.[0]), at(channels.x, x?.[1])]
  const [low, high] = [at(channels.y, y?.[0]), at(channels.y, y?.[1])]
  const { text: color, muted } = look.theme
  const words = (encoding: object, mark: object): readonly Layer[] =>
    text ? [{ data: { values: [{}] }, mark: { type: 'text', color, fontSize: look.theme.fontSize - 1, ...mark }, encoding: { ...encoding, text: { value: text } } }] : []
  const isBand = right !== undefined || high !== undefined
  if (isBand) {
    const place = { ...(left ? { x: left, ...(right ? { x2: { datum: right.datum } } : {}) } : {}), ...(low ? { y: low, ...(high ? { y2: { datum: high.datum } } : {}) } : {}) }
    const label = left ? { x: left, y: { value: 0 } } : { x: { value: 0 }, ...(high ? { y: high } : {}) }
    return { behind: [{ data: { values: [{}] }, mark: { type: 'rect', color: muted, opacity: 0.16 }, encoding: place }], before: words(label, { align: 'left', baseline: 'top', dx: 4, dy: 3 }) }
  }
  if (left && low) {
    return { before: [{ data: { values: [{}] }, mark: { type: 'point', color, size: 90, strokeWidth: 2 }, encoding: { x: left, y: low } }, ...words({ x: left, y: low }, { align: 'left', dx: 9, dy: -8 })] }
  }
  // Categories stand from the largest: the words are over the lowest.
  const atRight = isDiscrete(channels.x)
  const line = { type: 'rule', color, strokeWidth: 1.5, strokeDash: [5, 4] }
  if (low) return { lines: [{ data: { values: [{}] }, mark: line, encoding: { y: low } }], before: words({ x: { value: atRight ? 'width' : 0 }, y: low }, { align: atRight ? 'right' : 'left', baseline: 'bottom', dx: atRight ? -4 : 4, dy: -3 }) }
  // Over bars that lie, the words are above them all.
  const place = isDiscrete(channels.y) ? { align: 'center', baseline: 'bottom', dy: -4 } : { align: 'left', baseline: 'top', dx: 5, dy: 3 }
  if (left) return { lines: [{ data: { values: [{}] }, mark: line, encoding: { x: left } }], before: words({ x: left, y: { value: 0 } }, { ...place, ...haloOf(look) }) }
  return {}
}

/** A written place as the channel's scale knows it: a category by name, a year or ISO date as milliseconds, a number. */
export function placeOf(channel: Channel, place: Place): Datum | undefined {
  if (isDiscrete(channel)) {
    const label = channel.labels?.find((each) => foldText(each) === foldText(String(place)))
    return label === undefined ? undefined : { datum: label, type: channel.scale }
  }
  if (channel.scale === 'temporal') {
    const isYear = /^\d{1,4}$/.test(String(place))
    const time = isYear ? new Date(0).setUTCFullYear(Number(place), 0, 1) : typeof place === 'number' ? place : Date.parse(place)
    return Number.isFinite(time) ? { datum: time, type: 'temporal' } : undefined
  }
  return typeof place === 'number' ? { datum: place, type: 'quantitative' } : undefined
}
