import { DgeError } from './errors.js'

/**
 * Loads a chunk once; displays that wait for it go on at the same moment, and without a turn of the browser, which every further
 * `import()` of the same chunk takes. What failed is loaded anew; then the answer rejects with DgeError `network`.
 */
export function once<T>(load: () => Promise<T>, what: string): () => Promise<T> {
  let loading: Promise<T> | undefined
  return () => {
    loading ??= load().catch((cause: unknown) => {
      loading = undefined
      throw new DgeError('network', `The code ${what} could not be loaded`, { cause })
    })
    return loading
  }
}
