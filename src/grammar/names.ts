import { DgeError } from '../data/errors.js'
import { closest } from '../data/closest.js'
import { asRecord } from './json-tree.js'

/** Vega-Lite's marks. */
const marks = ['arc', 'area', 'bar', 'boxplot', 'circle', 'errorband', 'errorbar', 'geoshape', 'image', 'line', 'point', 'rect', 'rule', 'square', 'text', 'tick', 'trail']
/** Its channels. */
const channels = ['x', 'y', 'x2', 'y2', 'xOffset', 'yOffset', 'xError', 'yError', 'xError2', 'yError2', 'theta', 'theta2', 'radius', 'radius2', 'longitude', 'latitude', 'longitude2', 'latitude2',
  'color', 'fill', 'stroke', 'opacity', 'fillOpacity', 'strokeOpacity', 'strokeWidth', 'strokeDash', 'size', 'angle', 'shape', 'time', 'detail', 'key', 'text', 'href', 'url', 'tooltip', 'description', 'order',
  'facet', 'row', 'column']

/**
 * Looks for marks and channels that Vega-Lite has not, and says which channels (they are drawn without), in English.
 * @throws DgeError `query` for an unknown mark, with the one that was probably meant
 */
export function checkNames(node: unknown, hints: string[] = []): readonly string[] {
  if (Array.isArray(node)) for (const each of node) checkNames(each, hints)
  const view = asRecord(node)
  if (!view) return hints
  const { mark, encoding } = view
  const kind = typeof mark === 'string' ? mark : asRecord(mark)?.['type']
  if (typeof kind === 'string' && !marks.includes(kind)) {
    throw new DgeError('query', `The specification has a mark that Vega-Lite does not know: “${kind.slice(0, 100)}”${meant(kind, marks)}`, { hint: `Marks are ${marks.join(', ')}.` })
  }
  for (const name of Object.keys(asRecord(encoding) ?? {})) {
    if (!channels.includes(name)) hints.push(`spec: Vega-Lite has no encoding channel “${name}”: it is left out${meant(name, channels)}`)
  }
  for (const key of ['layer', 'concat', 'hconcat', 'vconcat', 'spec']) checkNames(view[key], hints)
  return hints
}

/**
 * Says which fields of a Vega-Lite specification's channels are no columns of the data, in English: nothing is drawn of them. A specification that
 * makes columns (transforms, data of its own) is not looked at.
 */
export function fieldHints(spec: Readonly<Record<string, unknown>>, columns: readonly string[]): readonly string[] {
  if (columns.length === 0 || /"(transform|datasets|repeat|params)":|"data":(?!\{"name":"[^"]*"\})/.test(JSON.stringify(spec))) return []
  const unknown = new Set<string>()
  const look = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(look)
    const view = asRecord(node)
    if (!view) return
    for (const channel of Object.values(asRecord(view['encoding']) ?? {})) {
      for (const def of [channel].flat()) {
        const field = asRecord(def)?.['field']
        if (typeof field === 'string' && !/[.[\]\\]/.test(field) && !columns.includes(field)) unknown.add(field)
      }
    }
    for (const key of ['layer', 'concat', 'hconcat', 'vconcat', 'spec']) look(view[key])
  }
  look(spec)
  return [...unknown].map((field) => `spec: the data have no field “${field.slice(0, 100)}”${meant(field, columns)}`)
}

function meant(name: string, known: readonly string[]): string {
  const near = closest(name, known)
  return near ? `: did you mean “${near}”?` : ''
}
