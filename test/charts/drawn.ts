import { compile } from 'vega-lite'
import { parse, View } from 'vega'
import { expressionInterpreter } from 'vega-interpreter'
import * as drafting from '../../src/charts/whole-drafts.js'
import { describe } from '../../src/charts/describe.js'
import { darkTheme, lightTheme, loadWords, makePicture, termsOf } from '../../src/charts/index.js'
import { chartTypeOf } from '../../src/charts/registry.js'
import { readEncoding } from '../../src/charts/read-encoding.js'
import { touchesOf } from '../../src/charts/touches-of.js'
import { suggest } from '../../src/charts/suggest.js'
import { execute } from '../../src/data/engine.js'
import { parseTerms, toQuery } from '../../src/data/shorthand.js'
import { rowAt, tableFromRows } from '../../src/data/table.js'
import { titled } from '../../src/displays/term-title.js'
import { loadLocale } from '../../src/locale/index.js'
import { typeOf } from '../../src/displays/chart-query.js'
import type { ChartSpec, EncodingText, Picture, TouchText } from '../../src/charts/index.js'
import type { Schema } from '../../src/data/schema.js'
import type { Row } from '../../src/data/table.js'
import type { Term } from '../../src/data/term.js'
import type { TopLevelSpec } from 'vega-lite'

interface Item {
  readonly datum: Readonly<Record<string, unknown>>
  readonly x: number
  readonly y: number
  readonly x2: number
  readonly y2: number
  readonly width: number
  readonly height: number
  readonly fill?: string
  readonly stroke?: string
  readonly text?: string | string[]
  readonly startAngle: number
  readonly endAngle: number
}
interface Node {
  readonly marktype?: string
  readonly role?: string
  readonly name?: string
  readonly items?: readonly (Node & Item)[]
}

export interface Drawn {
  readonly type: string
  readonly picture: Picture
  readonly spec: ChartSpec
  readonly name: string
  readonly summary: string
  readonly why: string | undefined
  readonly hint: string | undefined
  /** Marks of the data of one kind: `rect`, `symbol`, `line`, `area`, `arc`, `rule`, `text`. */
  marks(kind: string): readonly Item[]
  /** Texts that stand there, in the order of the scenegraph: `axis-label`, `axis-title`, `legend-label`, `title-text`. */
  texts(role: string): readonly string[]
  scale(name: string): { domain(): unknown[]; range(): unknown[]; type: string }
  readonly size: { readonly width: number; readonly height: number }
}

export interface Setting {
  readonly lang?: string
  readonly width?: number
  readonly height?: number
  readonly dark?: boolean
  readonly limit?: number
  /** The source computes aggregates itself. */
  readonly computes?: boolean
}

/** The chart of attributes over rows, from the shorthand to Vega's scenegraph, as `dge-chart` makes it; without a page. */
export async function draw(
  attributes: EncodingText & TouchText & { readonly type?: string; readonly unit?: string },
  rows: readonly Row[],
  schema: Schema,
  { lang = 'fr', width = 600, height = 360, dark = false, limit, computes = false }: Setting = {}
): Promise<Drawn> {
  const locale = await loadLocale(lang)
  await loadWords(locale)
  const table = tableFromRows(schema, rows)
  const answer = (terms: readonly Term[]) => execute(toQuery(terms.map((term) => titled(term, schema, locale)), {}, schema), table)
  const named = await typeOf(attributes)
  const context = { schema, canAsk: true, computes: () => computes, parse: (text: string) => parseTerms(text, schema), ask: async (terms: readonly Term[]) => rowAt(answer(terms), 0) }
  const encoding = await readEncoding(attributes, named, context)
  const drawnTable = answer(termsOf(encoding))
  const touches = await touchesOf(attributes)
  const options = { locale, drafting, unit: attributes.unit, order: undefined, limit, touches, whole: limit === undefined }
  const suggestion = named ? undefined : suggest(drawnTable, encoding, schema, options)
  const wanted = named ?? (await chartTypeOf(suggestion?.type ?? ''))
  const made = makePicture(drawnTable, encoding, { ...options, type: wanted })
  const other = wanted.instead?.(made, { locale, touches, encoding })
  const type = other ? await chartTypeOf(other.type) : wanted
  const picture = other ? makePicture(drawnTable, other.encoding, { ...options, type }) : made
  const spec = type.spec(picture, { theme: dark ? darkTheme : lightTheme, locale, touches, width, height })
  const vega = compile(spec as unknown as TopLevelSpec, { logger: quiet }).spec
  const view = new View(parse(vega, {}, { ast: true }), { expr: expressionInterpreter, renderer: 'none', logger: quiet })
  // Marks that were laid out already bring their own rows.
  if (vega.data?.some(({ name }) => name === 'table')) view.data('table', picture.rows.map((row) => ({ ...row })))
  await view.runAsync()
  const nodes = all((view.scenegraph() as unknown as { root: Node }).root)
  const { name, summary } = describe(picture, type, locale)
  return {
    type: type.name, picture, spec, name: plain(name), summary: plain(summary), why: suggestion && plain(suggestion.why), hint: other?.hint,
    marks: (kind) => nodes.filter((node) => node.role === 'mark' && node.marktype === kind).flatMap(({ items = [] }) => items),
    texts: (role) => nodes.filter((node) => node.role === role).flatMap(({ items = [] }) => items.map(({ text }) => plain([text].flat().join(' ')))),
    scale: (scale) => view.scale(scale) as never,
    size: { width: view.width(), height: view.height() },
  }
}

const quiet = { level: () => quiet, error: () => quiet, warn: () => quiet, info: () => quiet, debug: () => quiet } as never

function all(node: Node): Node[] {
  return [node, ...(node.items ?? []).flatMap((item) => all(item))]
}

/** Spaces of every kind made plain. */
export function plain(words: string): string {
  return words.replace(/[\s\u00a0\u202f]+/g, ' ').trim()
}
