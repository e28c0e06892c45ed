/** Vega-Lite's compiler alone. */
export { compile } from 'vega-lite'
