import { html, nothing } from 'lit'
import { readingWordsOf } from '../../charts/reading-words.js'
import { rolesOf } from '../../charts/index.js'
import type { TemplateResult } from 'lit'
import type { Picture } from '../../charts/index.js'
import type { Box } from '../../render/chart-renderer.js'
import type { Scene } from './scene.js'

/** Buttons are at least as high as a finger or a shaking hand needs (WCAG 2.5.8). */
const least = 24

/** Shows and hides the series of a chart by the entries of its legend: by pointer, finger and keyboard. */
export class LegendToggle {
  readonly #scene: Scene
  #hidden: ReadonlySet<string> = new Set()
  #places: ReadonlyMap<string, Box> | undefined

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

  /** Of an author's drawing, the marks of hidden series are only made invisible: his specification stays as it is. */
  hideMarks(): void {
    const { input, marks } = this.#scene
    if (!input?.author) return
    for (const [element, ranks] of marks.elements()) {
      element.toggleAttribute('data-hidden', this.#hidden.size > 0 && ranks.every((rank) => this.#hidden.has(String(this.#scene.rowOf(rank)?.color))))
    }
  }

  /** A button over each entry of the drawn legend, or over the name at the end of a line, which shows its text. */
  render(): TemplateResult | typeof nothing {
    const { whole, locale } = this.#scene
    const labels = whole && seriesOf(whole)
    if (!labels || labels.length < 2 || this.#scene.input?.author?.ownsLegend) return nothing
    const drawn = this.#boxes()
    const entries = labels.filter((label) => drawn.has(label))
    if (entries.length + this.#lost(labels).length < 2) return nothing
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

  /** Hidden series whose name went with their line: they come back by these buttons. */
  renderHidden(): TemplateResult | typeof nothing {
    const { whole, locale } = this.#scene
    const labels = (whole && seriesOf(whole)) ?? []
    const lost = this.#lost(labels)
    if (!whole || lost.length === 0) return nothing
    return html`<div class="hidden-series" role="group" aria-label=${readingWordsOf(locale).legend(whole.channels.color?.title ?? '')}>
      ${lost.map((label) => html`<button type="button" data-value=${label} aria-pressed="false" @click=${() => void this.#toggle(label, labels)}>${label}</button>`)}
    </div>`
  }

  #lost(labels: readonly string[]): readonly string[] {
    const drawn = this.#boxes()
    return labels.filter((label) => this.#hidden.has(label) && !drawn.has(label))
  }

  /** The drawing is another: the places of the names are looked up again. */
  forget(): void {
    this.#places = undefined
  }

  /** Where the names of the series are drawn. */
  #boxes(): ReadonlyMap<string, Box> {
    this.#places ??= this.#find()
    return this.#places
  }

  #find(): ReadonlyMap<string, Box> {
    const { renderer, whole } = this.#scene
    const entries = renderer?.legend() ?? []
    if (entries.length > 0) return new Map(entries.map(({ value, box }) => [String(value), box]))
    const names = new Set(whole && seriesOf(whole))
    const texts = (renderer?.marks() ?? []).filter(({ element, datum }) => element?.localName === 'text' && 'color' in datum && element.textContent === datum.color)
    return new Map(texts.map(({ datum, box }) => [String('color' in datum && datum.color), box] as const).filter(([name]) => names.has(name)))
  }

  /** After each rendering: the buttons stand where the names are drawn. */
  place(): void {
    const buttons = this.#scene.host.renderRoot.querySelectorAll<HTMLElement>('.entry')
    if (buttons.length === 0) return
    const boxes = this.#boxes()
    for (const button of buttons) {
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
    const { host } = this.#scene
    await this.#scene.repaint()
    await host.updateComplete
    // The button may have gone with the name: its successor takes the keyboard's place.
    const successor = [...host.renderRoot.querySelectorAll<HTMLElement>('button[data-value]')].find(({ dataset }) => dataset['value'] === label)
    if (!(host.renderRoot as ShadowRoot).activeElement) successor?.focus()
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
