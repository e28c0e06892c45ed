import { configOf } from '../../charts/theme.js'
import { usualTitle } from './author-channel.js'
import type { AuthorSettings } from './author-spec.js'
import type { ChartSpec, Look } from '../../charts/index.js'
import type { Schema } from '../../data/schema.js'
import type { Locale } from '../../locale/index.js'

type Json = Readonly<Record<string, unknown>>

/** An author's specification with the page's size, words and colours where it says nothing of them, and its data bound. */
export function dressSpec(author: AuthorSettings, look: Look, schema: Schema): ChartSpec {
  const { config, language } = author
  const spec = language === 'vega-lite' && config !== 'none' ? titled(author.spec, schema, look.locale) : author.spec
  const bound = author.names.length > 0 && spec['data'] === undefined && language === 'vega-lite' ? { data: { name: author.names[0] } } : {}
  const grammar = { $schema: `https://vega.github.io/schema/${language}/v6.json` }
  const container = containerSize(spec, look)
  if (config === 'none') return { ...spec, ...container, ...bound, ...grammar }
  const usual = authorConfig(look)
  const base = language === 'vega' ? vegaConfig(look) : { ...usual, legend: { ...usual.legend, ...legendColumns(spec, look) } }
  const dressed = {
    ...(language === 'vega' ? vegaSize(spec, look) : size(spec, look)),
    ...spec,
    ...container,
    ...bound,
    ...grammar,
    config: merged(merged(base, config), spec['config']),
  }
  return dressed
}

/** The usual look; the symbols of a legend are those of the marks: open points and trails are nothing but a stroke. */
function authorConfig({ theme, locale }: Pick<Look, 'theme' | 'locale'>) {
  const usual = configOf(theme, locale)
  const { symbolType: _type, symbolStrokeWidth: _width, ...legend } = usual.legend ?? {}
  return { ...usual, legend, ...(locale.language === 'en' ? {} : { timeFormat: `${dayOf(locale)} %B %Y` }) }
}

const dayOf = ({ language }: Locale) => (language === 'de' ? '%-d.' : '%-d')

/** A calendar axis of the author whose moments Vega would write as English does, "janv. 07" and "03 PM": the day goes before its month. */
function calendarAxis(channel: string, def: Json, locale: Locale): Json {
  const axis = def['axis'] === undefined ? {} : asJson(def['axis'])
  if (locale.language === 'en' || !/^[xy]$/.test(channel) || def['type'] !== 'temporal' || def['timeUnit'] || !axis || 'format' in axis) return def
  const day = `${dayOf(locale)} %b`
  return { ...def, axis: { ...axis, format: { date: day, week: day, hours: '%H:%M', minutes: '%H:%M' } } }
}

/** The channels whose names readers see on axes, legends and headers. */
const told = new Set(['x', 'y', 'color', 'fill', 'stroke', 'size', 'shape', 'opacity', 'strokeDash', 'theta', 'row', 'column', 'facet'])

/** The specification with titles and dates in words where the author gave none: "Année" in place of "annee", "Montant" for "Sum of montant". */
function titled(node: Json, schema: Schema, locale: Locale): Json {
  const encoding = asJson(node['encoding'])
  const within = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(within)
    const view = asJson(part)
    return view ? titled(view, schema, locale) : part
  }
  const worded = (def: unknown) => (isUntitled(def) ? { ...def, title: usualTitle(def, { schema, locale }) } : def)
  const facet = asJson(node['facet'])
  const inner = {
    ...Object.fromEntries(Object.entries(node).filter(([key]) => parts.has(key)).map(([key, part]) => [key, within(part)])),
    ...(facet ? { facet: 'field' in facet ? worded(facet) : Object.fromEntries(Object.entries(facet).map(([side, def]) => [side, worded(def)])) } : {}),
  }
  if (!encoding) return { ...node, ...inner }
  const defs = Object.entries(encoding).map(([channel, given]) => {
    const json = asJson(given)
    const def = json ? calendarAxis(channel, json, locale) : given
    if (!told.has(channel)) return [channel, def] as const
    // A field that is shown of what readers pick, or of what a test holds for, has its legend too.
    return [channel, json && isUntitled(json['condition']) ? { ...json, condition: worded(json['condition']) } : worded(def)] as const
  })
  return { ...node, ...inner, encoding: Object.fromEntries(defs) }
}

