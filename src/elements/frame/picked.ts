import { filterWords } from '../../displays/filter-words.js'
import { formatNumber } from '../../locale/index.js'
import { pickedWordsOf } from '../../locale/picked-words.js'
import { css } from '../css.js'
import { adoptAfterFrame } from './late-styles.js'
import type { Filter } from '../../data/filter.js'
import type { Schema } from '../../data/schema.js'
import type { Locale } from '../../locale/index.js'
import type { DgeDisplay } from '../dge-display.js'

const styles = css`
  [part='picked'] {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 0.75rem;
    margin: 0.25rem 0;
  }
  @media print {
    [part='picked'] button {
      display: none;
    }
  }
`

/** More values are counted. */
const most = 4

/** Says under a display which choice of the reader its rows follow, with a button that takes it back; without one, says no more of it. */
export function tellPicked(host: DgeDisplay, filter: Filter | undefined, schema: Schema, undo: () => void): void {
  const shown = host.renderRoot.querySelector('[part="picked"]')
  if (filter === undefined) return shown?.remove()
  const { all } = pickedWordsOf(host.locale)
  const said = Object.assign(document.createElement('span'), { textContent: pickedText(filter, schema, host.locale) })
  const button = Object.assign(document.createElement('button'), { type: 'button', textContent: all, onclick: undo })
  const line = Object.assign(document.createElement('div'), { part: 'picked' })
  line.append(said, button)
  adoptAfterFrame(host, styles)
  if (shown) shown.replaceWith(line)
  else host.renderRoot.querySelector('.foot')?.prepend(line)
}

function pickedText(filter: Filter, schema: Schema, locale: Locale): string {
  const { picked, others } = pickedWordsOf(locale)
  const values = filterWords(filter, schema, locale)
  const left = values.length - most
  return picked((left > 1 ? [...values.slice(0, most), others(formatNumber(left, locale))] : values).join(', '))
}
