import { css } from '../css.js'

/** What lies over the drawing while it is read: legend buttons, choice, zoom, tooltip. */
export const readingStyles = css`
  .ring {
    position: absolute;
    inset-block-start: 0;
    left: 0;
    border: 2px solid currentColor;
    border-radius: 3px;
    outline: 2px solid Canvas;
    pointer-events: none;
  }
  [part='tooltip'] {
    position: absolute;
    z-index: 1;
    inset-block-start: 0;
    left: 0;
    max-inline-size: min(20rem, 90%);
    padding: 0.5rem 0.75rem;
    border: 1px solid currentColor;
    border-radius: var(--dge-radius, 4px);
    background: var(--dge-menu-background, Canvas);
    color: var(--dge-menu-color, CanvasText);
    font-size: 0.875rem;
    overflow-wrap: anywhere;
    pointer-events: none;
  }
  [part='tooltip'] strong {
    display: block;
  }
  .overlay > *,
  .entry {
    position: absolute;
    inset-block-start: 0;
    left: 0;
  }
  .legend {
    position: static;
  }
  button.entry {
    min-block-size: 0;
    padding: 0;
    border-color: transparent;
    background: none;
  }
  button.entry[aria-pressed='false']::after {
    content: '';
    position: absolute;
    inset: 50% 2px auto;
    border-block-start: 2px solid currentColor;
  }
  .hidden-series {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem;
    font-size: var(--dge-small-size, 0.875rem);
  }
  .hidden-series button {
    text-decoration: line-through;
  }
  .drawing [data-hidden] {
    visibility: hidden;
  }
  /* Words stay readable. */
  .drawing [data-off]:not(text) {
    opacity: 0.25;
  }
  .drawing [data-on]:not(text) {
    stroke: currentColor;
    stroke-width: 2px;
  }
  /* A stroke would fill the letters. */
  .drawing text[data-on] {
    text-decoration: underline;
  }
  .point {
    inline-size: 14px;
    block-size: 14px;
    border: 3px solid currentColor;
    border-radius: 50%;
    pointer-events: none;
  }
  .brush {
    border: 1px dashed currentColor;
    background: color-mix(in srgb, currentColor 12%, transparent);
    pointer-events: none;
  }
  .brush-tools {
    display: flex;
    gap: 0.25rem;
    inline-size: max-content;
    padding: 0.25rem;
  }
  .brush-tools button {
    background: var(--dge-menu-background, Canvas);
    color: var(--dge-menu-color, CanvasText);
    border-color: currentColor;
  }
  [part='tooltip'] {
    max-block-size: calc(100% - 0.5rem);
    overflow: auto;
  }
  [part='tooltip'].rest {
    pointer-events: auto;
  }
  [part='tooltip'] .on {
    font-weight: 700;
  }
  .chip {
    inline-size: 0.7em;
    block-size: 0.7em;
    margin-inline-end: 0.4em;
    forced-color-adjust: none;
  }
  @media (forced-colors: active) {
    button.entry {
      forced-color-adjust: none;
    }
    .brush {
      border-color: Highlight;
    }
  }
  @media print {
    .hidden-series {
      display: none;
    }
  }
`
