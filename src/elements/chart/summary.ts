import { chartName, loadDescribe } from '../../charts/index.js'
import type { Picture } from '../../charts/index.js'
import type { Locale } from '../../locale/index.js'
import type { Scene } from './scene.js'

/** What tells charts in words, once it is there. */
let telling: typeof import('../../charts/describe.js') | undefined

/** A chart summed up in words; until the code of that is there, its name. */
export class Summary {
  #known: { readonly picture: Picture; readonly type: Scene['type']; readonly locale: Locale; readonly words: string } | undefined

  /** Brings the code; `arrived` when it was not there. */
  bring(arrived: () => void): void {
    if (telling) return
    loadDescribe().then((code) => {
      telling = code
      arrived()
    }, (error: unknown) => console.error('[dge]', error))
  }

  of(picture: Picture, type: Scene['type'], locale: Locale): string {
    // Several renderings say the same picture, whose rows may be many.
    const known = this.#known
    if (known?.picture === picture && known.type === type && known.locale === locale) return known.words
    if (!telling) return chartName(picture, type ?? {}, locale)
    const { summary: words } = telling.describe(picture, type ?? {}, locale)
    this.#known = { picture, type, locale, words }
    return words
  }
}
