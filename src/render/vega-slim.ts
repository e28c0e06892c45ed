/**
 * The parts of Vega that Vega-Lite's output for bars, lines, areas, points, arcs, rules, texts and rectangles needs; the rest
 * (maps, hierarchies, forces, regressions, files…) is in `vega-full.ts`. One lazy chunk, without `eval`: expressions run in the
 * interpreter.
 */
import { transforms } from 'vega-dataflow'
import { axisticks, datajoin, encode, legendentries, pie, scale, sortitems, stack } from 'vega-encode'
import {
  aggregate, bin, collect, compare, expression, extent, facet, field, filter, fold, formula, impute, joinaggregate, key, multiextent,
  multivalues, params, prefacet, project, proxy, relay, sequence, sieve, subflow, timeunit, tupleindex, values,
} from 'vega-transforms'
import { bound, identifier, mark, overlap, render, viewlayout } from 'vega-view-transforms'

Object.assign(transforms, {
  aggregate, axisticks, bin, bound, collect, compare, datajoin, encode, expression, extent, facet, field, filter, fold, formula, identifier,
  impute, joinaggregate, key, legendentries, mark, multiextent, multivalues, overlap, params, pie, prefacet, project, proxy, relay, render,
  scale, sequence, sieve, sortitems, stack, subflow, timeunit, tupleindex, values, viewlayout,
})

/** Names of the transforms that are here; a specification that uses another needs the whole engine. */
export const knownTransforms: ReadonlySet<string> = new Set(Object.keys(transforms))

export { parse } from 'vega-parser'
export { View } from 'vega-view'
export { expressionInterpreter } from 'vega-interpreter'
