import { isVega } from './is-vega.js'
import { supports } from './light/supports.js'
import type { TopLevelSpec } from 'vega-lite'

/** The smallest engine that draws the specification as Vega does. */
export function engineOf(spec: TopLevelSpec): 'light' | 'vega' {
  return !isVega(spec) && supports(spec) ? 'light' : 'vega'
}
