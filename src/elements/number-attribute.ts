import { numberOf } from '../displays/number-word.js'

/** How an attribute becomes a number. */
export const numberAttribute = { fromAttribute: numberOf }
