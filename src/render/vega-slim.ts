/**
 * The parts of Vega that Vega-Lite's output for bars, lines, areas, points, arcs, rules, texts and rectangles needs; the rest
 * (maps, hierarchies, forces, regressions, files…) is in `vega-full.ts`. One lazy chunk, without `eval`: expressions run in the
 * interpreter.
 */
import { transforms } from 'vega-dataflow'
import { axisticks, datajoin, encode, legendentries, pie, scale, sortitems, stack } from 'vega-encode'
import { expressionFunction } from 'vega-functions'
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

// The interpreter's own takes a single number for a year, where Vega takes it for a moment.
expressionFunction('datetime', (...parts: readonly (number | string)[]) => {
  const [year = 0, month = 0, ...rest] = parts.map(Number)
  return parts.length === 1 ? new Date(parts[0] as number | string) : new Date(year, month, ...(rest as [number?]))
})

/** Names of the transforms that are here; a specification that uses another needs the whole engine. */
export const knownTransforms: ReadonlySet<string> = new Set(Object.keys(transforms))

export { parse } from 'vega-parser'
export { View } from 'vega-view'
export { expressionInterpreter } from 'vega-interpreter'
