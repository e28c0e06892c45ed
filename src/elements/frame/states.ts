export { attribution } from './attribution.js'
export { adoptLateStyles } from './late-styles.js'
export { tell } from './notes.js'
export { intlNumber } from '../../locale/intl-number.js'
