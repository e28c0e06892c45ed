import { afterAll } from '../controllers/turns.js'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { LookWatch } from './look-watch.js'

/** What has a look: a display. */
export interface LookHost extends ReactiveControllerHost, HTMLElement {
  readonly theme: string | undefined
}

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
  #applied: Promise<unknown> = Promise.resolve()
  /** Undefined until the browser had time for it. */
  #watch: LookWatch | undefined

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
    const code = await import('./look-watch.js').catch(() => undefined)
    if (!code || this.#drawn === undefined || !this.#host.isConnected) return
    const themed = async () => {
      this.#apply()
      await this.#applied
      return this.#theme
    }
    this.#watch ??= new code.LookWatch(this.#host, this.#drawn, themed, this.#onChange)
    this.#watch.checkSoon()
  }

  hostConnected(): void {
    this.#apply()
  }

  hostDisconnected(): void {
    this.#watch?.leave()
    this.#watch = this.#drawn = undefined
  }

  hostUpdate(): void {
    if (!this.#host.isConnected || themeOf(this.#host) === this.#theme) return
    if (this.#watch) this.#watch.check()
    else this.#apply()
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
export function around(node: Node): Node[] {
  const found: Node[] = []
  for (let next: Node | null = node; next; next = next instanceof ShadowRoot ? next.host : next.parentNode) found.push(next)
  return found
}
