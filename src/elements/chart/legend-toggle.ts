import { html, nothing } from 'lit'
import { readingWordsOf, rolesOf } from '../../charts/index.js'
import type { TemplateResult } from 'lit'
import type { Picture } from '../../charts/index.js'
import type { Scene } from './scene.js'

/** Buttons are at least as high as a finger or a shaking hand needs (WCAG 2.5.8). */
const least = 24

/** Shows and hides the series of a chart by the entries of its legend: by pointer, finger and keyboard. */
export class LegendToggle {
  readonly #scene: Scene
  #hidden: ReadonlySet<string> = new Set()

  constructor(scene: Scene) {
    this.#scene = scene
  }

  /** The picture without the hidden series; names and colours of the others stay. */
  visible(whole: Picture): Picture {
    const labels = seriesOf(whole)
    if (!labels?.some((label) => this.#hidden.has(label))) return whole
    return { ...whole, rows: whole.rows.filter((row) => !this.#hidden.has(String(row.color))) }
  }

  /** Shows all again: the data are others. */
  reset(): void {
    this.#hidden = new Set()
  }

  /** A button over each entry of the drawn legend, which shows its text. */
  render(): TemplateResult | typeof nothing {
    const { whole, locale, renderer } = this.#scene
    const labels = whole && seriesOf(whole)
    if (!whole || !labels || labels.length < 2) return nothing
    const drawn = new Set((renderer?.legend() ?? []).map(({ value }) => String(value)))
    const entries = labels.filter((label) => drawn.has(label))
    if (entries.length < 2) return nothing
    return html`<div class="legend" role="group" aria-label=${readingWordsOf(locale).legend(whole.channels.color?.title ?? '')}>
      ${entries.map((label) => html`<button
          type="button"
          class="entry"
          data-value=${label}
          aria-label=${label}
          aria-pressed=${!this.#hidden.has(label)}
          @click=${() => void this.#toggle(label, labels)}
        ></button>`)}
    </div>`
  }

  /** After each rendering: the buttons stand where the entries are drawn. */
  place(): void {
    const boxes = new Map((this.#scene.renderer?.legend() ?? []).map(({ value, box }) => [String(value), box]))
    for (const button of this.#scene.host.renderRoot.querySelectorAll<HTMLElement>('.entry')) {
      const box = boxes.get(button.dataset['value'] ?? '')
      if (!box) continue
      const height = Math.max(least, box.height + 4)
      button.style.transform = `translate(${box.x - 3}px, ${box.y + box.height / 2 - height / 2}px)`
      button.style.width = `${Math.max(least, box.width + 6)}px`
      button.style.height = `${height}px`
    }
  }

  /** The last one that is shown stays: a chart of nothing tells nothing. */
  async #toggle(label: string, labels: readonly string[]): Promise<void> {
    const hidden = new Set(this.#hidden)
    if (!hidden.delete(label)) hidden.add(label)
    if (labels.every((each) => hidden.has(each))) return
    this.#hidden = hidden
    await this.#scene.repaint()
    const words = readingWordsOf(this.#scene.locale)
    const count = labels.length - hidden.size
    this.#scene.say(hidden.has(label) ? words.hidden(label, count) : words.shown(label, count))
  }
}

/** The names of the series that colours tell apart, or of sectors. */
function seriesOf(picture: Picture): readonly string[] | undefined {
  const { series, dimension } = rolesOf(picture)
  const channel = series?.name === 'color' ? series : dimension?.name === 'color' ? dimension : undefined
  return channel?.labels
}
