import { DgeError } from '../data/errors.js'
import { arc } from './arc.js'
import { area } from './area.js'
import { bar } from './bar.js'
import { isDiscrete, rolesOf } from './roles.js'
import { line } from './line.js'
import { makePicture } from './picture.js'
import { point } from './point.js'
import type { ChartType, Encoding } from './chart-type.js'
import type { Table } from '../data/table.js'
import type { PictureOptions } from './picture.js'

export { cellsOf, describe, sayRow } from './describe.js'
export { readEncoding, termsOf } from './encoding.js'
export { configOf, darkTheme, lightTheme } from './theme.js'
export { makePicture } from './picture.js'
export { isFlat } from './bar.js'
export { rolesOf } from './roles.js'
export { wordsOf } from './words.js'
export { stackings } from './chart-type.js'
export type { ChannelName, ChartSpec, ChartType, Encoding, Look, Picture, PictureRow, Stacking } from './chart-type.js'
export type { EncodingText } from './encoding.js'
export type { Theme } from './theme.js'

/** The chart types by the name that authors write. */
export const chartTypes: Readonly<Record<string, ChartType>> = { bar, line, area, point, arc }

/** The chart type called `name`. @throws DgeError `query` with the nearest name when there is none */
export function chartTypeOf(name: string): ChartType {
  const known = chartTypes[name.trim().toLowerCase()]
  if (known) return known
  const names = Object.keys(chartTypes)
  const near = nearest(name.trim().toLowerCase(), names)
  throw new DgeError('query', `Unknown chart type “${name}”${near ? `: did you mean “${near}”?` : ''}`, {
    hint: `Types are ${names.join(', ')}.`,
  })
}

/** Other words for the same charts, so that a first guess gets a useful answer. */
const synonyms: Readonly<Record<string, string>> = {
  pie: 'arc', donut: 'arc', doughnut: 'arc', camembert: 'arc', scatter: 'point', bubble: 'point', dot: 'point',
  column: 'bar', bars: 'bar', barre: 'bar', barres: 'bar', histogram: 'bar', lines: 'line', ligne: 'line', courbe: 'line', aire: 'area',
}

function nearest(name: string, names: readonly string[]): string | undefined {
  const synonym = synonyms[name]
  if (synonym) return synonym
  const ranked = names.map((known) => [known, distance(name, known)] as const).sort(([, a], [, b]) => a - b)
  const [best] = ranked
  return best && best[1] <= 2 ? best[0] : undefined
}

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, swap))
    }
    row = next
  }
  return row[b.length] ?? 0
}

/** The chart type that suits the data when the author names none: time → line, two measures → points, else bars. */
export function suggestType(table: Table, encoding: Encoding, options: Omit<PictureOptions, 'type'>): string {
  if (encoding.theta) return 'arc'
  if (encoding.size) return 'point'
  if (encoding.x.length > 1 && encoding.y.length === 0) return 'bar'
  const picture = makePicture(table, encoding, { ...options, type: 'line' })
  const { dimension, measure } = rolesOf(picture)
  if (!dimension || !measure) return 'bar'
  if (isDiscrete(dimension)) return measure.scale === 'quantitative' && !isDiscrete(measure) ? 'bar' : 'point'
  if (dimension.scale === 'quantitative') return picture.overlaps || table.numRows > 2 ? 'point' : 'bar'
  const moments = dimension.extent && dimension.extent[0] < dimension.extent[1]
  return picture.overlaps ? 'point' : moments ? 'line' : 'bar'
}
