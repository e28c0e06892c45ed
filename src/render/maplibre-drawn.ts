import { DgeError } from '../data/errors.js'
import type { Map as MapLibreMap } from 'maplibre-gl'

type MapLibre = typeof import('maplibre-gl')

/** Longer than this without a first picture, in milliseconds: the worker was refused or never came. */
const patience = 45_000

/** Waits until the features are on screen; a slow basemap doesn't hold them up. @throws DgeError `unsupported` when the worker cannot start, AbortError */
export function drawn(
  map: MapLibreMap,
  sources: readonly string[],
  workers: ReturnType<MapLibre['getGlobalDispatcher']>,
  signal: AbortSignal
): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (settle: () => void) => {
      map.off('render', onRender)
      map.off('idle', onRender)
      map.off('sourcedata', onData)
      clearInterval(timer)
      workers.off('error', onWorkerError)
      document.removeEventListener('securitypolicyviolation', onViolation)
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
    const onViolation = ({ effectiveDirective, blockedURI }: SecurityPolicyViolationEvent) => {
      if (effectiveDirective === 'worker-src') fail(`The page’s policy refuses the map’s worker (${blockedURI})`)
    }
    const onWorkerError = () => fail('The map’s worker could not be loaded: see worker-src in the page’s policy')
    workers.on('error', onWorkerError)
    // A page in the background draws nothing: that is no failure.
    const timer = setInterval(() => document.hidden || fail('The map’s worker did not answer'), patience)
    document.addEventListener('securitypolicyviolation', onViolation)
    signal.addEventListener('abort', () => done(() => reject(new DOMException('Aborted', 'AbortError'))), { once: true })
    map.on('render', onRender)
    map.on('idle', onRender)
    map.on('sourcedata', onData)
    map.triggerRepaint()
  })
}
