import { DgeError } from '../data/errors.js'
import { closest } from '../data/closest.js'
import { parseAnnotations, splitOutside, unquoted } from './annotations.js'
import { stackings } from './chart-type.js'
import { isPaletteName, paletteNames, rampOf, stepsOf } from './palettes.js'
import { touchLayers } from './touch-layers.js'
import { untouched } from './untouched.js'
import type { Annotation } from './annotations.js'
import type { Stacking } from './chart-type.js'
import type { PaletteName } from './palettes.js'
import type { ClassText } from '../data/classification.js'

/** The author's attributes as they stand in the page. */
export interface TouchText {
  readonly highlight?: string | undefined
  readonly annotations?: string | undefined
  readonly target?: string | undefined
  readonly palette?: string | undefined
  readonly colors?: string | undefined
  readonly legend?: string | undefined
  readonly labels?: string | undefined
  readonly xTitle?: string | undefined
  readonly yTitle?: string | undefined
  readonly format?: string | undefined
  readonly sort?: string | undefined
  readonly stack?: string | undefined
  readonly scale?: string | undefined
  readonly curve?: string | undefined
  readonly trend?: string | undefined
  readonly aspect?: string | undefined
  readonly classes?: number | null | undefined
  readonly method?: string | undefined
  readonly breaks?: string | undefined
  /** The attribute `animate` (a method of every element is called so). */
  readonly animation?: string | undefined
}

type WordName = Exclude<keyof TouchText, 'classes'>

export const legends = ['auto', 'none', 'top', 'right', 'bottom'] as const
export const labelings = ['auto', 'none', 'all'] as const
export const sorts = ['-value', 'value', 'name', '-name', 'data'] as const
export const scales = ['linear', 'log', 'symlog', 'sqrt'] as const
export const curves = ['linear', 'step', 'smooth'] as const
export const trends = ['linear', 'loess'] as const
export const formats = ['compact', 'full', 'percent'] as const

/**
 * What an author may add to a chart, parsed: a frozen value; absent = the chart decides. Percentages (`format: 'percent'`)
 * multiply by 100; `digits` are after the decimal mark; `aspect` is width by height; `animate` milliseconds.
 */
export interface Touches {
  readonly highlight: readonly string[]
  readonly annotations: readonly Annotation[]
  readonly target?: { readonly value: number; readonly text?: string }
  readonly palette?: PaletteName | readonly string[]
  /** Colour by category. */
  readonly colors: ReadonlyMap<string, string>
  readonly legend: (typeof legends)[number]
  readonly labels: (typeof labelings)[number]
  readonly xTitle?: string
  readonly yTitle?: string
  readonly format?: (typeof formats)[number]
  readonly digits?: number
  /** By name or value, or the categories themselves. */
  readonly sort?: (typeof sorts)[number] | readonly string[]
  readonly stack?: Stacking
  readonly scale?: (typeof scales)[number]
  readonly curve?: (typeof curves)[number]
  readonly trend?: (typeof trends)[number]
  readonly aspect?: number
  readonly animate?: number
  /** How amounts are cut into classes of colour, as written: read by what has classes, so that no other chart loads it. */
  readonly classing?: ClassText
  /** What draws the annotations and the target, where there are some, and makes the colours of a palette that is named. */
  readonly layers?: typeof touchLayers
  /** What computes and draws the trend, where one is asked for. */
  readonly trending?: Pick<typeof import('./trend.js'), 'withTrend' | 'trendLayers'>
  readonly mixing?: { readonly rampOf: typeof rampOf; readonly stepsOf: typeof stepsOf }
  /** What could not be read and was left out, in English, for the console. */
  readonly faults: readonly string[]
}

/** Reads one part of what is written; what cannot be read is noted and left out. */
type Attempt = <T>(read: () => T) => T | undefined

/** The author's touches. A word that means nothing is left out and told in `faults`: no touch is worth a chart. */
export function readTouches(text: TouchText): Touches {
  const faults: string[] = []
  const attempt: Attempt = (read) => {
    try {
      return read()
    } catch (error) {
      if (!(error instanceof DgeError)) throw error
      faults.push(`${error.message}: it is left out${error.hint ? `. ${error.hint}` : ''}`)
      return undefined
    }
  }
  const at = <T>(name: WordName, read: (written: string) => T): T | undefined => {
    const written = text[name]?.trim()
    return written ? attempt(() => read(written)) : undefined
  }
  const one = <T extends string>(name: WordName, words: readonly T[]) => at(name, (written) => wordOf(written, words, name))
  const touches = {
    highlight: at('highlight', listOf) ?? [],
    annotations: at('annotations', (written) => parseAnnotations(written, attempt)) ?? [],
    target: at('target', targetOf),
    palette: at('palette', (written) => paletteOf(written, attempt)),
    colors: at('colors', (written) => colorsOf(written, attempt)) ?? untouched.colors,
    legend: one('legend', legends) ?? 'auto',
    labels: one('labels', labelings) ?? 'auto',
    // An empty title is a wish: no title.
    xTitle: text.xTitle?.trim(),
    yTitle: text.yTitle?.trim(),
    ...at('format', formatOf),
    sort: at('sort', sortOf),
    stack: one('stack', stackings),
    scale: one('scale', scales),
    curve: one('curve', curves),
    trend: one('trend', trends),
    aspect: at('aspect', aspectOf),
    animate: text.animation === undefined ? undefined : attempt(() => durationOf(text.animation ?? '')),
    classing: text.classes != null || text.method || text.breaks ? { classes: text.classes, method: text.method, breaks: text.breaks } : undefined,
    faults,
  }
  const code = {
    layers: touches.annotations.length > 0 || touches.target ? touchLayers : undefined,
    mixing: typeof touches.palette === 'string' ? { rampOf, stepsOf } : undefined,
  }
  return Object.freeze(Object.fromEntries(Object.entries({ ...touches, ...code }).filter(([, value]) => value !== undefined))) as unknown as Touches
}

