import { DgeError } from '../data/errors.js'

/** How a question is put: a lazy chunk. @throws DgeError `network` */
export async function loadAsking(): Promise<typeof import('../displays/query-context.js')> {
  try {
    return await import('../displays/query-context.js')
  } catch (cause) {
    throw new DgeError('network', 'The code that asks for data could not be loaded', { cause })
  }
}
