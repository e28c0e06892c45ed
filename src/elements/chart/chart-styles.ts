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
  }
  /* An author's drawing has its own size: the place grows with it. */
  .drawing.own {
    position: static;
  }
  .drawing .vega-bind {
    padding-block: 0.25rem;
  }
  .drawing .vega-bind-name {
    margin-inline-end: 0.5rem;
  }
  .drawing svg {
    display: block;
    max-inline-size: none;
  }
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
  @media print {
    [part='chart'] {
      overflow: visible;
    }
    .drawing svg {
      max-inline-size: 100%;
      block-size: auto;
    }
    .ring,
    [part='tooltip'] {
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
