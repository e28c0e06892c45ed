/** What a chart does once it is seen: it is told in words, offers more to do, and follows its place. */
export { summaryWordsOf } from '../../charts/summary-words.js'
export { chartActions } from './chart-actions.js'
export { followPlace } from './follow-place.js'
export { Summary } from './summary.js'
