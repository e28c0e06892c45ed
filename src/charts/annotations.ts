import { DgeError } from '../data/errors.js'

/** A value on an axis as written: a number, or text (a category, a date). */
export type Place = number | string

/**
 * Something said of the chart at values: a line (one axis, one value), a band (one axis, two values) or a text at a point
 * (both axes).
 */
export interface Annotation {
  readonly x?: readonly [Place] | readonly [Place, Place]
  readonly y?: readonly [Place] | readonly [Place, Place]
  readonly text?: string
}

const example = 'annotations="y=100 as Objectif; x=2020..2021 as Confinements; x=2015, y=42 as Record"'

/** Reads `y=100 as Objectif; x=2020..2021; x=2015, y=42 as "Record"`, each through `attempt`, which leaves out what cannot be read. */
export function parseAnnotations(written: string, attempt: <T>(read: () => T) => T | undefined): readonly Annotation[] {
  return splitOutside(written, ';').filter((part) => part.trim()).flatMap((part) => attempt(() => parseOne(part)) ?? [])
}

function parseOne(written: string): Annotation {
  const [, places = '', text] = /^(.*?)(?:\s+as\s+(.*))?$/is.exec(written.trim()) ?? []
  const found: { x?: NonNullable<Annotation['x']>; y?: NonNullable<Annotation['y']> } = {}
  // A comma between digits is a decimal mark.
  for (const part of places.split(/,(?=\s*[xy]\s*=)/i)) {
    const [, axis, value] = /^\s*([xy])\s*=\s*(.+?)\s*$/is.exec(part) ?? []
    if (!axis || !value) throw new DgeError('query', `annotations: “${written.trim()}” says no place`, { hint: example })
    found[axis.toLowerCase() as 'x' | 'y'] = placesOf(value)
  }
  const label = text && unquoted(text)
  return { ...found, ...(label ? { text: label } : {}) }
}

function placesOf(value: string): readonly [Place] | readonly [Place, Place] {
  const [from = '', to] = value.split('..')
  return to === undefined ? [placeOf(from)] : [placeOf(from), placeOf(to)]
}

function placeOf(written: string): Place {
  const text = written.trim()
  if (/^[-+]?\d+([.,]\d+)?$/.test(text)) return Number(text.replace(',', '.'))
  return unquoted(text)
}

/** Splits at a sign outside quotes and parentheses. */
export function splitOutside(text: string, sign: string): string[] {
  const parts: string[] = []
  let part = ''
  let depth = 0
  let quote = ''
  for (const letter of text) {
    if (quote) quote = letter === quote ? '' : quote
    else if (letter === '"') quote = letter
    else if (letter === '(') depth++
    else if (letter === ')') depth--
    if (letter === sign && !quote && depth <= 0) {
      parts.push(part)
      part = ''
    } else part += letter
  }
  return [...parts, part]
}

/** The text without the quotes around it. */
export function unquoted(text: string): string {
  return text.trim().replace(/^(["'“])(.*)(["'”])$/s, '$2')
}
