export type Progress = (rows: number, total?: number) => void

/** One who waits: may give up, may hear how far it is. */
export interface Waiting {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: Progress | undefined
  /** Awaited before what is computed for this one alone: others may have something to do first. */
  readonly turn?: () => Promise<void>
}

/** One piece of work that several wait for; aborted when the last of them gives up before the end. */
export class SharedTask<T> {
  /** Ended well: the value stays. */
  done = false
  /** Failed or aborted: not to be joined again. */
  over = false
  readonly #controller = new AbortController()
  readonly #promise: Promise<T>
  readonly #listeners = new Set<Progress>()
  #progress: [rows: number, total?: number] | undefined
  #waiters = 0

  constructor(work: (signal: AbortSignal, onProgress: Progress) => Promise<T>) {
    const report: Progress = (rows, total) => {
      this.#progress = total === undefined ? [rows] : [rows, total]
      for (const listen of this.#listeners) listen(rows, total)
    }
    const started = async () => work(this.#controller.signal, report)
    this.#promise = started().then(
      (value) => {
        this.done = true
        return value
      },
      (error: unknown) => {
        this.over = true
        throw error
      }
    )
    this.#promise.catch(() => {})
  }

  join({ signal, onProgress }: Waiting): Promise<T> {
    if (signal?.aborted) return Promise.reject(new DOMException('Aborted', 'AbortError'))
    if (this.done) return this.#promise
    this.#waiters++
    if (onProgress) {
      this.#listeners.add(onProgress)
      if (this.#progress) onProgress(...this.#progress)
    }
    return new Promise<T>((resolve, reject) => {
      const leave = () => {
        signal?.removeEventListener('abort', onAbort)
        if (onProgress) this.#listeners.delete(onProgress)
        this.#waiters--
      }
      const onAbort = () => {
        leave()
        if (this.#waiters === 0 && !this.done) {
          this.over = true
          this.#controller.abort()
        }
        reject(new DOMException('Aborted', 'AbortError'))
      }
      signal?.addEventListener('abort', onAbort)
      this.#promise.then(resolve, reject).finally(() => {
        if (!signal?.aborted) leave()
      })
    })
  }
}

/** The task, unless it failed or was aborted: then a newcomer starts afresh. */
export function usable<T>(task: SharedTask<T> | undefined): SharedTask<T> | undefined {
  return task?.over ? undefined : task
}
