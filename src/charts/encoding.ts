import { DgeError } from '../data/errors.js'
import { hasAggregate } from '../data/term.js'
import { authorChannels, channelNames } from './chart-type.js'
import { countTerm, defaultDimension, defaultMeasure, dimensionTerm, fieldTerm, isAmount, isMeasure } from './defaults.js'
import type { AuthorChannel, ChannelName, ChartType, Encoding } from './chart-type.js'
import type { EncodingText } from './read-encoding.js'
import type { Schema } from '../data/schema.js'
import type { Term } from '../data/term.js'

export { isMappable } from './defaults.js'

/** Channels that the author filled and that the type does not read: they say nothing. In English, for the console. */
export function unreadChannels(text: EncodingText, type: ChartType): readonly string[] {
  const read = Object.keys(type.channels)
  return authorChannels.filter((name) => text[name]?.trim() && !read.includes(name) && (name !== 'facet' || type.alone))
    .map((name) => `type="${type.name}" does not read ${name}: it is left out (it reads ${read.join(', ')})`)
}

/** Levels of a hierarchy stand on `color`, `color2`, `color3`… */
export function levels(name: AuthorChannel, terms: readonly Term[]): Encoding {
  const known: readonly string[] = channelNames
  return Object.fromEntries(
    terms.map((term, at) => {
      const channel = at === 0 ? name : `${name}${at + 1}`
      if (!known.includes(channel)) throw new DgeError('query', `${name}: ${terms.length} levels are too many to be read`)
      return [channel, [term]]
    })
  )
}

/** Channels without the ones that have no term. */
export function present(encoding: Readonly<Partial<Record<ChannelName, readonly (Term | undefined)[]>>>): Encoding {
  const filled = Object.entries(encoding).map(([name, terms]) => [name, (terms ?? []).filter((term) => term !== undefined)] as const)
  return Object.fromEntries(filled.filter(([, terms]) => terms.length > 0))
}

/** A whole and its parts: an angle and what tells the parts apart, wherever the author wrote them. */
export function circular(given: Encoding, schema: Schema): Encoding {
  const { x = [], y = [], theta: [angle] = [], color: [parts] = [], ...rest } = given
  const others = [...y, ...x]
  const measured = angle ?? others.find((term) => isMeasure(term, schema)) ?? defaultMeasure(schema)
  const left = others.filter((term) => term !== measured)
  const category = parts ?? left.find((term) => !isMeasure(term, schema)) ?? left[0] ?? dimensionTerm(defaultDimension(schema, { words: true }))
  return present({ ...rest, theta: [measured], color: [category] })
}

/** Two measures, for types that place points by both. */
export function paired(given: Encoding, schema: Schema): Encoding {
  if (given.x || given.y) return completed(given, schema)
  const [first, second] = schema.filter((field) => isAmount(field))
  return first && second ? { ...given, x: [fieldTerm(first)], y: [fieldTerm(second)] } : completed(given, schema)
}

/** What is measured on one of x and y, and what it runs along on the other. @throws DgeError `query` for several terms on both */
export function completed(given: Encoding, schema: Schema): Encoding {
  const { x = [], y = [], theta, ...rest } = given
  if (theta && x.length === 0 && y.length === 0) return circular(given, schema)
  if (x.length > 1 && y.length > 1) {
    throw new DgeError('query', 'x and y both have several terms', { hint: 'Several measures go on one of them.' })
  }
  if (x.length > 0 && y.length > 0) return given
  const dimension = dimensionTerm(defaultDimension(schema))
  if (x.length === 0 && y.length === 0) {
    const [first, second] = schema.filter((field) => isAmount(field))
    if (!dimension && first && second) return { ...given, x: [fieldTerm(first)], y: [fieldTerm(second)] }
    return present({ ...given, x: [dimension], y: [defaultMeasure(schema)] })
  }
  const written = x.length > 0 ? x : y
  const counts = written.some((term) => hasAggregate(term.expr))
  const raw = !counts && written.every((term) => isMeasure(term, schema))
  // Several measures, or one that is split by color, stand by themselves.
  const missing = counts || raw ? (rest.color && counts ? undefined : dimension) : countTerm
  return present(x.length > 0 ? { ...given, y: [missing] } : { ...given, x: [missing] })
}
