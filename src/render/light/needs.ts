import { once } from '../../data/once.js'
import { plain } from './plain-number.js'
import { plainExpression } from './plain-expression.js'
import { isDiscreteType, legendChannels, partOf } from './spec.js'
import { typed } from './typed.js'
import { draftsOf } from './units.js'
import type { ChannelDef, LightSpec, Props } from './spec.js'
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
  const drafts = draftsOf(spec).map((draft) => ({ ...draft, encoding: typed(draft.encoding) }))
  const config = spec.config ?? {}
  // Lists of names and rows say nothing of how they are drawn.
  let isRich = spec.title != null || spec.resolve !== undefined
  const said = JSON.stringify([drafts.map(({ mark, encoding }) => [mark, encoding]), { ...config, locale: 0 }], (key, value: unknown) => {
    if (key === 'values' || ((key === 'expr' || key === 'labelExpr') && typeof value === 'string' && !plainExpression(value))) isRich = true
    return key === 'domain' || key === 'values' ? undefined : value
  })
  const needs: Readonly<Record<PartName, boolean>> = {
    beyond: isRich || /"tickMinStep"|"format":"d"|"labelAngle":(?!0\b)/.test(said) || !isPlainConfig(config) || !drafts.every(isPlain) || !drafts.some(({ mark }) => mark['type'] === 'bar')
      || (['x', 'y'] as const).some((channel) => new Set(drafts.map(({ encoding }) => encoding[channel]?.title)).size > 1),
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

const only = (props: object | null | undefined, ...names: readonly string[]) => Object.keys(props ?? {}).every((name) => names.includes(name))

/** What is at hand draws bars and texts between names that are listed and amounts from zero, when all is said of their scales: nothing is derived. */
function isPlain({ mark, encoding: { x, y, text: _text, order: _order, ...paint } }: Draft): boolean {
  const names = x?.type === 'quantitative' ? y : x
  return (mark['type'] === 'bar' || mark['type'] === 'text') && only(mark, 'type', 'color', 'stroke', 'strokeWidth', 'fontSize', 'align', 'dx', 'dy')
    && isListed(names) && isAmount(names === x ? y : x) && (names === y || x?.axis?.['labelAngle'] === 0)
    && only(paint, 'color') && !isScaled(paint.color)
}

/** A field whose axis has one title, of the channel. */
const isTitled = (def: ChannelDef | undefined): def is ChannelDef => def?.field !== undefined && def.title !== undefined && def.axis?.['title'] === undefined

function isListed(def: ChannelDef | undefined): boolean {
  return isTitled(def) && isDiscreteType(def.type) && def.scale?.domain !== undefined && only(def.scale, 'domain')
}

function isAmount(def: ChannelDef | undefined): boolean {
  if (!isTitled(def) || def.type !== 'quantitative' || def.stack !== null || def.bin || def.sort !== undefined) return false
  return def.scale?.['zero'] === true && def.scale['nice'] !== undefined && only(def.scale, 'zero', 'nice', 'domainMin', 'domainMax')
}

/** Of bars, texts and their scales the configuration says no more than what is read of it. */
function isPlainConfig(config: Props): boolean {
  const of = (name: string) => partOf(config, name)
  return only(of('mark'), 'color', 'invalid') && only(of('bar'), 'color') && only(of('text'), 'color') && only(of('scale'), 'bandPaddingInner', 'bandPaddingOuter')
    && [of('scale')?.['bandPaddingInner'], of('scale')?.['bandPaddingOuter']].every((share) => Number(share) >= 0 && Number(share) <= 1)
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
