import { themes } from '../displays/themes/index.js'
import { followed } from './dark-colors.js'
import { darkMapTheme, lightMapTheme } from '../maps/index.js'

/**
 * What a reader sees before the library, and without it, in the sizes of the elements' own frame, so that nothing moves when
 * that takes its place. Colours follow the page's, as in the elements.
 */
const rules = `:is(dge-chart, dge-figure, dge-map, dge-table) { --_rem: max(1REM, min(1em, 16px)); }
:is(dge-chart, dge-figure, dge-map, dge-table):not(:defined) { display: block; direction: ltr; container-type: inline-size; contain-intrinsic-inline-size: min(20rem, 85vw); min-inline-size: 0; inline-size: -moz-available; inline-size: -webkit-fill-available; inline-size: stretch; font-family: var(--dge-font-family, inherit); color: var(--dge-color, inherit); background: var(--dge-background, none); }
/* What the page keeps free for tags without content is not needed. */
:is(dge-chart, dge-figure, dge-map, dge-table):not(:defined):has(> .dge-prerendered) { min-block-size: 0 !important; }
:not(:defined) > [slot]:is([slot=heading], [slot=description]) { display: none; }
.dge-prerendered { display: grid; grid-template: auto auto minmax(0, 1fr) auto / minmax(0, 1fr); gap: .5rem; box-sizing: border-box; min-block-size: var(--dge-height, var(--_room, 0px)); padding: var(--dge-padding, 0); font-style: normal; font-weight: 400; line-height: 1.4; text-align: start; text-transform: none; text-indent: 0; white-space: normal; }
.dge-prerendered svg { letter-spacing: normal; word-spacing: normal; }
.dge-prerendered * { box-sizing: border-box; }
[state=error] > .dge-prerendered { min-block-size: 0; }
[state=error] > .dge-prerendered > .dge-caption { display: none; }
.dge-prerendered p { margin: 0; max-inline-size: none; overflow-wrap: anywhere; }
.dge-prerendered .dge-title { font-size: var(--dge-heading-size, 1.125rem); font-weight: 700; line-height: 1.3; min-block-size: 1.3em; overflow-wrap: anywhere; color: var(--dge-heading-color, inherit); border-inline-start: var(--dge-heading-mark, 0px) solid var(--dge-accent, currentColor); padding-inline-start: calc(var(--dge-heading-mark, 0px) * 1.5); }
.dge-prerendered .dge-description { margin: .25rem 0 0; overflow-wrap: anywhere; }
.dge-prerendered .dge-value { font-size: var(--dge-figure-size, clamp(1.25rem, 11cqi, 3rem)); font-weight: 700; line-height: 1.2; }
.dge-prerendered .dge-comparison { margin: .25rem 0 0; }
.dge-prerendered .dge-controls { grid-row: 2; block-size: calc(1.225rem + .25rem + 2.25rem); }
.dge-prerendered .dge-body { position: relative; grid-row: 3; display: grid; grid-template: minmax(0, 1fr) / minmax(0, 1fr); min-inline-size: 0; }
.dge-prerendered .dge-drawn { display: flex; flex-direction: column; gap: .5rem; min-block-size: 20rem; }
.dge-prerendered .dge-stage { position: relative; flex: 1 1 0; min-block-size: 10rem; }
.dge-prerendered .dge-picture { position: absolute; inset: 0; direction: ltr; }
.dge-prerendered .dge-picture > svg { display: block; max-inline-size: 100%; max-block-size: 100%; overflow: visible; }
.dge-prerendered .dge-map .dge-stage { min-block-size: 12rem; overflow: hidden; border: 1px solid color-mix(in srgb, currentColor 30%, transparent); border-radius: var(--dge-radius, 4px); background: var(--dge-map-ground, light-dark(${lightMapTheme.ground}, ${darkMapTheme.ground})); }
.dge-prerendered .dge-map .dge-picture > svg { inline-size: 100%; block-size: 100%; }
.dge-prerendered .dge-legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; font-size: var(--dge-small-size, .875rem); }
.dge-prerendered .dge-legend p { margin: 0 0 .125rem; font-weight: 600; }
.dge-prerendered .dge-legend ul { display: flex; flex-wrap: wrap; align-items: center; gap: .125rem .875rem; margin: 0; padding: 0; list-style: none; }
.dge-prerendered .dge-legend li { display: flex; align-items: center; gap: .375rem; margin: 0; font-variant-numeric: tabular-nums; }
.dge-prerendered .dge-legend svg { flex: none; overflow: visible; forced-color-adjust: none; }
.dge-prerendered .dge-zoom { min-block-size: 2.25rem; }
.dge-prerendered .dge-foot { grid-row: 4; }
.dge-prerendered .dge-footer { display: flex; flex-wrap: wrap; align-items: start; justify-content: space-between; gap: .25rem 1rem; font-size: var(--dge-small-size, .875rem); }
.dge-prerendered .dge-attribution { flex: 1 1 16rem; min-block-size: calc(2.8em + .5rem); padding-block: .25rem; }
.dge-prerendered .dge-menu { display: flex; flex-wrap: wrap; gap: .5rem; min-block-size: 2.25rem; }
.dge-prerendered .dge-menu:has(> details[open]) { flex-basis: 100%; }
.dge-prerendered .dge-menu > * { min-block-size: 2.25rem; border: 1px solid transparent; padding: .25rem .75rem; line-height: calc(2.25rem - .5rem - 2px); }
.dge-prerendered .dge-menu > span { visibility: hidden; }
.dge-prerendered .dge-menu > details { border-color: var(--dge-button-border, color-mix(in srgb, currentColor 60%, transparent)) !important; border-radius: var(--dge-radius, 4px); color: var(--dge-button-color, inherit); }
.dge-prerendered .dge-menu > details:not([open]) { background: var(--dge-button-background, transparent); }
.dge-prerendered .dge-menu > details[open] { flex-basis: 100%; overflow-x: auto; color: inherit; }
.dge-prerendered .dge-menu > details > summary { cursor: pointer; list-style: none; }
.dge-prerendered .dge-menu > details > summary::-webkit-details-marker { display: none; }
.dge-prerendered .dge-note { border-inline-start: 4px solid currentColor; padding-inline-start: .75rem; margin-block-end: .5rem; }
.dge-prerendered .dge-drawn > .dge-note { margin: 0; font-size: .875rem; }
.dge-prerendered .dge-scroll { overflow-x: auto; }
.dge-prerendered table { inline-size: max-content; min-inline-size: 100%; border-collapse: collapse; margin: 0; line-height: 1.4; font-variant-numeric: tabular-nums; }
.dge-prerendered details table { font-size: .875rem; }
.dge-prerendered :is(th, td) { padding: .375rem .75rem; text-align: start; vertical-align: top; border: 0; border-block-end: 1px solid color-mix(in srgb, currentColor 30%, transparent); }
.dge-prerendered td { max-inline-size: 22rem; overflow-wrap: break-word; }
.dge-prerendered th { border-block-end: 2px solid currentColor; vertical-align: bottom; }
.dge-prerendered .dge-unit { font-weight: 400; }
.dge-prerendered .dge-sort { display: inline-grid; align-content: center; min-block-size: 2.25rem; padding: .125rem 0; }
.dge-prerendered .dge-sort i { visibility: hidden; font-style: normal; }
.dge-prerendered .dge-number { text-align: end; white-space: nowrap; }
.dge-prerendered th.dge-number { white-space: normal; }
.dge-prerendered .dge-pager { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem; margin-block-start: .5rem; }
.dge-prerendered .dge-pager i { inline-size: 2.25rem; block-size: 2.25rem; }
.dge-prerendered .dge-hidden { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.dge-prerendered text { font-family: inherit; }
.dge-figure-10 { min-block-size: max(var(--_own, 10rem), var(--dge-height, var(--_room, 0px))); }
.dge-figure-11 { --_own: 11.5rem; }
@container (max-width: 30em) { .dge-figure-10 { --_own: 14.25rem; } .dge-figure-11 { --_own: 16rem; } }
@container (max-width: 24em) { .dge-prerendered .dge-footer { align-content: start; min-block-size: calc(4.2em + 3rem); } .dge-prerendered .dge-attribution { min-block-size: 0; } }
@media (forced-colors: active) { .dge-prerendered svg text { fill: CanvasText !important; } }
@media print { .dge-prerendered .dge-menu { display: none; } }`

