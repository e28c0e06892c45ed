import { SharedTask, usable } from './shared-task.js'
import type { Progress, Waiting } from './shared-task.js'

/** Pieces of work by name: what is under way or done is not begun again, what failed is. */
export class SharedTasks<T> {
  readonly #tasks = new Map<string, SharedTask<T>>()

  /** The outcome of the work called `name`, which the first one who asks for it begins. @throws what it throws, or the abort */
  join(name: string, work: (call: { readonly signal: AbortSignal; readonly onProgress: Progress }) => Promise<T>, waiting: Waiting = {}): Promise<T> {
    const task = usable(this.#tasks.get(name)) ?? new SharedTask((signal, onProgress) => work({ signal, onProgress }))
    this.#tasks.set(name, task)
    return task.join(waiting)
  }

  /** The next one who asks begins anew. */
  forget(name: string): void {
    this.#tasks.delete(name)
  }
}
