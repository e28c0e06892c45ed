import { noCapabilities } from './capabilities.js'
import type { Capabilities, Pushdown } from './capabilities.js'

/** What displays asked of a dataset's capabilities, and heard: as JSON, it asks the same of who hears it later. */
export interface ToldCapabilities {
  readonly search: Pushdown
  readonly extent: Pushdown
  readonly page: Capabilities['page']
  readonly select: boolean
  /** Answers by predicate and what it was asked of. */
  readonly said: Readonly<Record<string, Pushdown | boolean>>
}

const predicates = ['where', 'group', 'regroup', 'aggregate', 'having', 'order'] as const
type Predicate = (...asked: readonly unknown[]) => Pushdown | boolean

const keyOf = (name: string, asked: readonly unknown[]) => `${name} ${JSON.stringify(asked)}`

/** The capabilities, whose answers are written down in `told` as they are given. */
export function overheard(capabilities: Capabilities): { readonly capabilities: Capabilities; readonly told: ToldCapabilities } {
  const { search, extent, page, select } = capabilities
  const said: Record<string, Pushdown | boolean> = Object.create(null)
  const heard = predicates.flatMap((name) => {
    const predicate = capabilities[name] as Predicate | undefined
    return predicate ? [[name, (...asked: readonly unknown[]) => (said[keyOf(name, asked)] = predicate(...asked))]] : []
  })
  return { capabilities: { ...capabilities, ...Object.fromEntries(heard) }, told: { search, extent, page, select, said } }
}

/** Capabilities that say what was heard; of anything else they claim nothing, as a file does. */
export function replayed({ search, extent, page, select, said }: ToldCapabilities): Capabilities {
  const known = new Map(Object.entries(said))
  const again = predicates.map((name) => {
    const otherwise = noCapabilities[name] as Predicate | undefined
    return [name, (...asked: readonly unknown[]) => known.get(keyOf(name, asked)) ?? otherwise?.(...asked) ?? false]
  })
  return { ...noCapabilities, search, extent, page, select, ...Object.fromEntries(again) }
}
