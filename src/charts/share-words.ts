import type { ChannelName, PictureRow } from './chart-type.js'
import type { Language, Locale } from '../locale/index.js'

const words: Readonly<Record<Language, (count: number) => string>> = {
  fr: (count) => `Parts calculées sans ${count > 1 ? `${count} valeurs manquantes` : 'une valeur manquante'}\u00a0: les parts réelles peuvent être plus petites.`,
  en: (count) => `Shares leave out ${count > 1 ? `${count} values that are` : 'a value that is'} missing: the real shares may be smaller.`,
  de: (count) => `Anteile ohne ${count > 1 ? `${count} fehlende Werte` : 'einen fehlenden Wert'}: Die tatsächlichen Anteile können kleiner sein.`,
}

/** Told where shares are of what is known alone: a part that is not published (secrecy, say) belongs to the whole. */
export function missingParts(rows: readonly PictureRow[], measure: ChannelName, { language }: Locale): readonly string[] {
  const count = rows.filter((row) => row.from >= 0 && (row[measure] ?? null) === null).length
  return count === 0 || count === rows.length ? [] : [words[language](count)]
}
