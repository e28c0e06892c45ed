import type { Language, Locale } from './locale.js'

const words: Readonly<Record<Language, string>> = { fr: 'Tout afficher', en: 'Show all', de: 'Alles anzeigen' }

/** What the button says that shows all of a drawing of which a part is seen. */
export function wholeWordsOf({ language }: Locale): string {
  return words[language]
}
