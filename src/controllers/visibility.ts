import type { ReactiveController, ReactiveControllerHost } from 'lit'

/** How far from the viewport a display starts to load: about half a phone's screen ahead of the reader. */
const margin = '300px'

/**
 * Tells once that the host came near the viewport. Without IntersectionObserver, when printing, or with `eager`, at once.
 */
export class VisibilityController implements ReactiveController {
  near = false
  readonly #host: ReactiveControllerHost & Element
  readonly #onNear: () => void
  #observer: IntersectionObserver | undefined
  #print: (() => void) | undefined

  constructor(host: ReactiveControllerHost & Element, onNear: () => void) {
    this.#host = host
    this.#onNear = onNear
    host.addController(this)
  }

  hostConnected(): void {
    if (this.near) return
    if (typeof IntersectionObserver === 'undefined') return this.show()
    this.#observer = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && this.show(),
      { rootMargin: margin }
    )
    this.#observer.observe(this.#host)
    this.#print = () => this.show()
    window.addEventListener('beforeprint', this.#print)
  }

  hostDisconnected(): void {
    this.#stop()
  }

  /** Counts as near from now on (`loading="eager"`). */
  show(): void {
    this.#stop()
    if (this.near) return
    this.near = true
    this.#onNear()
  }

  #stop(): void {
    this.#observer?.disconnect()
    this.#observer = undefined
    if (this.#print) window.removeEventListener('beforeprint', this.#print)
    this.#print = undefined
  }
}
