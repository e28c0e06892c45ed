/** All of Vega, for an author's own specification that needs more than `vega-slim.ts` has. A file of its own in the CDN build. */
export { View, loader, parse } from 'vega'
export { expressionInterpreter } from 'vega-interpreter'
