import { html, nothing, svg } from 'lit'
import { cellsOf } from '../../charts/describe.js'
import { rolesOf } from '../../charts/index.js'
import { colonOf } from '../../locale/colon.js'
import type { TemplateResult } from 'lit'
import type { Picture, PictureRow } from '../../charts/index.js'
import type { Scene } from './scene.js'

/** Milliseconds in which the pointer may go from the mark to the tooltip. */
const grace = 300
/** A pointer that stood so long, in milliseconds, reads: one on its way must not be caught by the tooltip. */
const rest = 250
const gap = 12
/** Series that are listed together. */
const mostListed = 10

/** One line of a tooltip; the first is its heading. */
export interface TooltipLine {
  readonly title: string
  readonly value: string
  /** Of the series, as a small square. */
  readonly color?: string
  /** The one that the pointer is on, among several. */
  readonly on?: boolean
}

/**
 * What is told of one mark, as text. It stays while the pointer is on the mark or on the tooltip itself, and Escape takes
 * it away without moving the pointer (WCAG 1.4.13).
 */
export class Tooltip {
  readonly #scene: Scene
  #lines: readonly TooltipLine[] = []
  #row: PictureRow | undefined
  #at = { x: 0, y: 0 }
  #marked: readonly SVGElement[] = []
  #timer: ReturnType<typeof setTimeout> | undefined
  #rest: ReturnType<typeof setTimeout> | undefined

  constructor(scene: Scene) {
    this.#scene = scene
  }

  /** Something is told. */
  get open(): boolean {
    return this.#lines.length > 0
  }

