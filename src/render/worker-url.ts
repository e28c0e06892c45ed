import { startableUrl, trustedScriptUrl } from '../data/script-url.js'

/** The engine's worker lies beside the chunk of the engine in the build; MapLibre finds it there by itself. */
const fileName = 'maplibre-gl-worker.js'

/**
 * The worker's address for MapLibre under Trusted Types, where a plain text is refused; undefined when none is needed:
 * no Trusted Types, a worker chosen by the page, or modules that are not built.
 *
 * From another origin no worker can be started, but a blob may import one from there: that needs `worker-src blob:` in a
 * strict policy (and `trusted-types dge-worker` where policies are named).
 */
export function trustedWorkerUrl(chosen: string | undefined, version: string): string | undefined {
  const url = chosen || builtWorkerUrl(version)
  if (!url || !('trustedTypes' in globalThis)) return undefined
  const trusted = trustedScriptUrl(startableUrl(url))
  return trusted && textLike(trusted)
}

function builtWorkerUrl(version: string): string | undefined {
  const own = new URL(import.meta.url)
  if (/\/render\/[\w-]+\.[jt]s$/.test(own.pathname)) return undefined
  return new URL(`${fileName}?v=${version}`, own).href
}

/** MapLibre reads the address as text before it hands it over: the trusted object gets the two methods it uses. */
function textLike(url: object): string {
  const text = String(url)
  Object.defineProperties(url, {
    endsWith: { value: (end: string) => text.endsWith(end) },
    split: { value: (at: RegExp) => text.split(at) },
  })
  return url as unknown as string
}
