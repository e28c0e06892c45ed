import { isObject } from './spec.js'
import { intervalNames } from './vocabulary.js'
import type { Props } from './spec.js'

// The words that the light renderer knows: a specification with another one goes to Vega.

const paint = ['color', 'fill', 'stroke', 'opacity', 'fillOpacity', 'strokeOpacity', 'strokeWidth', 'strokeDash', 'strokeCap', 'strokeJoin'] as const
const common = [...paint, 'type', 'invalid', 'filled', 'orient', 'tooltip', 'aria', 'xOffset', 'yOffset'] as const
const corners = ['cornerRadius', 'cornerRadiusEnd', 'cornerRadiusTopLeft', 'cornerRadiusTopRight', 'cornerRadiusBottomLeft', 'cornerRadiusBottomRight'] as const
const symbol = [...common, 'size', 'shape'] as const

/** Properties of each mark. */
export const marks: Readonly<Record<string, readonly string[]>> = {
  bar: [...common, ...corners, 'size', 'width', 'height'], rect: [...common, ...corners, 'width', 'height'],
  line: [...common, 'interpolate', 'point'], area: [...common, 'interpolate', 'line', 'point'],
  point: symbol, circle: symbol, square: symbol,
  arc: [...common, 'innerRadius', 'outerRadius'], rule: common,
  text: [...common, 'text', 'align', 'baseline', 'dx', 'dy', 'angle', 'font', 'fontSize', 'fontWeight', 'fontStyle', 'limit', 'lineHeight', 'radius'],
}
/** Properties of the points and lines on top of a path. */
export const overlay: readonly string[] = [...paint, 'filled', 'size', 'shape', 'interpolate', 'tooltip']

const font = (part: string) => ['Color', 'Font', 'FontSize', 'FontWeight', 'FontStyle', 'Limit', 'Align', 'Baseline', 'Opacity'].map((name) => `${part}${name}`)
const line = (part: string) => ['Color', 'Width', 'Dash', 'Opacity'].map((name) => `${part}${name}`)

export const axis: readonly string[] = [
  ...font('label'), ...font('title'), ...line('grid'), ...line('tick'), ...line('domain'), 'title', 'titleAngle', 'titleAnchor', 'titlePadding', 'titleX', 'titleY',
  'labelAngle', 'labelExpr', 'labelFlush', 'labelOffset', 'labelOverlap', 'labelPadding', 'labelSeparation', 'labels', 'ticks', 'tickSize', 'tickCount', 'tickMinStep',
  'grid', 'domain', 'orient', 'offset', 'format', 'zindex', 'minExtent', 'maxExtent', 'values', 'aria',
]
export const legend: readonly string[] = [
  ...font('label'), ...font('title'), 'title', 'titlePadding', 'labelExpr', 'labelOffset', 'labelOverlap', 'columns', 'columnPadding', 'rowPadding', 'direction', 'orient',
  'offset', 'padding', 'symbolType', 'symbolSize', 'symbolStrokeWidth', 'symbolOffset', 'symbolLimit', 'symbolBaseFillColor', 'gradientLength', 'gradientThickness', 'tickCount', 'format', 'values', 'aria',
]
export const scale: readonly string[] = [
  'type', 'domain', 'domainMin', 'domainMax', 'range', 'zero', 'nice', 'padding', 'paddingInner', 'paddingOuter', 'reverse', 'clamp', 'base', 'exponent', 'constant',
]
export const title: readonly string[] = [
  'text', 'subtitle', 'anchor', 'offset', 'orient', 'frame', 'align', 'dx', 'dy', 'fontSize', 'font', 'fontWeight', 'fontStyle', 'color', 'limit', 'lineHeight',
  'subtitleColor', 'subtitleFont', 'subtitleFontSize', 'subtitleFontStyle', 'subtitleFontWeight', 'subtitlePadding', 'subtitleLineHeight',
]