function wordOf<T extends string>(written: string, words: readonly T[], attribute: string): T {
  const word = words.find((each) => each === written.toLowerCase())
  if (word) return word
  const near = closest(written, words)
  throw new DgeError('query', `${attribute}: “${written}” is none of ${words.join(', ')}${near ? `: did you mean “${near}”?` : ''}`)
}

function listOf(written: string): readonly string[] {
  return splitOutside(written, ',').map(unquoted).filter(Boolean)
}

function targetOf(written: string) {
  const [, number = '', text] = /^(.*?)(?:\s+as\s+(.*))?$/is.exec(written) ?? []
  return { value: numberOf(number, 'target'), ...(text ? { text: unquoted(text) } : {}) }
}

/** "1234.5", "1 234,5", "12 %". @throws DgeError `query` */
function numberOf(written: string, attribute: string): number {
  const plain = written.replace(/[\s\u00a0\u202f]/g, '').replace(/^([-+]?\d+),(\d+)$/, '$1.$2')
  const value = Number(plain)
  if (plain !== '' && Number.isFinite(value)) return value
  throw new DgeError('query', `${attribute}: “${written}” is not a number`, { hint: `${attribute}="1000"` })
}

function paletteOf(written: string, attempt: Attempt): Touches['palette'] {
  if (/[,#(]/.test(written)) {
    const colors = splitOutside(written, ',').flatMap((color) => attempt(() => colorOf(color.trim(), 'palette')) ?? [])
    return colors.length > 0 ? colors : undefined
  }
  if (isPaletteName(written)) return written
  const near = closest(written, paletteNames)
  throw new DgeError('query', `palette: there is no palette “${written}”${near ? `: did you mean “${near}”?` : ''}`, {
    hint: `Palettes are ${paletteNames.join(', ')}, or colours: palette="#ffcc00, #0055a4".`,
  })
}

function colorsOf(written: string, attempt: Attempt): ReadonlyMap<string, string> {
  return new Map(splitOutside(written, ',').flatMap((pair) => {
    const read = attempt(() => colorPairOf(pair))
    return read ? [read] : []
  }))
}

function colorPairOf(pair: string): readonly [name: string, color: string] {
  const at = pair.lastIndexOf(':')
  if (at < 1) throw new DgeError('query', `colors: “${pair.trim()}” names no colour`, { hint: 'colors="Dépenses: #b3263a, Recettes: #0b7f5c"' })
  return [unquoted(pair.slice(0, at)), colorOf(pair.slice(at + 1).trim(), 'colors')]
}

/** A CSS colour by its hexadecimal digits, function or name; what it looks like is the browser's affair. */
function colorOf(written: string, attribute: string): string {
  if (/^#([\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/i.test(written) || /^[a-z]+$/i.test(written)) return written
  if (/^(rgb|rgba|hsl|hsla|oklch|oklab|lab|lch)\([\d\s.,%/degturn-]+\)$/i.test(written)) return written
  throw new DgeError('query', `${attribute}: “${written}” is not a colour`, { hint: 'Colours are written #0055a4, or by their CSS names.' })
}

function formatOf(written: string): Pick<Touches, 'format' | 'digits'> {
  if (/^\d{1,2}$/.test(written) && Number(written) <= 10) return { digits: Number(written) }
  const [, word = '', digits] = /^([a-z]+)(?:[\s.]*(\d{1,2}))?$/i.exec(written) ?? []
  const format = wordOf(word || written, formats, 'format')
  return { format, ...(digits === undefined ? {} : { digits: Math.min(10, Number(digits)) }) }
}

/** The keywords, `ascending` and `descending`, or the categories in their order. */
function sortOf(written: string): Touches['sort'] {
  if (written.includes(',')) return listOf(written)
  const known: Readonly<Record<string, (typeof sorts)[number]>> = { ascending: 'value', descending: '-value', none: 'data' }
  return known[written.toLowerCase()] ?? wordOf(written, sorts, 'sort')
}

function aspectOf(written: string): number {
  const [width = '', height = '1'] = written.split(/[/:]/)
  const aspect = numberOf(width, 'aspect') / numberOf(height, 'aspect')
  if (aspect >= 0.1 && aspect <= 20) return aspect
  throw new DgeError('query', `aspect: “${written}” is no shape for a chart`, { hint: 'aspect="16/9"' })
}

function durationOf(written: string): number {
  const text = written.trim().toLowerCase()
  if (text === '' || text === 'true') return 600
  if (text === 'false') return 0
  return Math.max(0, Math.min(5000, numberOf(text.replace(/ms$/, ''), 'animate')))
}
