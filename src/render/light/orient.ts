import type { ChannelDef, Encoding, MarkType } from './spec.js'
import type { Unit } from './units.js'

const isMeasure = (def: ChannelDef | undefined) => def?.type === 'quantitative' && !def.bin && (def.field !== undefined || def.datum !== undefined)

/** The direction in which a mark grows, by Vega-Lite's rules. */
export function orientOf(type: MarkType, { x, y, x2, y2 }: Encoding, given: unknown): Unit['orient'] {
  if (['point', 'circle', 'square', 'rect', 'arc'].includes(type)) return undefined
  const wanted = given as Unit['orient']
  if (type === 'bar' || type === 'text') {
    if (x?.bin) return 'vertical'
    if (y?.bin) return 'horizontal'
    if ((x2 || y2) && wanted) return wanted
    if (y2 && !x2) return 'vertical'
    if (x2 && !y2) return 'horizontal'
  }
  if (type !== 'line') {
    if (type !== 'area' && x2 && y2) return undefined
    if (y2) return 'vertical'
    if (x2) return 'horizontal'
    if (type === 'rule' && x && !y) return 'vertical'
    if (type === 'rule' && y && !x) return 'horizontal'
  }
  if (wanted) return wanted
  if (isMeasure(x) !== isMeasure(y)) return isMeasure(x) ? 'horizontal' : 'vertical'
  if (isMeasure(x)) return 'vertical'
  const [across, along] = [x?.type === 'temporal', y?.type === 'temporal']
  return across === along ? undefined : across ? 'vertical' : 'horizontal'
}
