import { once } from '../data/once.js'

/** From so many bytes on a file is read by a worker; below, starting one costs more than it saves. */
export const largeFile = 2_000_000

/** What starts the worker that reads a large file, and what talks to it. */
export const loadPort = once(() => import('./file-port.js'))
export const loadLarge = once(() => import('./large-file.js'))

/** True for an answer that says it is longer. An announced length may be that of packed bytes. */
export function saysLarge({ headers }: Response, limit = largeFile): boolean {
  return Number(headers.get('content-length')) > limit
}

/** Asks for what reads a large file as soon as its answer says that it is one: it comes beside the provider's code. */
export function prepareLarge(answer: Response): void {
  if (saysLarge(answer)) for (const load of [loadPort, loadLarge]) load().catch(() => {})
}
