import { compileExpression } from './expression.js'
import { markDefaults, scaleDefaults, tableau10 } from './defaults.js'
import { partOf } from './spec.js'
import type { Parts } from './parts.js'
import type { Run } from './expression.js'
import type { Props } from './spec.js'

/** What Vega and Vega-Lite assume where a specification says nothing: only what the light renderer reads. */
const axisDefaults: Props = {
  minExtent: 0, maxExtent: 200, bandPosition: 0.5, domain: true, domainWidth: 1, domainColor: '#888', grid: false, gridWidth: 1,
  gridColor: '#ddd', labels: true, labelLimit: 180, labelOffset: 0, labelPadding: 2, ticks: true, tickColor: '#888',
  tickOffset: 0, tickSize: 5, tickWidth: 1, titlePadding: 4, labelColor: '#000', labelFontSize: 10, titleColor: '#000',
  titleFontSize: 11, titleFontWeight: 'bold',
}

/** Reads a property of a mark, an axis, a legend… with the precedence of Vega-Lite. */
export class Config {
  readonly #own: Props
  readonly parts: Parts
  readonly #expressions = new Map<string, Run | undefined>()

  /** `parts` is the code that not every drawing needs. */
  constructor(own: Props | undefined, parts: Parts = {}) {
    this.#own = own ?? {}
    this.parts = parts
  }

  part(name: string): Props | undefined {
    return partOf(this.#own, name)
  }

  /** The expression, compiled once. */
  expression(source: string): Run | undefined {
    if (!this.#expressions.has(source)) this.#expressions.set(source, compileExpression(source))
    return this.#expressions.get(source)
  }

  get font(): string {
    return String(this.#own['font'] ?? 'sans-serif')
  }

  get background(): string | undefined {
    const own = this.#own['background']
    return own === undefined ? 'white' : own === null ? undefined : String(own)
  }

  get padding(): number {
    return Number(this.#own['padding'] ?? 5)
  }

  /** What the configuration says of a kind of mark, without what is assumed. */
  markConfig(type: string, name: string): unknown {
    return this.part(type)?.[name] ?? (name === 'color' ? undefined : this.part('mark')?.[name])
  }

  mark(type: string, mark: Props, name: string): unknown {
    return mark[name] ?? this.markConfig(type, name) ?? markDefaults[type]?.[name]
  }

  /** The default colour of a kind of mark. */
  color(type: string): unknown {
    return this.part(type)?.['color'] ?? markDefaults[type]?.['color'] ?? this.part('mark')?.['color'] ?? '#4c78a8'
  }

  /** `rule` is what Vega-Lite derives from the encoding: configuration wins over it. */
  axis(axis: Props, kinds: readonly string[], name: string, rule?: unknown): unknown {
    if (axis[name] !== undefined) return axis[name]
    for (const kind of kinds) {
      const value = this.part(kind)?.[name]
      if (value !== undefined) return value
    }
    return rule ?? axisDefaults[name]
  }

  scale(name: string): unknown {
    return this.part('scale')?.[name] ?? scaleDefaults[name]
  }

  /** Stroke and fill of the plot area, which only has one when there are axes. */
  view(name: 'stroke' | 'fill' | 'strokeWidth', cartesian: boolean): unknown {
    const view = this.part('view')
    if (view?.[name] !== undefined) return view[name]
    return name === 'stroke' && cartesian ? '#ddd' : undefined
  }

  /** Colours by Vega's name of a range: `category`, `ordinal`, `ramp`, `heatmap`. */
  range(name: string): readonly unknown[] | undefined {
    const range = this.part('range')?.[name]
    return Array.isArray(range) ? range : name === 'category' ? tableau10 : undefined
  }

  /** How the language writes numbers or moments. */
  words(of: 'number' | 'time'): Props | undefined {
    return partOf(this.part('locale'), of)
  }
}

/** Parts of a configuration that say something of an axis, strongest first. */
export function axisKinds(channel: 'x' | 'y', orient: string, scaleType: string): readonly string[] {
  const kinds: Readonly<Record<string, readonly string[]>> = {
    band: ['Band', 'Discrete'], point: ['Point', 'Discrete'], time: ['Temporal'], utc: ['Temporal'],
  }
  const own = kinds[scaleType] ?? ['Quantitative']
  const side = channel.toUpperCase()
  return [...own.map((kind) => `axis${side}${kind}`), ...own.map((kind) => `axis${kind}`), `axis${side}`, `axis${orient[0]?.toUpperCase()}${orient.slice(1)}`, 'axis']
}
