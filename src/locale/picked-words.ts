import type { Language, Locale } from './locale.js'

/** What is said of a display that shows less because the reader picked something in another. */
export interface PickedWords {
  /** With what was picked, where words say it. */
  readonly picked: (values: string) => string
  readonly others: (count: string) => string
  /** The button that takes the choice back. */
  readonly all: string
}

const words: Readonly<Record<Language, PickedWords>> = {
  fr: { picked: (values) => (values ? `Selon votre choix\u00a0: ${values}` : 'Selon votre choix'), others: (count) => `${count} autres`, all: 'Tout afficher' },
  en: { picked: (values) => (values ? `By your choice: ${values}` : 'By your choice'), others: (count) => `${count} more`, all: 'Show all' },
  de: { picked: (values) => (values ? `Nach Ihrer Auswahl: ${values}` : 'Nach Ihrer Auswahl'), others: (count) => `${count} weitere`, all: 'Alles anzeigen' },
}

/** The words in a locale. */
export function pickedWordsOf({ language }: Locale): PickedWords {
  return words[language]
}
