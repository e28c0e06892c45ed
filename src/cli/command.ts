/** One command of `dge-dataviz`: a file of this folder and a line in `dge-dataviz.ts`. */
export interface Command {
  /** What it takes and does, as `dge-dataviz --help` prints it. */
  readonly usage: string
  /** Runs with the words after the command's name; resolves with the exit code (0 = well). @throws UsageError, DgeError */
  run(args: readonly string[]): Promise<number>
}

/** The command was called wrongly: its message and the usage are shown, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
