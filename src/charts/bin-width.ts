import type { Term } from '../data/term.js'

/** The width of the intervals of a term that is a `bin(f, 10)`. */
export function binWidth(term: Term | undefined): number | undefined {
  const expr = term?.expr
  return typeof expr === 'object' && 'op' in expr && expr.op === 'bin' ? Number(expr.args[1]) : undefined
}
