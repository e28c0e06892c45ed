import { once } from '../../data/once.js'
import { plain } from './plain-number.js'
import { plainExpression } from './plain-expression.js'
import { drawPlain } from './plain-drawing.js'
import { isObject, partOf } from './spec.js'
import { isDiscreteType, legendChannels } from './vocabulary.js'
import { typed } from './typed.js'
import { draftsOf } from './layers.js'
import type { ChannelDef, Encoding, LightSpec, Props } from './spec.js'
import type { Drawing } from './room.js'
import type { MeasureText } from './text.js'
import type { Parts } from './parts.js'

/** Where each part comes from. */
const loaders = {
  drawing: once(() => import('./drawing.js')),
  time: once(() => import('./time.js')),
  numbers: once(() => import('./rich-numbers.js')),
  legends: once(() => import('./legend.js')),
} satisfies { readonly [name in keyof Parts]-?: () => Promise<NonNullable<Parts[name]>> } & Record<'drawing', unknown>
type PartName = keyof typeof loaders

/** The parts that drawing a specification takes, by its marks, channels, scales and formats: none where it is plain. */
export function needsOf(spec: LightSpec): readonly PartName[] {
  const drafts = draftsOf(spec).map((draft) => ({ ...draft, encoding: typed(draft.encoding) }))
  const config = spec.config ?? {}
  // Lists of names and rows say nothing of how they are drawn.
  const said = JSON.stringify([drafts.map(({ mark, encoding }) => [mark, encoding]), { ...config, locale: 0 }], (key, value: unknown) => (key === 'domain' || key === 'values' ? undefined : value))
  const needs: Readonly<Record<Exclude<PartName, 'drawing'>, boolean>> = {
    time: /"(temporal|time|utc)"|(time|utc)Format/.test(said),
    numbers: !arePlainWords(partOf(partOf(config, 'locale'), 'number')) || hasRichFormat(said) || drafts.some(({ encoding: { text } }) => text?.type === 'quantitative' && text.format === undefined),
    legends: drafts.some(({ encoding }) => legendChannels.some((name) => isScaled(encoding[name]) && encoding[name]?.legend !== null)),
  }
  const named = (['time', 'numbers', 'legends'] as const).filter((name) => needs[name])
  return named.length === 0 && isPlain(spec) ? [] : ['drawing', ...named]
}

/** Draws a specification, which it was loaded for, and rows. @throws Error where something in them cannot be drawn */
export type Draw = (spec: LightSpec, rows: readonly object[], measure: MeasureText) => Drawing

/** Loads what drawing a specification takes. What is there already costs no request. @throws DgeError `network` */
export async function loadDrawing(spec: LightSpec): Promise<Draw> {
  const needs = needsOf(spec)
  if (needs.length === 0) return drawPlain
  const [{ makeDrawing }, parts] = await Promise.all([loaders.drawing(), Promise.all(needs.map(async (name) => [name, await loaders[name]()] as const))])
  return (given, rows, measure) => makeDrawing(given, rows, measure, Object.fromEntries(parts))
}

const isScaled = (def: ChannelDef | undefined): def is ChannelDef => def !== undefined && (def.field !== undefined || def.datum !== undefined)

const only = (props: object | null | undefined, ...names: readonly string[]) => Object.entries(props ?? {}).every(([name, value]) => names.includes(name) && value !== undefined)
const all = (props: object | null | undefined, ...names: readonly string[]) => only(props, ...names) && names.every((name) => props && name in props)

/**
 * Whether a specification says all that `drawPlain` reads, and no more, so that nothing is to be derived: bars between names that are listed and amounts
 * from zero, with the texts of their values or without.
 */
function isPlain({ layer, mark, encoding, ...rest }: LightSpec): boolean {
  const layers: readonly LightSpec[] = layer ?? [{ ...rest, ...(mark ? { mark } : {}), ...(encoding ? { encoding } : {}) }]
  const [bars, texts, ...more] = layers.map((each) => ({ mark: isObject(each.mark) ? each.mark : { type: each.mark }, encoding: each.encoding ?? {} }))
  return only(rest, '$schema', 'data', 'width', 'height', 'autosize', 'padding', 'config') && only(rest.data, 'name') && rest.padding !== undefined && rest.autosize?.type === 'fit' && isPlainConfig(rest.config)
    && (!layer || (!mark && !encoding && layer.every((each) => only(each, 'mark', 'encoding')))) && more.length === 0
    && bars !== undefined && areBars(bars) && (texts === undefined || (areTexts(texts) && (['x', 'y'] as const).every((channel) => sameAxis(bars.encoding[channel], texts.encoding[channel]))))
}

interface Marks {
  readonly mark: Props
  readonly encoding: Encoding
}

