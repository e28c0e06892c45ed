import { describeLayer, drawLayer, darkMapTheme, lightMapTheme, mainExtent, termsOf, wordsOf } from '../maps/index.js'
import { centerOf } from '../maps/center.js'
import { encodingOf, optionsOf, measured } from '../maps/layer-data.js'
import { mapSvg } from '../maps/map-svg.js'
import { numberOf } from '../displays/number-word.js'
import { queryOf } from '../displays/query-context.js'
import { escaped } from './render-html.js'
import { withDarkColors } from './dark-colors.js'
import { heightLeft, picturesHtml } from './render-room.js'
import { troubleWordsOf } from '../locale/trouble-words.js'
import type { LayerAttributes } from '../maps/layer-data.js'
import type { LegendEntry, LegendGroup, MapTheme } from '../maps/index.js'
import type { QueryContext } from '../displays/query-context.js'
import type { Locale } from '../locale/index.js'
import type { Drawn, Room, Words } from './render-tag.js'

/** France, for a map that has nothing to fit: as the element has it. */
const nowhere = [-5.2, 41.3, 9.7, 51.2] as const

/** A still map of the tag's own data, without background tiles, with the legend of the live one. @throws DgeError */
export async function drawMap(words: Words, context: QueryContext, room: Room): Promise<Drawn> {
  const { locale, schema, runtime } = context
  const attributes: LayerAttributes = { ...words, classes: numberOf(words['classes']), method: words['method'], breaks: words['breaks'], palette: words['palette'], unit: words['unit'], heading: words['heading'] }
  const encoding = encodingOf(attributes, schema, runtime)
  const query = queryOf(termsOf(encoding), context, { where: words['where'], search: words['search'], order: words['order'], limit: numberOf(words['limit']) })
  const table = measured(await context.source.query(query), encoding, words['unit'])
  if (table.numRows === 0) return { html: `<p>${escaped(troubleWordsOf(locale).empty)}</p>`, table, summary: '', offersData: false }
  const drawn = (theme: MapTheme) => drawLayer('dge-0', table, encoding, { ...optionsOf(attributes, 0, undefined), overlay: Boolean(words['basemap']?.trim()) }, theme, locale)
  const [light, dark] = [drawn(lightMapTheme), drawn(darkMapTheme)]
  const center = centerOf(words)
  const zoom = numberOf(words['zoom'])
  const extent = mainExtent(light.boxes) ?? nowhere
  const look = center ? { center, zoom: zoom ?? 9 } : zoom === undefined ? extent : { center: [(extent[0] + extent[2]) / 2, (extent[1] + extent[3]) / 2] as const, zoom }
  const view = (width: number) => ({ width: width - 2, height: heightLeft(room, width) - legendHeight(light.legend, width) - 2, padding: 16 + light.reach, look })
  const pictures = picturesHtml(room.widths, (width) => withDarkColors(mapSvg([light], view(width)), mapSvg([dark], view(width))), () => 192, 'xMidYMid')
  const legend = withDarkColors(legendHtml(light.legend, lightMapTheme, locale), legendHtml(dark.legend, darkMapTheme, locale))
  return { html: `<div class="dge-drawn dge-map">${pictures}${legend}${light.notes.map((note) => `<p class="dge-note">${escaped(note)}</p>`).join('')}</div>`, table, summary: describeLayer(light, locale), offersData: true }
}

/** About how high the legend is. */
function legendHeight(groups: readonly LegendGroup[], width: number): number {
  const lines = groups.map(({ entries }) => Math.ceil(entries.reduce((sum, { label }) => sum + 38 + label.length * 7.5, 0) / width))
  return groups.length ? 8 + lines.reduce((sum, each) => sum + each * 22 + 22, 0) : 0
}

/** As the element has it: a swatch and its meaning. */
function legendHtml(groups: readonly LegendGroup[], { outline }: MapTheme, locale: Locale): string {
  const { legend, legendOf } = wordsOf(locale)
  const listed = groups.map(({ title, entries }) => {
    const items = entries.map((entry) => `<li>${swatch(entry, outline)}<span>${escaped(entry.label)}</span></li>`)
    return `<div>${title ? `<p aria-hidden="true">${escaped(title)}</p>` : ''}<ul aria-label="${escaped(title ? legendOf(title) : legend)}">${items.join('')}</ul></div>`
  })
  return `<div class="dge-legend">${listed.join('')}</div>`
}

function swatch({ shape, color, size }: LegendEntry, outline: string): string {
  const svg = (width: number, height: number, inside: string) => `<svg width="${width}" height="${height}" aria-hidden="true">${inside}</svg>`
  if (shape === 'line') {
    const width = size ?? 4
    const height = Math.max(12, width)
    return svg(24, height, `<line x1="0" x2="24" y1="${height / 2}" y2="${height / 2}" stroke="${color}" stroke-width="${width}"/>`)
  }
  if (shape === 'point') {
    const radius = size ?? 6
    const side = 2 * radius + 2
    return svg(side, side, `<circle cx="${side / 2}" cy="${side / 2}" r="${radius}" fill="${color}" stroke="${outline}" stroke-width="0.75"/>`)
  }
  return svg(18, 14, `<rect x="0.5" y="0.5" width="17" height="13" rx="2" fill="${color}" stroke="${outline}"/>`)
}
