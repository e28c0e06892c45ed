import { aroundDrawing, barAxis, keptHeights, keptTableHeight, mostBars, perBar } from './kept-height.js'

/** Rows a page that tables are told to have, as authors write them; browsers that read numbers from attributes know any. */
const sizes = [3, 5, 8, 10, 12, 15, 25, 30, 50, 100]

/** What each row of a page adds to the height of a table, in rem. */
const perRow = keptTableHeight(1) - keptTableHeight(0)

const kept = (height: string | number) => `{ min-block-size: var(--_kept, var(--dge-height, ${typeof height === 'number' ? `${height}rem` : height})); }`
/** Tags before their first frame is rendered: without the library, and with it. */
const before = ':not([state])'

/** What stands under a title at least, in rem: gaps, drawing, and the footer, which is higher in narrow places. */
const underTitle = (drawing: number, narrow = false) => 1.5 + drawing + (narrow ? 6.675 : 2.95)

/** A long title or description may need more than the height that is kept: their lines are known before the library is there. */
function titleRules(): readonly string[] {
  const charts = `:is(dge-chart, dge-map):not([height])[heading]:empty${before}`
  const figures = `dge-figure[heading]:empty${before}`
  const under = (narrow: boolean) => `${charts}::after { padding-block-end: ${underTitle(20, narrow)}rem; } ${figures}::after { padding-block-end: ${underTitle(3, narrow)}rem; }`
  return [
    `:is(${charts}, ${figures})::after { content: attr(heading); grid-area: 1 / 1; visibility: hidden; font-size: var(--dge-heading-size, 1.125rem); font-weight: 700; line-height: 1.3; overflow-wrap: anywhere; }`,
    `${charts}[description]::before { content: attr(description); grid-area: 2 / 1; visibility: hidden; padding-block-start: 0.25rem; line-height: 1.4; overflow-wrap: anywhere; }`,
    under(false),
    `@container (max-width: 24em) { ${under(true)} }`,
  ]
}

/**
 * The style sheet `dge.css`, which a page may load before the script: it gives tags the height that they will keep, so that nothing moves when the script is there. The elements' own styles have the
 * same once they are rendered.
 */
export function keptPlacesCss(): string {
  const rules = [
    `:is(dge-chart, dge-map, dge-table, dge-figure)${before} { display: grid; box-sizing: border-box; min-inline-size: 0; container-type: inline-size; contain-intrinsic-inline-size: min(20rem, 85vw); }`,
    `dge-chart${before} ${kept(keptHeights['dge-chart'])}`,
    `dge-map${before} ${kept(keptHeights['dge-map'])}`,
    ...[false, true].flatMap((searched) => [20, ...sizes].map((size) =>
      `dge-table${size === 20 ? '' : `[page-size="${size}"]`}${searched ? '[search]' : ''}${before} ${kept(keptTableHeight(size, Infinity, searched))}`)),
    `.dge-prerendered, dge-figure${before}::before { grid-area: 1 / 1; }`,
    `dge-figure${before}::before { content: ""; min-block-size: var(--_kept, 10rem); }`,
    `dge-figure[compare]${before}::before { min-block-size: var(--_kept, 11.5rem); }`,
    `@container (max-width: 30em) { dge-figure${before}::before { min-block-size: var(--_kept, 14.25rem); } dge-figure[compare]${before}::before { min-block-size: var(--_kept, 16rem); } }`,
    ...titleRules(),
    // What an author writes in numbers, where attributes are read as such: the rows of a page, the height, the bars of a ranking (`keptChartHeight`).
    `@supports (width: attr(width type(<length>))) {`,
    `dge-table[page-size]${before} ${kept(`calc(attr(page-size type(<number>), 20) * ${perRow}rem + ${keptTableHeight(0)}rem)`)}`,
    `dge-table[search]${before} ${kept(`calc(attr(page-size type(<number>), 20) * ${perRow}rem + ${keptTableHeight(0, Infinity, true)}rem)`)}`,
    `dge-chart:is(:not([type]), [type="bar"], [type="lollipop"], [type="dot"])[limit][y][x*="("]:not([y*="("], [y*=","])${before} ${kept(`max(${keptHeights['dge-chart']}rem, min(attr(limit type(<number>), 0), ${mostBars}) * ${perBar}rem + ${barAxis + aroundDrawing}rem)`)}`,
    `:is(dge-chart, dge-map, dge-table, dge-figure)[height]${before} ${kept('attr(height type(<length>), attr(height px, 26rem))')}`,
    `}`,
    `@media (scripting: none) { :is(dge-chart, dge-map, dge-table, dge-figure)${before} { min-block-size: 0 !important; } dge-figure${before}::before, :is(dge-chart, dge-map, dge-figure)${before}::after, :is(dge-chart, dge-map)${before}::before { display: none; } }`,
  ]
  return `${rules.join('\n')}\n`
}
