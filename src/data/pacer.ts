/** Longest stretch of work before input and painting get their turn, in milliseconds. */
const slice = 12

/** Cuts long work into slices: `await pacer.turn()` in a loop gives way when the slice is used up, and costs nothing before. */
export class Pacer {
  readonly #signal: AbortSignal | undefined
  #start = performance.now()

  constructor(signal?: AbortSignal) {
    this.#signal = signal
  }

  /** True when it is time to `await turn()`; lets tight loops stay synchronous. */
  get due(): boolean {
    return performance.now() - this.#start > slice
  }

  /** Gives way when due. @throws the abort */
  async turn(): Promise<void> {
    if (!this.due) return
    await nextTask()
    if (this.#signal?.aborted) throw new DOMException('Aborted', 'AbortError')
    this.#start = performance.now()
  }
}

/** A message, because timers are slowed down to one a second in background tabs. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
}
