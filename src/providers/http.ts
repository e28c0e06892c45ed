import { DgeError, isAbort } from '../data/errors.js'

export interface RequestOptions {
  readonly signal?: AbortSignal | undefined
  /** Milliseconds without an answer, and later without a byte of the body, before giving up; 30 s when absent. */
  readonly timeout?: number | undefined
  readonly method?: 'GET' | 'HEAD' | 'POST'
  readonly body?: string | URLSearchParams | FormData
  /** Only headers that need no CORS preflight (`Accept`, `Content-Type: text/plain`…): open data servers refuse it. */
  readonly headers?: Readonly<Record<string, string>>
  /** Further attempts after a passing failure; 3 when absent. */
  readonly retries?: number
  /** Statuses beside 2xx that the caller reads himself (a service that explains itself in the body of a 400). */
  readonly accept?: readonly number[]
}

export const defaultTimeout = 30_000
const longestWait = 30_000
/** How requests use what the browser keeps. */
let cache: RequestCache | undefined

/**
 * From now on the server is asked whether what the browser keeps still holds: a page that refreshes its data wants what is new,
 * and answers without a word about their age are kept for days.
 */
export function revalidate(): void {
  cache = 'no-cache'
}

/** Origins that said their answers are not to be kept. */
const closed = new Set<string>()

/** Whether the origin of the address has asked in this page that its answers be not kept (`Cache-Control: no-store` or `private`). */
export function isPrivate(address: string): boolean {
  return closed.has(new URL(address).origin)
}

const passing = new Set([429, 502, 503, 504])
/** Milliseconds for which a body may stall. */
export const timeouts = new WeakMap<Response, number>()
/** What stops listening to the caller's signal once the body is over. */
export const endings = new WeakMap<Response, () => void>()

/**
 * The only way to the network. Retries what passes by itself (429, 502, 503, 504, a network fault: with back-off, jitter
 * and Retry-After; 500 once), nothing else.
 * @throws DgeError `http` (with `status`), `cors`, `network`, `timeout`, `unsupported` (not http or https); the abort as is
 */
export async function request(url: string | URL, options: RequestOptions = {}): Promise<Response> {
  const target = httpUrl(url)
  const retries = options.retries ?? 3
  for (let attempt = 0; ; attempt++) {
    const outcome = await attemptOnce(target, options)
    if (outcome instanceof Response) return outcome
    const allowed = outcome.status === 500 ? Math.min(1, retries) : isPassing(outcome) ? retries : 0
    const wait = outcome.retryAfter ?? 300 * 2 ** attempt * (0.75 + Math.random() / 2)
    if (attempt >= allowed || wait > longestWait) throw outcome
    await sleep(wait, options.signal)
  }
}

/** What went wrong is found out by code that comes when something does. */
const loadFailure = () => import('./http-failure.js').catch(() => undefined)

async function attemptOnce(url: URL, options: RequestOptions): Promise<Response | DgeError> {
  const { signal, method = 'GET', timeout = defaultTimeout } = options
  throwIfAborted(signal)
  const controller = new AbortController()
  // Stays for the life of the body: aborting the caller's signal must also stop a half-read answer.
  const stop = () => controller.abort()
  signal?.addEventListener('abort', stop)
  const ending = () => signal?.removeEventListener('abort', stop)
  const init: RequestInit = { method, signal: controller.signal }
  if (options.headers) init.headers = { ...options.headers }
  if (options.body !== undefined) init.body = options.body
  if (cache) init.cache = cache
  try {
    const response = await withDeadline(fetch(url, init), timeout, signal, () =>
      new DgeError('timeout', `No answer within ${timeout / 1000} s from ${url.href}`, { url: url.href })
    )
    timeouts.set(response, timeout)
    if (/no-store|private/i.test(response.headers.get('cache-control') ?? '')) closed.add(url.origin)
    endings.set(response, ending)
    if (response.ok || options.accept?.includes(response.status)) return response
    const { status } = response
    return (await (await loadFailure())?.httpError(response, url)) ?? new DgeError('http', `HTTP ${status} from ${url.href}`, { status, url: url.href })
  } catch (error) {
    controller.abort()
    ending()
    if (isAbort(error)) throw error
    if (error instanceof DgeError) return error
    // Offline, the code that would tell more cannot come either.
    return (await (await loadFailure())?.networkError(url, error, signal)) ?? new DgeError('network', `No connection to ${url.href}`, { cause: error, url: url.href })
  }
}

function isPassing(error: DgeError): boolean {
  return error.kind === 'network' || (error.status !== undefined && passing.has(error.status))
}

/** An address of the web. @throws DgeError `unsupported` for any other */
export function httpUrl(url: string | URL): URL {
  const parsed = parseUrl(url)
  if (parsed?.protocol === 'http:' || parsed?.protocol === 'https:') return parsed
  throw new DgeError('unsupported', `Not an http or https address: “${String(url)}”`, { url: String(url) })
}

/** `URL.canParse` is younger than the phones that read these pages. */
function parseUrl(url: string | URL): URL | undefined {
  try {
    return new URL(url)
  } catch {
    return undefined
  }
}

/** Settles as `promise`, or rejects with the abort, or with `late()` after `ms`. */
export async function withDeadline<T>(
  promise: Promise<T>,
  ms: number,
  signal: AbortSignal | undefined,
  late: () => Error
): Promise<T> {
  // Nobody waits for it once the wait is interrupted, or when it was before it began.
  promise.catch(() => {})
  throwIfAborted(signal)
  let stop = () => {}
  const interruption = new Promise<never>((_resolve, reject) => {
    const onAbort = () => reject(abortOf(signal))
    const timer = setTimeout(() => reject(late()), ms)
    signal?.addEventListener('abort', onAbort)
    stop = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
    }
  })
  return Promise.race([promise, interruption]).finally(stop)
}

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return withDeadline(new Promise<void>((resolve) => setTimeout(resolve, ms)), ms + 1000, signal, () => new Error())
}

function throwIfAborted(signal?: AbortSignal): void {
  if (signal?.aborted) throw abortOf(signal)
}

/** Always an AbortError, whatever reason the aborter gave. */
export function abortOf(signal?: AbortSignal): Error {
  const reason: unknown = signal?.reason
  return isAbort(reason) && reason instanceof Error ? reason : new DOMException('Aborted', 'AbortError')
}
