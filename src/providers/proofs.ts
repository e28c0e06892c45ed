import { SharedTasks } from '../data/shared-tasks.js'
import type { Waiting } from '../data/shared-task.js'

/**
 * What a server has shown to do. A proof is made once for a dataset, when it is first needed, and all who need it meanwhile
 * wait for the same one. One that tells nothing, or did not get that far (the network, an abort), is made anew.
 */
export class Proofs {
  readonly #made = new SharedTasks<boolean | undefined>()

  /**
   * The outcome of the proof called `what`; undefined when it told nothing. Who comes first may prove by what he asks anyway:
   * `prove` is called for him alone.
   * @throws what `prove` throws, or the abort
   */
  async once(what: string, prove: (call: { readonly signal: AbortSignal }) => Promise<boolean | undefined>, waiting: Waiting = {}): Promise<boolean | undefined> {
    const outcome = await this.#made.join(what, prove, waiting)
    if (outcome === undefined) this.#made.forget(what)
    return outcome
  }
}
