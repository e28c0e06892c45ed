import { describe } from '../../charts/describe.js'
import type { Picture } from '../../charts/index.js'
import type { Locale } from '../../locale/index.js'
import type { Scene } from './scene.js'

/** A chart summed up in words. */
export class Summary {
  #known: { readonly picture: Picture; readonly type: Scene['type']; readonly locale: Locale; readonly words: string } | undefined

  of(picture: Picture, type: Scene['type'], locale: Locale): string {
    // Several renderings say the same picture, whose rows may be many.
    const known = this.#known
    if (known?.picture === picture && known.type === type && known.locale === locale) return known.words
    const { summary: words } = describe(picture, type ?? {}, locale)
    this.#known = { picture, type, locale, words }
    return words
  }
}
