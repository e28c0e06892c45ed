import { css } from 'lit'

/** What lies over the drawing while it is read: legend buttons, choice, zoom, tooltip. */
export const readingStyles = css`
  [part='chart'] {
    touch-action: pan-y pinch-zoom;
  }
  .drawing {
    user-select: none;
  }
  .overlay {
    position: absolute;
    inset-block-start: 0;
    left: 0;
    inline-size: 0;
    block-size: 0;
    direction: ltr;
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
  .drawing [data-off] {
    opacity: 0.25;
  }
  .drawing [data-on] {
    stroke: currentColor;
    stroke-width: 2px;
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
  [part='zoom'] {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem;
    font-size: var(--dge-small-size, 0.875rem);
  }
  [part='zoom'] button {
    display: grid;
    place-items: center;
    inline-size: 2.25rem;
    padding: 0;
  }
  [part='zoom'] svg {
    inline-size: 1rem;
    block-size: 1rem;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.75;
  }
  [part='zoom'] output {
    margin-inline-start: 0.25rem;
    font-variant-numeric: tabular-nums;
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
    .overlay,
    .hidden-series,
    [part='zoom'] {
      display: none;
    }
  }
`