function areBars({ mark, encoding: { x, y, color, ...others } }: Marks): boolean {
  const names = x?.type === 'quantitative' ? y : x
  return only(mark, 'type') && mark['type'] === 'bar' && only(others) && isListed(names) && isAmount(names === x ? y : x) && (names === y || x?.axis?.['labelAngle'] === 0)
    && areAxes(x, y) && only(color, 'value', 'condition') && color?.value !== undefined && [color.condition ?? []].flat().every((each) => all(each.test, 'field', 'equal'))
}

function areTexts({ mark, encoding: { x: _x, y: _y, text, ...others } }: Marks): boolean {
  return only(mark, 'type', 'color', 'fontSize', 'align', 'dx', 'dy') && mark['type'] === 'text' && mark['color'] !== undefined && mark['fontSize'] !== undefined
    && Object.values(mark).every((value) => !isObject(value) || isPlainExpression(value['expr'])) && only(others) && all(text, 'field', 'type') && text?.type === 'nominal'
}

const sameAxis = (a: ChannelDef | undefined, b: ChannelDef | undefined) => JSON.stringify({ ...a, field: 0 }) === JSON.stringify({ ...b, field: 0 })
const isPlainExpression = (source: unknown) => typeof source === 'string' && plainExpression(source) !== undefined

function isListed(def: ChannelDef | undefined): boolean {
  return all(def, 'field', 'type', 'sort', 'scale', 'title', 'axis') && isDiscreteType(def?.type) && def?.sort === null && all(def.scale, 'domain') && def.axis?.['labelOverlap'] !== undefined
}

function isAmount(def: ChannelDef | undefined): boolean {
  return all(def, 'field', 'type', 'stack', 'scale', 'title', 'axis') && def?.type === 'quantitative' && def.stack === null
    && def.scale?.['zero'] === true && def.scale['nice'] !== undefined && only(def.scale, 'zero', 'nice', 'domainMin', 'domainMax')
}

/** Below and to the left; the title of a vertical axis lies above its labels, and begins where it stands. */
function areAxes(x: ChannelDef | undefined, y: ChannelDef | undefined): boolean {
  const above = { titleAngle: 0, titleAlign: 'left', titleAnchor: 'end', titleBaseline: 'bottom', titleX: 0 }
  const said = ['labelAngle', 'labelOverlap', 'labelFlush', 'labelLimit', 'labelExpr', 'format', 'tickCount', 'tickMinStep', 'grid', 'ticks', 'domain']
  return only(x?.axis, ...said) && only(y?.axis, ...said, ...Object.keys(above), 'titleY') && Object.entries({ ...above, labelAngle: y?.axis?.['labelAngle'] }).every(([name, value]) => y?.axis?.[name] === value)
    && typeof y?.axis?.['titleY'] === 'number' && (y.axis['labelAngle'] ?? 0) === 0
    && [x, y].every((def) => (def?.axis?.['labelExpr'] === undefined || isPlainExpression(def.axis['labelExpr'])) && ['undefined', 'number'].includes(typeof def?.axis?.['tickCount']))
}

/** The configuration says all of axes, and of bars, texts and their scales no more than what is read of it. */
function isPlainConfig(config: Props = {}): boolean {
  const of = (name: string) => partOf(config, name)
  const scale = of('scale')
  return only(config, 'background', 'font', 'locale', 'aria', 'view', 'axis', 'axisQuantitative', 'axisDiscrete', 'mark', 'bar', 'text', 'scale', 'legend', 'header', 'title', 'line', 'area', 'point', 'arc', 'rule', 'range')
    && config['background'] === 'transparent' && config['font'] !== undefined && all(of('view'), 'stroke') && of('view')?.['stroke'] === null
    && all(of('axis'), 'labelColor', 'titleColor', 'labelFontSize', 'titleFontSize', 'titleFontWeight', 'titlePadding', 'labelLimit', 'titleLimit', 'gridColor', 'domainColor', 'tickColor', 'tickSize', 'labelPadding')
    && all(of('axisQuantitative'), 'domain', 'ticks', 'tickCount') && typeof of('axisQuantitative')?.['tickCount'] === 'number' && all(of('axisDiscrete'), 'grid')
    && all(of('mark'), 'color', 'invalid') && of('mark')?.['invalid'] === 'break-paths-show-domains' && only(of('bar'), 'color') && only(of('text'), 'color')
    && all(scale, 'bandPaddingInner', 'bandPaddingOuter') && Object.values(scale ?? {}).every((share) => Number(share) >= 0 && Number(share) <= 1)
}

/** Whether a language's numbers need none of it: thousands in threes, digits as in Europe. */
function arePlainWords(words: Props | undefined): boolean {
  return words === undefined || (String(words['grouping']) === '3' && typeof words['thousands'] === 'string' && !('numerals' in words) && !('nan' in words))
}

/** Whether a format or the `format(…)` of an expression is more than plain. */
function hasRichFormat(said: string): boolean {
  const rest = said.replace(/("format":"|\bformat\([^()']*, ')([^"']*)/g, (all, before: string, specifier: string) => (plain.test(specifier) ? '' : all))
  return /"format":"|\bformat\(|"log"|"normalize"/.test(rest)
}
