import { DgeError } from '../data/errors.js'
import { withDeadline } from './http.js'
import { excerpt, readText } from './read-text.js'

/** The error of an answer that is not one: its status, what the server says, how long it asks to wait. */
export async function httpError(response: Response, url: URL): Promise<DgeError> {
  const retryAfter = retryAfterOf(response.headers.get('retry-after'))
  const body = await readText(response, { idleTimeout: 3000, maxBytes: 100_000 }).catch(() => '')
  const said = /^\s*<(!doctype|html)/i.test(body) ? '' : excerpt(body, 300)
  const message = `HTTP ${response.status} ${response.statusText} from ${url.href}${said && `: ${said}`}`
  const waiting = retryAfter === undefined ? {} : { retryAfter }
  return new DgeError('http', message, { status: response.status, url: url.href, ...waiting })
}

/** Tells a server that refuses this page (CORS) from one that cannot be reached: of the first a no-cors probe gets through, and one with CORS does not. */
export async function networkError(url: URL, cause: unknown, signal?: AbortSignal): Promise<DgeError> {
  const page = globalThis.location?.origin
  if (page !== undefined && page !== url.origin && (await reaches(url, 'no-cors', signal)) && !(await reaches(url, 'cors', signal))) {
    const hint = 'The server must send Access-Control-Allow-Origin, or the data must be served from the page’s own site.'
    return new DgeError('cors', `${url.origin} answers, but does not let ${page} read it (CORS): ${url.href}`, { cause, url: url.href, hint })
  }
  return new DgeError('network', `No connection to ${url.href}`, { cause, url: url.href })
}

async function reaches(url: URL, mode: RequestMode, signal?: AbortSignal): Promise<boolean> {
  return withDeadline(fetch(url, { mode, method: 'HEAD', cache: 'no-store' }), 5000, signal, () => new Error()).then(
    () => true,
    (error: unknown) => {
      if (signal?.aborted) throw error
      return false
    }
  )
}

/** Milliseconds of a Retry-After header: seconds or an HTTP date. */
function retryAfterOf(header: string | null): number | undefined {
  if (!header) return undefined
  const wait = /^\s*\d+\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now()
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined
}
