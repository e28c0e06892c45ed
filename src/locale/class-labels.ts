import { formatNumber, formatValue } from './format.js'
import type { Classification } from '../data/classification.js'
import type { Field } from '../data/schema.js'
import type { Language, Locale } from './locale.js'

interface ClassWords {
  readonly range: (from: string, to: string) => string
  readonly below: (limit: string) => string
  readonly above: (limit: string) => string
}

const words: Readonly<Record<Language, ClassWords>> = {
  fr: { range: (from, to) => `${from} à ${to}`, below: (limit) => `moins de ${limit}`, above: (limit) => `${limit} et plus` },
  en: { range: (from, to) => `${from} to ${to}`, below: (limit) => `below ${limit}`, above: (limit) => `${limit} and over` },
  de: { range: (from, to) => `${from} bis ${to}`, below: (limit) => `unter ${limit}`, above: (limit) => `${limit} und mehr` },
}

/** The classes from low to high as readers see them: "1 200 à 3 500 hab.", "5 000 hab. et plus"; with `least` decimals or more. */
export function classLabels({ bounds, counts, open }: Classification, field: Field, locale: Locale, least = 0): readonly string[] {
  const { range, below, above } = words[locale.language]
  const format = boundFormat(bounds, field, locale, least)
  const last = counts.length - 1
  return counts.map((_, index) => {
    const [from, to] = [bounds[index] ?? NaN, bounds[index + 1] ?? NaN]
    if (open && index === 0) return below(format(to, true))
    if (open && index === last) return above(format(from, true))
    return from === to ? format(from, true) : range(format(from, false), format(to, true))
  })
}

/** Bounds with as few digits as keep them apart. */
function boundFormat(bounds: readonly number[], field: Field, locale: Locale, least: number): (value: number, unit: boolean) => string {
  if (field.type !== 'number' || field.timeUnit) return (value) => formatValue(value, field, locale)
  const distinct = new Set(bounds).size
  const whole = bounds.every((value) => Number.isInteger(value))
  const size = Math.max(...bounds.map(Math.abs))
  let digits = Math.max(least, whole || size >= 100 ? 0 : size >= 10 ? 1 : 2)
  const plain = (value: number) => formatNumber(value, locale, { digits })
  while (digits < 8 && new Set(bounds.map(plain)).size < distinct) digits++
  return (value, unit) => (unit ? formatNumber(value, locale, { digits }, field.unit) : plain(value))
}
