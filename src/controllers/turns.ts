/** Milliseconds in which displays follow one another without a break. */
const stretch = 16
/** Milliseconds without a turn after which all pictures count as drawn, the second ones while some are on their way; they are not waited for longer than the third ones. */
const [pause, longPause, patience] = [100, 1000, 3000]

/** When the stretch at hand began; undefined while nobody works. */
let since: number | undefined
const waiting: (() => void)[] = []
let reading: Promise<void> | undefined
/** The turn of who asked last. */
let asked: Promise<void> = Promise.resolve()
/** When somebody last had a turn. */
let last = 0
let drawn: Promise<void> | undefined
/** How many displays are on the way to their pictures. */
let onTheirWay = 0

/**
 * Resolves when it is the caller's turn: at once while the work of this stretch was short, else in another task, one display after
 * the other in the order in which they ask. So a page of many displays hears its reader between two of them; one alone waits for nobody, but goes on in another task too after a long stretch.
 * Who asks is looked at once the one before has done what it does at once: all that wait for the same thing ask at the same moment.
 */
export function turn(): Promise<void> {
  return (asked = asked.then(laterTurn))
}

/** Runs the steps in their order, each in a turn of its own; undefined when all of them ran at once. */
export function inTurns([step, ...others]: readonly (() => void)[]): Promise<void> | undefined {
  if (!step) return undefined
  const later = laterTurn()
  const run = () => {
    step()
    return inTurns(others)
  }
  return later ? later.then(run) : run()
}

/** Undefined where it is somebody's turn at once. */
function laterTurn(): Promise<void> | undefined {
  last = performance.now()
  if (waiting.length > 0 || (since !== undefined && last - since > stretch)) return new Promise((resolve) => wait(resolve))
  if (since === undefined) begin()
  return undefined
}

/**
 * Resolves in the next task, for all that ask until then, after those who wait for their turn: they then read their places one after the
 * other, and draw after that. To write and read in between would have the browser lay out the page anew for each.
 */
export function together(): Promise<void> {
  return (reading ??= asked = asked.then(() => new Promise((resolve) => {
    wait(() => {
      reading = undefined
      resolve()
    })
  })))
}

/**
 * Resolves once no display of the page has had a turn for a moment, a longer one while some wait for their data: what is no picture comes when all
 * are drawn that can be, not between two of them.
 */
export function afterAll(): Promise<void> {
  last = performance.now()
  return (drawn ??= new Promise<void>((resolve) => lookAgain(resolve, last + patience)).finally(() => (drawn = undefined)))
}

function lookAgain(resolve: () => void, latest: number): void {
  const now = performance.now()
  const left = Math.min(latest - now, waiting.length > 0 ? pause : last + (onTheirWay > 0 ? longPause : pause) - now)
  if (left > 0) setTimeout(lookAgain, Math.min(left, pause), resolve, latest)
  else resolve()
}

/** Of work that ends in a picture: `afterAll` waits for it. */
export async function toPicture(work: Promise<void>): Promise<void> {
  onTheirWay++
  await work.finally(() => onTheirWay--)
}

function wait(run: () => void): void {
  waiting.push(run)
  if (since === undefined) begin()
}

/** The task that follows ends the stretch, or serves who waits. */
function begin(): void {
  since = performance.now()
  inNextTask(() => {
    since = undefined
    const next = waiting.shift()
    if (!next) return
    begin()
    last = performance.now()
    next()
  })
}

interface Scheduler {
  postTask(run: () => void, options: { readonly priority: 'user-blocking' }): Promise<unknown>
}

const { scheduler } = globalThis as { readonly scheduler?: Scheduler }

/**
 * Before the next frame where the browser can be told: on a phone each frame in between costs as much as a display. Readers' input comes first all
 * the same.
 */
function inNextTask(run: () => void): void {
  if (scheduler) return void scheduler.postTask(run, { priority: 'user-blocking' })
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = () => {
    port1.close()
    run()
  }
  port2.postMessage(undefined)
}
