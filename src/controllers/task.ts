import { isAbort } from '../data/errors.js'
import type { ReactiveController, ReactiveControllerHost } from 'lit'

/**
 * Runs one asynchronous job of a host at a time: a newer run aborts the older, and so does leaving the page. The job's
 * own errors go to `onError`; aborts are silent, and a superseded run never reports.
 */
export class TaskController implements ReactiveController {
  readonly #job: (signal: AbortSignal) => Promise<void>
  readonly #onError: (error: unknown) => void
  #controller: AbortController | undefined

  constructor(
    host: ReactiveControllerHost,
    job: (signal: AbortSignal) => Promise<void>,
    onError: (error: unknown) => void
  ) {
    this.#job = job
    this.#onError = onError
    host.addController(this)
  }

  get running(): boolean {
    return this.#controller !== undefined
  }

  /** Starts the job anew. */
  run(): void {
    this.stop()
    const controller = new AbortController()
    this.#controller = controller
    this.#job(controller.signal)
      .catch((error: unknown) => {
        if (!controller.signal.aborted && !isAbort(error)) this.#onError(error)
      })
      .finally(() => {
        if (this.#controller === controller) this.#controller = undefined
      })
  }

  stop(): void {
    this.#controller?.abort()
    this.#controller = undefined
  }

  hostDisconnected(): void {
    this.stop()
  }
}
