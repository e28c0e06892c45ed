import { fr } from './fr.js'
import type { Messages } from './messages.js'

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

/** The default locale, there without waiting. */
export const french: Locale = Object.freeze({ language: 'fr', tag: 'fr-FR', messages: fr })

/** The locale for a `lang` attribute's value; French when dge doesn't speak the language or cannot load its words. */
export async function loadLocale(lang: string): Promise<Locale> {
  const [primary = '', ...rest] = lang.toLowerCase().split(/[-_]/)
  const language = languages.find((known) => known === primary)
  if (!language || language === 'fr') return language && rest.length ? { ...french, tag: tagOf(lang, 'fr-FR') } : french
  try {
    const messages = language === 'en' ? (await import('./en.js')).en : (await import('./de.js')).de
    const region = language === 'en' ? 'en-GB' : 'de-DE'
    return { language, tag: rest.length ? tagOf(lang, region) : region, messages }
  } catch {
    return french
  }
}

/** The tag when Intl accepts it, else the fallback. */
function tagOf(lang: string, fallback: string): string {
  try {
    return Intl.getCanonicalLocales(lang.replace(/_/g, '-'))[0] ?? fallback
  } catch {
    return fallback
  }
}
