import { engineOf } from './engine-of.js'
import { loadNeeds } from './light/parts.js'
import type { LightSpec } from './light/spec.js'
import type { TopLevelSpec } from 'vega-lite'

/** Starts the download of all that draws the specification. Failures are told when it is drawn. */
export function preloadRenderer(spec: TopLevelSpec): void {
  preload(spec).catch(() => {})
}

async function preload(spec: TopLevelSpec): Promise<void> {
  if ((await engineOf(spec)) === 'light') await (await loadNeeds()).loadDrawing(spec as unknown as LightSpec)
  else await (await import('./vega-renderer.js')).loadVega()
}
