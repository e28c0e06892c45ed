import { rolesOf } from './roles.js'
import { wordsOf } from './words.js'
import { colonOf } from '../locale/colon.js'
import type { ChartType, Picture } from './chart-type.js'
import type { Locale } from '../locale/index.js'

/** What a chart is called: "Graphique en barres : Population par Département"; its kind alone where nothing is told of what it shows. */
export function chartName(picture: Picture, type: Partial<Pick<ChartType, 'title'>>, locale: Locale): string {
  const words = wordsOf(locale)
  const colon = colonOf(locale)
  const { dimension, measure, series } = rolesOf(picture)
  const subject = measure?.title || series?.labels?.join(', ') || ''
  const what = dimension?.title ? words.of(subject, inSentence(dimension.title, locale)) : subject
  const by = series?.title ? ` ${words.bySeries(inSentence(series.title, locale))}` : ''
  return `${type.title?.[locale.language] ?? words.custom}${what && colon + what}${by}`
}

/** A title within a sentence: French and English write its first word small, unless it is an abbreviation. */
function inSentence(title: string, { language }: Locale): string {
  const [first = '', second = ''] = title
  const small = first.toLowerCase()
  const isWord = first !== small && (second !== second.toUpperCase() || /\s/.test(second))
  return language !== 'de' && isWord ? small + title.slice(first.length) : title
}
