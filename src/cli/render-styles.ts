import { darkTheme, lightTheme } from '../charts/index.js'

/** What a reader sees before the library, and without it. Colours follow the page's, as in the elements. */
const rules = `dge-chart:not(:defined), dge-figure:not(:defined), dge-table:not(:defined) { display: block; }
.dge-prerendered { display: grid; grid-template: auto auto minmax(0, 1fr) auto / minmax(0, 1fr); gap: .5rem; box-sizing: border-box; min-block-size: var(--_room, 26rem); line-height: 1.4; container-type: inline-size; }
[state=error] > .dge-prerendered { min-block-size: 0; }
[state=error] > .dge-prerendered > :is(.dge-title, .dge-description) { display: none; }
.dge-prerendered p { margin: 0; overflow-wrap: anywhere; }
.dge-prerendered .dge-title { font-size: var(--dge-heading-size, 1.125rem); font-weight: 700; line-height: 1.3; min-block-size: 1.3em; }
.dge-prerendered .dge-value { font-size: var(--dge-figure-size, clamp(1.25rem, 11cqi, 3rem)); font-weight: 700; line-height: 1.2; }
.dge-prerendered .dge-body { grid-row: 3; min-inline-size: 0; }
.dge-prerendered .dge-foot { grid-row: 4; display: flex; flex-wrap: wrap; justify-content: space-between; gap: .25rem 1rem; font-size: var(--dge-small-size, .875rem); }
.dge-prerendered .dge-foot details[open] { flex-basis: 100%; overflow-x: auto; }
.dge-prerendered summary { cursor: pointer; min-block-size: 1.5rem; }
.dge-prerendered .dge-note { border-inline-start: 4px solid currentColor; padding-inline-start: .75rem; margin-block-end: .5rem; }
.dge-prerendered .dge-scroll { overflow-x: auto; }
.dge-prerendered table { border-collapse: collapse; inline-size: 100%; font-size: .875rem; font-variant-numeric: tabular-nums; }
.dge-prerendered :is(th, td) { padding: .375rem .5rem; text-align: start; border-block-end: 1px solid color-mix(in srgb, currentColor 30%, transparent); }
.dge-prerendered .dge-number { text-align: end; white-space: nowrap; }
.dge-prerendered .dge-hidden { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.dge-prerendered svg { display: block; max-inline-size: 100%; block-size: auto; overflow: visible; }
.dge-prerendered .dge-narrow { display: none; }
@container (max-width: 32rem) { .dge-prerendered .dge-wide { display: none; } .dge-prerendered .dge-narrow { display: block; } }
.dge-prerendered text { font-family: inherit; }`

/** The style sheet of a page, with the height that each of its tags keeps. */
export function styleSheet(heights: readonly { readonly name: string; readonly css: string }[]): string {
  const kept = new Map(heights.map(({ name, css }) => [name, css]))
  const colors = [
    [lightTheme.text, 'currentColor'],
    [lightTheme.muted, 'var(--dge-muted, currentColor)'],
    [lightTheme.grid, 'var(--dge-grid, color-mix(in srgb, currentColor 18%, transparent))'],
    [lightTheme.ground, `light-dark(${lightTheme.ground}, ${darkTheme.ground})`],
    [lightTheme.other, `light-dark(${lightTheme.other}, ${darkTheme.other})`],
    ...lightTheme.palette.map((color, at) => [color, `var(--dge-color-${at + 1}, light-dark(${color}, ${darkTheme.palette[at] ?? color}))`] as const),
  ] as const
  const painted = (color: string, css: string) => ['fill', 'stroke'].map((paint) => `.dge-prerendered [${paint}="${color}"] { ${paint}: ${css}; }`).join('\n')
  return [rules, ...[...kept].map(([name, css]) => `.${name} { --_room: ${css}; }`), ...colors.map(([color, css]) => painted(color, css))].join('\n') + '\n'
}
