import { DgeError } from './errors.js'

/**
 * Loads a chunk once; displays that wait for it go on at the same moment, and without a turn of the browser, which every further
 * `import()` of the same chunk takes. What failed is loaded anew; the answer rejects as `coming` says.
 */
export function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined
  return () => {
    loading ??= coming(load()).catch((error: unknown) => {
      loading = undefined
      throw error
    })
    return loading
  }
}

/** Code on its way. @throws DgeError `network` in the browser's words, which name the file */
export function coming<T>(code: Promise<T>): Promise<T> {
  return code.catch((cause: unknown) => {
    throw notLoaded(cause)
  })
}

export function notLoaded(cause: unknown): DgeError {
  return new DgeError('network', `Code could not be loaded: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
}
