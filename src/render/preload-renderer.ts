import { engineOf } from './engine-of.js'
import { loadNeeds } from './light/parts.js'
import type { LightSpec, Props } from './light/spec.js'

/** Starts the download of all that draws the specification. Failures are told when it is drawn. */
export function preloadRenderer(spec: Props): void {
  preload(spec).catch(() => {})
}

async function preload(spec: Props): Promise<void> {
  if ((await engineOf(spec)) === 'light') await (await loadNeeds()).loadDrawing(spec as LightSpec)
  else await (await import('./vega-renderer.js')).loadVega()
}
