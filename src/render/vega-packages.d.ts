/** Packages of Vega that come without types; those of `vega` describe what they export. */
declare module 'vega-dataflow' {
  export const transforms: Record<string, unknown>
}
declare module 'vega-parser' {
  export const parse: typeof import('vega').parse
}
declare module 'vega-view' {
  export const View: typeof import('vega').View
}
declare module 'vega-functions' {
  export function expressionFunction(name: string, run: (...parameters: never[]) => unknown): void
}
declare module 'vega-loader' {
  export type Reader = ((text: unknown, format?: { readonly delimiter?: string; readonly header?: readonly string[] }) => unknown) & { readonly responseType: string }
  export function formats(name: string): Reader
  export function formats(name: string, read: Reader): void
}
declare module 'd3-dsv' {
  export function dsvFormat(delimiter: string): { parseRows(text: string): string[][] }
}
declare module 'vega-encode'
declare module 'vega-transforms'
declare module 'vega-view-transforms'
