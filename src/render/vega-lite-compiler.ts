/** Vega-Lite's compiler, and the parser of expressions that it is built on. */
export { compile } from 'vega-lite'
export { parseExpression } from 'vega-expression'
