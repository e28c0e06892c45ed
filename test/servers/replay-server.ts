import { createServer } from 'node:http'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AddressInfo } from 'node:net'

/** One exchange with a real service, or written from its documentation: `label` says which. */
export interface Recording {
  readonly label: string
  /** Where it comes from. */
  readonly source?: string
  readonly request: {
    readonly method?: string
    /** Path and query; the order of parameters and the way of escaping don't count. */
    readonly path: string
  }
  readonly response: {
    readonly status?: number
    readonly headers?: Readonly<Record<string, string>>
    /** Text as it is; anything else is sent as JSON. */
    readonly body: unknown
  }
}

export interface ReplayServer {
  readonly origin: string
  /** Decoded path and query of all requests, in order. */
  readonly requests: readonly string[]
  /** Requests that nothing was recorded for. */
  readonly refused: readonly string[]
  stop(): Promise<void>
}

/** Recordings of a folder (one per file, or a list in one file). */
export function readRecordings(folder: string): Recording[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json')).sort()
  return files.flatMap((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Recording | Recording[])
}

/**
 * Starts a server on a free loopback port that gives recorded answers, each to its own request, and answers 501 to every
 * request that nothing was recorded for. Several recordings of one request are given in turn, the last one again and again.
 */
export async function startReplayServer(recordings: readonly Recording[]): Promise<ReplayServer> {
  const requests: string[] = []
  const refused: string[] = []
  const given = new Map<string, number>()
  const answers = new Map<string, Recording[]>()
  for (const recording of recordings) {
    const key = keyOf(recording.request.method ?? 'GET', recording.request.path)
    answers.set(key, [...(answers.get(key) ?? []), recording])
  }
  const server = createServer((request, response) => {
    const key = keyOf(request.method ?? 'GET', request.url ?? '/')
    requests.push(readable(request.url ?? '/'))
    const known = answers.get(key)
    const turn = given.get(key) ?? 0
    given.set(key, turn + 1)
    const answer = known?.[Math.min(turn, known.length - 1)]?.response
    if (!answer) refused.push(readable(request.url ?? '/'))
    const { status = 200, headers = {}, body } = answer ?? { status: 501, body: `No recording of ${readable(request.url ?? '/')}` }
    response.writeHead(status, { 'access-control-allow-origin': '*', 'content-type': 'application/json; charset=utf-8', ...headers })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  // A test that fails before it stops this server must not keep the process alive.
  server.unref()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    refused,
    stop: () => {
      server.closeAllConnections()
      return new Promise((done) => server.close(() => done()))
    },
  }
}

function keyOf(method: string, path: string): string {
  const url = new URL(path.replaceAll('+', '%2B'), 'http://replay')
  const pairs = [...url.searchParams].map(([name, value]) => `${name}=${value}`).sort()
  return [method, decodeURIComponent(url.pathname), ...pairs].join('\n')
}

function readable(url: string): string {
  try {
    return decodeURIComponent(url)
  } catch {
    return url
  }
}
