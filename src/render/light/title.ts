import { Bounds } from './bounds.js'
import { isObject } from './spec.js'
import { node, translate } from './svg.js'
import { textBounds, textNode } from './text.js'
import type { Config } from './config.js'
import type { Props } from './spec.js'
import type { MeasureText, TextItem } from './text.js'
import type { Node } from './svg.js'

/** What Vega and Vega-Lite assume of a title. */
const defaults: Props = {
  orient: 'top', anchor: 'middle', offset: 4, subtitlePadding: 3, fontSize: 13, fontWeight: 'bold', color: '#000', subtitleColor: '#000', subtitleFontSize: 12,
}

/** The title of a drawing, above it, with its second line. */
export interface DrawnTitle {
  readonly items: readonly TextItem[]
  /** Where it stands over everything else. */
  readonly x: number
  readonly y: number
  readonly bounds: Bounds
  node(): Node
}

/** Places the title over `around`, the room that all the rest takes. */
export function drawTitle(given: unknown, config: Config, measure: MeasureText, around: Bounds, width: number): DrawnTitle | undefined {
  const title = isObject(given) ? given : { text: given }
  if (!title['text']) return undefined
  const own = (name: string) => title[name] ?? config.part('title')?.[name] ?? defaults[name]
  const anchor = own('anchor')
  const align = anchor === 'start' ? 'left' : anchor === 'end' ? 'right' : 'center'
  const item = (text: unknown, part: '' | 'subtitle', y: number): TextItem => {
    const named = (name: string) => own(part ? `${part}${name[0]?.toUpperCase()}${name.slice(1)}` : name)
    return {
      text: text as string, x: 0, y, align: String(own('align') ?? align), baseline: 'top', dx: Number(own('dx') ?? 0), dy: Number(own('dy') ?? 0),
      size: Number(named('fontSize')), font: String(named('font') ?? config.font), weight: named('fontWeight') as string | undefined,
      style: named('fontStyle') as string | undefined, fill: String(named('color')), limit: Number(own('limit') ?? 0), lineHeight: named('lineHeight') as number | undefined,
    }
  }
  const main = item(title['text'], '', 0)
  const box = textBounds(main, measure)
  const second = title['subtitle'] ? item(title['subtitle'], 'subtitle', box.height + Number(own('subtitlePadding'))) : undefined
  const bounds = new Bounds().union(box)
  if (second) bounds.union(textBounds(second, measure))
  const [start, end] = own('frame') === 'group' ? [0, width] : [around.x1, around.x2]
  const x = anchor === 'start' ? start : anchor === 'end' ? end : (start + end) / 2
  const y = around.y1 - bounds.height - Number(own('offset'))
  const items = second ? [main, second] : [main]
  return {
    items, x, y, bounds: bounds.translate(x, y),
    node: () => node('g', { class: 'mark-group role-title' }, [
      node('g', { transform: translate(x, y) }, items.map((text, at) => node('g', { class: `mark-text role-title-${at ? 'subtitle' : 'text'}` }, [textNode(text, measure)]))),
    ]),
  }
}
