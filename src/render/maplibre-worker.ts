import { glPower } from './gl.js'
import { trustedWorkerUrl } from './worker-url.js'

type MapLibre = typeof import('maplibre-gl')

let failure: string | undefined
let started = false
const waiting = new Set<(message: string) => void>()

function fail(message: string): void {
  failure ??= message
  for (const tell of waiting) tell(failure)
}

/** Starts the engine's worker, which all maps of the page share: before the first map is made, beside the request of its data. */
export function startWorker(engine: MapLibre): void {
  if (started || glPower() === 'none') return
  started = true
  const trusted = trustedWorkerUrl(engine.getWorkerUrl(), engine.getVersion())
  if (trusted) engine.setWorkerUrl(trusted)
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
    // The page may have other workers.
    if (effectiveDirective === 'worker-src' && /^blob|maplibre-gl-worker/.test(blockedURI)) fail(`The page’s policy refuses the map’s worker (${blockedURI})`)
  })
  engine.getGlobalDispatcher().on('error', () => fail('The map’s worker could not be loaded: see worker-src in the page’s policy'))
}

/** Tells why the worker cannot start, at once where it is known; until the signal ends it. */
export function onWorkerFailure(tell: (message: string) => void, signal: AbortSignal): void {
  if (failure !== undefined) return tell(failure)
  waiting.add(tell)
  signal.addEventListener('abort', () => waiting.delete(tell))
}
