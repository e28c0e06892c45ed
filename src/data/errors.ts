/** What went wrong, for programs; the reader's sentence per kind is in the locale's catalogue. */
export const errorKinds = [
  'network', 'cors', 'timeout', 'http', 'format', 'query', 'field', 'geometry', 'empty', 'too-large', 'unsupported', 'internal',
] as const
export type ErrorKind = (typeof errorKinds)[number]

/** One of several datasets at an address. */
export interface Choice {
  /** What to write in `layer="…"`, or in `src` where each has an address of its own. */
  readonly layer?: string
  readonly src?: string
  readonly title?: string
}

export interface DgeErrorOptions {
  readonly cause?: unknown
  /** For `http`: the status code. */
  readonly status?: number | undefined
  /** The request that failed. */
  readonly url?: string | undefined
  /** What the author can do next, in English. */
  readonly hint?: string | undefined
  /** Milliseconds the server asked us to wait. */
  readonly retryAfter?: number | undefined
  /** The datasets at this address, when one of them must be named. */
  readonly choices?: readonly Choice[]
}

/**
 * Every failure of the library. `message` is precise and meant for the author of the page (English, in the console and
 * in `dge-error`); readers get the sentence of `kind` in their language.
 */
export class DgeError extends Error {
  override readonly name = 'DgeError'
  readonly kind: ErrorKind
  readonly status: number | undefined
  readonly url: string | undefined
  readonly hint: string | undefined
  readonly retryAfter: number | undefined
  readonly choices: readonly Choice[]

  constructor(kind: ErrorKind, message: string, options: DgeErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.kind = kind
    this.status = options.status
    this.url = options.url
    this.hint = options.hint
    this.retryAfter = options.retryAfter
    this.choices = options.choices ?? []
  }

  /** Sources may be those of another copy of the library on the page. */
  static override [Symbol.hasInstance](error: unknown): boolean {
    return error instanceof Error && error.name === 'DgeError' && 'kind' in error
  }

  /** The error itself when it is ours, else wrapped as `internal`. */
  static from(error: unknown): DgeError {
    if (error instanceof DgeError) return error
    return new DgeError('internal', error instanceof Error ? error.message : String(error), { cause: error })
  }
}

/** True for the rejection of an aborted request: nobody waits for it, so it is not a failure. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}
