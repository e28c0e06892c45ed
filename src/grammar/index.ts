/** Authors' own specifications, Vega-Lite and Vega: read, changed, and their first steps taken to the source. */
export { readAuthorSpec } from './author-spec.js'
export { jsonPatch, mergePatch } from './json-patch.js'
export { pushDown } from './push-down.js'
export { viewsOf } from './views.js'
export { clockOf, columnsOf, vegaRows } from './vega-rows.js'
export type { AuthorSpec, SpecLanguage } from './author-spec.js'
export type { SpecView, ViewChannel } from './views.js'
export type { PushedDown } from './push-down.js'
