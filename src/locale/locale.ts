import { once } from '../data/once.js'
import type { Messages } from './messages.js'

const regions = { fr: 'fr-FR', en: 'en-GB', de: 'de-DE' } as const

/** The languages that dge speaks; the first is the default. */
export const languages = ['fr', 'en', 'de'] as const
export type Language = (typeof languages)[number]

/** A language with its words: what every display formats and speaks with. */
export interface Locale {
  readonly language: Language
  /** BCP 47 tag for Intl: the page's own region when it gives one ("en-GB", "de-CH"). */
  readonly tag: string
  readonly messages: Messages
}

const loadFrench = once(async () => (await import('./fr.js')).fr)

/**
 * The locale for a `lang` attribute's value; French when dge doesn't speak the language or cannot load its words.
 * @throws DgeError `network` when French cannot be loaded either; it comes with the code that every display needs
 */
export async function loadLocale(lang: string): Promise<Locale> {
  const language = languageOf(lang)
  try {
    const messages = language === 'en' ? (await import('./en.js')).en : language === 'de' ? (await import('./de.js')).de : await loadFrench()
    return { language, tag: tagOf(lang), messages }
  } catch {
    return { language: 'fr', tag: regions.fr, messages: await loadFrench() }
  }
}

/** The tag of that locale, known without its words. */
export function tagOf(lang: string): string {
  const language = languageOf(lang)
  const usual = regions[language]
  // The page's own region; of a language that dge doesn't speak none counts.
  if (!/[-_]/.test(lang) || primaryOf(lang) !== language) return usual
  try {
    return Intl.getCanonicalLocales(lang.replace(/_/g, '-'))[0] ?? usual
  } catch {
    return usual
  }
}

function languageOf(lang: string): Language {
  return languages.find((known) => known === primaryOf(lang)) ?? 'fr'
}

function primaryOf(lang: string): string {
  return lang.toLowerCase().split(/[-_]/)[0] ?? ''
}