/** The style sheet of a page: the sizes that the classes of its tags name, and the rest. */
export function styleSheet(html: string): string {
  const names = new Set([...html.matchAll(/class="([^"]*\bdge-[^"]*)"/g)].flatMap(([, text = '']) => text.split(' ')))
  const painted = followed.flatMap(([color, , css]) => ['fill', 'stroke'].map((paint) => `.dge-prerendered [${paint}="${color}"] { ${paint}: ${css}; }`))
  const themed = new Set([...html.matchAll(/\stheme="?([\w-]+)|data-dge-theme="?([\w-]+)/g)].map(([, own, around]) => (own ?? around ?? '').toLowerCase()))
  return [asElements(rules), ...[...themed].flatMap(tokensOf), ...painted, ...[...names].flatMap(sized)].join('\n') + '\n'
}

/** Sizes as the elements take them (`elements/css.ts`). */
const asElements = (css: string) => css.replace(/([\d.]+)rem/g, 'calc($1*var(--_rem))')

const tags = ':is(dge-chart, dge-figure, dge-map, dge-table)'

/** A theme on the tags that name it, or are in what names it, until they put it on themselves. */
function tokensOf(name: string): readonly string[] {
  const theme = Object.hasOwn(themes, name) ? themes[name] : undefined
  if (!theme) return []
  const { light, dark } = theme as { readonly light: Readonly<Record<string, string>>; readonly dark: Readonly<Record<string, string>> }
  const tokens = Object.entries(light).map(([token, value]) => `${token}: ${value.startsWith('#') && dark[token] ? `light-dark(${value}, ${dark[token]})` : value};`)
  return [`:is([data-dge-theme="${name}" i] ${tags}:not([theme]), ${tags}[theme="${name}" i]):not([state=ready], [state=empty], [state=error]) { ${tokens.join(' ')} }`]
}

/** What a class of `render-room.ts` or `dark-colors.ts` says. */
function sized(name: string): readonly string[] {
  const [, paint, light, dark] = /^dge-(fill|stroke|stop-color)-([\da-f]{6})-([\da-f]{6})$/.exec(name) ?? []
  if (paint) return [`.dge-prerendered .${name} { ${paint}: light-dark(#${light}, #${dark}); }`]
  const [, kind = '', written = ''] = /^dge-(room|from|to|need)-([\w.-]+)$/.exec(name) ?? []
  if (kind === 'room') return [`.${name.replaceAll('.', '\\.')} { --_room: ${asElements(written)}; }`]
  // A place is never both under and above the limit.
  if (kind === 'from') return [`@container (width < ${written}px) { .${name} { display: none; } }`]
  if (kind === 'to') return [`@container (width >= ${written}px) { .${name} { display: none; } }`]
  const steps = kind === 'need' ? [...written.matchAll(/(\d+)x(\d+)/g)] : []
  return steps.map(([, from, height]) => `@container (min-width: ${from}px) { .dge-prerendered .${name} { min-block-size: max(${asElements('10rem')}, ${height}px); } }`)
}
