import * as legends from './legend.js'
import * as numbers from './rich-numbers.js'
import * as time from './time.js'
import { makeDrawing } from './drawing.js'
import { svgText } from './svg.js'
import type { LightSpec } from './spec.js'
import type { MeasureText } from './text.js'

/**
 * A specification that `supports` accepts, and the rows of its dataset `table`, as the text of an SVG: without a page, in Node too.
 * `measureText` gives the width of a text in pixels for a CSS font.
 */
export function renderToSvg(spec: object, rows: readonly object[], { measureText }: { readonly measureText: MeasureText }): string {
  return svgText(makeDrawing(spec as LightSpec, rows, measureText, { legends, numbers, time }).node())
}
