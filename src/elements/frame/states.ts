export { attribution } from './attribution.js'
export { adoptLateStyles } from './late-styles.js'
export { letGoLater } from './let-go.js'
export { tell } from './notes.js'
