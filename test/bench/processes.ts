import { readFileSync, readdirSync } from 'node:fs'

interface Process {
  readonly id: string
  readonly parent: string
  /** Hundredths of a second on a processor, those of its children that ended included. */
  readonly ticks: number
}

/** The process and all that were started below it (Linux only: none elsewhere). */
function processesOf(pid: number): Process[] {
  const ids = process.platform === 'linux' ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : []
  const all = new Map(ids.map((id): [string, Process] => {
    const fields = read(`/proc/${id}/stat`).replace(/^.*\) /, '').split(' ')
    return [id, { id, parent: fields[1] ?? '', ticks: fields.slice(11, 15).reduce((sum, text) => sum + Number(text), 0) }]
  }))
  const isOf = (id: string): boolean => {
    for (let at: string | undefined = id; at && at !== '0'; at = all.get(at)?.parent) if (at === String(pid)) return true
    return false
  }
  return [...all.values()].filter(({ id }) => isOf(id))
}

/** What the system says of a process; nothing when it ended meanwhile. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** Processor seconds of the process and of all below it, those that ended included (Linux only: 0 elsewhere). */
export function processorSeconds(pid: number): number {
  return processesOf(pid).reduce((sum, { ticks }) => sum + ticks, 0) / 100
}

/** Processor seconds of all below the process. */
export function processorSecondsBelow(pid: number): number {
  return processesOf(pid).reduce((sum, { id, ticks }) => sum + (id === String(pid) ? 0 : ticks), 0) / 100
}

/** The most memory that the largest page process under the browser has held, in MB (Linux only: NaN elsewhere). */
export function peakMemory(pid: number): number {
  const pages = processesOf(pid).filter(({ id }) => read(`/proc/${id}/cmdline`).includes('--type=renderer'))
  const peaks = pages.map(({ id }) => Number(/VmHWM:\s+(\d+)/.exec(read(`/proc/${id}/status`))?.[1]) / 1024)
  return peaks.length ? Math.max(...peaks) : NaN
}
