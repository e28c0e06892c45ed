import { fr } from './fr.js'
import type { Locale } from './locale.js'

/** The default locale. */
export const french: Locale = Object.freeze({ language: 'fr', tag: 'fr-FR', messages: fr })
