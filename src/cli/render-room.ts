import { keptBarsAt, keptChartHeight, keptHeights, keptTableHeight, pageSizeOf } from '../displays/kept-height.js'
import { numberOf } from '../displays/number-word.js'
import { attribute } from './page-files.js'
import { measureText } from './text-widths.js'
import type { WrittenBars } from '../displays/kept-height.js'
import type { PageElement } from './page-files.js'

/** Widths in pixels for which a picture is drawn, when the author names none: a phone's and a column of text. */
export const usualWidths: readonly number[] = [320, 720]

/** Widths at which a picture is asked how high it must be: it may need more than its place has. Legends break into lines on phones. */
const measured: readonly number[] = [...Array.from({ length: 60 }, (_, at) => 240 + 6 * at), 600, 640, 720, 840, 960, 1200]
/** A picture that fits at these fits at all. */
const looked: readonly number[] = [240, 320, 400, 640, 1200]

/** What of a tag tells how high its bars will be. */
function barsOf(element: PageElement): WrittenBars {
  const [type, x, y, order, limit, height] = ['type', 'x', 'y', 'order', 'limit', 'height'].map((name) => attribute(element, name))
  return { type, x, y, order, limit: numberOf(limit), height }
}

/** The height that a tag has in the page, as the elements reserve it: a CSS length, and pixels. */
export function heightOf(element: PageElement, rows = Infinity): { readonly css: string; readonly pixels: number } {
  const [size, search] = [pageSizeOf(numberOf(attribute(element, 'page-size'))), attribute(element, 'search')]
  const standard: Readonly<Record<string, number>> = { ...keptHeights, 'dge-chart': keptChartHeight(barsOf(element)), 'dge-figure': 0, 'dge-table': keptTableHeight(size, search ? Infinity : rows, search !== undefined) }
  const [, number, unit = 'px'] = /^(\d+(?:\.\d+)?)(px|rem|em)?$/.exec(attribute(element, 'height')?.trim() ?? '') ?? []
  const rems = standard[element.tagName] ?? 0
  if (number === undefined) return { css: `${rems}rem`, pixels: rems * 16 }
  return { css: `${number}${unit}`, pixels: Number(number) * (unit === 'px' ? 1 : 16) }
}

/** What the frame of a drawing holds beside it. */
export interface Around {
  readonly title: string
  readonly description: string | undefined
  readonly attribution: string
  /** Pixels of the whole frame. */
  readonly height: number
  /** What of a chart is known ahead of its bars. */
  readonly bars?: WrittenBars
}

/** The height in pixels that a frame leaves to its drawing at a width, by the style of frames: lines of 1.4, gaps of 8. */
export function heightLeft({ title, description, attribution, height, bars = {} }: Around, width: number): number {
  const lines = (text: string, font: string, size: number, room: number) => Math.ceil(measureText(text, font, size) / room)
  const caption = Math.max(1, lines(title, 'bold 18px', 18, width)) * 23.4 + (description ? 4 + lines(description, '16px', 16, width) * 22.4 : 0)
  // Source and buttons stand side by side where both have room.
  const beside = width >= 560
  const credits = lines(attribution, '14px', 14, beside ? width - 300 : width) * 19.6 + 8
  const foot = beside ? Math.max(47.2, credits) : width <= 384 ? Math.max(106.8, credits + 40) : Math.max(47.2, credits) + 40
  return Math.max(bars.height?.trim() ? 160 : 320, keptBarsAt(bars, width), Math.floor(height - 24 - caption - foot))
}

/** What notes below a drawing take, each with the gap above it: words of 14 pixels behind a bar. */
export function notesHeight(notes: readonly string[], width: number): number {
  return notes.reduce((sum, note) => sum + 8 + Math.ceil(measureText(note, '14px', 14) / (width - 16)) * 19.6, 0)
}

/** One picture for each width, each shown where it fits best, in a place as high as the live drawing needs. */
export function picturesHtml(widths: readonly number[], draw: (width: number) => string, needed: (width: number) => number, align: 'xMidYMin' | 'xMidYMid' = 'xMidYMin'): string {
  const sorted = [...new Set(widths)].sort((a, b) => a - b)
  // A picture is made smaller by a third before one that leaves a third of the place is shown.
  const limits = sorted.slice(1).map((next, at) => Math.round(Math.max(0.7 * next, Math.min(next, 1.4 * (sorted[at] ?? next)))))
  const pictures = sorted.map((width, at) => {
    const names = [at > 0 ? `dge-from-${limits[at - 1]}` : '', at < limits.length ? `dge-to-${limits[at]}` : ''].filter(Boolean)
    return `<div class="dge-picture ${names.join(' ')}">${draw(width).replace('<svg ', '<svg aria-hidden="true" preserveAspectRatio="' + align + '" ')}</div>`
  })
  return `<div class="dge-stage ${needClass(needed)}">${pictures.join('')}</div>`
}

/** `dge-need-320x480-560x400`: from which width on how much height is needed. */
function needClass(needed: (width: number) => number): string {
  const heights = looked.some((width) => needed(width) > 0) ? measured.map((width) => Math.ceil(needed(width))) : []
  // Between two widths the greater need counts.
  const needs = measured.map((width, at) => [width, Math.max(heights[at] ?? 0, heights[at + 1] ?? 0)] as const)
  const steps = needs.filter(([, height], at) => at === 0 || height !== needs[at - 1]?.[1])
  return `dge-need-${steps.map(([width, height], at) => `${at === 0 ? 0 : width}x${height}`).join('-')}`
}
