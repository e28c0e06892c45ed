import { css } from '../css.js'

/**
 * Colours and font are the host page's; only what must be set is set, so that light, dark and forced colours follow by
 * themselves and contrast is the page's own.
 */
export const frameStyles = css`
  :host {
    /* In capitals: the one that is none of ours (see css.ts). */
    --_rem: max(1REM, min(1em, 16px));
    --_line: currentColor;
    --_edge: currentColor;
    display: grid;
    grid-template-rows: minmax(0, 1fr);
    box-sizing: border-box;
    block-size: var(--_still, auto);
    min-block-size: var(--_still, var(--_kept, var(--dge-height, var(--_height, 26rem))));
    color: var(--dge-color, inherit);
    background: var(--dge-background, none);
    font-family: var(--dge-font-family, inherit);
    font-style: normal;
    font-weight: 400;
    line-height: 1.4;
    /* Names and units are as they are written: 1 m is no million. */
    text-transform: none;
    text-indent: 0;
    white-space: normal;
    /* Of every language that displays speak: from right to left "9 872 €" would read "€ 9 872". */
    direction: ltr;
    text-align: start;
    container-type: inline-size;
    /* What is in a container gives it no width: in a row of boxes, a cell, a float it would have none. */
    contain-intrinsic-inline-size: min(20rem, 85vw);
    min-inline-size: 0;
    inline-size: -moz-available;
    inline-size: -webkit-fill-available;
    inline-size: stretch;
  }
  /* Safari mixes colours since 16.2. */
  @supports (color: color-mix(in srgb, red, red)) {
    :host {
      --_line: color-mix(in srgb, currentColor 30%, transparent);
      --_edge: color-mix(in srgb, currentColor 60%, transparent);
    }
  }
  :host([hidden]) {
    display: none;
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  figure {
    display: grid;
    grid-template: auto auto minmax(0, 1fr) auto / minmax(0, 1fr);
    gap: 0.5rem;
    min-inline-size: 0;
    margin: 0;
    padding: var(--dge-padding, 0);
  }
  [part='heading'] {
    min-block-size: 1.3em;
    font-size: var(--dge-heading-size, 1.125rem);
    font-weight: 700;
    line-height: 1.3;
    overflow-wrap: anywhere;
    color: var(--dge-heading-color, inherit);
    border-inline-start: var(--dge-heading-mark, 0px) solid var(--dge-accent, currentColor);
    padding-inline-start: calc(var(--dge-heading-mark, 0px) * 1.5);
  }
  [part='description'] {
    margin: 0.25rem 0 0;
    overflow-wrap: anywhere;
  }
  figure > * {
    grid-column: 1;
  }
  figcaption {
    grid-row: 1;
  }
  .controls {
    grid-row: 2;
  }
  .body {
    grid-row: 3;
    position: relative;
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
    min-block-size: var(--_held, var(--_body, 12rem));
    overflow: var(--_over, visible);
  }
  .body > * {
    grid-area: 1 / 1;
    min-inline-size: 0;
  }
  [part='content'] {
    position: relative;
  }
  .off {
    visibility: hidden;
  }
  [hidden] {
    display: none !important;
  }
  .sr {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: 0;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .note {
    margin: 0 0 0.5rem;
    padding-inline-start: 0.75rem;
    border-inline-start: 4px solid currentColor;
  }
  .skeleton {
    border-radius: 4px;
    background: currentColor;
    opacity: 0.08;
    /* In steps: a frame of the page five times a second, not sixty, while it waits; none where the drawing comes soon. */
    animation: dge-pulse 1.6s steps(8) 0.6s infinite alternate;
  }
  @keyframes dge-pulse {
    to {
      opacity: 0.16;
    }
  }
  .words {
    display: grid;
    align-content: safe center;
    gap: 0.5rem;
    min-block-size: 0;
  }
  /* Words of waiting lie over the place that is kept: they must not enlarge it. */
  .words.over {
    position: absolute;
    inset: 0;
    overflow: clip;
  }
  .status {
    text-align: center;
  }
  /* A number that grows stays where it begins. */
  .status > :last-child {
    inline-size: min(100%, 8em);
    margin: auto;
    text-align: start;
    white-space: nowrap;
    font-variant-numeric: tabular-nums;
  }
  .kept {
    grid-area: 1 / 1 / -1 / -1;
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
    min-inline-size: 0;
  }
  .whole > :not(.kept) {
    visibility: hidden;
  }
  .whole > .body {
    min-block-size: 0;
  }
  .foot {
    grid-row: 4;
  }
  .footer {
    display: flex;
    flex-wrap: wrap;
    align-items: start;
    justify-content: space-between;
    gap: 0.25rem 1rem;
    font-size: var(--dge-small-size, 0.875rem);
  }
  [part='attribution'] {
    flex: 1 1 16rem;
    min-block-size: calc(2.8em + 0.5rem);
    margin: 0;
    padding-block: 0.25rem;
    overflow-wrap: anywhere;
  }
  [part='menu'] {
    position: relative;
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    min-block-size: 2.25rem;
  }
  button {
    min-block-size: 2.25rem;
    padding: 0.25rem 0.75rem;
    border: 1px solid var(--dge-button-border, var(--_edge));
    border-radius: var(--dge-radius, 4px);
    background: var(--dge-button-background, transparent);
    color: var(--dge-button-color, inherit);
    font: inherit;
    cursor: pointer;
  }
  :is(button, a, [tabindex], input, summary):focus-visible {
    outline: 3px solid var(--dge-focus, currentColor);
    outline-offset: 2px;
  }
  /* The attribution's lines are not known yet: what they don't take stands under the buttons, not above. */
  @container (max-width: 24em) {
    .footer {
      align-content: start;
      min-block-size: calc(4.2em + 3rem);
    }
    [part='attribution'] {
      min-block-size: 0;
    }
    .late {
      visibility: hidden;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .skeleton {
      animation: none;
    }
  }
  @media (forced-colors: active) {
    .skeleton {
      opacity: 1;
      border: 1px solid GrayText;
      background: Canvas;
    }
  }
  /* Paper is white, whatever the screen was. */
  @media print {
    :host {
      color-scheme: light;
      color: #111;
      background: #fff;
    }
    [part='heading'] {
      color: inherit;
    }
    [part='menu'],
    .skeleton {
      display: none;
    }
    figure {
      break-inside: avoid;
    }
  }
`