  /** Tells of a row beside a point of the drawing. */
  show(row: PictureRow, x: number, y: number): void {
    this.keep()
    if (this.#row === row && this.open) return
    const { picture } = this.#scene
    this.tell(picture ? this.#linesOf(picture, row) : [], x, y, row)
  }

  /** Tells these lines beside a point of the drawing. */
  tell(lines: readonly TooltipLine[], x: number, y: number, row?: PictureRow): void {
    this.keep()
    if (lines.length === 0 || this.#scene.host.tooltip?.trim() === 'none') return this.hide()
    if (!this.open) {
      document.addEventListener('keydown', this.#onKey, true)
      document.addEventListener('pointerdown', this.#onPress, true)
    }
    this.#lines = lines
    this.#row = row
    this.#at = { x, y }
    this.mark()
    this.#scene.refresh()
  }

  hide(): void {
    this.keep()
    if (!this.open) return
    this.#lines = []
    this.#row = undefined
    document.removeEventListener('keydown', this.#onKey, true)
    document.removeEventListener('pointerdown', this.#onPress, true)
    this.mark()
    this.#scene.refresh()
  }

  /** The pointer left the mark: it may be on its way to the tooltip. */
  hideSoon(): void {
    if (this.open) this.#timer ??= setTimeout(() => this.hide(), grace)
  }

  /** The pointer moves over the drawing: the tooltip takes no pointer until it rests. */
  moved(): void {
    clearTimeout(this.#rest)
    this.#scene.find('[part="tooltip"]')?.classList.remove('rest')
    this.#rest = setTimeout(() => this.#scene.find('[part="tooltip"]')?.classList.add('rest'), rest)
  }

  /** The pointer is on the tooltip. */
  readonly keep = (): void => {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  readonly #onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.composedPath()[0] === this.#scene.find('.list')) return // the keyboard's reading leaves by itself
    // The first Escape takes the tooltip away and nothing else of the page.
    event.stopPropagation()
    event.preventDefault()
    this.hide()
  }

  /** A tap beside the chart takes the tooltip away. */
  readonly #onPress = (event: PointerEvent) => {
    const stage = this.#scene.find('[part="chart"]')
    if (stage && !event.composedPath().includes(stage)) this.hide()
  }

  /** A tap on the tooltip takes it away too: it may lie over the mark that the reader wants next. */
  readonly #onClick = ({ pointerType }: PointerEvent) => {
    if (pointerType === 'touch') this.hide()
  }

  render(): TemplateResult | typeof nothing {
    if (!this.open) return nothing
    const { locale } = this.#scene
    const [first, ...rest] = this.#lines
    return html`<div part="tooltip" aria-hidden="true" @pointerenter=${this.keep} @pointerleave=${() => this.hideSoon()} @click=${this.#onClick}>
      ${first?.value ? html`<strong .textContent=${first.value}></strong>` : nothing}
      ${rest.map(({ title, value, color, on }) => html`<div class=${on ? 'on' : ''}>${color ? chip(color) : nothing}<span .textContent=${`${title ? `${title}${colonOf(locale)}` : ''}${value}`}></span></div>`)}
    </div>`
  }

  /** Beside its point, inside the drawing. */
  place(): void {
    const tooltip = this.#scene.find('[part="tooltip"]')
    const stage = this.#scene.find('[part="chart"]')
    if (!tooltip || !stage) return
    const { x, y } = this.#at
    const { offsetWidth: width, offsetHeight: height } = tooltip
    const right = stage.scrollLeft + stage.clientWidth
    const left = x + gap + width > right ? Math.max(stage.scrollLeft, x - width - gap) : x + gap
    const top = Math.max(stage.scrollTop, y - height - gap / 2)
    tooltip.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`
    const point = this.#scene.find('.point')
    const box = this.#row && this.#scene.marks.boxOf(this.#row.row)
    if (!point || !box) return
    point.style.transform = `translate(${Math.round(box.x + box.width / 2 - 7)}px, ${Math.round(box.y + box.height / 2 - 7)}px)`
  }

  /** A row's cells, or where series share the place of a line, the value of each. */
  #linesOf(picture: Picture, row: PictureRow): readonly TooltipLine[] {
    const { dimension, series, measure } = rolesOf(picture)
    const single = () => cellsOf(picture, row, this.#scene.locale).map(([title, value]) => ({ title, value }))
    if (!this.#scene.type?.joins || !dimension || !series || !measure) return single()
    const beside = picture.rows.filter((each) => each[dimension.name] === row[dimension.name] && each.facet === row.facet)
    if (beside.length < 2 || beside.length > mostListed) return single()
    const scale = this.#scene.renderer?.scale('color')
    const colorOf = (value: unknown) => {
      const rank = scale?.domain.indexOf(value) ?? -1
      const color = scale && rank >= 0 ? scale.range[rank % scale.range.length] : undefined
      return typeof color === 'string' ? { color } : {}
    }
    const lines = beside.map((each) => {
      const cells = cellsOf(picture, each, this.#scene.locale)
      return { title: String(each[series.name] ?? ''), value: cells.find(([title]) => title === measure.title)?.[1] ?? '', on: each === row, ...colorOf(each[series.name]) }
    })
    return [{ title: '', value: single()[0]?.value ?? '' }, ...lines]
  }

  /** The mark stands out while it is told of; a line is one element for all its values, and has a point instead. */
  mark(): void {
    for (const element of this.#marked) element.removeAttribute('data-on')
    const rank = this.#scene.type?.joins ? undefined : this.#row?.row
    this.#marked = rank === undefined ? [] : [...this.#scene.marks.elements()].filter(([, ranks]) => ranks.includes(rank)).map(([element]) => element)
    for (const element of this.#marked) element.setAttribute('data-on', '')
  }

  /** A point on the line where the value is. */
  renderPoint(): TemplateResult | typeof nothing {
    return this.#row && this.#scene.type?.joins && this.#scene.marks.boxOf(this.#row.row) ? html`<div class="point"></div>` : nothing
  }
}

/** The colour of a series, as a small square; an attribute, not a style, for the page's policy. */
function chip(color: string): TemplateResult {
  return html`<svg class="chip" viewBox="0 0 10 10" aria-hidden="true">${svg`<rect width="10" height="10" fill=${color}></rect>`}</svg>`
}
