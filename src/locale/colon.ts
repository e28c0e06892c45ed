import type { Locale } from './locale.js'

/** What stands between a title and what it is the title of; in French a space that does not break is before it. */
export function colonOf({ language }: Pick<Locale, 'language'>): string {
  return language === 'fr' ? '\u00a0: ' : ': '
}
