import { afterAll } from '../controllers/turns.js'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { LookWatcher } from './look-watch.js'

interface LookHost extends ReactiveControllerHost, HTMLElement {
  readonly theme: string | undefined
}

/** The lazy chunks: what a drawing takes from the page, and what is watched of it. */
type Look = typeof import('./look.js')
type Watch = typeof import('./look-watch.js')

/**
 * The look of the page around a display: its theme (own attribute `theme`, else `data-dge-theme` of the nearest ancestor) and what
 * it inherits, followed as they change once it is drawn. A theme's code loads when one is named.
 */
export class LookController implements ReactiveController {
  readonly #host: LookHost
  readonly #onChange: () => void
  #theme = 'plain'
  /** The theme of the drawing; undefined before it is drawn. */
  #drawn: string | undefined
  /** What the page looked like around the drawing; undefined until the browser had time to tell. */
  #signature: string | undefined
  #applied: Promise<unknown> = Promise.resolve()
  #look: Look | undefined
  #watch: Watch | undefined

  constructor(host: LookHost, onChange: () => void) {
    this.#host = host
    this.#onChange = onChange
    host.addController(this)
  }

  /** Resolves when the theme is on the display. */
  async ready(): Promise<void> {
    if (themeOf(this.#host) !== this.#theme) this.#apply()
    await this.#applied
    this.#drawn ??= this.#theme
  }

  /** Once it is drawn: what changes, and what changed since it was ready, draws it anew. */
  async follow(): Promise<void> {
    await afterAll()
    // Offline in between, the look stays as it is.
    const [watch, look] = await Promise.all([import('./look-watch.js'), import('./look.js')]).catch(() => [])
    this.#watch = watch
    this.#look = look
    if (!this.#host.isConnected) return
    watch?.follow(this.#host, this.#check)
    watch?.whenStill(() => this.#check(undefined))
  }

  hostConnected(): void {
    this.#apply()
  }

  hostDisconnected(): void {
    this.#watch?.leave(this.#check)
    this.#drawn = this.#signature = undefined
  }

  hostUpdate(): void {
    if (this.#host.isConnected && themeOf(this.#host) !== this.#theme) this.#check(undefined)
  }

  readonly #check: LookWatcher = (targets) => {
    if (targets && !around(this.#host).some((node) => targets.has(node))) return
    this.#apply()
    void this.#applied.then(() => this.#compare())
  }

  #compare(): void {
    if (!this.#look || this.#drawn === undefined || !this.#host.isConnected) return
    // Until the page stands still, the drawing itself knows what it saw.
    const seen = this.#look.lookSeen(this.#host)
    const before = this.#signature ?? (seen === undefined ? undefined : `${this.#drawn};${seen}`)
    this.#signature = `${this.#theme};${this.#look.lookOf(this.#host)}`
    if (before !== undefined && this.#signature !== before) this.#onChange()
  }

  /** Puts the theme's properties on the display, light or dark as the page around it is. */
  #apply(): void {
    const name = themeOf(this.#host)
    if (name === 'plain' && this.#theme === 'plain') return
    this.#theme = name
    this.#applied = import('./themes/index.js')
      .then(({ applyTheme }) => applyTheme(this.#host, name))
      .catch((cause: unknown) => console.error(`[dge] theme="${name}" could not be loaded`, cause))
  }
}

/** The theme that the element or the nearest ancestor names. */
function themeOf(host: LookHost): string {
  const own = host.theme?.trim()
  if (own) return own
  for (const node of around(host)) {
    const named = node instanceof Element ? node.getAttribute('data-dge-theme')?.trim() : undefined
    if (named) return named
  }
  return 'plain'
}

/** The node and all around it, shadow roots crossed. */
function around(node: Node): Node[] {
  const found: Node[] = []
  for (let next: Node | null = node; next; next = next instanceof ShadowRoot ? next.host : next.parentNode) found.push(next)
  return found
}