const parts = new Set(['spec', 'layer', 'concat', 'hconcat', 'vconcat'])

function asJson(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined
}

function isUntitled(value: unknown): value is Json {
  const def = asJson(value)
  if (!def || 'title' in def || !(typeof def['field'] === 'string' || def['aggregate'] === 'count')) return false
  return ['axis', 'legend', 'header'].every((guide) => !('title' in (asJson(def[guide]) ?? {})))
}

/** Entries of a legend above or below the drawing take as many columns as fit; where the author places it beside, his columns, but on a phone one below the other. */
function legendColumns(spec: Json, { width }: Look): Json {
  const columns = Math.max(1, Math.floor(width / 240))
  return columns > 1 && /"orient":"(?!top"|bottom")/.test(JSON.stringify(spec)) ? {} : { columns }
}

/** `container`: as large as the place, with axes and legends in it, as Vega-Lite has it. */
function containerSize(spec: Json, look: Look): Json {
  const [wide, high] = [spec['width'] === 'container', spec['height'] === 'container']
  if (!wide && !high) return {}
  const own = typeof spec['autosize'] === 'object' && spec['autosize'] !== null ? spec['autosize'] : {}
  return {
    ...(wide ? { width: look.width } : {}),
    ...(high ? { height: look.height ?? 320 } : {}),
    autosize: { type: wide && high ? 'fit' : wide ? 'fit-x' : 'fit-y', contains: 'padding', ...own },
  }
}

/** A single view fills its place; compositions have the size of their parts. A height of the author's is that of the plot, as Vega-Lite has it: long names under it would leave none. */
function size(spec: Json, look: Look): Json {
  if (!('mark' in spec || 'layer' in spec) || hasFacets(spec)) return {}
  return { ...filling(spec, look), autosize: { type: typeof spec['height'] === 'number' ? 'fit-x' : 'fit', contains: 'padding' } }
}

/** What is left of the place by the inputs under the drawing. */
function filling(spec: Json, look: Look): Json {
  const high = Math.min(look.height ?? 320, 600)
  return { width: look.width, height: Math.max(high / 2, high - 32 * inputsOf(spec)), autosize: { type: 'fit', contains: 'padding' }, padding: 4 }
}

/** How many inputs Vega puts under the drawing: one of a parameter or signal, several of a selection of fields. */
function inputsOf({ params, signals }: Json): number {
  const objects = (values: readonly unknown[]) => values.flatMap((value): Json[] => [asJson(value) ?? []].flat())
  const bound = objects(objects([params, signals].flat()).map(({ bind }) => bind))
  return bound.flatMap((bind) => ('input' in bind ? [bind] : objects(Object.values(bind)))).filter((each) => 'input' in each && !('element' in each)).length
}

function hasFacets(spec: Json): boolean {
  const { encoding } = spec
  return typeof encoding === 'object' && encoding !== null && ['row', 'column', 'facet'].some((channel) => channel in encoding)
}

function vegaSize(spec: Json, look: Look): Json {
  return spec['width'] === undefined && spec['height'] === undefined && spec['layout'] === undefined
    ? filling(spec, look)
    : {}
}

/** What of the look Vega itself knows: it has no marks and views of its own to dress. */
function vegaConfig({ theme, locale }: Look): Record<string, unknown> {
  const { background, locale: words, axis, legend, title, range } = authorConfig({ theme, locale }) as Json
  const text = { font: theme.font, fill: theme.text }
  return { background, locale: words, axis, legend, title, range, text, style: { 'guide-label': text, 'guide-title': text, 'group-title': text } }
}

function merged(base: Json, over: unknown): Record<string, unknown> {
  const result: Record<string, unknown> = { ...base }
  if (typeof over !== 'object' || over === null) return result
  for (const [key, value] of Object.entries(over)) {
    const old = result[key]
    const both = typeof old === 'object' && old !== null && !Array.isArray(old) && typeof value === 'object' && value !== null && !Array.isArray(value)
    if (key !== '__proto__') result[key] = both ? merged({ ...old }, value) : value
  }
  return result
}
