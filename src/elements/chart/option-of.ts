import { html, nothing } from 'lit'
import { sayRow } from '../../charts/describe.js'
import type { TemplateResult } from 'lit'
import type { Picture, PictureRow } from '../../charts/index.js'
import type { Locale } from '../../locale/index.js'
import type { Option } from '../frame/active-option.js'

/** A mark as the option of a list. */
export function optionOf(picture: Picture, row: PictureRow | undefined, locale: Locale): Option | undefined {
  return row && { words: sayRow(picture, row, locale), position: picture.rows.indexOf(row) + 1, count: picture.rows.length }
}

/** The first mark, until the code of reading is there: a list that is empty is heard as nothing. */
export function firstOption(picture: Picture, locale: Locale): TemplateResult | typeof nothing {
  const first = optionOf(picture, picture.rows[0], locale)
  return first ? html`<div class="sr" role="option" aria-posinset="1" aria-setsize=${first.count} .textContent=${first.words}></div>` : nothing
}
