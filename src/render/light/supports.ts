import type { TopLevelSpec } from 'vega-lite'

/** Whether the light renderer draws the specification exactly as Vega does; everything else goes to Vega. */
export function supports(_spec: TopLevelSpec): boolean {
  return false
}
