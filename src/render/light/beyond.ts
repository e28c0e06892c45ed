/** What drawings need beyond bars, their texts, names and linear scales: one chunk. */
export { around, binned, shapes } from './more-marks.js'
export { drawTitle } from './title.js'
export { kindOf, thresholdScale } from './scale-kinds.js'
export { overlaid } from './overlay.js'
export { ramp } from './color.js'
export { roundedPath } from './corners.js'
export { sortByMeasure } from './sort.js'
export { stacked, stackOf } from './stack.js'
