import { once } from '../../data/once.js'
import { arePlainWords, plain } from './plain-number.js'
import { Config } from './config.js'
import { plainExpression } from './plain-expression.js'
import { hasCorners } from './plain-marks.js'
import { isDiscreteType, legendChannels, partOf } from './spec.js'
import { draftsOf } from './units.js'
import type { ChannelDef, LightSpec } from './spec.js'
import type { Draft } from './units.js'
import type { Parts } from './parts.js'

/** Where each part comes from. */
const loaders = {
  beyond: once(() => import('./beyond.js'), 'that draws charts'),
  time: once(() => import('./time.js'), 'that draws calendars'),
  numbers: once(() => import('./rich-numbers.js'), 'that writes numbers'),
  legends: once(() => import('./legend.js'), 'that draws legends'),
} satisfies { readonly [name in keyof Parts]-?: () => Promise<NonNullable<Parts[name]>> }
type PartName = keyof typeof loaders

/** The parts that drawing a specification takes, by its marks, channels, scales and formats. */
export function needsOf(spec: LightSpec): readonly PartName[] {
  const drafts = draftsOf(spec)
  const config = spec.config ?? {}
  // Lists of names and rows say nothing of how they are drawn.
  let isRich = spec.title != null
  const said = JSON.stringify([drafts.map(({ mark, encoding }) => [mark, encoding]), { ...config, locale: 0 }], (key, value: unknown) => {
    if (key === 'values' || ((key === 'expr' || key === 'labelExpr') && typeof value === 'string' && !plainExpression(value))) isRich = true
    return key === 'domain' || key === 'values' ? undefined : value
  })
  const needs: Readonly<Record<PartName, boolean>> = {
    beyond: isRich || /"(tickMinStep|continuousPadding)"|"format":"d"|"labelAngle":(?!0\b)/.test(said) || drafts.some((draft) => isBeyond(draft, new Config(config))),
    time: /"(temporal|time|utc)"|(time|utc)Format/.test(said),
    numbers: !arePlainWords(partOf(partOf(config, 'locale'), 'number')) || hasRichFormat(said) || drafts.some(({ encoding: { text } }) => text?.type === 'quantitative' && text.format === undefined),
    legends: drafts.some(({ encoding }) => legendChannels.some((name) => isScaled(encoding[name]) && encoding[name]?.legend !== null)),
  }
  return (Object.keys(needs) as PartName[]).filter((name) => needs[name])
}

/** Loads what drawing a specification takes. What is there already costs no request. @throws DgeError `network` */
export async function loadParts(spec: LightSpec): Promise<Parts> {
  return Object.fromEntries(await Promise.all(needsOf(spec).map(async (name) => [name, await loaders[name]()] as const)))
}

const isScaled = (def: ChannelDef | undefined): def is ChannelDef => def !== undefined && (def.field !== undefined || def.datum !== undefined)

const plainMarks: ReadonlySet<unknown> = new Set(['bar', 'rect', 'text'])
const plainScales: ReadonlySet<unknown> = new Set([undefined, 'linear', 'band', 'point', 'time', 'utc'])
const places: ReadonlySet<string> = new Set(['x', 'y', 'x2', 'y2'])
/** Channels without a scale. */
const scaleless: ReadonlySet<string> = new Set(['text', 'order', 'detail', 'tooltip'])

function isBeyond({ mark, encoding }: Draft, config: Config): boolean {
  const { x, y } = encoding
  const type = String(mark['type'])
  const stacks = [x, y].some((def) => def?.stack ?? (type === 'bar' && def?.stack === undefined && def?.field !== undefined && def.type === 'quantitative'))
  const odd = ([name, def]: readonly [string, ChannelDef]) => {
    if (def.bin || name === 'theta' || (isScaled(def) && !places.has(name) && !scaleless.has(name))) return true
    const { scale } = def
    return places.has(name) && isScaled(def) && scale !== null && (!plainScales.has(scale?.type) || scale?.['padding'] !== undefined || isTurnedByRule(name, def) || (isNames(def) && !scale?.domain))
  }
  // Bars between two continuous axes keep room at both ends.
  const isBetween = type === 'bar' && [x, y].every((def) => isScaled(def) && !isNames(def))
  return !plainMarks.has(type) || hasCorners(type, mark, config) || stacks || isBetween || Object.entries(encoding).some(odd)
}

const isNames = ({ type, scale }: ChannelDef) => isDiscreteType(type) || scale?.type === 'band' || scale?.type === 'point'

/** Names along x stand upright unless something is said of them. */
function isTurnedByRule(name: string, { type, axis }: ChannelDef): boolean {
  return name === 'x' && isDiscreteType(type) && axis !== null && axis?.['labelAngle'] === undefined
}

/** Whether a format or the `format(…)` of an expression is more than plain. */
function hasRichFormat(said: string): boolean {
  const rest = said.replace(/("format":"|\bformat\([^()']*, ')([^"']*)/g, (all, before: string, specifier: string) => (plain.test(specifier) ? '' : all))
  return /"format":"|\bformat\(|"log"|"normalize"/.test(rest)
}
