/**
 * What turns attributes into queries and queries into answers: one lazy chunk that every display needs, so that the core
 * stays small and the first request does not wait for it.
 */
export { execute, outputSchema } from './engine.js'
export { plan } from './plan.js'
export { parseFilter, printFilter } from './cql2.js'
export { parseTerm, parseTerms, toQuery } from './shorthand.js'
export { shareColumns } from './shared-columns.js'
