import { DgeError } from '../data/errors.js'
import { onWorkerFailure } from './maplibre-worker.js'
import type { Map as MapLibreMap } from 'maplibre-gl'

/** Longer than this without a first picture, in milliseconds: the worker was refused or never came. */
const patience = 45_000

/** Waits until the features are on screen; a slow basemap doesn't hold them up. @throws DgeError `unsupported` when the worker cannot start, AbortError */
export function drawn(map: MapLibreMap, sources: readonly string[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const over = new AbortController()
    const done = (settle: () => void) => {
      map.off('render', onRender)
      map.off('idle', onRender)
      map.off('sourcedata', onData)
      clearInterval(timer)
      over.abort()
      settle()
    }
    const isLoaded = () => sources.every((name) => map.getSource(name) && map.isSourceLoaded(name))
    const onRender = () => {
      if (isLoaded()) done(resolve)
    }
    // Not frame after frame until then: without a graphics card each takes a second, and they queue up.
    const onData = () => {
      if (isLoaded()) map.triggerRepaint()
    }
    const fail = (message: string) => done(() => reject(new DgeError('unsupported', message)))
    // A page in the background draws nothing: that is no failure.
    const timer = setInterval(() => document.hidden || fail('The map’s worker did not answer'), patience)
    signal.addEventListener('abort', () => done(() => reject(new DOMException('Aborted', 'AbortError'))), { once: true })
    map.on('render', onRender)
    map.on('idle', onRender)
    map.on('sourcedata', onData)
    map.triggerRepaint()
    onWorkerFailure(fail, over.signal)
  })
}
