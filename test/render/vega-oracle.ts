import { parseXml } from '@rgrove/parse-xml'
import * as vega from 'vega'
import { compile } from 'vega-lite'
import type { TopLevelSpec } from 'vega-lite'
import type { ChartSpec } from '../../src/charts/chart-type.js'
import type { SvgElement } from './primitives.js'

/** Vega's estimate of a text's width where there is no canvas: both engines measure alike in Node. */
export const estimate = (text: string, _font: string, size: number): number => Math.trunc(0.8 * text.length * size)

export interface Oracle {
  readonly svg: SvgElement
  scale(name: string): { readonly type: string; readonly domain: readonly unknown[]; readonly range: readonly unknown[] } | undefined
}

/** What Vega draws of a specification, in Node. */
export async function drawWithVega(spec: ChartSpec, rows: readonly object[]): Promise<Oracle> {
  const logger = vega.logger(vega.None)
  const compiled = compile(spec as unknown as TopLevelSpec, { logger: logger as never }).spec
  const view = new vega.View(vega.parse(compiled), { renderer: 'none', logger })
  const named = [compiled.data ?? []].flat().some((data) => 'name' in data && data.name === 'table')
  if (named) view.data('table', rows.map((row) => ({ ...row })))
  await view.runAsync()
  const svg = parseSvg(await view.toSVG())
  const scale = (name: string) => {
    try {
      const found = view.scale(name) as unknown as { type: string; domain(): unknown[]; range(): unknown[] }
      return { type: found.type, domain: found.domain(), range: found.range?.() ?? [] }
    } catch {
      return undefined
    }
  }
  return { svg, scale }
}

export function parseSvg(text: string): SvgElement {
  const read = (element: { name: string; attributes: Record<string, string>; children: readonly unknown[] }): SvgElement => ({
    tag: element.name,
    attributes: element.attributes,
    children: element.children.flatMap((child): (SvgElement | string)[] => {
      const part = child as { name?: string; text?: string }
      return part.name !== undefined ? [read(child as never)] : part.text !== undefined ? [part.text] : []
    }),
  })
  const { root } = parseXml(text)
  if (!root) throw new Error('no SVG')
  return read(root as never)
}
