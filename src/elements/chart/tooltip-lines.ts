import { formatNumber } from '../../locale/index.js'
import type { Locale } from '../../locale/index.js'
import type { TooltipLine } from './tooltip.js'

const mostCells = 20
const longestText = 300

/**
 * What Vega's `tooltip` channel holds, as lines of text: an object's keys and values (its `title` first), a list, or one value.
 * Nothing is taken for markup; pictures are left out.
 */
export function tooltipLines(value: unknown, locale: Locale): readonly TooltipLine[] {
  if (typeof value !== 'object' || value === null || value instanceof Date || Array.isArray(value)) return [{ title: '', value: textOf(value, locale) }]
  const { title, image: _image, ...rest } = value as Readonly<Record<string, unknown>>
  const cells = Object.entries(rest).slice(0, mostCells).map(([key, cell]) => ({ title: key, value: textOf(cell, locale) }))
  return [{ title: '', value: title === undefined ? '' : textOf(title, locale) }, ...cells]
}

function textOf(value: unknown, locale: Locale): string {
  const text =
    typeof value === 'number' ? (Number.isFinite(value) ? formatNumber(value, locale) : '')
    : value === null || value === undefined ? ''
    : value instanceof Date ? new Intl.DateTimeFormat(locale.tag, { dateStyle: 'medium' }).format(value)
    : Array.isArray(value) ? value.slice(0, mostCells).map((each) => textOf(each, locale)).join(', ')
    : typeof value === 'object' ? JSON.stringify(value)
    : String(value)
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text
}
