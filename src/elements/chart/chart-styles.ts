import { css } from 'lit'

/** The drawing, what is said of the mark under the pointer or the keyboard, and the notes below. */
export const chartStyles = css`
  [part='content'] {
    display: flex;
    flex-direction: column;
    gap: 0.5rem;
    min-block-size: 0;
  }
  [part='chart'] {
    position: relative;
    flex: 1 1 0;
    min-block-size: 10rem;
    overflow: auto;
    overscroll-behavior-x: contain;
    touch-action: pan-y pinch-zoom;
  }
  [part='chart']:focus-visible {
    outline: 3px solid var(--dge-focus, currentColor);
    outline-offset: 2px;
  }
  .drawing {
    position: absolute;
    inset-block-start: 0;
    inset-inline: 0;
    direction: ltr;
    user-select: none;
  }
  /* An author's drawing has its own size: the place grows with it. */
  .drawing.own {
    position: static;
  }
  .drawing.apart {
    content-visibility: auto;
  }
  .drawing .vega-bind {
    padding-block: 0.25rem;
  }
  .drawing .vega-bind-name {
    margin-inline-end: 0.5rem;
  }
  .drawing svg text {
    paint-order: stroke;
  }
  .drawing svg {
    display: block;
    max-inline-size: none;
  }
  .overlay {
    position: absolute;
    inset-block-start: 0;
    left: 0;
    inline-size: 0;
    block-size: 0;
    direction: ltr;
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
  .sr {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .note {
    margin: 0;
    font-size: 0.875rem;
  }
  /* Strokes of texts would take the colour of the letters: seams are of the ground. */
  @media (forced-colors: active) {
    .drawing svg text {
      fill: CanvasText;
      stroke: Canvas;
      stroke-width: 3px;
      stroke-opacity: 1;
    }
  }
  @media print {
    [part='chart'] {
      overflow: visible;
    }
    .drawing svg {
      max-inline-size: 100%;
      block-size: auto;
    }
    .overlay,
    [part='zoom'] {
      display: none;
    }
    /* Paper is white, whatever the screen was: texts are dark, with a seam where they lie on marks. */
    .drawing svg text {
      fill: #111;
      stroke: #fff;
      stroke-width: 2px;
      paint-order: stroke;
    }
  }
`
