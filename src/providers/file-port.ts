import { startableUrl, trustedScriptUrl } from '../data/script-url.js'
import type { FromWorker, ToWorker } from './file-messages.js'

/** Milliseconds for a worker to start before the page does the work itself. */
const patience = 5000

/** A worker, or one end of a channel to something like it. */
export interface Port {
  postMessage(message: ToWorker, transfer: Transferable[]): void
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null
  /** Ends it. */
  terminate(): void
}

/** Starts the worker; undefined where the page, the browser or the network does not let it start. */
export async function startFileWorker(): Promise<Port | undefined> {
  if (typeof Worker === 'undefined' || typeof location === 'undefined') return undefined
  const url = new URL('./file-worker.js', import.meta.url).href
  try {
    const startable = startableUrl(url)
    const worker = new Worker((trustedScriptUrl(startable) ?? startable) as string, { type: 'module', name: 'dge' })
    return await new Promise<Port | undefined>((resolve) => {
      const give = (started: boolean) => {
        clearTimeout(timer)
        if (!started) worker.terminate()
        resolve(started ? worker : undefined)
      }
      const timer = setTimeout(() => give(false), patience)
      worker.onmessage = () => give(true)
      // A refusal, a script that is not there, one that this browser does not understand.
      worker.onerror = () => give(false)
    })
  } catch {
    return undefined
  }
}
