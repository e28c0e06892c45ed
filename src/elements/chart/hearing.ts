import { loadReading } from '../starts.js'
import type { SelectDetail } from '../events.js'
import type { Reading } from './reading.js'
import type { Scene } from './scene.js'

const events = 'focusin focusout keydown pointerenter pointermove pointerdown pointerup pointercancel pointerleave click wheel dblclick'.split(' ')

/** Hears what readers do on the place of the drawing and tells their code, which comes with the first of it. */
export class Hearing {
  readonly #scene: Scene
  readonly #report: (detail: SelectDetail) => void
  /** The code, once it is there. */
  reading: Reading | undefined
  #coming: Promise<Reading> | undefined
  /** What readers did while it was on its way. */
  #waiting: { readonly event: Event; readonly target: EventTarget | undefined }[] = []

  constructor(scene: Scene, report: (detail: SelectDetail) => void) {
    this.#scene = scene
    this.#report = report
  }

  /** The code of reading, asked for once. @throws DgeError `network` when it cannot be loaded */
  read(): Promise<Reading> {
    this.#coming ??= loadReading().then(({ Reading: Made }) => {
      this.reading = new Made(this.#scene, this.#report)
      for (const { event, target } of this.#waiting.splice(0)) this.reading.hear(event, target)
      this.#scene.refresh()
      return this.reading
    }, (cause: unknown) => {
      this.#coming = undefined
      this.#waiting = []
      throw cause
    })
    return this.#coming
  }

  /** Does something with the code as soon as it is there. */
  soon(run: (reading: Reading) => void): void {
    this.read().then(run).catch((error: unknown) => console.error('[dge]', error))
  }

  /** Listens to every event on the place of the drawing. */
  listen(place: HTMLElement): void {
    for (const type of events) place.addEventListener(type, this.#on, { passive: false })
  }

  readonly #on = (event: Event): void => this.#hear(event)

  #hear(event: Event): void {
    const [target] = event.composedPath()
    if (this.reading) return this.reading.hear(event, target)
    if (isForChart(event, target)) event.preventDefault()
    // Of a way of the pointer only its end counts.
    if (event.type === 'pointermove' && this.#waiting.at(-1)?.event.type === 'pointermove') this.#waiting.pop()
    this.#waiting.push({ event, target })
    this.soon(() => {})
  }
}

/** The page does not scroll by the keys that the coming code answers to. */
function isForChart(event: Event, target: EventTarget | undefined): boolean {
  return event instanceof KeyboardEvent && target instanceof Element && target.matches('.list') && !event.ctrlKey && !event.altKey && !event.metaKey && /^(Arrow|Home|End)/.test(event.key)
}
