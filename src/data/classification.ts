import { bisectLeft, bisectRight, quantileSorted } from 'd3-array'
import { naturalBreaks } from './natural-breaks.js'
import { DgeError } from './errors.js'

/** Ways to cut values into classes: same number of places in each, same width, or natural groups (Jenks). */
export const classMethods = ['quantile', 'equal', 'jenks'] as const
export type ClassMethod = (typeof classMethods)[number]

/** More classes cannot be told apart by colour. */
export const mostClasses = 9
const defaultClasses = 5

export interface ClassOptions {
  readonly method?: ClassMethod
  /** Number of classes wanted; fewer come out when there are fewer different values. */
  readonly classes?: number
  /** Inner limits chosen by the author; they win over method and number. */
  readonly breaks?: readonly number[]
}

/** What authors write of classes. */
export interface ClassText {
  readonly classes?: number | null | undefined
  readonly method?: string | undefined
  readonly breaks?: string | undefined
}

/** The author's words as numbers and names; limits are checked when values are cut. @throws DgeError `query` for an unknown method */
export function readClassOptions({ classes, method, breaks }: ClassText): ClassOptions {
  const name = method?.trim().toLowerCase()
  const known = classMethods.find((each) => each === name)
  if (name && !known) {
    throw new DgeError('query', `method: “${name}” is not known`, { hint: `Methods are ${classMethods.join(', ')}, or give breaks="100, 500".` })
  }
  const limits = breaks?.trim() ? breaks.split(/[\s,;]+/).filter(Boolean).map(Number) : undefined
  return { ...(known ? { method: known } : {}), ...(classes == null ? {} : { classes }), ...(limits ? { breaks: limits } : {}) }
}

/** Values cut into classes. A class holds its lower bound and not its upper one, but the last holds both. */
export interface Classification {
  /** Lower bound of each class, then the upper bound of the last: ascending, one more than classes. */
  readonly bounds: readonly number[]
  /** Places in each class. */
  readonly counts: readonly number[]
  /** Places without a value. */
  readonly missing: number
  /** The limits are the author's: the first class goes down and the last up without end. */
  readonly open: boolean
}

/**
 * Cuts the values into classes. Missing values (null, not finite) are counted apart. Undefined when there is no value.
 * @throws DgeError `query` for a number of classes or breaks that cannot be
 */
export function classify(values: ArrayLike<number | null>, options: ClassOptions = {}): Classification | undefined {
  const { method = 'quantile', classes = defaultClasses, breaks } = options
  checkOptions(classes, breaks)
  const sorted = Array.from(values)
    .filter((value): value is number => value !== null && Number.isFinite(value))
    .sort((a, b) => a - b)
  const [min, max] = [sorted[0], sorted[sorted.length - 1]]
  if (min === undefined || max === undefined) return undefined
  const missing = values.length - sorted.length
  if (breaks) {
    const first = breaks[0] ?? min
    const last = breaks[breaks.length - 1] ?? max
    return counted(sorted, [Math.min(min, first), ...breaks, Math.max(max, last)], missing, true)
  }
  const whole = sorted.every(Number.isInteger)
  // Between whole numbers a bound is one, too: the same are on each side of it.
  const round = (value: number) => (method !== 'equal' ? rounded(value, sorted, whole) : whole ? Math.ceil(value) : value)
  const inner = increasing(innerBreaks(sorted, method, classes), min, max).map(round)
  const bounds = [min, ...new Set(inner.sort((a, b) => a - b)), max]
  const all = counted(sorted, bounds, missing, false)
  return method === 'equal' ? all : withoutEmpty(sorted, all)
}

/** Rank of the value's class; -1 for a missing value. */
export function classOf({ bounds, open }: Classification, value: number | null | undefined): number {
  if (value === null || value === undefined || !Number.isFinite(value)) return -1
  const last = bounds.length - 2
  const found = bisectRight(bounds as number[], value, 1, bounds.length - 1) - 1
  if (!open && (value < (bounds[0] ?? NaN) || value > (bounds[bounds.length - 1] ?? NaN))) return -1
  return Math.min(found, last)
}

function checkOptions(classes: number, breaks: readonly number[] | undefined): void {
  if (breaks) {
    if (breaks.length === 0 || breaks.some((value, index) => !Number.isFinite(value) || value <= (breaks[index - 1] ?? -Infinity))) {
      throw new DgeError('query', `breaks: limits must be numbers that go up, not “${breaks.join(', ')}”`, {
        hint: 'Three limits make four classes: breaks="100, 500, 2000".',
      })
    }
    if (breaks.length >= mostClasses) throw new DgeError('query', `breaks: at most ${mostClasses - 1} limits (${mostClasses} colours)`)
  } else if (!Number.isInteger(classes) || classes < 1 || classes > mostClasses) {
    throw new DgeError('query', `classes: a number from 1 to ${mostClasses} is needed, not “${classes}”`)
  }
}

function innerBreaks(sorted: number[], method: ClassMethod, classes: number): number[] {
  const ranks = Array.from({ length: classes - 1 }, (_, index) => (index + 1) / classes)
  const [min = NaN, max = NaN] = [sorted[0], sorted[sorted.length - 1]]
  switch (method) {
    case 'quantile':
      return ranks.map((rank) => quantileSorted(sorted, rank) ?? NaN)
    case 'equal':
      return ranks.map((rank) => min + (max - min) * rank)
    case 'jenks':
      return naturalBreaks(sorted, classes)
  }
}

/** Breaks strictly inside the values, each once: many equal values make several quantiles coincide. */
function increasing(breaks: readonly number[], min: number, max: number): number[] {
  return breaks.filter((value, index) => value > min && value <= max && value !== breaks[index - 1])
}

/** The roundest bound that parts the values as this one does, whole between whole numbers (years, say); among many, one in a hundred may go to the class beside. */
function rounded(value: number, sorted: readonly number[], whole: boolean): number {
  if (Number(value.toPrecision(2)) === value && (!whole || Number.isInteger(value))) return value
  const at = bisectLeft(sorted, value)
  const slack = Math.floor(sorted.length / 100)
  const below = sorted[Math.max(0, at - 1 - slack)] ?? value
  const above = sorted[Math.min(sorted.length - 1, at + slack)] ?? value
  const most = Math.ceil(Math.log10(Math.max(Math.abs(below), Math.abs(above), Number.MIN_VALUE)))
  for (let power = most; power > most - 15; power--) {
    for (const step of [1, 0.5, 0.2].map((factor) => factor * 10 ** power)) {
      const count = Math.max(Math.floor(below / step) + 1, Math.min(Math.floor(above / step), Math.round(value / step)))
      const bound = Number((count * step).toPrecision(12))
      if (bound > below && bound <= above) return bound
    }
  }
  return value
}

function counted(sorted: readonly number[], bounds: readonly number[], missing: number, open: boolean): Classification {
  const shape = { bounds, missing, open }
  const counts = new Array<number>(bounds.length - 1).fill(0)
  for (const value of sorted) {
    const found = classOf({ ...shape, counts }, value)
    counts[found] = (counts[found] ?? 0) + 1
  }
  return { ...shape, counts }
}

/** A class without places between two others says nothing: it is given to the class below. */
function withoutEmpty(sorted: readonly number[], all: Classification): Classification {
  const { bounds, counts, missing } = all
  if (!counts.includes(0)) return all
  const kept = bounds.filter((_, index) => index === 0 || index === bounds.length - 1 || counts[index] !== 0)
  return counted(sorted, kept, missing, false)
}
