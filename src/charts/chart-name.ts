import { rolesOf } from './roles.js'
import { wordsOf } from './words.js'
import type { ChartType, Picture } from './chart-type.js'
import type { Locale } from '../locale/index.js'

/** What a chart is called: "Graphique en barres : Population par Département". */
export function chartName(picture: Picture, type: Partial<Pick<ChartType, 'title'>>, locale: Locale): string {
  const words = wordsOf(locale)
  const colon = locale.language === 'fr' ? '\u00a0: ' : ': '
  const { dimension, measure, series } = rolesOf(picture)
  const subject = measure?.title || series?.labels?.join(', ') || ''
  const what = dimension?.title ? words.of(subject, inSentence(dimension.title, locale)) : subject
  const by = series?.title ? ` ${words.bySeries(inSentence(series.title, locale))}` : ''
  return `${type.title?.[locale.language] ?? words.custom}${colon}${what}${by}`
}

/** A title within a sentence: French and English write its first word small, unless it is an abbreviation. */
function inSentence(title: string, { language }: Locale): string {
  return language !== 'de' && /^\p{Lu}[\p{Ll}\s]/u.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title
}
