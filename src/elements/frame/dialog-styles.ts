import { css } from '../css.js'

/** Words over the page. */
export const dialogStyles = css`
  dialog {
    inline-size: min(40rem, calc(100vi - 2rem));
    max-block-size: calc(100vb - 2rem);
    padding: 1rem;
    border: 1px solid currentColor;
    border-radius: var(--dge-radius, 4px);
    background: var(--dge-menu-background, Canvas);
    color: var(--dge-menu-color, CanvasText);
    text-align: start;
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 0.5);
  }
  dialog h2 {
    margin: 0 0 0.5rem;
    font-size: 1.125rem;
  }
  dialog p {
    margin: 0 0 0.75rem;
    overflow-wrap: anywhere;
    white-space: pre-line;
  }
  dialog textarea {
    display: block;
    inline-size: 100%;
    margin-block-end: 0.75rem;
    padding: 0.5rem;
    border: 1px solid currentColor;
    border-radius: inherit;
    background: transparent;
    color: inherit;
    font: 0.875rem/1.4 monospace;
    resize: vertical;
  }
  dialog textarea:focus-visible {
    outline: 3px solid var(--dge-focus, currentColor);
    outline-offset: 2px;
  }
  dialog .listen {
    min-block-size: 4rem;
    margin-block-end: 0.75rem;
    padding: 0.5rem;
    border: 1px solid currentColor;
    border-radius: inherit;
  }
  dialog button {
    margin-inline-end: 0.5rem;
  }
`
