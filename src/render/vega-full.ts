import { loader as vegaLoader } from 'vega'
import { readDelimitedSafely } from './delimited-formats.js'

/** All of Vega, for an author's own specification that needs more than `vega-slim.ts` has. A file of its own in the CDN build. */
export { View, parse } from 'vega'
export { expressionInterpreter } from 'vega-interpreter'

/** Vega's loader, whose readers of delimited text compile nothing. */
export const loader: typeof vegaLoader = (options) => {
  readDelimitedSafely()
  return vegaLoader(options)
}