const field = ['field', 'type', 'title', 'datum', 'value', 'scale'] as const
const position = [...field, 'axis', 'sort', 'stack', 'bandPosition', 'format', 'bin'] as const
const looks = [...field, 'legend', 'sort'] as const
/** Properties of each channel. */
export const channels: Readonly<Record<string, readonly string[]>> = {
  x: position, y: position, x2: ['field', 'datum', 'value', 'title'], y2: ['field', 'datum', 'value', 'title'], xOffset: [...field, 'sort'], yOffset: [...field, 'sort'],
  theta: [...field, 'stack', 'sort'], theta2: ['field'], radius: [...field, 'stack'], radius2: ['field'], color: [...looks, 'condition'], size: looks, opacity: looks, shape: looks, strokeDash: looks,
  text: ['field', 'type', 'title', 'datum', 'value', 'format'], order: ['field', 'type', 'sort', 'value', 'title'], detail: ['field', 'type', 'title'],
}

export const layer: readonly string[] = ['mark', 'encoding', 'layer', 'name', 'description', 'data']
export const topLevel: readonly string[] = [...layer, '$schema', 'width', 'height', 'autosize', 'padding', 'background', 'title', 'resolve', 'config', 'usermeta']
export const configScalars: readonly string[] = ['background', 'font', 'padding', 'aria']

const scaleConfig = [
  'bandPaddingInner', 'bandPaddingOuter', 'barBandPaddingInner', 'rectBandPaddingInner', 'bandWithNestedOffsetPaddingInner', 'bandWithNestedOffsetPaddingOuter',
  'offsetBandPaddingInner', 'offsetBandPaddingOuter', 'pointPadding', 'continuousPadding', 'zero', 'minOpacity', 'maxOpacity', 'minSize',
]

/** Properties that a part of the configuration may have; undefined for a part that is not known. */
export function configPart(name: string): readonly string[] | undefined {
  if (/^axis(X|Y|Top|Bottom|Left|Right|Band|Point|Discrete|Quantitative|Temporal|[XY](Band|Point|Discrete|Quantitative|Temporal))?$/.test(name)) return [...axis, 'disable']
  const parts: Readonly<Record<string, readonly string[]>> = {
    legend: [...legend, 'disable'], title, scale: scaleConfig, view: ['stroke', 'fill', 'strokeWidth'], mark: [...paint, 'invalid', 'aria'],
  }
  return parts[name] ?? (marks[name] && [...marks[name], 'continuousBandSize', 'discreteBandSize'])
}

export function only(object: Props, names: readonly string[]): boolean {
  return Object.keys(object).every((name) => object[name] === undefined || names.includes(name))
}

/** Whether ramps can be made of the colour: hexadecimal or `rgb()`. */
export function isPlainColor(value: unknown): boolean {
  return typeof value === 'string' && /^#([0-9a-f]{3}|[0-9a-f]{6})$|^rgb\(\s*\d+\s*,\s*\d+\s*,\s*\d+\s*\)$/i.test(value)
}

export const isScalar = (value: unknown): boolean => value === null || ['string', 'number', 'boolean', 'undefined'].includes(typeof value)
export const isScalarOrList = (value: unknown): boolean => isScalar(value) || (Array.isArray(value) && value.every(isScalar))

export function isInterval(value: unknown): boolean {
  const { interval, step = 1 } = isObject(value) ? value : { interval: value }
  return (intervalNames as readonly unknown[]).includes(interval) && typeof step === 'number'
}

/** Letters of d3's specifiers of moments that are known. */
export const timeLetters = 'YymdeHIMSLqjbBaAp'

/** Whether all of a specifier's letters are known. */
export function isTimeFormat(specifier: string): boolean {
  return [...specifier.matchAll(/%[-_0]?(.?)/g)].every(([, letter = '']) => letter === '%' || (letter !== '' && timeLetters.includes(letter)))
}
