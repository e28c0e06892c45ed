import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { chromiumArgs, requireChromium } from '../setup/chromium.js'
import type { Readable, Writable } from 'node:stream'
import type { Page } from 'playwright-core'

type Parameters = Readonly<Record<string, unknown>>
type Heard = (parameters: never) => void
interface Message {
  readonly id?: number
  readonly sessionId?: string
  readonly method?: string
  readonly params?: never
  readonly result?: never
  readonly error?: { readonly message: string }
}

/** The same browser each time: none of Chromium's trials, nothing slowed for being in the background, nothing asked. */
const steady = [
  '--disable-field-trial-config',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-breakpad',
  '--disable-default-apps',
  '--disable-extensions',
  '--disable-hang-monitor',
  '--no-default-browser-check',
]

/** One page, over Chromium's DevTools protocol. */
export class Session {
  readonly #chromium: Chromium
  readonly #id: string
  readonly heard = new Map<string, Heard>()

  constructor(chromium: Chromium, id: string) {
    this.#chromium = chromium
    this.#id = id
  }

  /** @throws what the browser answers, or that it has gone */
  send<Answer>(method: string, params: Parameters = {}): Promise<Answer> {
    return this.#chromium.send(method, params, this.#id)
  }

  on<Told>(event: string, heard: (told: Told) => void): void {
    this.heard.set(event, heard)
  }

  /** What an expression of the page gives, in JSON. */
  async evaluate<Value>(expression: string): Promise<Value> {
    const { result, exceptionDetails } = await this.send<{ result: { value: Value }; exceptionDetails?: { text: string } }>('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true })
    if (exceptionDetails) throw new Error(`${expression.slice(0, 80)}: ${exceptionDetails.text}`)
    return result.value
  }
}

/**
 * A Chromium of the benchmark's own. Playwright enables the protocol's Runtime in each page that it sees, and V8 then notes where in the sources
 * all code came from while it compiles: no reader's browser does, and the more script a page has the more it costs. So pages load out of its sight.
 */
export class Chromium {
  readonly pid: number
  readonly #input: Writable
  readonly #waiting = new Map<number, { done: (answer: never) => void; fail: (error: Error) => void }>()
  readonly #sessions = new Map<string, Session>()
  readonly #profile: string
  readonly #ended: Promise<void>
  #asked = 0

  private constructor(profile: string) {
    this.#profile = profile
    const args = [...chromiumArgs, ...steady, `--user-data-dir=${profile}`, '--remote-debugging-pipe', '--remote-debugging-port=0', 'about:blank']
    const child = spawn(requireChromium(), args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] })
    this.pid = child.pid ?? 0
    this.#input = child.stdio[3] as Writable
    this.#ended = new Promise((done) => child.once('close', () => {
      for (const { fail } of this.#waiting.values()) fail(new Error('Chromium has gone'))
      done()
    }))
    this.#input.on('error', () => {})
    let rest = ''
    const output = child.stdio[4] as Readable
    output.setEncoding('utf8').on('data', (text: string) => {
      const messages = (rest + text).split('\0')
      rest = messages.pop() ?? ''
      for (const each of messages) this.#hear(JSON.parse(each) as Message)
    })
  }

  static async launch(): Promise<Chromium> {
    return new Chromium(await mkdtemp(join(tmpdir(), 'dge-bench-')))
  }

  #hear({ id, sessionId, method, params, result, error }: Message): void {
    if (id === undefined) return this.#sessions.get(sessionId ?? '')?.heard.get(method ?? '')?.(params as never)
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (error) waiting?.fail(new Error(error.message))
    else waiting?.done(result as never)
  }

  send<Answer>(method: string, params: Parameters = {}, sessionId?: string): Promise<Answer> {
    const id = ++this.#asked
    return new Promise<Answer>((done, fail) => {
      this.#waiting.set(id, { done, fail })
      this.#input.write(`${JSON.stringify({ id, method, params, ...(sessionId ? { sessionId } : {}) })}\0`)
    })
  }

  /** A new page in a context of its own, with nothing kept, and what closes both. */
  async open(): Promise<{ session: Session; close: () => Promise<unknown> }> {
    const { browserContextId } = await this.send<{ browserContextId: string }>('Target.createBrowserContext')
    const { targetId } = await this.send<{ targetId: string }>('Target.createTarget', { url: 'about:blank', browserContextId })
    const { sessionId } = await this.send<{ sessionId: string }>('Target.attachToTarget', { targetId, flatten: true })
    const session = new Session(this, sessionId)
    this.#sessions.set(sessionId, session)
    const close = () => {
      this.#sessions.delete(sessionId)
      return this.send('Target.disposeBrowserContext', { browserContextId })
    }
    return { session, close }
  }

  /** Shows a page that is there to Playwright. */
  async seen<Made>(address: string, look: (page: Page) => Promise<Made>): Promise<Made> {
    const [port = ''] = (await readFile(join(this.#profile, 'DevToolsActivePort'), 'utf8')).split('\n')
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`)
    try {
      const page = browser.contexts().flatMap((context) => context.pages()).find((each) => each.url().split('#')[0] === address)
      if (!page) throw new Error(`${address} is not there`)
      return await look(page)
    } finally {
      await browser.close()
    }
  }

  async close(): Promise<void> {
    await this.send('Browser.close').catch(() => {})
    await this.#ended
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
}
