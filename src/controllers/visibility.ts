import { together } from './turns.js'
import type { ReactiveController, ReactiveControllerHost } from 'lit'

/** How many pixels from the viewport a display starts to load: about half a phone's screen ahead of the reader. */
const margin = 300

/**
 * Tells once that the host came near the viewport. Without IntersectionObserver, without a box of its own (`display: contents`), when printing, or with `eager`, at once.
 */
export class VisibilityController implements ReactiveController {
  near = false
  readonly #host: ReactiveControllerHost & Element
  readonly #onNear: () => void
  #observer: IntersectionObserver | undefined
  #print: (() => void) | undefined
  #rendered = false

  constructor(host: ReactiveControllerHost & Element, onNear: () => void) {
    this.#host = host
    this.#onNear = onNear
    host.addController(this)
  }

  hostConnected(): void {
    if (this.near) return
    this.#print = () => this.show()
    window.addEventListener('beforeprint', this.#print)
    if (this.#rendered) void this.#look()
  }

  /** What is rendered has its size: whether it is in view is known before the next frame, after which the observer would tell. */
  hostUpdated(): void {
    if (this.#rendered) return
    this.#rendered = true
    if (!this.near) void this.#look()
  }

  /** All displays of the page look at once: it is laid out for them one time. */
  async #look(): Promise<void> {
    await together()
    if (this.near || !this.#host.isConnected) return
    this.#observer?.disconnect()
    if (typeof IntersectionObserver === 'undefined' || (isNear(this.#host.getBoundingClientRect()) && !isSkipped(this.#host)) || getComputedStyle(this.#host).display === 'contents') return this.show()
    this.#observer = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && this.show(),
      { rootMargin: `${margin}px` }
    )
    this.#observer.observe(this.#host)
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

/** Whether it is in what is not drawn though it has a place: a closed `<details>`, a part of the page that is `content-visibility: hidden`. Browsers before 2024 do not tell. */
export function isSkipped(element: Partial<Pick<Element, 'checkVisibility'>>): boolean {
  return element.checkVisibility?.() === false
}

/** Whether a place that has a size is in the viewport or nearly. */
export function isNear({ top, bottom, left, right }: Pick<DOMRect, 'top' | 'bottom' | 'left' | 'right'>): boolean {
  return bottom > top && right > left && top < innerHeight + margin && bottom > -margin && left < innerWidth + margin && right > -margin
}
