export { attribution } from './attribution.js'
export { adoptLateStyles } from './late-styles.js'
export { tell } from './notes.js'
