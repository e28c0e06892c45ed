import { html, nothing } from 'lit'
import { figureTexts } from '../displays/figure.js'
import type { TemplateResult } from 'lit'
import type { Table } from '../data/table.js'
import type { FormatOptions, Locale } from '../locale/index.js'

export { figureQuery, figureTable } from '../displays/figure.js'
export { titleOf } from '../locale/index.js'

export interface FigureView {
  readonly table: Table
  readonly locale: Locale
  readonly format: FormatOptions
}

/** The number, and the difference in words when the table holds a compared value. */
export function figureView({ table, locale, format }: FigureView): TemplateResult | undefined {
  const texts = figureTexts(table, locale, format)
  if (!texts) return undefined
  return html`<p part="value">${texts.value}</p>
    ${texts.comparison === undefined ? nothing : html`<p part="comparison">${texts.comparison}</p>`}`
}
