import { css } from '../css.js'

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
    min-block-size: var(--_held, min(10rem, var(--_body)));
    overflow: auto;
    overscroll-behavior-x: contain;
  }
  .list {
    position: absolute;
    inset: 0;
    pointer-events: none;
  }
  .list:focus-visible {
    outline: 3px solid var(--dge-focus, currentColor);
    outline-offset: -3px;
  }
  .drawing {
    position: absolute;
    inset-block-start: 0;
    inset-inline: 0;
    direction: ltr;
    user-select: none;
  }
  .drawing.apart {
    content-visibility: auto;
  }
  /* As they were measured. */
  .drawing svg {
    letter-spacing: normal;
    word-spacing: normal;
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
`
