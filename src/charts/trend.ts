import { rolesOf } from './roles.js'
import type { Look, Picture } from './chart-type.js'
import type { Layer } from './compose.js'

/**
 * The line that the values follow, as the author asks: a least-squares line, or a local regression. Computed by Vega's
 * transforms; where there are series, one line for all.
 */
export function trendLayers(picture: Picture, { theme, touches }: Look): readonly Layer[] {
  const { trend } = touches
  const { x, y } = picture.channels
  const isNumeric = [x, y].every((channel) => channel?.scale === 'quantitative' || channel?.scale === 'temporal')
  if (!trend || !x || !y || !isNumeric || picture.rows.length < 3) return []
  const { measure } = rolesOf(picture)
  const [of, on] = measure?.name === 'x' && y.scale === 'temporal' ? ['x', 'y'] : ['y', 'x']
  const transform = trend === 'loess' ? { loess: of, on, bandwidth: 0.4 } : { regression: of, on }
  return [{
    transform: [{ filter: `isValid(datum.${of}) && isValid(datum.${on})` }, transform],
    mark: { type: 'line', color: theme.text, strokeWidth: 2, strokeDash: [6, 4], point: false },
    encoding: { x: { field: 'x', type: x.scale }, y: { field: 'y', type: y.scale } },
  }]
}
