/** A worker that reads one large file and answers questions about it: the engine at a server's place. */
import { FileHost } from './file-host.js'
import type { ToWorker } from './file-messages.js'

const scope = globalThis as unknown as {
  onmessage: (event: MessageEvent<ToWorker>) => void
  postMessage(message: unknown, transfer: ArrayBuffer[]): void
}
const host = new FileHost((message, transfer) => scope.postMessage(message, transfer))
scope.onmessage = ({ data }) => void host.receive(data)
scope.postMessage({ type: 'ready' }, [])
