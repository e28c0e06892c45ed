/** What a chart does once it is seen: it is told in words, offers more to do, follows its place, and can be printed. */
export { summaryWordsOf } from '../../charts/summary-words.js'
export { chartActions } from './chart-actions.js'
export { followPlace } from './follow-place.js'
export { firstOption } from './option-of.js'
export { printStyles } from './print-styles.js'
export { Summary } from './summary.js'
